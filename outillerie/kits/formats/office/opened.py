"""A document as its readers see it: what it shows line by line, and a package that pandoc may read."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from outillerie.kits.formats.content import clean_text
from outillerie.kits.formats.office import open_document, word
from outillerie.kits.formats.office.package import Package
from outillerie.kits.formats.office.pages import Pages
from outillerie.kits.formats.office.trees import Element, bytes_of

_PAGE_NUMBER = re.compile(r"(?:^|[\s|·–—-]+)pages?\s*\d*\s*(?:(?:/|sur|de|of)\s*\d*\s*)?$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Office:
    """`lines` are the paragraphs of the text, notes last, as shown on the page; `margins` those of headers and footers.

    `package` holds the same text and no picture; `title` is the line that looks like a title, or "".
    """

    package: bytes
    lines: tuple[str, ...]
    margins: tuple[str, ...]
    title: str
    notices: tuple[str, ...]
    alts: Mapping[str, str] = field(default_factory=dict)
    _source: Package
    _pictures: Mapping[str, str]

    @property
    def shown(self) -> tuple[str, ...]:
        """Return the names of the pictures that the text shows."""
        return tuple(self._pictures)

    def picture(self, name: str) -> bytes | None:
        """Return the bytes of the picture `name` (without folder) that the text shows, None when there is none."""
        place = self._pictures.get(name)
        return None if place is None else self._source.picture(place)


def open_office(data: bytes, ending: str) -> Office:
    """Return what the DOCX or ODT `data` shows. Raises FormatRefused."""
    source = Package(data, ending)
    pages: Pages = word.read(source) if ending == "docx" else open_document.read(source)
    return Office(
        package=_package(pages.parts, ending),
        lines=tuple(filter(None, map(clean_text, pages.lines))),
        margins=tuple(dict.fromkeys(filter(_says_something, map(_margin, pages.margins)))),
        title=clean_text(pages.title),
        notices=tuple(dict.fromkeys(pages.notices)),
        alts={name: clean_text(alt) for name, alt in pages.alts.items()},
        _source=source,
        _pictures=pages.pictures,
    )


def _margin(line: str) -> str:
    """Return a line of a header or footer, without the number of the page."""
    return clean_text(_PAGE_NUMBER.sub("", line))


def _says_something(line: str) -> bool:
    return any(map(str.isalpha, line))


def _package(parts: Mapping[str, Element | bytes], ending: str) -> bytes:
    """Return a package made anew: whatever the first one hid stays in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part if isinstance(part, bytes) else bytes_of(part))
    return buffer.getvalue()
