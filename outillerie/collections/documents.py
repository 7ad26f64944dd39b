"""What is printed of a collection: one booklet, where each kit is its own sheet, under its own licence.

A kit is laid out as its sheet is (`outillerie.kits.documents`): here is only what stands around it. Nothing reads the
database or the clock, so the same collection prints the same bytes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from outillerie.kits.documents import Sheet, kit_html, kit_ornaments, shown_pictures
from outillerie.kits.formats.content import KitContent
from outillerie.kits.formats.text import SafeHtml, render, typography
from outillerie.licences.licence import LICENCES
from outillerie.printing.imposition import booklet
from outillerie.printing.ornaments import ornaments
from outillerie.printing.renderer import render_pdf

# Forty kits take longer than one: as long as the lease of the worker allows.
SECONDS = 90
DRAWN_DOMAIN, DRAWN_GLYPH = 1, "boussole"
OWN_PICTURE = re.compile(r'<img\b[^<>]*?\bsrc="(?=drawings/|images/)')


@dataclass(frozen=True, kw_only=True)
class PrintedKit:
    """One kit of a booklet. `pictures` holds bytes by name, `note` says why it is there."""

    content: KitContent
    sheet: Sheet
    pictures: Mapping[str, bytes]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Booklet:
    """A whole booklet. `paper` is a4 or a5, `warning` what to say before a paid use; texts are Markdown or plain."""

    title: str
    introduction: str
    curators: tuple[str, ...]
    warning: str
    page_url: str
    paper: str
    kits: tuple[PrintedKit, ...]

    @property
    def address(self) -> str:
        return self.page_url.partition("://")[2].removeprefix("www.").rstrip("/")


def booklet_pdf(printed: Booklet) -> bytes:
    """Return the tagged A4 document, or the A5 booklet laid on A4 sheets. Raises RenderingFailed, and FormatRefused."""
    pdf = render_pdf(booklet_html(printed), resources=resources(printed), seconds=SECONDS)
    return booklet(pdf) if printed.paper == "a5" else pdf


def booklet_html(printed: Booklet) -> str:
    """Return the page of HTML to render: it refers only to packaged files and to those of `resources`."""
    language = settings.LANGUAGE_CODE
    with override(language):
        context = {
            "booklet": printed,
            "language": language,
            "title": typography(printed.title, language),
            "introduction": render(printed.introduction, links=lambda target: None, heading_level=2, language=language),
            "kits": [kit_part(number, kit, language) for number, kit in enumerate(printed.kits, start=1)],
        }
        return render_to_string("collections/booklet.html", context)


def kit_part(number: int, kit: PrintedKit, language: str) -> dict:
    """Return one kit: its place, its title and licence for the table of contents, and its laid out sheet."""
    html = kit_html(kit.content, kit.sheet, template="collections/booklet_kit.html")
    # In the words of a kit `<` is escaped: only templates and cleaned Markdown write an element.
    html = OWN_PICTURE.sub(rf"\g<0>{folder(number)}", html)
    return {
        "number": number,
        "title": typography(kit.content.title, kit.content.language),
        "licence": LICENCES.get(kit.content.licence),
        "language": kit.content.language,
        "note": typography(kit.note, language),
        "html": SafeHtml(html),
    }


def resources(printed: Booklet) -> dict[str, bytes]:
    """Return the files of the booklet by address: those of its cover, and those of each kit in a folder of its own."""
    files = ornaments(DRAWN_DOMAIN, DRAWN_GLYPH, address=printed.page_url)
    colours = []
    for number, kit in enumerate(printed.kits, start=1):
        drawn = kit_ornaments(kit.sheet)
        shown = shown_pictures(kit.content, kit.sheet)
        pictures = {f"images/{name}": kit.pictures[name] for name in shown if name in kit.pictures}
        files |= {f"{folder(number)}{name}": data for name, data in (drawn | pictures).items()}
        colours.append(kit_stylesheet(number, drawn["drawings/colours.css"].decode()))
    return {**files, "kits.css": "\n".join(colours).encode()}


def kit_stylesheet(number: int, colours: str) -> str:
    """Return the colours, weave and signs of one kit, for its own part of the booklet."""
    drawings = f"{folder(number)}drawings/"
    return (
        f"{colours.replace(':root', f'.kit-{number}')}\n"
        f'.kit-{number} .head {{ background-image: url("{drawings}weave.svg"), url("{drawings}glyph.svg") }}\n'
        f'.kit-{number} .objectives li {{ background-image: url("{drawings}square.svg") }}\n'
    )


def folder(number: int) -> str:
    return f"kits/{number}/"
