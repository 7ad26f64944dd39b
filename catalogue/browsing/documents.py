"""The catalogue on paper: an entry for each path, then half a page of what one needs to choose it and to enrol.

Plain values in, a tagged PDF out. Nothing reads the database or the clock, so the same catalogue prints the same bytes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogue.browsing.cards import (
    audience_of,
    blocks_label,
    certification_label,
    level_label,
    main_domain,
    mode_label,
    shortened,
)
from catalogue.paths.formats.content import PathContent, ProviderContent
from catalogue.paths.wording import day_words, minutes_words, price_words
from outillerie.drawing import GLYPHS, badge_svg
from outillerie.drawing.tokens import COLOURS, domain_of, mixed
from outillerie.drawing.weave import weave_tile
from outillerie.kits.formats.text import plain, render, typography
from outillerie.printing.ornaments import qr_code
from outillerie.printing.renderer import render_pdf

# Three hundred paths are 220 pages: half a minute and 600 MB. As long as the lease of the worker allows.
SECONDS, MEMORY = 240, 1024**3
LONGEST_SENTENCE, LONGEST_TEXT = 240, 700
CHEVRON, COVER_BADGES = 3, 3


@dataclass(frozen=True, kw_only=True)
class PrintedPath:
    """One path; `dates` are its next sessions in words, `published_on` the ISO day of this version."""

    content: PathContent
    url: str
    dates: tuple[str, ...]
    version: int
    published_on: str


@dataclass(frozen=True, kw_only=True)
class PrintedCatalogue:
    """A whole catalogue. `introduction` is Markdown, `organisation` may be empty, `edited_on` is an ISO day."""

    title: str
    introduction: str
    hub_name: str
    organisation: str
    page_url: str
    edited_on: str
    paths: tuple[PrintedPath, ...]


def catalogue_pdf(printed: PrintedCatalogue) -> bytes:
    """Return the tagged A4 document. Raises RenderingFailed."""
    return render_pdf(catalogue_html(printed), resources=resources(printed), seconds=SECONDS, memory=MEMORY)


def catalogue_html(printed: PrintedCatalogue) -> str:
    """Return the page of HTML to render: it refers only to packaged files and to those of `resources`."""
    language = settings.LANGUAGE_CODE
    with override(language):
        entries = [entry_of(number, path, language) for number, path in enumerate(printed.paths, start=1)]
        groups = groups_of(entries)
        context = {
            "catalogue": printed,
            "language": language,
            "title": typography(printed.title, language),
            "introduction": render(printed.introduction, links=lambda target: None, heading_level=3, language=language),
            "groups": groups,
            # The sheets follow the order of the contents, not that of the numbers.
            "sheets": [entry for group in groups for entry in group["entries"]],
            "cover_badges": list(dict.fromkeys(entry["badge"] for entry in entries))[:COVER_BADGES],
            "count": len(entries),
            "address": short_address(printed.page_url),
            "edited_on": day_words(printed.edited_on),
            "mentions": mentions(path.content.provider for path in printed.paths),
        }
        return render_to_string("browsing/printed/catalogue.html", context)


def groups_of(entries: list[dict]) -> list[dict]:
    """Return the paths that lead to a registered certification, then the others; one group needs no name of its own."""
    certifying = [entry for entry in entries if entry["certification"]]
    others = [entry for entry in entries if not entry["certification"]]
    groups = [
        {"id": "certifying", "title": _("Certifying paths"), "entries": certifying},
        {"id": "others", "title": _("Other paths") if certifying else _("Learning paths"), "entries": others},
    ]
    return [group for group in groups if group["entries"]]


def entry_of(number: int, path: PrintedPath, site_language: str) -> dict:
    """Return everything that is printed of one path, in words."""
    content, language = path.content, path.content.language
    return {
        "number": number,
        "lang": "" if language == site_language else language,
        "badge": badge_name(content),
        "domain_label": domain_of(main_domain(content)).label,
        "title": typography(content.title, language),
        "sentence": typography(shortened(plain(content.summary), LONGEST_SENTENCE), language),
        "duration": minutes_words(content.minutes),
        "blocks_label": blocks_label(len(content.blocks)),
        "level": level_label(content),
        "audience": typography(shortened(audience_of(content), LONGEST_SENTENCE), language),
        "certification": certification_label(content),
        "blocks": [block_of(block, language) for block in content.blocks],
        "terms": terms_of(content),
        "dates": path.dates,
        "is_always_open": content.is_always_open,
        "qr": f"qr/{number}.svg",
        "address": short_address(path.url),
        "version": path.version,
        "published_on": day_words(path.published_on),
    }


def block_of(block, language: str) -> dict:
    return {
        "title": typography(block.title, language),
        "duration": minutes_words(block.minutes),
        "modules": [
            {
                "title": typography(module.title, language),
                "duration": minutes_words(module.minutes),
                "is_required": module.is_required,
            }
            for module in block.modules
        ],
    }


def terms_of(content: PathContent) -> list[tuple[str, str]]:
    """Return the conditions that one chooses by, each with its name; what nobody wrote is left out."""
    contact = ", ".join(filter(None, [content.contact_name, content.contact_email, content.contact_phone]))
    said = (
        (_("Prerequisites"), plain(content.prerequisites)),
        (_("Mode"), ", ".join(filter(None, [mode_label(content.mode), content.place, content.pace]))),
        (_("How to enrol"), sentences(plain(content.access_terms), content.access_delay)),
        (_("Price"), sentences(content.price or price_words(content.price_cents), content.funding)),
        (_("How it is assessed"), plain(content.assessment)),
        (_("Certification"), certification_sentence(content)),
        (_("Accessibility to disabled people"), sentences(plain(content.accessibility), content.disability_referent)),
        (_("Organisation"), content.provider.name if content.provider else ""),
        (_("Contact"), contact),
        (_("Information checked on"), day_words(content.facts_checked_on)),
    )
    return [
        (label, typography(shortened(text, LONGEST_TEXT), content.language)) for label, text in said if text.strip()
    ]


def sentences(*texts: str) -> str:
    """Return `texts` one after the other, each ended once."""
    return " ".join(f"{text.strip().rstrip('.')}." for text in texts if text.strip())


def certification_sentence(content: PathContent) -> str:
    """Return the exact title, code, certifier and date of registration, as Qualiopi asks wherever it is named."""
    if not content.is_registered:
        return ""
    certification = content.certification
    parts = [", ".join(filter(None, [certification.title, certification.code]))]
    if certification.certifier:
        parts.append(_("certifier: %(name)s") % {"name": certification.certifier})
    if certification.registered_on:
        parts.append(_("registered on %(day)s") % {"day": day_words(certification.registered_on)})
    return ", ".join(parts)


def mentions(providers: Iterable[ProviderContent | None]) -> list[dict]:
    """Return what each training organisation must say of itself, by name, once."""
    known = {provider.name: provider for provider in providers if provider}
    return [{"name": name, "provider": known[name]} for name in sorted(known)]


def short_address(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/")


def badge_name(content: PathContent) -> str:
    """Return the name of the drawing of a path: level 0 is not known yet, a glyph nobody drew is a compass."""
    glyph = content.glyph if content.glyph in GLYPHS else "boussole"
    return f"{main_domain(content)}-{content.level or 0}-{glyph}"


def resources(printed: PrintedCatalogue) -> dict[str, bytes]:
    """Return the files of the document by address: one drawing for each kind of badge, one code for each path."""
    badges = sorted({badge_name(path.content) for path in printed.paths})
    files = {f"badges/{name}.svg": drawn_badge(name) for name in badges}
    files |= {f"qr/{number}.svg": qr_code(path.url) for number, path in enumerate(printed.paths, start=1)}
    board = COLOURS["board"]
    files["drawings/spine.svg"] = weave_tile(CHEVRON, ground=board, thread=mixed(board, COLOURS["board-edge"], 0.55))
    files["drawings/qr.svg"] = qr_code(printed.page_url)
    files["drawings/colours.css"] = (
        ":root{" + "".join(f"--color-{role}:{value};" for role, value in COLOURS.items()) + "}"
    )
    files["badges.css"] = "\n".join(
        f'.badge--{name} {{ background-image: url("badges/{name}.svg") }}' for name in badges
    )
    return {name: text.encode() for name, text in files.items()}


def drawn_badge(name: str) -> str:
    domain, level, glyph = name.split("-")
    return badge_svg(int(domain), int(level), glyph)
