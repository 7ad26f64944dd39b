"""The half-days of a session: what is signed, recorded and certified one by one."""

from dataclasses import dataclass
from datetime import date, datetime, time

MORNING, AFTERNOON, EVENING = "am", "pm", "ev"
NOON, DUSK = time(12), time(18)


@dataclass(frozen=True)
class HalfDay:
    """`starts` and `ends` are local moments of one day, with their zone."""

    code: str
    starts: datetime
    ends: datetime

    @property
    def day(self) -> date:
        return self.starts.date()

    @property
    def minutes(self) -> int:
        """Return how long it lasts: real minutes, whatever the clocks do meanwhile."""
        return round((self.ends.timestamp() - self.starts.timestamp()) / 60)


def half_days(starts: datetime, ends: datetime, pause: tuple[datetime, datetime] | None = None) -> list[HalfDay]:
    """Return the half-days from `starts` to `ends`, local moments: two when a pause divides them, else one.

    Each takes its code from its first hour. Two that begin in the same part of the day are told apart by moving the
    later one on: a session from 8 h to 11 h 30 with a pause at 9 h has a morning and an afternoon on paper.
    """
    if pause is None:
        return [HalfDay(part_of_day(starts), starts, ends)]
    first = HalfDay(part_of_day(starts), starts, pause[0])
    code = part_of_day(pause[1])
    order = (MORNING, AFTERNOON, EVENING)
    if order.index(code) <= order.index(first.code):
        code = order[min(order.index(first.code) + 1, 2)]
    if code == first.code:
        # An evening with a pause: what is signed before it counts as the afternoon.
        first = HalfDay(AFTERNOON, first.starts, first.ends)
    return [first, HalfDay(code, pause[1], ends)]


def part_of_day(moment: datetime) -> str:
    if moment.time() < NOON:
        return MORNING
    return AFTERNOON if moment.time() < DUSK else EVENING
