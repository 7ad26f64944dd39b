"""The certificate: a badge on paper, for a wall or a file, that leads back to its verification and carries its proof.

PDF/A-3 with tags (ISO 19005-3, conformance level A): the signed credential is in the file, as what it was made from.
Nothing here reads the database.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from badges.openbadges.png import SIGNATURE
from catalogue.exchange.paper import day_in_french, document_html, short_address, spoken, swatches
from outillerie.drawing.svg import number, svg
from outillerie.drawing.tokens import WHITE, YELLOW, Domain, domain_of, mixed
from outillerie.drawing.weave import rows_of_dashes, thread_colour
from outillerie.kits.models.kits import Level
from outillerie.printing.ornaments import mark_colour, ornaments
from outillerie.printing.renderer import Attachment, render_pdf

VARIANT = "pdf/a-3a"
CREDENTIAL_NAME = "badge.json"
WIDTH, HEIGHT, CELL, FRAME = 297, 210, 1.5, 10.5
# Threads of two rows that touch overlap a little: a PDF engine leaves hairlines between them. An economical frame is
# threads alone, thinner.
THICK, THIN = 1.03 * CELL, 0.3
# How many signs make a text long, then very long: letters shrink so that one page holds all.
LONG_NAME, ENDLESS_NAME = 24, 60
LONG_TITLE, ENDLESS_TITLE = 40, 80
ROW_SIGNS, FEW_ROWS, MANY_ROWS, MOST_ROWS = 60, 5, 8, 12
# In large characters a row holds less, and what the first page cannot hold has a page of its own.
LARGE_ROW_SIGNS, LARGE_ROWS, MOST_LARGE_ROWS = 40, 5, 14
LARGE_FRAMEWORK_SIGNS = 60
# Longer, these take a row more, and leave one less.
ISSUER_SIGNS, SENTENCE_SIGNS, SIGNATORY_SIGNS = 60, 64, 42


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that the badge was earned by. `label` comes first, in bold («Bloc 1»); `domain` gives its weave."""

    title: str
    label: str = ""
    domain: int | None = None
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class CertificatePaper:
    """All that a certificate says. `sentence` leads from the name to the title («qui a réuni les quatre blocs du
    parcours»), `image` is the badge, SVG or PNG, `code` its eight signs, `credential_json` the signed bytes."""

    name: str
    title: str
    image: bytes
    issuer_name: str
    awarded_on: date
    verify_url: str
    code: str
    credential_json: bytes
    sentence: str = ""
    level: int = 1
    domain: int = 1
    glyph: str = "boussole"
    caption: str = ""
    framework: str = ""
    lines: tuple[Line, ...] = field(default=())
    place: str = ""
    signatory: str = ""
    valid_until: date | None = None
    language: str = "fr"


def certificate_pdf(paper: CertificatePaper, *, is_economical: bool = False, is_large_print: bool = False) -> bytes:
    """Return the certificate: one page of A4, landscape, or two in large characters when it says much. The same paper
    gives the same bytes. Raises RenderingFailed."""
    made_at = datetime.combine(paper.awarded_on, time(12), UTC)
    resources = ornaments(paper.domain, paper.glyph, address=paper.verify_url, is_economical=is_economical)
    return render_pdf(
        certificate_html(paper, is_large_print=is_large_print),
        resources={
            **resources,
            **swatches(),
            "drawings/frame.svg": frame_svg(domain_of(paper.domain), is_economical=is_economical).encode(),
            image_name(paper): paper.image,
        },
        variant=VARIANT,
        attachments=[Attachment(CREDENTIAL_NAME, paper.credential_json, made_at)],
    )


def certificate_html(paper: CertificatePaper, *, is_large_print: bool = False) -> str:
    taken = rows_taken(paper)
    lines = shown_lines(paper.lines, room=MOST_LARGE_ROWS if is_large_print else MOST_ROWS - taken)
    with override(spoken(paper.language)):
        context = {
            "paper": paper,
            "is_large_print": is_large_print,
            "has_page_of_lines": is_large_print and rows_of(lines, signs=LARGE_ROW_SIGNS) + taken > LARGE_ROWS,
            "sizes": " ".join(sizes(paper.name, paper.title, 0 if is_large_print else rows_of(lines) + taken)),
            "image_name": image_name(paper),
            "lines": [(line, long_day(line.on)) for line in lines],
            "others": len(paper.lines) - len(lines),
            "level": Level(paper.level).label,
            "number": paper.level,
            "made": made(paper),
            "validity": validity(paper),
            "framework": cut(paper.framework, LARGE_FRAMEWORK_SIGNS) if is_large_print else paper.framework,
            "verify_address": short_address(paper.verify_url).rpartition("/")[0],
            "code": f"{paper.code[:4]}-{paper.code[4:]}",
        }
    return document_html("pdf/badge_certificate.html", context, address=paper.verify_url, language=paper.language)


