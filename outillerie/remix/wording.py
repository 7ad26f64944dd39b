"""Changes between three contents, in words that an author can decide on."""

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outillerie.kits.cards import audience_labels
from outillerie.kits.formats import difference
from outillerie.kits.formats.cells import MARKDOWN, MARKDOWN_OF_STEP
from outillerie.kits.formats.three_way import Change
from outillerie.kits.formats.words import TextSegment, text_segments
from outillerie.kits.queries import themes_by_code
from outillerie.kits.reading import minutes_label
from outillerie.kits.wording import KINDS, SILENT, field_label, labels_of, title_of, value_words

# What is the same on both sides of a long text is cut in the middle: who decides looks for what differs.
LONGEST_COMMON = 360
LONGEST_TEXT = 1_500
LONGEST_VALUE = 30
# Which row it is stands in the title; its bytes and the road it came by are not read.
UNREAD = {*SILENT, "title", "label", "name", "sha256"}
CONTENT = gettext_lazy("Content")
IN_MINUTES = {"minutes", "duration", "setup_minutes"}


@dataclass(frozen=True)
class Sides:
    """How the three sides of a change are called on a page."""

    before: Any
    theirs: Any
    mine: Any
    gone: Any


FOLLOWING = Sides(
    gettext_lazy("Before"),
    gettext_lazy("The original now says"),
    gettext_lazy("You say"),
    gettext_lazy("You took it away."),
)
OFFERING = Sides(
    gettext_lazy("Before"),
    gettext_lazy("Your kit says"),
    gettext_lazy("The original now says"),
    gettext_lazy("The original no longer has it."),
)
OFFERED = Sides(
    gettext_lazy("Before"),
    gettext_lazy("You are offered"),
    gettext_lazy("You say"),
    gettext_lazy("You took it away."),
)


@dataclass(frozen=True)
class Line:
    """One thing that a side says: a text, or, beside another, which words of it changed. `label` may be empty."""

    label: str = ""
    text: str = ""
    segments: tuple[TextSegment, ...] = ()


def choice_rows(
    changes: tuple[Change, ...],
    *,
    sides: Sides = FOLLOWING,
    chosen: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
    seen: Callable[[Change], dict | None] = lambda change: None,
) -> list[dict]:
    """Return one row a change, ready for `remix/change_choice.html`.

    `chosen` gives the answer already given to a change, `notes` what to say of it, both by key; `seen` where its picture
    or file can be seen: {url, alt, width, height}.
    """
    return [
        {
            "key": change.key,
            "kind": kind_of(change),
            "kind_label": KINDS[kind_of(change)],
            "title": change_title(change),
            "is_conflict": change.is_conflict,
            "sides": sides_of(change, sides),
            "can_keep_both": can_keep_both(change),
            "chosen": (chosen or {}).get(change.key, ""),
            "note": (notes or {}).get(change.key, ""),
            "seen": seen(change),
        }
        for change in changes
    ]


def kind_of(change: Change) -> str:
    return "changed" if change.kind == "modified" else change.kind


def change_title(change: Change) -> str:
    """Return what changed: «Hook», «Step “Welcome”: minutes», «Objective»."""
    if change.path[0] == "objectives":
        return _("Order of the objectives") if change.kind == "moved" else _("Objective")
    if change.kind == "moved":
        return (
            _("Order of the steps") if change.path[0] == "steps" else _("Order: %(what)s") % {"what": order_of(change)}
        )
    if change.path[0] == "extra":
        return _("%(what)s: %(which)s") % {"what": _("Other facts"), "which": change.title}
    is_field = change.part == "kit" or not isinstance(change.theirs, dict)
    found = difference.Change("changed", change.part, change.cell if is_field else "", change.title)
    if is_field:
        return title_of(found)
    group = _("Author and licence") if change.cell == "rights" else _("Content, author and licence")
    return _("%(what)s: %(which)s") % {"what": title_of(found), "which": group}


def order_of(change: Change) -> str:
    words = {"material": _("material"), "files": _("files"), "pictures": _("pictures")}
    return words.get(change.part, change.part)


def sides_of(change: Change, names: Sides) -> list[dict]:
    """Return what each side says: all three when somebody has to choose between two, else what changes."""
    if not change.is_conflict:
        return [{"whose": "", "side": "theirs", "lines": lines_alone(change)}]
    mine = [Line(text=str(names.gone))] if change.is_gone else lines(change, change.mine, beside=change.base)
    return [
        {"whose": names.before, "side": "before", "lines": lines(change, change.base)},
        {"whose": names.theirs, "side": "theirs", "lines": lines(change, change.theirs, beside=change.base)},
        {"whose": names.mine, "side": "mine", "lines": mine},
    ]


def lines_alone(change: Change) -> list[Line]:
    if change.kind == "removed":
        return lines(change, change.base)
    return lines(change, change.theirs, beside=change.base if change.kind == "modified" else None)


