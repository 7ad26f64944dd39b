"""Dates that come back: RFC 5545 (https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10), the part that sessions need.

A rule is its RRULE text, without DTSTART, as calendars read it; `dateutil` reads it too. Dates are days on the wall:
the hour that goes with them is the series', and stays the same through clock changes.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

MOST_DATES = 104
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Repeat(StrEnum):
    WEEKLY = "weekly"
    MONTHLY_DAY = "monthly-day"
    MONTHLY_WEEKDAY = "monthly-weekday"
    MONTHLY_LAST = "monthly-last"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Every `interval` weeks or months from `first_day`, `count` times or until a day, that one included."""

    repeat: Repeat
    first_day: date
    interval: int = 1
    count: int | None = None
    until: date | None = None


def rule_of(asked: Asked, zone: str) -> str:
    """Return the RRULE text of `asked`. UNTIL is the last second of its day, in UTC as RFC 5545 asks."""
    parts = ["FREQ=WEEKLY" if asked.repeat == Repeat.WEEKLY else "FREQ=MONTHLY"]
    if asked.interval > 1:
        parts.append(f"INTERVAL={asked.interval}")
    parts.append(by_part(asked))
    if asked.count is not None:
        parts.append(f"COUNT={asked.count}")
    elif asked.until is not None:
        last = datetime.combine(asked.until, time(23, 59, 59), ZoneInfo(zone)).astimezone(UTC)
        parts.append(f"UNTIL={last:%Y%m%dT%H%M%SZ}")
    return ";".join(parts)


def by_part(asked: Asked) -> str:
    day = DAYS[asked.first_day.weekday()]
    if asked.repeat == Repeat.WEEKLY:
        return f"BYDAY={day}"
    if asked.repeat == Repeat.MONTHLY_DAY:
        return f"BYMONTHDAY={asked.first_day.day}"
    if asked.repeat == Repeat.MONTHLY_LAST:
        return f"BYDAY=-1{day}"
    return f"BYDAY={rank_in_month(asked.first_day)}{day}"


def rank_in_month(day: date) -> int:
    """Return 2 for the second Tuesday of its month."""
    return (day.day - 1) // 7 + 1


def is_last_of_month(day: date) -> bool:
    """Return whether no other such day of the week comes in its month."""
    return (day + timedelta(days=7)).month != day.month


def days_of(rule: str, first_day: date, zone: str, *, most: int = MOST_DATES) -> list[date]:
    """Return the days that `rule` gives from `first_day`, `most` of them at most, those that are excluded included.

    Raises ValueError when `rule` is none. Months without the day (31st, fifth Tuesday) are skipped, as RFC 5545 says.
    """
    # At noon no clock changes: only days matter here.
    begins = datetime.combine(first_day, time(12), ZoneInfo(zone))
    return [found.date() for found in islice(rrulestr(rule, dtstart=begins), most)]
