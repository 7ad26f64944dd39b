"""What is printed of a kit: an A4 sheet, or an A5 booklet to fold, for the facilitator or for participants.

Everything comes from the content of one version and from a `Sheet`: nothing here reads the database or the
clock, so the same version prints the same bytes. Fixed words follow the language of the kit, not that of the
interface.
"""

from collections.abc import Mapping

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import override, pgettext

from outillerie.drawing.tokens import domain_of
from outillerie.licences.licence import LICENCES
from outillerie.licences.wording import foot_line
from outillerie.printing.imposition import booklet
from outillerie.printing.ornaments import ornaments
from outillerie.printing.renderer import render_pdf

from ..formats.content import KitContent
from .credits import (
    authors,
    credit_lines,
    file_lines,
    is_credited_in_short,
    short_authors,
    short_origin,
    short_title,
)
from .facts import circumstances, facts, material_lines
from .moments import moments
from .sheet import Sheet, edited
from .texts import sections, shown_pictures, typeset

__all__ = ["SPARE_PAGES", "Sheet", "kit_html", "kit_ornaments", "kit_pdf", "shown_pictures"]

SPARE_PAGES = 3
NOTE_LINES = 17
TITLE_SIZES = {"short": 28, "medium": 60, "long": 130}
# More lines than this would not stand side by side on the first page.
MOST_OBJECTIVES, MOST_MATERIAL = 7, 8


def kit_pdf(content: KitContent, sheet: Sheet, *, pictures: Mapping[str, bytes]) -> bytes:
    """Return the tagged A4 document, or the imposed A5 booklet. Raises RenderingFailed, and FormatRefused.

    `pictures` holds the bytes of renditions, by the name of the picture; `shown_pictures` names them.
    """
    shown = {f"images/{name}": pictures[name] for name in shown_pictures(content, sheet) if name in pictures}
    pdf = render_pdf(kit_html(content, sheet), resources={**kit_ornaments(sheet), **shown})
    return booklet(pdf, spare=SPARE_PAGES) if sheet.format == "a5" else pdf


def kit_html(content: KitContent, sheet: Sheet, *, template: str = "") -> str:
    """Return the page of HTML to render: it refers only to packaged files, ornaments and pictures.

    A `template` of another document makes of it a part of that one, with the same words.
    """
    with override(_spoken(content.language)):
        return render_to_string(template or f"pdf/kit_{sheet.format}.html", _context(edited(content, sheet), sheet))


def kit_ornaments(sheet: Sheet) -> dict[str, bytes]:
    """Return the drawings and colours that the document refers to, by the address it uses."""
    return ornaments(sheet.domain, sheet.glyph, address=sheet.page_url, is_economical=sheet.is_economical)


def _spoken(language: str) -> str:
    """Return the language of the fixed words: the kit's own when the site speaks it."""
    base = language.lower().partition("-")[0]
    return base if base in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _context(content: KitContent, sheet: Sheet) -> dict:
    return {
        "sheet": sheet,
        "language": content.language,
        "title": typeset(content.title, content),
        "title_size": _title_size(content.title),
        "hook": typeset(content.hook, content),
        "domain_label": domain_of(sheet.domain).label,
        "facts": facts(content, sheet),
        "circumstances": circumstances(content),
        "objectives": [typeset(objective, content) for objective in content.objectives],
        "material": material_lines(content),
        "has_columns": len(content.objectives) <= MOST_OBJECTIVES and len(content.material) <= MOST_MATERIAL,
        "files": file_lines(content),
        "spare_pages": range(SPARE_PAGES),
        "note_lines": range(NOTE_LINES),
        "page_words": _page_words(),
        **_programme(content, sheet),
        **_texts(content, sheet),
        **_rights(content, sheet),
    }


def _programme(content: KitContent, sheet: Sheet) -> dict:
    drawn = moments(content, sheet)
    return {
        "moments": drawn,
        "is_timed": any(moment.tick for moment in drawn),
        "is_fully_timed": all(moment.tick for moment in drawn),
    }


def _texts(content: KitContent, sheet: Sheet) -> dict:
    texts = sections(content, sheet)
    before = ("prerequisites_participants", "prerequisites_facilitator", "preparation")
    after = ("variants", "evaluation", "further_reading", "body")
    return {
        "before": [texts[key] for key in before if key in texts],
        "watch_points": texts.get("watch_points"),
        "after": [texts[key] for key in after if key in texts],
    }


def _rights(content: KitContent, sheet: Sheet) -> dict:
    licence, lines = LICENCES.get(content.licence), credit_lines(content, sheet)
    return {
        "authors": authors(content),
        "short_title": short_title(content),
        "short_authors": short_authors(content),
        "licence": licence,
        "licence_terms": foot_line(licence, content.language) if licence else "",
        "short_origin": short_origin(content),
        "credits": lines,
        "is_credited_in_short": is_credited_in_short(content, lines),
        "published_on": date_format(sheet.published_on, "DATE_FORMAT"),
    }


def _title_size(title: str) -> str:
    return next((size for size, longest in TITLE_SIZES.items() if len(title) <= longest), "endless")


def _page_words() -> tuple[str, str, str]:
    """Return what stands before, between and after the two page numbers, which only the renderer knows."""
    before, _, rest = pgettext("foot of a printed page", "page {page} of {pages}").partition("{page}")
    between, _, after = rest.partition("{pages}")
    return before, between, after
