"""What is printed of a kit: an A4 sheet, or an A5 booklet to fold, for the person who facilitates or for participants.

Everything comes from the content of one version and from a `Sheet`: nothing here reads the database or the clock, so
the same version prints the same bytes. Fixed words follow the language of the kit, not the one of the interface.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, override, pgettext

from outillerie.drawing.tokens import domain_of
from outillerie.licences.attribution import Part, as_text, attribution_lines, web_address
from outillerie.licences.licence import LICENCES, Licence
from outillerie.licences.wording import foot_line
from outillerie.printing.imposition import booklet
from outillerie.printing.ornaments import ornaments
from outillerie.printing.renderer import render_pdf

from .formats import text
from .formats.content import KitContent, Material, Step, participant_edition
from .formats.timing import duration_label, timing

SPARE_PAGES = 3
NOTE_LINES = range(17)
MOST_AUTHORS = 2
LONGEST_NAME = 32
LONGEST_TITLE = 70


@dataclass(frozen=True)
class Scale:
    """How time is drawn on a format: millimetres, and the characters that one page of steps holds for sure."""

    minute: float
    shortest: float
    longest: float
    page_characters: int


SCALES = {
    "a4": Scale(minute=3.7, shortest=21, longest=111, page_characters=3400),
    "a5": Scale(minute=4.6, shortest=25, longest=138, page_characters=1300),
}
MOST_TICKS = 120


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What a printed sheet says beside the content: `page_url` is the address of this version, for ever.

    `audiences` are words, in the language of the kit; `domain` and `glyph` are those of `drawing`.
    """

    number: int
    published_on: date
    page_url: str
    domain: str = "info"
    glyph: str = "boussole"
    audiences: tuple[str, ...] = ()
    format: str = "a4"
    edition: str = "facilitator"
    is_economical: bool = False
    is_large_print: bool = False

    def __post_init__(self):
        if self.format not in SCALES or self.edition not in ("facilitator", "participant"):
            raise ValueError(f"No sheet is called {self.format} for {self.edition}.")

    @property
    def address(self) -> str:
        """The address as people type it."""
        return re.sub(r"^https?://(www\.)?", "", self.page_url).rstrip("/")


def kit_pdf(content: KitContent, sheet: Sheet, *, pictures: Mapping[str, bytes]) -> bytes:
    """Return the tagged A4 document, or the imposed A5 booklet. Raises RenderingFailed, and FormatRefused.

    `pictures` holds the bytes of the renditions, by the name of the picture; those of `shown_pictures` are enough.
    """
    shown = {f"images/{name}": pictures[name] for name in shown_pictures(content, sheet) if name in pictures}
    pdf = render_pdf(kit_html(content, sheet), resources={**kit_ornaments(sheet), **shown})
    return booklet(pdf, spare=SPARE_PAGES) if sheet.format == "a5" else pdf


def kit_html(content: KitContent, sheet: Sheet) -> str:
    """Return the document to render: a whole page of HTML that refers only to packaged files, drawings and pictures."""
    content = _edited(content, sheet)
    with override(_spoken(content.language)):
        return render_to_string(f"pdf/kit_{sheet.format}.html", _context(content, sheet))


def kit_ornaments(sheet: Sheet) -> dict[str, bytes]:
    """Return the drawings and colours that the document refers to, by the address it uses."""
    return ornaments(
        sheet.domain, sheet.glyph, address=sheet.page_url, is_economical=sheet.is_economical
    )


def shown_pictures(content: KitContent, sheet: Sheet) -> tuple[str, ...]:
    """Return the names of the pictures that the texts of this edition show."""
    content = _edited(content, sheet)
    texts = [value for name in _FREE_TEXTS if (value := getattr(content, name))]
    texts += [value for step in content.steps for name in _STEP_TEXTS if (value := getattr(step, name))]
    asked: set[str] = set()
    for markdown in texts:
        text.render(markdown, links=lambda target: asked.add(target) or target)
    return tuple(picture.name for picture in content.pictures if f"images/{picture.name}" in asked)


