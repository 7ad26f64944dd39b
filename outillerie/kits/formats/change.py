"""One change that another version of a kit proposes to mine."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from . import difference
from .alignment import moved, pairs
from .cells import ROW_LISTS
from .words import TextSegment, text_segments

Kind = Literal["modified", "added", "removed", "moved"]


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing that theirs changed from base.

    `key`    names this very proposal, whatever mine becomes and whatever else theirs change.
    `path`   ("hook",) a field; ("extra", key); ("steps", index, cell) a cell of a row, or ("steps", index, "") a whole
             row added or removed; ("steps",) the order of a list. The index is that in theirs, or in base when removed.
             A cell is a field, or a group that goes together: "rights" of a step, "work" of a file, picture or source.
    `title`  what people call the row, as theirs do; empty for a field of the kit.
    `base`, `theirs`, `mine` are the values, rows (None: no such row), or, moved, what people call the rows, in order;
             a group is a dict by field.
    `is_conflict`  mine changed the same thing in another way; `is_done`  mine is already so: nothing to decide;
    `is_gone`      the row is no longer in mine: accepting brings it back.
    """

    key: str
    kind: Kind
    path: tuple[str | int, ...]
    title: str = ""
    base: Any = None
    theirs: Any = None
    mine: Any = None
    is_conflict: bool = False
    is_done: bool = False
    is_gone: bool = False

    @property
    def part(self) -> str:
        """Return the list of rows that this is about, or "kit"; as in `difference.Change`."""
        return self.path[0] if self.path[0] in ROW_LISTS else "kit"

    @property
    def cell(self) -> str:
        """Return the field of the kit, the cell of the row, or nothing for a whole row or an order."""
        return self.path[0] if self.part == "kit" else "".join(self.path[2:])

    @property
    def segments(self) -> tuple[TextSegment, ...]:
        """Return what theirs changed, word by word; nothing unless two texts are compared."""
        return _segments(self.base, self.theirs)

    @property
    def mine_segments(self) -> tuple[TextSegment, ...]:
        """Return what mine changed, word by word; nothing unless two texts are compared."""
        return _segments(self.base, self.mine)

    @property
    def differences(self) -> tuple[difference.Change, ...]:
        """Return the same change as a difference between base and theirs, ready for words."""
        return tuple(_differences(self))


def _segments(before: Any, after: Any) -> tuple[TextSegment, ...]:
    return text_segments(before, after) if isinstance(before, str) and isinstance(after, str) else ()


def _differences(change: Change) -> Iterator[difference.Change]:
    name = change.path[0]
    part = "kit" if name == "objectives" else change.part
    field = name if part == "kit" else change.cell
    if change.kind == "moved":
        yield from _moves(change, part, name if part == "kit" else "")
    elif change.kind != "modified" or name == "extra":
        kind = "changed" if name == "extra" else change.kind
        yield difference.Change(kind, part, field, change.title, change.base, change.theirs)
    elif name in difference.VALUE_LISTS and isinstance(change.base, tuple):
        yield from difference.value_changes(name, change.base, change.theirs)
    elif isinstance(change.base, dict):
        for each, before in change.base.items():
            if before != change.theirs[each]:
                yield difference.field_change(part, each, change.title, before, change.theirs[each])
    else:
        yield difference.field_change(part, field, "" if part == "kit" else change.title, change.base, change.theirs)


def _moves(change: Change, part: str, field: str) -> Iterator[difference.Change]:
    found = pairs(change.base, change.theirs, (lambda place, label: label,))
    for place in sorted(moved(found)):
        yield difference.Change("moved", part, field, change.base[place], place + 1, found[place] + 1)
    if change.base == change.theirs:
        # Rows that are called the same changed places: there is no name to tell which.
        yield difference.Change("moved", part, field, next(iter(change.base)))
