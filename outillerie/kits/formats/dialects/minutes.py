"""Minutes written round the title of a step: «Accueil (10 min)», «10' – Brise-glace», «0:00–0:10 Accueil»."""

import itertools
import re
from dataclasses import dataclass

from outillerie.kits.formats.timing import parse_duration

_TIME = r"\d{1,2}\s*(?:h|:|H)\s*(?:\d{2})?"
_CLOCK = re.compile(
    rf"^\s*(?:de\s+)?(?P<start>{_TIME})\s*(?:-|–|—|à|->|→|>|to|/)\s*(?P<end>{_TIME})\s*[:.)"
    rf"|–—-]*\s*(?P<rest>.*)$",
    re.DOTALL,
)
_HOUR = re.compile(r"\d{1,2}\s*(?:h\s*(?:\d{2})?|:\s*\d{2})", re.IGNORECASE)
_AMOUNT = (
    r"(?:env(?:iron|\.)?\s*|~\s*|max\.?\s*)?"
    r"(?:\d{1,3}(?:\s*(?:-|–|à|/|ou|to)\s*\d{1,3})?\s*(?:minutes?|mins?|mn|'|’|′|min\.)"
    r"|\d{1,2}\s*(?:h|H|heures?|hours?)\s*(?:\d{2})?(?:\s*(?:min|mn))?)(?![\w])"
)
# «10 minutes pour chercher» is a sentence, «1h de jeu» too: without a separator, only minutes before
# a name count.
_BEFORE = re.compile(
    rf"^\s*(?:[\[(]\s*(?P<bracketed>{_AMOUNT})\s*[\])]\s*[:.|–—-]*\s*"
    rf"|(?P<separated>{_AMOUNT})\s*[:.)|–—-]+\s*"
    r"|(?P<plain>\d{1,3}\s*(?:minutes?|mins?|mn|'|’|′))\s+(?!(?:de|d|du|des|pour|après|avant|plus"
    r"|max\w*|par|avec|à|et|sont|après)\b))"
    r"(?P<rest>\S.*)$",
    re.DOTALL | re.I,
)
_IN_PARENTHESES = re.compile(
    rf"\s*[\[(]\s*(?:durée\s*:?\s*)?(?P<amount>{_AMOUNT})\s*(?:[,;–—-]\s*(?P<other>[^()\[\]]*))?[\])]", re.I
)
_AFTER = re.compile(
    rf"^(?P<rest>.*?\S)\s*(?:[-–—:|,/]"
    rf"|\s{{2,}})\s*(?:durée\s*:?\s*)?(?P<amount>{_AMOUNT})\s*[.:]?\s*$",
    re.DOTALL | re.I,
)
_LAST_QUOTE = re.compile(r"^(?P<rest>.*?\S)\s+(?P<amount>\d{1,3}\s*(?:'|′|min|mn|minutes))\s*$", re.DOTALL)
_ALONE = re.compile(
    rf"^\s*[\[(]?\s*(?:(?:durée|temps|duration|time)\s*:?\s*)?(?P<amount>{_AMOUNT})\s*[\])]?\s*\.?\s*$", re.I
)


@dataclass(frozen=True)
class Timed:
    """A title without its minutes, and the minutes; None when it says none."""

    title: str
    minutes: int | None = None


def timed(text: str) -> Timed:
    """Return `text` without the minutes written before, after or inside it."""
    if (clock := _CLOCK.match(text)) and (minutes := _between(clock["start"], clock["end"])):
        return Timed(clock["rest"].strip(), minutes)
    if inside := _IN_PARENTHESES.search(text):
        other = f" ({inside['other'].strip()})" if inside["other"] else ""
        rest = f"{text[: inside.start()]}{other}{text[inside.end() :]}"
        return Timed(_trimmed(rest), parse_duration(inside["amount"]))
    for pattern in (_BEFORE, _AFTER, _LAST_QUOTE):
        if found := pattern.match(text):
            amount = next(value for key, value in found.groupdict().items() if key != "rest" and value)
            return Timed(_trimmed(found["rest"]), parse_duration(amount))
    return Timed(text.strip())


def ends_with_minutes(text: str) -> bool:
    """Tell whether minutes close the line, set apart: «Le tri (20 min)», «Bilan – 5 min»."""
    inside = _IN_PARENTHESES.search(text)
    return bool((inside and inside.end() >= len(text.rstrip(" :"))) or _AFTER.match(text))


def leading(text: str) -> Timed | None:
    """Return the title and minutes of a line that begins with its minutes, None for another line."""
    if not _CLOCK.match(text) and not _BEFORE.match(text):
        return None
    found = timed(text)
    return found if found.minutes is not None and found.title else None


def starts_of(texts: list[str]) -> list[int | None]:
    """Return minutes from hours at which things start, each until the next, 0 if not known; all None
    if one is no hour."""
    if len(texts) < 2 or not all(_HOUR.fullmatch(text.strip()) for text in texts):
        return [None] * len(texts)
    hours = [_clock(text.strip()) for text in texts]
    lengths = [later - start for start, later in itertools.pairwise(hours)]
    return [*(length if 0 < length <= 600 else 0 for length in lengths), 0]


def only_minutes(text: str) -> int | None:
    """Return the minutes of a line that says nothing else: «(10 min)», «Durée : 10 minutes», «14h–14h15»."""
    if (clock := _CLOCK.match(text)) and not clock["rest"].strip():
        return _between(clock["start"], clock["end"])
    return parse_duration(found["amount"]) if (found := _ALONE.match(text)) else None


def _trimmed(text: str) -> str:
    return re.sub(r"\s*[:–—|-]+\s*$", "", re.sub(r"[ \t]{2,}", " ", text)).strip()


def _between(start: str, end: str) -> int | None:
    """Return the minutes from one hour of the clock to a later one; «00:00–10:00» of a video counts
    minutes."""
    minutes = _clock(end) - _clock(start)
    if start.strip()[-3:-2] == ":" and minutes > 240 and minutes % 60 == 0:
        minutes //= 60
    return minutes if 0 < minutes <= 600 else None


def _clock(text: str) -> int:
    hours, _, minutes = text.lower().replace("h", ":").replace(" ", "").partition(":")
    return int(hours) * 60 + int(minutes or 0)
