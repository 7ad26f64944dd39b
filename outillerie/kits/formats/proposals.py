"""What another version of a kit changed, change by change, and what of it mine already has or contradicts.

What is proposed, and under which key, depends on `base` and `theirs` alone; `mine` says what is already done and what
conflicts. So a change that was declined stays so as long as theirs propose the same.
"""

import dataclasses
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Any

from .alignment import Aligned, aligned, label_of, moved, woven
from .cells import FIELDS, RIGHTS, ROW_LISTS, blank_of, cells_of, digest, numbered_digests, texts_of
from .change import Change
from .content import File, KitContent, Picture
from .mentions import PART_OF_FOLDER, Names, mentioned, renamed, renamed_field

FOLDERS = tuple(PART_OF_FOLDER.items())

_ABSENT = object()


class Compared:
    """Three contents whose rows are matched.

    When `is_credited`, what mine say of the author, source and licence of a file that the others leave without is
    what they would say here, and no change.
    """

    def __init__(self, base: KitContent, theirs: KitContent, mine: KitContent, *, is_credited: bool = False):
        self.base, self.theirs, self.mine = base, theirs, mine
        self.is_credited = is_credited
        self.rows: dict[str, Aligned] = {
            part: aligned(part, getattr(base, part), getattr(theirs, part), getattr(mine, part)) for part in ROW_LISTS
        }

    def changes(self, fields: Collection[str]) -> tuple[Change, ...]:
        """Return what theirs changed from base in `fields`, in reading order."""
        return tuple(change for name in FIELDS if name in fields for change in self._changes_of(name))

    def _changes_of(self, name: str) -> Iterator[Change]:
        if name in ROW_LISTS:
            yield from self._row_changes(name)
        elif name == "extra":
            yield from self._extra_changes()
        elif (before := getattr(self.base, name)) != (after := getattr(self.theirs, name)):
            mine = getattr(self.mine, name)
            state = _state(
                renamed_field(name, before, self.names_of_base), renamed_field(name, after, self.names_of_theirs), mine
            )
            key = f"{name}.{digest(before, after)}"
            yield Change(key=key, kind="modified", path=(name,), base=before, theirs=after, mine=mine, **state)

    @cached_property
    def numbers_of_theirs(self) -> dict[str, list[int]]:
        """Return, by list of rows, the number of the row at each place of theirs."""
        return {part: list(rows.theirs) for part, rows in self.rows.items()}

    @cached_property
    def names_of_theirs(self) -> Names:
        """Return how mine call the pictures and files of theirs."""
        return {folder: new_names(self.rows[part].theirs, self.rows[part].mine) for folder, part in FOLDERS}

    @cached_property
    def names_of_base(self) -> Names:
        return {folder: new_names(self.rows[part].base, self.rows[part].mine) for folder, part in FOLDERS}

    def _near_base(self, part: str, number: int) -> Any:
        """Return the row of base as mine would hold it, had mine changed nothing."""
        return self._near(part, number, self.rows[part].base[number], self.names_of_base)

    def _near_theirs(self, part: str, number: int) -> Any:
        return self._near(part, number, self.rows[part].theirs[number], self.names_of_theirs)

    def _near(self, part: str, number: int, row: Any, names: Names) -> Any:
        row, mine = renamed(row, names), self.rows[part].mine.get(number)
        return credited_as(mine, row) if self.is_credited and isinstance(mine, File | Picture) else row

    def _extra_changes(self) -> Iterator[Change]:
        before, after, mine = self.base.extra, self.theirs.extra, self.mine.extra
        for key in sorted({*before, *after}, key=str):
            values = [extra.get(key, _ABSENT) for extra in (before, after, mine)]
            if values[0] == values[1]:
                continue
            kind = "added" if key not in before else "modified" if key in after else "removed"
            yield Change(
                key=f"extra.{digest(kind, str(key), before.get(key), after.get(key))}",
                kind=kind,
                path=("extra", key),
                title=str(key),
                base=before.get(key),
                theirs=after.get(key),
                mine=mine.get(key),
                is_gone=key in before and key not in mine,
                **_state(*values),
            )

    def _row_changes(self, part: str) -> Iterator[Change]:
        rows = self.rows[part]
        places = {number: place for place, number in enumerate(rows.theirs)}
        names, additions = numbered_digests(rows.base), numbered_digests(_only_in(rows.theirs, rows.base))
        for number in woven(rows.theirs, rows.base):
            if number not in rows.theirs:
                yield self._removal(part, number, names[number])
            elif number not in rows.base:
                yield self._addition(part, number, places[number], additions[number])
            elif rows.base[number] != rows.theirs[number]:
                yield from self._modifications(part, number, places[number], names[number])
        yield from _reordering(part, rows, names)

    def _removal(self, part: str, number: int, name: str) -> Change:
        rows = self.rows[part]
        row, mine = rows.base[number], rows.mine.get(number)
        is_touched = mine != self._near_base(part, number) or self._is_newly_shown(part, mine)
        return Change(
            key=f"{part}.removed.{digest(name)}",
            kind="removed",
            path=(part, number, ""),
            title=label_of(part, row),
            base=row,
            mine=mine,
            is_done=number not in rows.mine,
            is_conflict=number in rows.mine and is_touched,
        )

    def _addition(self, part: str, number: int, place: int, name: str) -> Change:
        rows = self.rows[part]
        row, mine = rows.theirs[number], rows.mine.get(number)
        near = self._near_theirs(part, number)
        is_met = number in rows.mine
        return Change(
            key=f"{part}.added.{digest(name)}",
            kind="added",
            path=(part, place, ""),
            title=label_of(part, row),
            theirs=row,
            mine=mine,
            is_done=is_met and filled(part, mine, near) == mine,
            is_conflict=is_met and _is_at_odds(part, mine, near),
        )

    def _modifications(self, part: str, number: int, place: int, name: str) -> Iterator[Change]:
        rows = self.rows[part]
        before, after, mine = rows.base[number], rows.theirs[number], rows.mine.get(number)
        is_gone = number not in rows.mine
        sides = (self._near_base(part, number), self._near_theirs(part, number), mine)
        for cell in cells_of(part):
            if cell.of(before) == cell.of(after):
                continue
            state = {"is_conflict": True} if is_gone else _state(*(cell.of(row) for row in sides))
            yield Change(
                key=f"{part}.{cell.name or 'modified'}.{digest(name, cell.of(before), cell.of(after))}",
                kind="modified",
                path=(part, place, cell.name),
                title=label_of(part, after),
                base=cell.of(before),
                theirs=cell.of(after),
                mine=None if is_gone else cell.of(mine),
                is_gone=is_gone,
                **state,
            )

    def _is_newly_shown(self, part: str, row: Any) -> bool:
        """Return whether a text of mine calls the picture or file `row`, and base had no such text."""
        for folder, shown in FOLDERS:
            if part == shown and row is not None:
                return row.name in mentioned(self._new_texts, [row.name], folder=folder) or (
                    part == "pictures" and row.name == self.mine.cover != self.base.cover
                )
        return False

    @cached_property
    def _new_texts(self) -> set[str]:
        return {*texts_of(self.mine)} - {*texts_of(self.base)}


