"""What every printed document of the catalogue shares: one way to HTML, to a tagged PDF, to an answer.

Nothing here reads the database. What people wrote is escaped by the templates, or comes out of `render`, as on pages.
"""

from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import override, pgettext

from outillerie.drawing import swatch_svg
from outillerie.drawing.tokens import DOMAINS
from outillerie.kits.formats.refusals import FormatRefused
from outillerie.kits.formats.text import SafeHtml, render, typography
from outillerie.printing.ornaments import ornaments
from outillerie.printing.renderer import render_pdf

GLYPH, DOMAIN = "boussole", 1
PRIVATE = "private, no-store"


def document_pdf(
    template: str, context: dict, *, address: str, language: str = "fr", domain: int = DOMAIN, glyph: str = GLYPH
) -> bytes:
    """Return the tagged PDF of `template`. Raises RenderingFailed. `address` is where its QR code leads."""
    html = document_html(template, context, address=address, language=language)
    return render_pdf(html, resources={**ornaments(domain, glyph, address=address), **swatches()})


def document_html(template: str, context: dict, *, address: str, language: str = "fr") -> str:
    """Return the page of HTML to render: its fixed words are in `language` when the site speaks it."""
    with override(spoken(language)):
        values = {"language": language, "address": short_address(address), "page_words": page_words(), **context}
        return render_to_string(template, values)


def spoken(language: str) -> str:
    base = language.lower().partition("-")[0]
    return base if base in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def swatches() -> dict[str, bytes]:
    """Return the small weave of each domain: `drawings/swatch-<number>.svg`."""
    return {f"drawings/swatch-{domain.number}.svg": swatch_svg(domain.number).encode() for domain in DOMAINS}


def short_address(address: str) -> str:
    """Return an address as people type it."""
    return address.partition("://")[2].removeprefix("www.").rstrip("/")


def page_words() -> tuple[str, str, str]:
    """Return what stands before, between and after the two page numbers, which only the renderer knows."""
    before, _, rest = pgettext("foot of a printed page", "page {page} of {pages}").partition("{page}")
    between, _, after = rest.partition("{pages}")
    return before, between, after


def typeset(text: str, language: str = "fr") -> str:
    return typography(text, language)


def rich(markdown: str, language: str = "fr", *, heading_level: int = 3) -> SafeHtml | str:
    """Return a free text as safe HTML: without pictures, and as it was typed when it cannot be laid out."""
    try:
        return render(markdown, links=lambda target: None, heading_level=heading_level, language=language)
    except FormatRefused:
        return markdown


def day_in_french(day: date) -> str:
    """Return a day as legal documents say it, whatever the language of who prints them: «1er mars 2026»."""
    with override("fr"):
        words = date_format(day, "j F Y")
    return words.replace("1 ", "1er ", 1) if day.day == 1 else words


def pdf_answer(pdf: bytes, name: str, *, cache_control: str = PRIVATE) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": cache_control}
    return HttpResponse(pdf, "application/pdf", headers=headers)
