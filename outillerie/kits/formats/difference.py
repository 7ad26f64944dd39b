"""What changed between two versions of a kit, as values that a page, a mail or a feed can word.

Rows (steps, material, files…) are matched by what people call them, then by what identifies or places them,
so that a renamed step or file is a change and not one lost and one found.
"""

import bisect
import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .content import PARTS, KitContent, Step
from .words import TextSegment, text_segments

# The lists of plain values: what is in them counts, then their order.
VALUE_LISTS = ("themes", "audiences", "objectives")

Kind = Literal["added", "removed", "changed", "moved"]
Key = Callable[[int, Any], Any]


@dataclass(frozen=True)
class Change:
    """One thing that changed.

    `part` is "kit", or the name of a list of rows ("steps", "material", "files", "pictures", "credits").
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


def _all_but_title(place: int, step: Step) -> Step | None:
    """Return what a renamed step keeps; an empty one keeps nothing that tells it from another."""
    bare = dataclasses.replace(step, title="")
    return None if bare == Step(title="") else bare


# How rows of two versions are matched: each key in turn, on the rows that the keys before left alone.
KEYS: dict[str, tuple[Key, ...]] = {
    "steps": (lambda place, row: row, lambda place, row: row.title, _all_but_title, lambda place, row: place),
    "material": (lambda place, row: row, lambda place, row: row.label, lambda place, row: place),
    "files": (lambda place, row: row, lambda place, row: row.name, lambda place, row: row.sha256 or None),
    "pictures": (lambda place, row: row, lambda place, row: row.name, lambda place, row: row.sha256 or None),
    "credits": (lambda place, row: row, lambda place, row: row.name),
}
LABELS = {"steps": "title", "material": "label", "files": "title", "pictures": "name", "credits": "name"}


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
            changes += _value_changes(name, before, after)
        elif name == "extra":
            changes += [
                Change("changed", field="extra", label=str(key), old=before.get(key), new=after.get(key))
                for key in sorted({*before, *after}, key=str)
                if key not in before or key not in after or before[key] != after[key]
            ]
        else:
            changes.append(_field_change("kit", name, "", before, after))
    return changes


def _field_change(part: str, name: str, label: str, before: Any, after: Any) -> Change:
    is_text = isinstance(before, str) and isinstance(after, str)
    segments = text_segments(before, after) if is_text else ()
    return Change("changed", part=part, field=name, label=label, old=before, new=after, segments=segments)


def _value_changes(name: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    pairs = _pairs(before, after, (lambda place, value: value,))
    yield from (
        Change("removed", field=name, label=value, old=value)
        for place, value in enumerate(before)
        if place not in pairs
    )
    yield from (
        Change("added", field=name, label=value, new=value)
        for place, value in enumerate(after)
        if place not in pairs.values()
    )
    yield from (
        Change("moved", field=name, label=before[place], old=place + 1, new=pairs[place] + 1) for place in _moved(pairs)
    )


def _row_changes(part: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Change]:
    def label(row: Any) -> str:
        return getattr(row, LABELS[part])

    pairs = _pairs(before, after, KEYS[part])
    moved = _moved(pairs)
    back = {new_place: place for place, new_place in pairs.items()}
    for place, row in enumerate(before):
        if place not in pairs:
            yield Change("removed", part=part, label=label(row), old=row)
    for new_place, row in enumerate(after):
        place = back.get(new_place)
        if place is None:
            yield Change("added", part=part, label=label(row), new=row)
            continue
        if place in moved:
            yield Change("moved", part=part, label=label(row), old=place + 1, new=new_place + 1)
        for field in dataclasses.fields(row):
            values = getattr(before[place], field.name), getattr(row, field.name)
            if values[0] != values[1]:
                yield _field_change(part, field.name, label(row), *values)


def _pairs(before: Sequence[Any], after: Sequence[Any], keys: Sequence[Key]) -> dict[int, int]:
    """Return the place in `after` of each row of `before` that has one."""
    pairs: dict[int, int] = {}
    free = dict(enumerate(after))
    for key in keys:
        by_key: dict[Any, list[int]] = {}
        for new_place, row in free.items():
            by_key.setdefault(key(new_place, row), []).append(new_place)
        by_key.pop(None, None)
        for place, row in enumerate(before):
            if place not in pairs and (candidates := by_key.get(key(place, row))):
                # The same place first: two identical rows have not swapped.
                pairs[place] = candidates.pop(candidates.index(place) if place in candidates else 0)
                del free[pairs[place]]
    return pairs


def _moved(pairs: dict[int, int]) -> set[int]:
    """Return the fewest places of `before` whose move explains the new order: not in a longest rise."""
    places = sorted(pairs)
    ends: list[int] = []
    runs: list[tuple[int, ...]] = []
    for place in places:
        length = bisect.bisect_left(ends, pairs[place])
        run = (*(runs[length - 1] if length else ()), place)
        ends[length:] = [pairs[place], *ends[length + 1 :]]
        runs[length:] = [run, *runs[length + 1 :]]
    return set(places) - set(runs[-1] if runs else ())
