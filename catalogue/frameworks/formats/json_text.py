"""JSON from outside to values: bounded, and without what two readers may understand differently (RFC 7493)."""

import json
import math
import re
from collections import Counter
from typing import Any

from catalogue.frameworks.formats.refusals import FrameworkRefused, gettext_noop
from outillerie.kits.formats.content import clean_text

MOST_BYTES = 20_000_000
MOST_DEPTH = 60
# What every language reads back exactly (RFC 8259 §6).
LARGEST_INTEGER = 2**53 - 1

TOO_LARGE = gettext_noop("This file is larger than %(megabytes)s MB. Split the framework, then import its parts.")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.?)*+(?:"|\Z)|[\[{]|[\]}]', re.DOTALL)
_SURROGATES = re.compile("[\ud800-\udfff]")


def check_size(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise FrameworkRefused(TOO_LARGE, megabytes=MOST_BYTES // 1_000_000)


def parsed(data: bytes) -> Any:
    """Return the values of a JSON text, their texts cleaned. Raises FrameworkRefused."""
    check_size(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FrameworkRefused(gettext_noop("This JSON file is not written in UTF-8.")) from None
    _check_depth(text)
    try:
        values = json.loads(
            text, object_pairs_hook=_object, parse_int=_integer, parse_float=_number, parse_constant=_number
        )
    except json.JSONDecodeError as error:
        raise FrameworkRefused(
            gettext_noop("This file is not JSON: look at column %(column)s."), line=error.lineno, column=error.colno
        ) from None
    return cleaned(values)


def cleaned(value: Any) -> Any:
    """Return `value` with clean texts. Databases refuse NUL, and a lone surrogate is no character."""
    if isinstance(value, str):
        if "\x00" in value or _SURROGATES.search(value):
            raise FrameworkRefused(gettext_noop("This file holds a character that no text may hold."))
        return clean_text(value)
    if isinstance(value, list):
        return [cleaned(item) for item in value]
    if isinstance(value, dict):
        return {cleaned(key): cleaned(item) for key, item in value.items()}
    return value


def _check_depth(text: str) -> None:
    depth = 0
    for match in _TOKEN.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match[0], 0)
        if depth > MOST_DEPTH:
            raise FrameworkRefused(gettext_noop("This file nests values more than %(depth)s deep."), depth=MOST_DEPTH)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        twice = Counter(name for name, _value in pairs).most_common(1)[0][0]
        raise FrameworkRefused(
            gettext_noop("This file says the same thing twice: the key “%(key)s” is repeated in an object."),
            key=twice[:60],
        )
    return values


def _integer(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > LARGEST_INTEGER:
        raise FrameworkRefused(gettext_noop("This file holds a number too large to be read exactly."))
    return int(digits)


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise FrameworkRefused(gettext_noop("This file holds something that is not a finite number."))
    return number
