"""Which rows of two or three lists are the same row, and in which order rows of two lists stand together.

Rows (steps, material, files…) are matched by what people call them, then by what identifies or places them,
so that a renamed step or file is a change and not one lost and one found.
"""

import bisect
import dataclasses
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .cells import RIGHTS
from .content import Step

Key = Callable[[int, Any], Any]


def _itself(place: int, row: Any) -> Any:
    return row


def _place(place: int, row: Any) -> int:
    return place


def _all_but_title(place: int, step: Step) -> Step | None:
    """Return what a renamed step keeps; an empty one keeps nothing that tells it from another."""
    bare = dataclasses.replace(step, title="")
    return None if bare == Step(title="") else bare


# How rows of two lists are matched: each key in turn, on the rows that the keys before left alone.
KEYS: dict[str, tuple[Key, ...]] = {
    "objectives": (_itself, _place),
    "steps": (_itself, lambda place, row: row.title, _all_but_title, _place),
    "material": (_itself, lambda place, row: row.label, _place),
    "files": (_itself, lambda place, row: row.name, lambda place, row: row.sha256 or None),
    "pictures": (_itself, lambda place, row: row.name, lambda place, row: row.sha256 or None),
    "credits": (_itself, lambda place, row: row.name),
    "sources": (_itself, lambda place, row: row.url or None, lambda place, row: row.title),
}
# Two people added the same row: nothing places it, so it takes more to be the same.
KEYS_OF_ADDITIONS: dict[str, tuple[Key, ...]] = {
    "objectives": (),
    "steps": (lambda place, row: row.title or None,),
    "material": (lambda place, row: row.label or None,),
    "files": (lambda place, row: (row.name, row.sha256), lambda place, row: row.sha256 or None),
    "pictures": (lambda place, row: (row.name, row.sha256), lambda place, row: row.sha256 or None),
    "credits": (lambda place, row: (row.name, row.role),),
    "sources": (lambda place, row: row.url or None,),
}
_WORDS = re.compile(r"\]\([^)\s]*\)|([^\W\d]{3,})")
LABELS = {
    "steps": "title",
    "material": "label",
    "files": "title",
    "pictures": "name",
    "credits": "name",
    "sources": "title",
}


def label_of(part: str, row: Any) -> str:
    """Return what people call `row`; a plain value calls itself."""
    return getattr(row, LABELS[part]) if part in LABELS else row


def pairs(before: Sequence[Any], after: Sequence[Any], keys: Iterable[Key]) -> dict[int, int]:
    """Return the place in `after` of each row of `before` that has one."""
    return _matched(dict(enumerate(before)), dict(enumerate(after)), keys)


def _matched(before: Mapping[int, Any], after: Mapping[int, Any], keys: Iterable[Key]) -> dict[int, int]:
    found: dict[int, int] = {}
    free = dict(after)
    for key in keys:
        by_key: dict[Any, list[int]] = {}
        for new_place, row in free.items():
            by_key.setdefault(key(new_place, row), []).append(new_place)
        by_key.pop(None, None)
        for place, row in before.items():
            if place not in found and (candidates := by_key.get(key(place, row))):
                # The same place first: two identical rows have not swapped.
                found[place] = candidates.pop(candidates.index(place) if place in candidates else 0)
                del free[found[place]]
    return found


def moved(pairs: Mapping[int, int]) -> set[int]:
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


@dataclass(frozen=True)
class Aligned:
    """Three lists whose rows are named alike: under one number is one row, as each list has it, in its order.

    A row of `base` has its place for number. What is in `base` and `theirs` never depends on `mine`.
    """

    base: dict[int, Any]
    theirs: dict[int, Any]
    mine: dict[int, Any]


def aligned(part: str, base: Sequence[Any], theirs: Sequence[Any], mine: Sequence[Any]) -> Aligned:
    """Return the rows of `part` in the three lists, matched.

    A place alone makes no row the same: two texts must also say much the same, lest one row gets a half of another.
    """
    found = pairs(base, theirs, _keys_of_content(part))
    if _place in KEYS[part]:
        found |= _alike(found, dict(enumerate(base)), dict(enumerate(theirs)))
    numbers = {place: number for number, place in found.items()}
    of_base = dict(enumerate(base))
    of_theirs = {numbers.get(place, len(base) + place): row for place, row in enumerate(theirs)}
    places = _places_in_mine(part, of_base, of_theirs, mine)
    numbers = {place: number for number, place in places.items()}
    new = len(base) + len(theirs)
    return Aligned(of_base, of_theirs, {numbers.get(place, new + place): row for place, row in enumerate(mine)})


