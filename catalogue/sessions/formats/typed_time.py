"""Days to come and hours as people write them: `14/10/2026`, «14 octobre», `10h`, «10 h 30», `10:30`, «midi»."""

import re
from datetime import date, time

from outillerie.field_reports.formats.days import parse_day

LAST_YEAR = 2099
LONGEST_TEXT = 60
_HOUR = re.compile(r"(\d{1,2})\s*(?:h|:|\.|heures?)\s*(\d{2})?(?:\s*(?:min|mn|m))?", re.ASCII)
_RUN = re.compile(r"(\d{1,2})(\d{2})?", re.ASCII)
_NAMED = {"midi": time(12), "noon": time(12)}
_NO_YEAR = re.compile(r"(?:\d{1,2}\s*[/.\-]\s*\d{1,2}|(?:[^\W\d_]+ )?\d{1,2}(?:er)? [^\W\d_]+\.?)")


def parse_hour(text: str) -> time | None:
    """Return the hour that `text` names, to the minute, or None. `1030` is half past ten; `24 h` is no hour of a day."""
    folded = " ".join(text[:LONGEST_TEXT].lower().replace("\u00a0", " ").replace("\u202f", " ").split())
    folded = folded.removeprefix("à ").removeprefix("at ")
    if folded in _NAMED:
        return _NAMED[folded]
    found = _HOUR.fullmatch(folded) or _RUN.fullmatch(folded)
    if found is None:
        return None
    hours, minutes = int(found[1]), int(found[2] or 0)
    return time(hours, minutes) if hours < 24 and minutes < 60 else None


def parse_day_to_come(text: str, *, today: date) -> date | None:
    """Return the day that `text` names, or None. A day without its year is the next one to come."""
    short = " ".join(text[:LONGEST_TEXT].replace("\u00a0", " ").replace("\u202f", " ").split())
    short = re.sub(r"^le ", "", short, flags=re.IGNORECASE)
    if (found := parse_day(short, today=today)) is not None:
        return found
    if not _NO_YEAR.fullmatch(short):
        return None
    sign = "/" if re.search(r"[/.\-]", short.rstrip(".")) else " "
    # Eight years: what falls on 29 February comes back within them, whatever the century.
    days = (parse_day(f"{short}{sign}{year}", today=today) for year in range(today.year, today.year + 9))
    return next((day for day in days if day is not None and day >= today), None)
