"""Time zones of iCalendar, written from the zones that Python knows (IANA, through `zoneinfo`).

RFC 5545, September 2009, https://www.rfc-editor.org/rfc/rfc5545#section-3.6.5. A zone whose clocks change by the same
rule every year says that rule, which every program reads; another one lists its changes, from `FIRST` to `LAST`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

# Years. No session is older; what comes after `LAST` follows the rule, or the last change that is known.
FIRST, LAST = 2020, 2037
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ORIGIN = "19700101T000000"


@dataclass(frozen=True)
class Change:
    """Clocks that show `wall` (naive) turn from one offset to another."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def kind(self) -> tuple:
        return (self.before, self.after, self.name, self.is_summer, self.wall.month, self.wall.time())

    @property
    def is_in_last_week(self) -> bool:
        return (self.wall + timedelta(days=7)).month != self.wall.month

    @property
    def week(self) -> int:
        return (self.wall.day - 1) // 7 + 1


@lru_cache(maxsize=64)
def zone_lines(name: str) -> str:
    """Return the VTIMEZONE of `name`, an IANA name."""
    found = changes(ZoneInfo(name))
    rules = yearly_rules(found)
    if rules is None:
        start = datetime(FIRST, 1, 1, tzinfo=ZoneInfo(name))
        body = fixed(start) + "".join(observance(change) for change in found)
    else:
        body = "".join(observance(change, rule) for change, rule in rules)
    return f"BEGIN:VTIMEZONE\r\nTZID:{name}\r\n{body}END:VTIMEZONE\r\n"


def changes(zone: ZoneInfo) -> list[Change]:
    """Return the changes of offset of `zone` from `FIRST` to `LAST`, in order."""
    return [change_at(zone, moment) for moment in moments_of_change(zone)]


def moments_of_change(zone: ZoneInfo) -> Iterator[datetime]:
    day, end = datetime(FIRST, 1, 1, tzinfo=UTC), datetime(LAST + 1, 1, 1, tzinfo=UTC)
    while day < end:
        morrow = day + timedelta(days=1)
        if offset(zone, day) != offset(zone, morrow):
            yield moment_between(zone, day, morrow)
        day = morrow


def moment_between(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Return the first second at which clocks have changed, between two moments that differ."""
    low, high = 0, round((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        is_changed = offset(zone, before + timedelta(seconds=middle)) != offset(zone, before)
        low, high = (low, middle) if is_changed else (middle, high)
    return before + timedelta(seconds=high)


def offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset()


def change_at(zone: ZoneInfo, moment: datetime) -> Change:
    after = moment.astimezone(zone)
    before = offset(zone, moment - timedelta(seconds=1))
    wall = (moment + before).replace(tzinfo=None)
    return Change(wall, before, after.utcoffset(), after.tzname(), bool(after.dst()))


def yearly_rules(found: list[Change]) -> list[tuple[Change, str]] | None:
    """Return the first change of each kind with the rule of its kind, or None when clocks follow no yearly rule."""
    kinds: dict[tuple, list[Change]] = {}
    for change in found:
        kinds.setdefault(change.kind, []).append(change)
    rules = [(rows[0], yearly_rule(rows)) for rows in kinds.values()]
    if len(rules) != 2 or not all(rule for _first, rule in rules):
        return None
    return rules


def yearly_rule(rows: list[Change]) -> str:
    """Return the day of the year of `rows`, which are of one kind: «the last Sunday of March». Nothing if they vary."""
    first = rows[0]
    is_yearly = [row.wall.year for row in rows] == list(range(FIRST, LAST + 1))
    if not is_yearly or len({row.wall.weekday() for row in rows}) > 1:
        return ""
    if all(row.is_in_last_week for row in rows):
        week = -1
    elif len({row.week for row in rows}) == 1:
        week = first.week
    else:
        return ""
    return f"RRULE:FREQ=YEARLY;BYMONTH={first.wall.month};BYDAY={week}{DAYS[first.wall.weekday()]}\r\n"


def observance(change: Change, rule: str = "") -> str:
    kind = "DAYLIGHT" if change.is_summer else "STANDARD"
    return (
        f"BEGIN:{kind}\r\nDTSTART:{change.wall:%Y%m%dT%H%M%S}\r\n{rule}TZOFFSETFROM:{signed(change.before)}\r\n"
        f"TZOFFSETTO:{signed(change.after)}\r\nTZNAME:{change.name}\r\nEND:{kind}\r\n"
    )


def fixed(moment: datetime) -> str:
    """Return what clocks show since always, as at `moment`."""
    kept = signed(moment.utcoffset())
    return (
        f"BEGIN:STANDARD\r\nDTSTART:{ORIGIN}\r\nTZOFFSETFROM:{kept}\r\nTZOFFSETTO:{kept}\r\n"
        f"TZNAME:{moment.tzname()}\r\nEND:STANDARD\r\n"
    )


def signed(value: timedelta) -> str:
    minutes = round(value.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
