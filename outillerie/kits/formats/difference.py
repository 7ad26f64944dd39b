"""What changed between two versions of a kit, as values that a page, a mail or a feed can word.

Rows (steps, material, files…) are matched as `alignment.py` says.
"""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .alignment import KEYS, label_of, moved, pairs
from .content import PARTS, KitContent
from .words import TextSegment, text_segments

# The lists of plain values: what is in them counts, then their order.
VALUE_LISTS = ("themes", "audiences", "objectives")

Kind = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True)
class Change:
    """One thing that changed.

    `part` is "kit", or the name of a list of rows ("steps", "material", "files", "pictures", "credits",
    "sources").
    `field` is the name of the field of the kit or of the row; empty when the whole row is added, removed or
    moved. `label` says which row: its title or name (the new one when it changed). `old` and `new` are the
    values, rows or, when moved, positions from 1. `segments` is filled when two texts are compared.
    """

    kind: Kind
    part: str = "kit"
    field: str = ""
    label: str = ""
    old: Any = None
    new: Any = None
    segments: tuple[TextSegment, ...] = ()


def differences(old: KitContent, new: KitContent) -> list[Change]:
    """Return what changed from `old` to `new`, in the order of the fields; nothing when they are equal."""
    changes: list[Change] = []
    for name in (field.name for field in dataclasses.fields(KitContent)):
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        if name in PARTS:
            changes += _row_changes(name, before, after)
        elif name in VALUE_LISTS:
            changes += value_changes(name, before, after)
        elif name == "extra":
            changes += [
                Change("changed", field="extra", label=str(key), old=before.get(key), new=after.get(key))
                for key in sorted({*before, *after}, key=str)
                if key not in before or key not in after or before[key] != after[key]
            ]
        else:
            changes.append(field_change("kit", name, "", before, after))
    return changes


def field_change(part: str, name: str, label: str, before: Any, after: Any) -> Change:
    """Return the change of one field of the kit, or of the row that `label` names."""
    # Nobody reads a fingerprint word by word.
    is_text = isinstance(before, str) and isinstance(after, str) and name != "sha256"
    segments = text_segments(before, after) if is_text else ()
    return Change("changed", part=part, field=name, label=label, old=before, new=after, segments=segments)


def value_changes(name: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    """Return what comes, goes and changes places in the list of plain values that the field `name` holds."""
    found = pairs(before, after, (lambda place, value: value,))
    yield from (
        Change("removed", field=name, label=value, old=value)
        for place, value in enumerate(before)
        if place not in found
    )
    yield from (
        Change("added", field=name, label=value, new=value)
        for place, value in enumerate(after)
        if place not in found.values()
    )
    yield from (
        Change("moved", field=name, label=before[place], old=place + 1, new=found[place] + 1) for place in moved(found)
    )


def _row_changes(part: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Change]:
    found = pairs(before, after, KEYS[part])
    displaced = moved(found)
    back = {new_place: place for place, new_place in found.items()}
    for place, row in enumerate(before):
        if place not in found:
            yield Change("removed", part=part, label=label_of(part, row), old=row)
    for new_place, row in enumerate(after):
        place = back.get(new_place)
        if place is None:
            yield Change("added", part=part, label=label_of(part, row), new=row)
            continue
        if place in displaced:
            yield Change("moved", part=part, label=label_of(part, row), old=place + 1, new=new_place + 1)
        for field in dataclasses.fields(row):
            values = getattr(before[place], field.name), getattr(row, field.name)
            if values[0] != values[1]:
                yield field_change(part, field.name, label_of(part, row), *values)
