"""What every published form shares: moments, texts and numbers as all readers read them alike, empty members left out."""

import re
from datetime import UTC, datetime

# A tab is written in two ways by the two versions of the canonical form in use, and other control characters in
# three: a signature over them would verify here and not there. Halves of a pair are no text at all.
UNSAFE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
LINE_ENDS = re.compile(r"\r\n?")


def moment(value: datetime | None) -> str:
    """Return a moment as `2026-11-01T10:00:00Z`: UTC, whole seconds."""
    if value is None:
        return ""
    if value.tzinfo is None:
        raise ValueError("a moment has a time zone")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def text(value: str) -> str:
    """Return `value` without what canonical forms write differently: other control characters become a space."""
    return UNSAFE.sub(" ", LINE_ENDS.sub("\n", value))


def number(value: float | None) -> int | float | None:
    """Return `value` in hundredths at most, and `3` for `3.0`: readers in other languages write small fractions
    otherwise, and tell no integer from a whole number."""
    if value is None:
        return None
    rounded = round(float(value), 2)
    return int(rounded) if rounded.is_integer() else rounded


def filled(**members) -> dict:
    """Return the members that say something. `at_context` stands for `@context`, `at_language` for `@language`."""
    return {
        name.replace("at_", "@", 1) if name.startswith("at_") else name: cleaned(value)
        for name, value in members.items()
        if value is not None and value != "" and value != [] and value != {}
    }


def cleaned(value):
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list | tuple):
        return [cleaned(item) for item in value]
    return value
