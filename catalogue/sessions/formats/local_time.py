"""From what a clock on the wall says to a moment, through the nights when clocks change.

An hour that clocks jump over does not exist: it is refused, with the nearest that do. An hour that comes twice is
asked. Both are values here; the sentences are written where people read them. Zones are IANA names, through `zoneinfo`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Absent:
    """The hour does not exist. `proposals` are the last one before and the first one after, on the same wall."""

    proposals: tuple[datetime, datetime]


@dataclass(frozen=True)
class Double:
    """The hour comes twice: `first` in summer time, `second` in winter time."""

    first: datetime
    second: datetime


def moment_of(wall: datetime, zone: str, *, is_second: bool | None = None) -> datetime | Absent | Double:
    """Return the moment (UTC) when the wall of `zone` shows `wall`, a naive datetime.

    `is_second` answers which one is meant of an hour that comes twice; it says nothing of the others.
    """
    place = ZoneInfo(zone)
    first, second = (wall.replace(tzinfo=place, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.utcoffset() < second.utcoffset():
        # Clocks jump forward: read by the offset of before, the hour is too late; by that of after, too early.
        jump = second.utcoffset() - first.utcoffset()
        return Absent(proposals=(wall - jump, wall + jump))
    if is_second is None:
        return Double(first.astimezone(UTC), second.astimezone(UTC))
    return (second if is_second else first).astimezone(UTC)


def wall_of(moment: datetime, zone: str) -> datetime:
    """Return what the wall of `zone` shows at `moment`, with its zone."""
    return moment.astimezone(ZoneInfo(zone))


def is_absent(wall: datetime, zone: str) -> bool:
    return isinstance(moment_of(wall, zone), Absent)


def shifted_days(wall: datetime, days: int) -> datetime:
    """Return the same hour on the wall, `days` later: series keep their hour."""
    return wall + timedelta(days=days)
