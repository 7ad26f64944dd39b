"""A day as people type it: “14/10/2026”, “14.10.26”, “14/10”, “2026-10-14”."""

import re
from datetime import date

_DAY_FIRST = re.compile(r"(\d{1,2})[\s/.-]+(\d{1,2})(?:[\s/.-]+(\d{2}|\d{4}))?")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def typed_day(text: str, today: date) -> date | None:
    """Return the day that `text` means, or None when it means none. Without a year, the next one from `today`."""
    text = text.strip()
    if found := _YEAR_FIRST.fullmatch(text):
        return day_of(*found.groups())
    found = _DAY_FIRST.fullmatch(text)
    if found is None:
        return None
    day, month, year = found.groups()
    if year:
        return day_of(year if len(year) == 4 else f"20{year}", month, day)
    this_year = day_of(today.year, month, day)
    return this_year if this_year and this_year >= today else day_of(today.year + 1, month, day)


def day_of(year, month, day) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    # Beyond what an agenda holds, sums on dates would fail.
    return found if 2000 <= found.year <= 2100 else None