class _Search:
    """Where mine has the rows of the two others: as base had them, or as theirs have become."""

    def __init__(self, mine: Sequence[Any]):
        self.found: dict[int, int] = {}
        self.mine = dict(enumerate(mine))
        self.free = dict(self.mine)

    def by(self, key: Key, rows: Mapping[int, Any]) -> None:
        lacking = {number: row for number, row in rows.items() if number not in self.found}
        self._keep(_matched(lacking, self.free, (key,)))

    def by_place(self, rows: Mapping[int, Any]) -> None:
        found = {number: place for number, place in self.found.items() if number in rows}
        seen = {*found.values(), *self.free}
        self._keep(_alike(found, rows, {place: row for place, row in self.mine.items() if place in seen}))

    def _keep(self, found: Mapping[int, int]) -> None:
        self.found |= found
        for place in found.values():
            del self.free[place]


def _places_in_mine(
    part: str, of_base: Mapping[int, Any], of_theirs: Mapping[int, Any], mine: Sequence[Any]
) -> dict[int, int]:
    search = _Search(mine)
    kept = {number: row for number, row in of_base.items() if number in of_theirs}
    changed = {number: row for number, row in of_theirs.items() if number in of_base}
    additions = {number: row for number, row in of_theirs.items() if number not in of_base}
    for key in _keys_of_content(part):
        # What theirs removed is a row of mine by its very name only: otherwise, removed here too, it would come back.
        search.by(key, of_base if key in KEYS[part][:2] else kept)
        search.by(key, changed)
        if key is _itself:
            search.by(key, additions)
    for key in KEYS_OF_ADDITIONS[part]:
        search.by(key, additions)
    if _place in KEYS[part]:
        search.by_place(kept)
        search.by_place(changed)
    return search.found


def _keys_of_content(part: str) -> list[Key]:
    return [_all_that_is_said if key is _all_but_title else key for key in KEYS[part] if key is not _place]


def _all_that_is_said(place: int, step: Step) -> Step | None:
    """Return what a renamed step keeps, if it says something: many steps are as long."""
    return _all_but_title(place, step) if _words(dataclasses.replace(step, title="")) else None


def _alike(found: Mapping[int, int], before: Mapping[int, Any], after: Mapping[int, Any]) -> dict[int, int]:
    """Return the rows left alone that stand at the same place after the same neighbour, and share half their words."""
    taken = set(found.values())
    free = {place: number for number, place in _places_after(after, {place: place for place in taken}).items()}
    places = {number: free[place] for number, place in _places_after(before, found).items() if place in free}
    return {number: place for number, place in places.items() if _is_alike(before[number], after[place])}


def _places_after(rows: Iterable[int], found: Mapping[int, int]) -> dict[int, tuple[int | None, int]]:
    """Return, for each row left alone, the nearest row found before it, and how far it is."""
    places: dict[int, tuple[int | None, int]] = {}
    neighbour, distance = None, 0
    for number in rows:
        if number in found:
            neighbour, distance = found[number], 0
        else:
            distance += 1
            places[number] = neighbour, distance
    return places


def _is_alike(one: Any, other: Any) -> bool:
    before, after = _words(one), _words(other)
    return 4 * (before & after).total() >= (before.total() + after.total()) > 0


def _words(row: Any) -> Counter[str]:
    """Return the words of `row` that say something: neither its rights, addresses, numbers nor «le», «de», «un»."""
    texts = [row] if isinstance(row, str) else [vars(row)[name] for name in vars(row).keys() - {*RIGHTS}]
    found = (_WORDS.findall(text.casefold()) for text in texts if isinstance(text, str))
    return Counter(word for words in found for word in words if word)


def woven(spine: Iterable[int], other: Iterable[int]) -> list[int]:
    """Return `spine` with what only `other` has, each placed after what it follows there."""
    spine = list(spine)
    known, followers, anchor = set(spine), defaultdict(list), None
    for number in other:
        if number in known:
            anchor = number
        else:
            followers[anchor].append(number)
    return [*followers[None], *(each for number in spine for each in (number, *followers[number]))]