_FREE_TEXTS = (
    "prerequisites_participants",
    "prerequisites_facilitator",
    "preparation",
    "variants",
    "evaluation",
    "watch_points",
    "further_reading",
    "body",
)
_STEP_TEXTS = ("facilitator", "say", "participants", "supports")


@dataclass(frozen=True)
class _Fact:
    icon: str
    value: str
    detail: str = ""


@dataclass(frozen=True)
class _Section:
    """A text under its title; `key` is the field of the content and the class of the section."""

    key: str
    title: str
    html: text.SafeHtml


@dataclass(frozen=True, kw_only=True)
class _Moment:
    """One step, drawn. `height` is in millimetres and `tick` in hundredths of it, written as CSS reads numbers."""

    number: int
    title: str
    start: str
    length: str
    tick: str
    height: str
    is_break: bool
    is_long: bool
    paragraphs: tuple[_Section, ...] = field(default=())


def _edited(content: KitContent, sheet: Sheet) -> KitContent:
    return participant_edition(content) if sheet.edition == "participant" else content


def _spoken(language: str) -> str:
    """Return the language of the fixed words: the kit's own when the site speaks it."""
    base = language.lower().partition("-")[0]
    return base if base in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _context(content: KitContent, sheet: Sheet) -> dict:
    moments = _moments(content, sheet)
    sections = {section.key: section for section in _sections(content, sheet)}
    licence = LICENCES.get(content.licence)
    return {
        "sheet": sheet,
        "language": content.language,
        "title": _typeset(content.title, content),
        "title_size": _title_size(content.title),
        "hook": _typeset(content.hook, content),
        "domain_label": domain_of(sheet.domain).label,
        "facts": _facts(content, sheet),
        "circumstances": _circumstances(content),
        "has_columns": len(content.objectives) <= 7 and len(content.material) <= 8,
        "objectives": [_typeset(objective, content) for objective in content.objectives],
        "material": [_typeset(_material_line(material), content) for material in content.material],
        "moments": moments,
        "is_timed": any(moment.tick for moment in moments),
        "is_fully_timed": bool(moments) and all(moment.tick for moment in moments),
        "before": [sections[key] for key in _FREE_TEXTS[:3] if key in sections],
        "watch_points": sections.get("watch_points"),
        "after": [sections[key] for key in ("variants", "evaluation", "further_reading", "body") if key in sections],
        "files": [_file_line(file, content) for file in content.files],
        "authors": _authors(content),
        "short_title": _shortened(_typeset(content.title, content)),
        "short_authors": _short_authors(content),
        "licence": licence,
        "licence_terms": foot_line(licence, content.language) if licence else "",
        "credits": _credits(content, sheet, licence),
        "published_on": date_format(sheet.published_on, "DATE_FORMAT"),
        "page_words": _page_words(),
        "spare_pages": range(SPARE_PAGES),
        "note_lines": NOTE_LINES,
    }


def _title_size(title: str) -> str:
    sizes = ((28, "short"), (60, "medium"), (130, "long"))
    return next((size for most, size in sizes if len(title) <= most), "endless")


def _typeset(plain: str, content: KitContent) -> str:
    return text.typography(plain, content.language)


def _html(markdown: str, content: KitContent, sheet: Sheet, *, heading_level: int) -> text.SafeHtml:
    pictures = {f"images/{picture.name}" for picture in content.pictures}

    def address(target: str) -> str | None:
        # On paper, a file is where the kit is.
        if target.startswith("fichiers/"):
            return sheet.page_url
        return target if target in pictures else None

    return text.render(markdown, links=address, heading_level=heading_level, language=content.language)