def sizes(name: str, title: str, rows: int) -> list[str]:
    """Return the classes that say how large letters may be."""
    return [
        kind
        for kind, is_so in {
            "name--long": LONG_NAME < len(name) <= ENDLESS_NAME,
            "name--endless": len(name) > ENDLESS_NAME,
            "title--long": LONG_TITLE < len(title) <= ENDLESS_TITLE,
            "title--endless": len(title) > ENDLESS_TITLE,
            "lines--several": FEW_ROWS < rows <= MANY_ROWS,
            "lines--many": rows > MANY_ROWS,
        }.items()
        if is_so
    ]


def rows_taken(paper: CertificatePaper) -> int:
    """Return how many rows the texts around the lines take from them."""
    texts = (
        (paper.issuer_name, ISSUER_SIGNS),
        (paper.sentence, SENTENCE_SIGNS),
        (paper.signatory or paper.issuer_name, SIGNATORY_SIGNS),
    )
    return min(sum(len(text) // signs for text, signs in texts), FEW_ROWS)


def shown_lines(lines: tuple[Line, ...], *, room: int = MOST_ROWS) -> tuple[Line, ...]:
    """Return what `room` rows hold: titles cut when there are many, and a row left to count the other lines."""
    if rows_of(lines) <= room:
        return lines
    shown = lines if len(lines) <= room else lines[: room - 1]
    return tuple(replace(line, title=cut(line.title, ROW_SIGNS - len(line.label))) for line in shown)


def rows_of(lines: tuple[Line, ...], *, signs: int = ROW_SIGNS) -> int:
    return sum(1 + (len(line.label) + len(line.title)) // signs for line in lines)


def cut(text: str, signs: int) -> str:
    return text if len(text) < signs else f"{text[: max(signs - 2, 1)].rstrip()}…"


def image_name(paper: CertificatePaper) -> str:
    return f"drawings/badge.{'png' if paper.image.startswith(SIGNATURE) else 'svg'}"


def made(paper: CertificatePaper) -> str:
    """Return where and when: «Fait à Roubaix, le 14 octobre 2025»."""
    day = long_day(paper.awarded_on)
    if paper.place:
        return _("Issued in %(place)s on %(day)s") % {"place": paper.place, "day": day}
    return _("Issued on %(day)s") % {"day": day}


def validity(paper: CertificatePaper) -> str:
    if paper.valid_until is None:
        return _("Valid without limit")
    return _("Valid until %(day)s") % {"day": long_day(paper.valid_until)}


def long_day(day: date | None) -> str:
    if day is None:
        return ""
    return day_in_french(day) if get_language() == "fr" else date_format(day, "DATE_FORMAT")


def frame_svg(domain: Domain, *, is_economical: bool) -> str:
    """Return the woven ground of the page and the white sheet on it, in millimetres: each row of threads one dashed
    line."""
    weave = rows_of_dashes(domain.draft, cell=CELL, x=0, y=0, width=WIDTH, height=HEIGHT)
    colour, width = (domain.edge, THIN) if is_economical else (frame_thread(domain), THICK)
    ground = "" if is_economical else f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{domain.colour}"/>'
    threads = f'<g fill="none" stroke="{colour}" stroke-width="{number(width)}">{weave}</g>'
    sheet = (
        f'<rect x="{FRAME}" y="{FRAME}" width="{WIDTH - 2 * FRAME}" height="{HEIGHT - 2 * FRAME}" rx="5" '
        f'fill="{WHITE}" stroke="{mark_colour(domain)}" stroke-width=".4"/>'
    )
    return svg(f"0 0 {WIDTH} {HEIGHT}", ground + threads + sheet)


def frame_thread(domain: Domain) -> str:
    """Return a colour of threads that black ink shows too."""
    return thread_colour(domain) if domain.colour == YELLOW else mixed(domain.colour, WHITE, 0.3)
