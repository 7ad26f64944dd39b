"""Who made the kit and its parts: in full at the end, short enough for the foot of every page."""

from django.utils.translation import gettext, ngettext

from outillerie.licences.attribution import Part, as_text, attribution_lines
from outillerie.licences.licence import LICENCES

from ..formats.content import File, KitContent, Picture
from .sheet import Sheet
from .texts import shown_pictures, typeset

MOST_AUTHORS = 2
LONGEST_NAME = 32
LONGEST_TITLE = 70


def authors(content: KitContent) -> tuple[str, ...]:
    """Return the authors, or the organisation of a kit that names none."""
    named = tuple(credit.name for credit in content.credits if credit.role == "author")
    return named or ((content.organisation,) if content.organisation else ())


def credit_lines(content: KitContent, sheet: Sheet) -> list[str]:
    """Return the credit of the kit, then of each part shown that is by others or under another licence."""
    shown = shown_pictures(content, sheet)
    pictures = (picture for picture in content.pictures if picture.name in shown)
    parts = (*(_part(file, file.title) for file in content.files), *(_part(one, one.alt) for one in pictures))
    kit = Part(
        title=content.title,
        authors=tuple(credit.name for credit in content.credits) or authors(content),
        source_url=content.source_url,
        licence=LICENCES.get(content.licence),
        changes=content.changes,
        organisation=content.organisation,
    )
    return attribution_lines((kit, *parts), form=as_text, language=content.language)


def short_title(content: KitContent) -> str:
    return _shortened(typeset(content.title, content), LONGEST_TITLE)


def short_authors(content: KitContent) -> str:
    """Return the authors as the foot of a page can hold them."""
    names = [_shortened(name, LONGEST_NAME) for name in authors(content)]
    shown, others = names[:MOST_AUTHORS], len(names) - MOST_AUTHORS
    if others > 0:
        last = ngettext("%(count)s other person", "%(count)s other people", others) % {"count": others}
    else:
        *shown, last = shown or [""]
    return gettext("%(people)s and %(last)s") % {"people": ", ".join(shown), "last": last} if shown else last


def file_lines(content: KitContent) -> list[dict[str, str]]:
    return [_file_line(file, content) for file in content.files]


def _file_line(file: File, content: KitContent) -> dict[str, str]:
    roles = {
        "slides": gettext("slides"),
        "handout": gettext("handout"),
        "easy_to_read": gettext("easy-to-read version"),
        "source": gettext("editable source"),
        "facilitator_guide": gettext("facilitator’s guide"),
        "answers": gettext("answers"),
    }
    kind = file.name.rpartition(".")[2].upper() if "." in file.name else ""
    pages = ngettext("%(count)s page", "%(count)s pages", file.pages or 0) % {"count": file.pages}
    details = (roles.get(file.role), kind, pages if file.pages else "")
    return {"title": typeset(file.title or file.name, content), "details": ", ".join(filter(None, details))}


def _part(part: File | Picture, title: str) -> Part:
    return Part(
        title=title or part.name,
        authors=(part.author,) if part.author else (),
        source_url=part.source,
        licence=LICENCES.get(part.licence),
    )


def _shortened(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0] + "…"
