"""How a session goes: its moments laid on the clock, with its break."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class RunningStep:
    """`starts` is on the wall of the session, None once a moment before it has no known length. `index` is the place of
    the moment in what was given, None for the break."""

    starts: datetime | None
    minutes: int | None
    index: int | None


def running(
    minutes: Iterable[int | None], starts: datetime, ends: datetime, pause: tuple[datetime, datetime] | None = None
) -> list[RunningStep]:
    """Return the moments, `minutes` long each, from `starts` on. The break is laid before the first moment that begins
    once it has come, unless the moments leave no room for it: then they say it themselves."""
    lengths = list(minutes)
    has_room = pause is not None and sum(filter(None, lengths)) <= minutes_between(starts, ends) - minutes_between(
        *pause
    )
    steps, now = [], starts
    for index, length in enumerate(lengths):
        if has_room and now is not None and now >= pause[0]:
            steps.append(RunningStep(starts=now, minutes=minutes_between(*pause), index=None))
            now, has_room = later(now, minutes_between(*pause)), False
        steps.append(RunningStep(starts=now, minutes=length or None, index=index))
        now = later(now, length) if now is not None and length else None
    return steps


def minutes_between(first: datetime, last: datetime) -> int:
    return round((last.timestamp() - first.timestamp()) / 60)


def later(wall: datetime, minutes: int) -> datetime:
    """Return what the same wall shows `minutes` real minutes later, whatever its clocks do meanwhile."""
    zone = wall.tzinfo
    return datetime.fromtimestamp(wall.timestamp() + timedelta(minutes=minutes).total_seconds(), zone)
