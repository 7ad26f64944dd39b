"""What a printed sheet says beside the content of the kit, and what it leaves out."""

import re
from dataclasses import dataclass
from datetime import date

from ..formats.content import KitContent, participant_edition

FORMATS = ("a4", "a5")
EDITIONS = ("facilitator", "participant")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """How one version is printed. `page_url` is the address of this version, for ever.

    `audiences` are words, in the language of the kit; `domain` (number or code) and `glyph` are those of
    `outillerie.drawing`. Raises ValueError.
    """

    number: int
    published_on: date
    page_url: str
    domain: int | str = "info"
    glyph: str = "boussole"
    audiences: tuple[str, ...] = ()
    format: str = "a4"
    edition: str = "facilitator"
    is_economical: bool = False
    is_large_print: bool = False

    def __post_init__(self):
        if self.format not in FORMATS or self.edition not in EDITIONS:
            raise ValueError(f"No sheet is called {self.format} for {self.edition}.")

    @property
    def address(self) -> str:
        """The address as people type it."""
        return re.sub(r"^https?://(www\.)?", "", self.page_url).rstrip("/")


def edited(content: KitContent, sheet: Sheet) -> KitContent:
    """Return what this edition shows: nothing for the facilitator only reaches a sheet of participants."""
    return participant_edition(content) if sheet.edition == "participant" else content