def _facts(content: KitContent, sheet: Sheet) -> list[_Fact]:
    duration = content.duration or timing(content).total
    facts = [
        duration and _Fact("clock", duration_label(duration, content.language), _setup(content)),
        (sheet.audiences or content.minimum_age) and _audience(content, sheet),
        _group(content) and _Fact("people", _group(content), _facilitators(content)),
        content.level and _Fact("level", _levels()[content.level - 1], gettext("level %(level)s of 4") % {"level": content.level}),
    ]
    return [fact for fact in facts if fact]


def _setup(content: KitContent) -> str:
    if not content.setup_minutes:
        return ""
    length = duration_label(content.setup_minutes, content.language)
    return gettext("+ %(length)s to set up") % {"length": length}


def _audience(content: KitContent, sheet: Sheet) -> _Fact:
    age = gettext("from %(age)s years old") % {"age": content.minimum_age} if content.minimum_age else ""
    names = ", ".join(sheet.audiences)
    return _Fact("person", names[:1].upper() + names[1:], age) if names else _Fact("person", age)


def _group(content: KitContent) -> str:
    least, most = content.participants_min, content.participants_max
    if least and most and least != most:
        return gettext("%(least)s to %(most)s participants") % {"least": least, "most": most}
    if least and not most:
        return gettext("%(least)s participants or more") % {"least": least}
    if most and not least:
        return gettext("up to %(most)s participants") % {"most": most}
    return ngettext("%(count)s participant", "%(count)s participants", most) % {"count": most} if most else ""


def _facilitators(content: KitContent) -> str:
    count = content.facilitators
    return ngettext("%(count)s facilitator", "%(count)s facilitators", count) % {"count": count} if count else ""


def _levels() -> tuple[str, ...]:
    return gettext("Discovery"), gettext("Practice"), gettext("Mastery"), gettext("Passing on")


def _circumstances(content: KitContent) -> list[str]:
    modes = {
        "onsite": gettext("On site"),
        "remote": gettext("Remote"),
        "hybrid": gettext("On site or remote"),
        "mobile": gettext("On the move"),
    }
    said = [
        content.mode != "onsite" and modes.get(content.mode),
        content.is_unplugged and gettext("Without a computer"),
        content.is_offline and gettext("Without the internet"),
    ]
    return [words for words in said if words]


def _material_line(material: Material) -> str:
    if material.quantity.isdigit():
        line = f"{material.quantity} {material.label}"
    else:
        line = f"{material.label} ({material.quantity})" if material.quantity else material.label
    return gettext("%(material)s, provided") % {"material": line} if material.is_provided else line


def _moments(content: KitContent, sheet: Sheet) -> list[_Moment]:
    segments = timing(content).segments
    numbered = enumerate(zip(content.steps, segments, strict=True), start=1)
    return [_moment(number, step, segment.start, content, sheet) for number, (step, segment) in numbered]


def _moment(number: int, step: Step, start: int | None, content: KitContent, sheet: Sheet) -> _Moment:
    scale, minutes = SCALES[sheet.format], step.minutes or 0
    characters = sum(len(getattr(step, name)) for name in _STEP_TEXTS)
    room = scale.page_characters / (2.4 if sheet.is_large_print else 1)
    return _Moment(
        number=number,
        title=_typeset(step.title, content),
        start="" if start is None or not minutes else duration_label(start, content.language),
        length=duration_label(minutes, content.language) if minutes else "",
        tick=_tick(minutes),
        height=f"{min(max(minutes * scale.minute, scale.shortest), scale.longest):.1f}" if minutes else "0",
        is_break=step.is_break,
        is_long=characters > room,
        paragraphs=_paragraphs(step, content, sheet),
    )


def _tick(minutes: int) -> str:
    """Return how much of the rule a minute takes, or five of them when ticks would touch."""
    ticks = minutes if minutes <= MOST_TICKS else minutes / 5
    return f"{100 / ticks:.4f}" if minutes else ""


