"""Who made the kit and its parts: in full at the end, short enough for the foot of every page."""

from dataclasses import replace

from django.utils.translation import gettext, ngettext

from outillerie.licences.attribution import attribution_lines

from ..formats.content import File, KitContent
from ..formats.credits import credited_parts, whole_part
from .sheet import Sheet
from .texts import shown_pictures, typeset

MOST_AUTHORS = 2
LONGEST_NAME = 32
LONGEST_TITLE = 70


def authors(content: KitContent) -> tuple[str, ...]:
    """Return the authors, or the organisation of a kit that names none."""
    return whole_part(content).authors


def credit_lines(content: KitContent, sheet: Sheet) -> list[str]:
    """Return the credit of the kit, of what it is made from, then of each part shown that is by others."""
    shown = shown_pictures(content, sheet)
    pictures = tuple(picture for picture in content.pictures if picture.name in shown)
    return attribution_lines(credited_parts(replace(content, pictures=pictures)), language=content.language)


def is_credited_in_short(content: KitContent, lines: list[str]) -> bool:
    """Return whether the foot of a page, which names two authors, has room for everybody."""
    whole = whole_part(content)
    return len(lines) == 1 and not whole.contributors and len(whole.authors) <= MOST_AUTHORS


def short_origin(content: KitContent) -> str:
    """Return the title of the work that this kit adapts, if it adapts one."""
    titles = (source.title for source in content.sources if source.relation == "adaptation" and not source.through)
    return _shortened(typeset(next(titles, ""), content), LONGEST_TITLE)


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


def _shortened(words: str, longest: int) -> str:
    return words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0] + "…"
