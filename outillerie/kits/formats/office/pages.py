"""What the reading of a DOCX or of an ODT gathers."""

from dataclasses import dataclass, field

from outillerie.kits.formats.office.trees import Element


@dataclass
class Pages:
    """`parts` is what pandoc gets; `pictures` says which part of the package a picture is, by its bare name."""

    parts: dict[str, Element | bytes] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    pictures: dict[str, str] = field(default_factory=dict)
    alts: dict[str, str] = field(default_factory=dict)
    title: str = ""