def lines(change: Change, value: Any, *, beside: Any = None) -> list[Line]:
    """Return what `value` says: the words that are not as in `beside`, when there is something to compare with."""
    if change.kind == "moved":
        return [Line(text=" → ".join(map(str, value or ())) or _("nothing"))]
    if value is None and change.part != "kit":
        return [Line(text=_("It is not there.") if change.kind == "added" else _("Taken away."))]
    facts = facts_of(change, value)
    if beside is None:
        said = [Line(label, shortened(text or _("nothing"))) for label, text in facts if label != CONTENT]
        return said or [Line(text=_("Nothing more."))]
    return list(compared(facts, dict(facts_of(change, beside)))) or [Line(text=_("As before."))]


def compared(facts: list[tuple[str, str]], before: dict[str, str]) -> Iterator[Line]:
    """Yield a line for each fact that is not as before."""
    after = dict(facts)
    for label in dict.fromkeys([*after, *before]):
        old, new = before.get(label, ""), after.get(label, "")
        if old != new:
            is_content = label == CONTENT
            yield Line(str(label), _("replaced")) if is_content else Line(label, "", changed_words(old, new))


def changed_words(old: str, new: str) -> tuple[TextSegment, ...]:
    """Return how `old` becomes `new`: word by word, but for a short value, that is another as a whole."""
    if max(len(old), len(new)) > LONGEST_VALUE:
        return around(tuple(legible(text_segments(old, new))))
    return tuple(TextSegment(kind, text) for kind, text in (("removed", old), ("added", new)) if text)


def facts_of(change: Change, value: Any) -> list[tuple[str, str]]:
    """Return what `value` says as (label, words); the title of the change has said the rest."""
    if change.path[0] == "extra" or not (isinstance(value, dict) or dataclasses.is_dataclass(value)):
        return [("", words_of(change.part, change.cell, value))]
    named = value if isinstance(value, dict) else said_in(value)
    facts = [
        (label_of(change.part, name), words_of(change.part, name, said))
        for name, said in named.items()
        if name not in UNREAD
    ]
    return [*facts, (CONTENT, named["sha256"])] if "sha256" in named else facts


def said_in(row: Any) -> dict[str, Any]:
    """Return the fields of `row` that say something."""
    values = {field.name: (getattr(row, field.name), field.default) for field in dataclasses.fields(row)}
    return {name: value for name, (value, default) in values.items() if value not in ("", None, default)}


def label_of(part: str, name: str) -> str:
    return field_label(difference.Change("changed", part, name))


def words_of(part: str, name: str, value: Any) -> str:
    """Return one value in words: what its code is called, minutes as a duration, a list as a list."""
    if value in (None, "", ()):
        return ""
    if name == "themes":
        value = tuple(themes_by_code()[code].label if code in themes_by_code() else code for code in value)
    elif name == "audiences":
        value = tuple(audience_labels().get(code, code) for code in value)
    elif name in IN_MINUTES:
        return minutes_label(value)
    elif name and part != "objectives" and name != "extra":
        value = labels_of(difference.Change("changed", part, name)).get(value, value)
    return value_words(name, value)


def shortened(text: str) -> str:
    return Truncator(text).chars(LONGEST_TEXT)


def legible(segments: Iterable[TextSegment]) -> Iterator[TextSegment]:
    """Yield `segments`, several words that changed in a row as one change: nobody reads one word in two."""
    for is_changed, run in groupby(segments, lambda each: each.kind != "equal" or not re.search(r"\w", each.text)):
        run = list(run)
        if not is_changed:
            yield from run
            continue
        before, after = [], []
        while run and run[0].kind == "equal":
            before.append(run.pop(0))
        while run and run[-1].kind == "equal":
            after.insert(0, run.pop())
        yield from before
        for kind, other in (("removed", "added"), ("added", "removed")):
            if any(each.kind == kind for each in run):
                yield TextSegment(kind, "".join(each.text for each in run if each.kind != other))
        yield from after


def around(segments: tuple[TextSegment, ...]) -> tuple[TextSegment, ...]:
    """Return `segments` with what did not change cut in the middle, when it is long."""
    return tuple(
        dataclasses.replace(segment, text=cut(segment.text)) if segment.kind == "equal" else segment
        for segment in segments
    )


def cut(text: str) -> str:
    half = LONGEST_COMMON // 2
    return text if len(text) <= LONGEST_COMMON else f"{text[:half].rstrip()} […] {text[-half:].lstrip()}"


def can_keep_both(change: Change) -> bool:
    """Return whether theirs and mine can both stand, as `three_way.merged` says: a line, a number or an order cannot."""
    if not change.is_conflict or change.is_gone:
        return False
    if change.kind == "added":
        return True
    texts = {"kit": MARKDOWN, "steps": MARKDOWN_OF_STEP, "objectives": ("",)}
    return change.kind == "modified" and change.cell in texts.get(change.part, ())
