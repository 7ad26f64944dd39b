"""What a text that everyone will read should not hold: how to reach somebody."""

import re

_EMAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\W\d_]{2,}")
# French numbers, as they are written. Those in 08 are services, and short ones (3018, 119) help people: both may stay.
_PHONE = re.compile(r"(?<![\d/])(?:(?:\+|00)\s?33[\s.\-]*(?:\(0\))?[\s.\-]*[1-79]|0[1-79])(?:[\s.\-]*\d{2}){4}(?!\d)")


def ways_to_reach(text: str) -> list[str]:
    """Return the e-mail addresses, then the telephone numbers, that `text` seems to hold."""
    return [match[0] for pattern in (_EMAIL, _PHONE) for match in pattern.finditer(text)]
