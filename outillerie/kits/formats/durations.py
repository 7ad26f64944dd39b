"""Durations as people write them, and as we show them. Whole minutes on our side.

Reading is generous: `2h00`, `30mn`, `1 h 30`, `45'`, `1,5 h`, `1:30`, «une heure et demie», «2 x 45 min», ISO
8601 (`PT1H30M`). Of a range the longer end is kept, since a room is booked for it; «14h à 16h» is a time of
day, so two hours; a bare number is minutes; a day of work is seven hours.
"""

import re
import unicodedata
from typing import Any

MAX_MINUTES = 5 * 1440
LONGEST_TEXT = 200

_UNITS = {
    "zero": 0,
    "un": 1,
    "une": 1,
    "an": 1,
    "one": 1,
    "deux": 2,
    "two": 2,
    "trois": 3,
    "three": 3,
    "quatre": 4,
}
_UNITS |= {
    "four": 4,
    "cinq": 5,
    "five": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "dix": 10,
    "ten": 10,
    "quinze": 15,
}
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50}
_PHRASES = {
    "demi-heure": "30 min",
    "demi heure": "30 min",
    "half an hour": "30 min",
    "half hour": "30 min",
    "quart d'heure": "15 min",
    "trois quarts d'heure": "45 min",
    "et demie": "30 min",
    "et demi": "30 min",
    "and a half": "30 min",
    "et quart": "15 min",
    "demi-journee": "210 min",
    "demi journee": "210 min",
}
_WORDS = {
    **_PHRASES,
    **{word: str(number) for word, number in (_UNITS | _TENS).items()},
    **{f"{word}-cinq": str(number + 5) for word, number in _TENS.items()},
}
_WORD = re.compile(r"\b(?:une?\s+)?(" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")\b")
_TOKEN = re.compile(
    r"(?P<number>[13]/[2-4](?!\d)|\d+(?:[.,]\d+)?)"
    r"|(?P<hour>(?:heures?|hours?|hrs?|h)(?![a-z]))"
    r"|(?P<minute>(?:minutes?|mins?|mns?|m)(?![a-z])|['′])"
    r"|(?P<day>(?:jours?|journees?|days?)(?![a-z]))"
    r"|(?P<range>(?:a|to|ou|et|and)(?![a-z])|[-–—/])"
    r"|(?P<times>[x×*](?![a-z]))"
    r"|(?P<colon>:)"
    r"|(?P<other>[a-z]+|[^\s])"
)
_ISO = re.compile(r"p(?:(\d{1,3})d)?(?:t(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,5})s)?)?")
_MINUTES = {"minute": 1, "hour": 60, "day": 420}


def duration_label(minutes: int, language: str = "fr") -> str:
    """Return «30 min», «1 h 30», «2 h» (English: «1 h 30 min»), with no-break spaces."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}\u00a0min"
    if not rest:
        return f"{hours}\u00a0h"
    if language.lower().startswith("fr"):
        return f"{hours}\u00a0h\u00a0{rest:02}"
    return f"{hours}\u00a0h\u00a0{rest}\u00a0min"


def parse_duration(text: Any) -> int | None:
    """Return the first duration of `text` in minutes; None without one between 1 minute and 5 days."""
    folded = _folded(str(text)[:LONGEST_TEXT])
    if re.fullmatch(r"\d{1,6}", folded):
        minutes = float(folded)
    elif folded.startswith("p") and (parts := _ISO.fullmatch(folded)):
        days, hours, whole, seconds = (int(part or 0) for part in parts.groups())
        minutes = days * 1440 + hours * 60 + whole + seconds / 60
    else:
        minutes = _first(_tokens(folded))
    rounded = round(minutes)
    return rounded if 1 <= rounded <= MAX_MINUTES else None


def _folded(text: str) -> str:
    """Return `text` in small letters, without accents, with one kind of apostrophe and of fraction bar."""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'").replace("½", " 1/2").lower())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return plain.replace("\u2044", "/").strip()


def _tokens(folded: str) -> list[tuple[str, str]]:
    spelled = _WORD.sub(lambda match: _WORDS[match[1]], folded)
    return [(match.lastgroup or "", match[0]) for match in _TOKEN.finditer(spelled)]


def _first(tokens: list[tuple[str, str]]) -> float:
    for index, (kind, value) in enumerate(tokens):
        if kind != "number":
            continue
        if tokens[index + 1 : index + 2] and tokens[index + 1][0] == "times":
            minutes, _ = _one(tokens, index + 2)
            return minutes * _number(value)
        minutes, following = _one(tokens, index)
        if minutes:
            return _longer_end(minutes, tokens, following)
    return 0


def _longer_end(first: float, tokens: list[tuple[str, str]], index: int) -> float:
    if tokens[index : index + 1] and tokens[index][0] == "range":
        second, _ = _one(tokens, index + 1)
        if 8 * 60 <= first < second <= 24 * 60:
            return second - first
        return max(first, second)
    return first


def _one(tokens: list[tuple[str, str]], index: int) -> tuple[float, int]:
    """Return the minutes of the duration that starts at `index` (0 when none does) and what follows it."""
    (kind, value), (unit, _), *_ = [*tokens[index : index + 2], ("", ""), ("", "")]
    if kind != "number" or unit not in ("hour", "minute", "day", "colon"):
        return 0, index
    if unit == "colon":
        rest, following = _rest(tokens, index + 2)
        return (_number(value) * 60 + rest, following) if following > index + 2 else (0, index)
    minutes = _number(value) * _MINUTES[unit]
    if unit != "hour":
        return minutes, index + 2
    rest, following = _rest(tokens, index + 2)
    return minutes + rest, following


def _rest(tokens: list[tuple[str, str]], index: int) -> tuple[float, int]:
    """Return the minutes after an hour, «30», «30 min», «et 30 minutes», and what follows them."""
    start = index + 1 if tokens[index : index + 1] in ([("range", "et")], [("range", "and")]) else index
    (kind, value), (unit, _), *_ = [*tokens[start : start + 2], ("", ""), ("", "")]
    if kind != "number" or _number(value) >= 60:
        return 0, index
    if unit == "minute":
        return _number(value), start + 2
    if start == index and re.fullmatch(r"\d\d", value) and unit not in ("hour", "day", "times"):
        return _number(value), index + 1
    return 0, index


def _number(value: str) -> float:
    if "/" in value:
        above, below = value.split("/")
        return int(above) / int(below)
    return float(value.replace(",", "."))