def credited_as[Row: (File, Picture)](mine: Row, row: Row) -> Row:
    """Return `row` under the author, source and licence that it says, or else that `mine` says."""
    return dataclasses.replace(row, **{name: getattr(row, name) or getattr(mine, name) for name in RIGHTS})


def filled(part: str, mine: Any, theirs: Any) -> Any:
    """Return a row that both added: mine, with what theirs say and mine leave blank or say otherwise, but its name."""
    blank = blank_of(part)
    for cell in cells_of(part):
        if cell.name != "name" and cell.of(theirs) != cell.of(blank):
            mine = cell.put(mine, theirs)
    return mine


def _is_at_odds(part: str, mine: Any, theirs: Any) -> bool:
    """Return whether two people who added the same row said something of it in two ways."""
    blank = blank_of(part)
    return any(
        cell.name != "name"
        and cell.of(blank) not in (cell.of(mine), cell.of(theirs))
        and cell.of(mine) != cell.of(theirs)
        for cell in cells_of(part)
    )


def _state(base: Any, theirs: Any, mine: Any) -> dict[str, bool]:
    is_done = mine == theirs
    return {"is_done": is_done, "is_conflict": not is_done and mine != base}


def _only_in(rows: dict[int, Any], others: dict[int, Any]) -> dict[int, Any]:
    return {number: row for number, row in rows.items() if number not in others}


def new_names(rows: dict[int, Any], others: dict[int, Any]) -> dict[str, str]:
    """Return the name that each row has in `others`, when it is not the same."""
    named = ((row.name, others[number].name) for number, row in rows.items() if number in others)
    return {old: new for old, new in named if old != new}


def _reordering(part: str, rows: Aligned, names: dict[int, str]) -> Iterator[Change]:
    """Return the change of order of the rows that base and theirs have, if any."""
    places = {number: place for place, number in enumerate(rows.theirs)}
    displaced = moved({number: places[number] for number in rows.base if number in places})
    if not displaced:
        return
    told, anchor = [], ""
    for number in rows.theirs:
        if number in displaced:
            told.append((names[number], anchor))
        elif number in rows.base:
            anchor = names[number]
    kept = {*rows.base} & {*rows.theirs} & {*rows.mine}
    orders = [[number for number in side if number in kept] for side in (rows.base, rows.theirs, rows.mine)]
    labels = {number: label_of(part, row) for number, row in rows.theirs.items()}
    shown = rows.base.keys() & rows.theirs.keys()
    yield Change(
        key=f"{part}.moved.{digest(told)}",
        kind="moved",
        path=(part,),
        base=tuple(labels[number] for number in rows.base if number in shown),
        theirs=tuple(labels[number] for number in rows.theirs if number in shown),
        mine=tuple(label_of(part, row) for row in rows.mine.values()),
        **_state(*orders),
    )
