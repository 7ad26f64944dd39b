"""When a reminder is due: so many days before, at the same hour on the wall, whatever the clocks do meanwhile."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

# The nearest first.
DAYS = (1, 7)


def due_at(starts_at: datetime, zone: str, days: int) -> datetime:
    """Return the moment (UTC) that shows, `days` local days before `starts_at`, the same hour on the wall of `zone`.

    An hour that clocks jump over that night is the one after; of an hour that comes twice, it is the first.
    """
    wall = starts_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) - timedelta(days=days)
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def days_due(starts_at: datetime, zone: str, *, known_at: datetime, now: datetime) -> int | None:
    """Return which reminder is due at `now`, if any: the nearest to the session whose moment has come.

    `known_at` is when its date was told last (a registration, a move): who learnt it since the moment of a reminder
    needs none. A worker that was away leaves one reminder, not two.
    """
    if now >= starts_at:
        return None
    days = next((days for days in DAYS if due_at(starts_at, zone, days) <= now), None)
    return days if days and known_at <= due_at(starts_at, zone, days) else None


def days_left(starts_at: datetime, zone: str, now: datetime) -> int:
    """Return how many nights remain before the session, on the calendar of `zone`."""
    place = ZoneInfo(zone)
    return (starts_at.astimezone(place).date() - now.astimezone(place).date()).days
