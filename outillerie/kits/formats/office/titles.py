"""Which of the first lines of a document is its title, when no heading says it."""

from collections.abc import Iterable
from dataclasses import dataclass

from outillerie.kits.formats.dialects.facts import fact_in
from outillerie.kits.formats.dialects.headings import is_kind_of_sheet, is_numbered_step, kind_of
from outillerie.kits.formats.dialects.labels import field_of
from outillerie.kits.formats.dialects.minutes import timed

LONGEST = 150
# Looked at: a title comes after a line or two that say what kind of sheet it is, and who made it.
FIRST = 6


@dataclass(frozen=True)
class Line:
    """A line of the document: whether its style is «Title», and whether it is larger or bolder than the text."""

    text: str
    is_titled: bool = False
    is_loud: bool = False


def title_among(lines: Iterable[Line]) -> str:
    """Return the text of the line that is the title of a document whose first lines these are, "" for none."""
    first = [line for line in lines if line.text.strip()][:FIRST]
    telling = [line for line in first if not is_kind_of_sheet(line.text)]
    loud = telling[:1] if telling and telling[0].is_loud and _can_be(telling[0].text) else []
    titled = [line for line in telling if line.is_titled]
    found = titled or loud or [line for line in first if line.is_titled]
    return found[0].text if found else ""


def _can_be(text: str) -> bool:
    return (
        len(text) <= LONGEST
        and not text.rstrip().endswith((".", ",", ";", ":"))
        and fact_in(text) is None
        and field_of(text) is None
        and kind_of(text) is None
        and not is_numbered_step(text)
        and timed(text).minutes is None
    )