def _paragraphs(step: Step, content: KitContent, sheet: Sheet) -> tuple[_Section, ...]:
    is_for_participants = sheet.edition == "participant"
    labels = {
        "facilitator": "",
        "say": gettext("You say:"),
        "participants": "" if is_for_participants else gettext("Participants:"),
        "supports": gettext("Supports:"),
    }
    aim = [_Section("aim", gettext("Aim:"), format_html("<p>{}</p>", _typeset(step.aim, content)))] if step.aim else []
    texts = [
        _Section(name, label, _html(getattr(step, name), content, sheet, heading_level=4))
        for name, label in labels.items()
        if getattr(step, name).strip()
    ]
    return (*aim, *texts)


def _sections(content: KitContent, sheet: Sheet) -> list[_Section]:
    titles = {
        "prerequisites_participants": gettext("What participants already know"),
        "prerequisites_facilitator": gettext("What to know before facilitating"),
        "preparation": gettext("Getting ready"),
        "variants": gettext("Variants"),
        "evaluation": gettext("Evaluation"),
        "watch_points": gettext("Points to watch"),
        "further_reading": gettext("Going further"),
        "body": gettext("More about this workshop"),
    }
    return [
        _Section(key, title, _html(getattr(content, key), content, sheet, heading_level=3))
        for key, title in titles.items()
        if getattr(content, key).strip()
    ]


def _file_line(file, content: KitContent) -> dict[str, str]:
    roles = {
        "slides": gettext("slides"),
        "handout": gettext("handout"),
        "easy_to_read": gettext("easy-to-read version"),
        "source": gettext("editable source"),
        "facilitator_guide": gettext("facilitator’s guide"),
        "answers": gettext("answers"),
    }
    kind = file.name.rpartition(".")[2].upper() if "." in file.name else ""
    pages = ngettext("%(count)s page", "%(count)s pages", file.pages) % {"count": file.pages} if file.pages else ""
    details = ", ".join(filter(None, (roles.get(file.role), kind, pages)))
    return {"title": _typeset(file.title or file.name, content), "details": details}


def _authors(content: KitContent) -> tuple[str, ...]:
    named = tuple(credit.name for credit in content.credits if credit.role == "author")
    return named or ((content.organisation,) if content.organisation else ())


def _short_authors(content: KitContent) -> str:
    """Return the authors as the foot of a page can hold them; the credits name them all."""
    authors = [_shortened(author, LONGEST_NAME) for author in _authors(content)]
    shown, others = authors[:MOST_AUTHORS], len(authors) - MOST_AUTHORS
    if others > 0:
        last = ngettext("%(count)s other person", "%(count)s other people", others) % {"count": others}
    else:
        *shown, last = shown or [""]
    if not shown:
        return last
    return gettext("%(people)s and %(last)s") % {"people": ", ".join(shown), "last": last}


def _shortened(words: str, longest: int = LONGEST_TITLE) -> str:
    return words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0] + "…"


def _credits(content: KitContent, sheet: Sheet, licence: Licence | None) -> list[str]:
    shown = set(shown_pictures(content, sheet))
    parts = [
        Part(
            title=part.title if hasattr(part, "title") else part.alt or part.name,
            authors=(part.author,) if part.author else (),
            source_url=part.source,
            licence=LICENCES.get(part.licence),
        )
        for part in (*content.files, *(picture for picture in content.pictures if picture.name in shown))
    ]
    kit = Part(
        title=content.title,
        authors=tuple(credit.name for credit in content.credits) or _authors(content),
        source_url=content.source_url,
        licence=licence,
        changes=content.changes,
        organisation=content.organisation,
    )
    return attribution_lines((kit, *parts), form=as_text, language=content.language)


def _page_words() -> tuple[str, str, str]:
    """Return what stands before, between and after the two page numbers, which only the renderer knows."""
    words = pgettext("foot of a printed page", "page {page} of {pages}")
    before, rest = words.split("{page}")
    between, after = rest.split("{pages}")
    return before, between, after
