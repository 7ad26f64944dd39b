"""Days as people write them: `14/10/2025`, `14-10-25`, `14 octobre 2025`, `2025-10-14`, «hier»."""

import re
import unicodedata
from datetime import date, timedelta

LONGEST_TEXT = 60
_MONTHS = {
    **dict.fromkeys(("janvier", "january", "janv", "jan"), 1),
    **dict.fromkeys(("fevrier", "february", "fevr", "fev", "feb"), 2),
    **dict.fromkeys(("mars", "march", "mar"), 3),
    **dict.fromkeys(("avril", "april", "avr", "apr"), 4),
    **dict.fromkeys(("mai", "may"), 5),
    **dict.fromkeys(("juin", "june", "jun"), 6),
    **dict.fromkeys(("juillet", "july", "juil", "jul"), 7),
    **dict.fromkeys(("aout", "august", "aug"), 8),
    **dict.fromkeys(("septembre", "september", "sept", "sep"), 9),
    **dict.fromkeys(("octobre", "october", "oct"), 10),
    **dict.fromkeys(("novembre", "november", "nov"), 11),
    **dict.fromkeys(("decembre", "december", "dec"), 12),
}
_AGO = {"aujourd'hui": 0, "today": 0, "hier": 1, "yesterday": 1, "avant-hier": 2}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4}|\d{2})")
_RUN = re.compile(r"(\d{2})(\d{2})(\d{4})")
_WORDS = re.compile(r"(?:[a-z]+ )?(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]+)\.? (\d{4}|\d{2})")


def parse_day(text: str, *, today: date) -> date | None:
    """Return the day that `text` names, or None when it names none. The day comes first, a short year is of our time."""
    folded = _folded(text[:LONGEST_TEXT])
    if folded in _AGO:
        return today - timedelta(days=_AGO[folded])
    if parts := _ISO.fullmatch(folded):
        return _day(*map(int, parts.groups()))
    if parts := _NUMBERS.fullmatch(folded) or _RUN.fullmatch(folded):
        day, month, year = parts.groups()
        return _day(_year(year), int(month), int(day))
    if parts := _WORDS.fullmatch(folded):
        day, month, year = parts.groups()
        return _day(_year(year), _MONTHS.get(month, 0), int(day))
    return None


def _folded(text: str) -> str:
    """Return `text` in small letters, without accents, with one kind of apostrophe and of space."""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'").lower())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
