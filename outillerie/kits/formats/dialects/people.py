"""Who a workshop is for: audiences, ages and numbers, from the words of its sheet."""

import json
import re
from pathlib import Path

from outillerie.kits.formats.dialects.words import folded, unaccented

ADULT_AGE = 18
SENIOR_AGE = 60

_AUDIENCES = json.loads(Path(__file__).with_name("audiences.json").read_text("utf-8"))["audiences"]
_AUDIENCE_PATTERNS = {code: re.compile(rf"\b(?:{'|'.join(words)})\b") for code, words in _AUDIENCES.items()}

_AGE_RANGE = re.compile(r"\b(\d{1,2})\s*(?:ans?|years?)?\s*(?:-|–|—|/|a|to|et)\s*(\d{1,2})\s*(?:ans?\b|years?|y\.?o)")
_AGE_FROM = re.compile(
    r"(?:des|a partir de|plus de|from|minimum|min|over)\s*(?:l'age de\s*)?(\d{1,2})\s*(?:ans?\b|years?)"
    r"|(\d{1,2})\s*(?:ans?\s*(?:et plus|minimum|ou plus|\+)|\+|years? (?:and|or) (?:over|older))"
    r"|\+\s*(?:de\s*)?(\d{1,2})\s*ans?\b|^\s*(\d{1,2})\s*ans?\s*$"
)
_AGES = re.compile(r"(?:ages?|aged)\s*(?:de\s*)?(\d{1,2})\s*(?:-|–|to|a)\s*(\d{1,2})")

_GROUPS = re.compile(r"\b(\d{1,2}) (?:groupes?|equipes?|groups?|teams?) (?:de|of) (\d{1,3})\b")
_GROUP_OF = re.compile(r"\b(?:par )?(?:petits? )?(?:groupes?|equipes?|binomes?|groups?) (?:de|of) \d")
_BETWEEN = re.compile(r"\b(?:de |entre |from |between )?(\d{1,3})\s*(?:-|–|—|/|a|et|to|and)\s*(\d{1,3})\b")
_AT_MOST = re.compile(
    r"(?:max(?:imum|i)?\.?(?: de)?|jusqu'?\s?a|au plus|up to|moins de|no more than)\s*:?\s*(\d{1,3})"
    r"|(\d{1,3})\s*(?:\w+\s+)?(?:max|au plus)"
)
_AT_LEAST = re.compile(
    r"(?:min(?:imum|i)?\.?(?: de)?|a partir de|au moins|des|at least|plus de)\s*:?\s*(\d{1,3})"
    r"|(\d{1,3})\s*(?:\w+\s+)?(?:min|et plus|\+|or more)"
)
_NUMBER = re.compile(r"\b(\d{1,3})\b")


def audiences_in(text: str) -> tuple[str, ...]:
    """Return the codes of the audiences that `text` names: «Ado, adultes»."""
    words = folded(text)
    found = [code for code, pattern in _AUDIENCE_PATTERNS.items() if pattern.search(words)]
    low, high = ages_in(text)
    if high is not None and high < ADULT_AGE:
        found.append("enfants-mineurs")
    if low is not None and low >= SENIOR_AGE:
        found.append("seniors-personnes-agees")
    elif low is not None and low >= ADULT_AGE:
        found.append("adultes")
    return tuple(code for code in _AUDIENCE_PATTERNS if code in found)


def ages_in(text: str) -> tuple[int | None, int | None]:
    """Return the lowest and highest ages that `text` says: «dès 10 ans» → (10, None), «8-12 ans» → (8,
    12)."""
    text = unaccented(text)
    if found := _AGE_RANGE.search(text) or _AGES.search(text):
        return _age(found[1]), _age(found[2])
    if found := _AGE_FROM.search(text):
        return _age(next(filter(None, found.groups()))), None
    return None, None


def numbers_in(text: str) -> tuple[int | None, int | None]:
    """Return how few and how many people: «8 à 12» → (8, 12), «10» → (None, 10), «par groupes de 5» →
    (None, None)."""
    text = unaccented(text)
    text = re.sub(r"\d{1,2}\s*(?:(?:-|–|a|to)\s*\d{1,2}\s*)?(?:ans?\b|years?|minutes?\b|mn\b|h\b)", " ", text)
    if found := _GROUPS.search(text):
        return None, _people(int(found[1]) * int(found[2]))
    if found := _BETWEEN.search(text):
        low, high = sorted((int(found[1]), int(found[2])))
        return _people(low), _people(high)
    most, least = _AT_MOST.search(text), _AT_LEAST.search(text)
    if most or least:
        return _people(_first(least)), _people(_first(most))
    text = _GROUP_OF.sub(" ", text)
    found = _NUMBER.search(text)
    return None, _people(int(found[1])) if found else None


def _first(found: re.Match | None) -> int | None:
    return int(next(filter(None, found.groups()))) if found else None


def _age(text: str) -> int | None:
    return age if 2 <= (age := int(text)) <= 99 else None


def _people(number: int | None) -> int | None:
    return number if number and 1 <= number <= 500 else None
