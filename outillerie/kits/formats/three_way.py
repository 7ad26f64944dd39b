"""Take from another version of a kit what one chooses, without losing anything of mine.

`base` is what both come from, `theirs` what it became elsewhere, `mine` what it became here. To follow a source:
`base` is the version that was adapted, `theirs` its newest one. To give back: `mine` is the source, `theirs` the
adaptation. Two people on one draft: `theirs` is what the other saved meanwhile.

Between two kits, `source` is how mine credit theirs: a file or picture that theirs hold as their own comes with it, and
those that came so before are not a change of mine (`borrowing.stamped`).
"""

import dataclasses
from collections.abc import Collection, Iterable
from typing import Any

from .alignment import woven
from .borrowing import stamped
from .cells import FIELDS, MARKDOWN, MARKDOWN_OF_STEP, RIGHTS, ROW_LISTS, cells_of, texts_of
from .change import Change
from .content import File, KitContent, Picture, Source, Step
from .mentions import Names, mentioned, renamed, renamed_field
from .names import folded, free_name
from .proposals import FOLDERS, Compared, credited_as, filled, new_names

__all__ = [
    "ALL_FIELDS",
    "FOLLOWED_FIELDS",
    "OWN_FIELDS",
    "Change",
    "changes",
    "merge_without_conflict",
    "merged",
    "returned",
]

ALL_FIELDS = FIELDS
# Facts of each version: who made it, under which licence, from what. Nobody takes them from another kit.
OWN_FIELDS = ("language", "organisation", "credits", "licence", "source_url", "changes", "sources")
FOLLOWED_FIELDS = tuple(name for name in FIELDS if name not in OWN_FIELDS)


def changes(
    base: KitContent,
    theirs: KitContent,
    mine: KitContent,
    *,
    fields: Collection[str] = FOLLOWED_FIELDS,
    source: Source | None = None,
) -> tuple[Change, ...]:
    """Return what theirs changed from base in `fields`, in reading order; `is_done` ones need no decision."""
    return Compared(base, theirs, mine, is_credited=source is not None).changes(fields)


def merged(
    base: KitContent,
    theirs: KitContent,
    mine: KitContent,
    *,
    accepted: Collection[str],
    both: Collection[str] = (),
    source: Source | None = None,
) -> KitContent:
    """Return mine with the changes of these keys.

    Where mine changed the same thing, a key of `accepted` takes theirs, a key of `both` keeps both: one Markdown text
    after the other, two rows or objectives that each added; of what cannot stand twice, mine. A text brings along
    the pictures and files that it calls.
    """
    compared = Compared(base, theirs, mine, is_credited=source is not None)
    keys = {*accepted, *both}
    chosen = [change for change in compared.changes(ALL_FIELDS) if change.key in keys]
    return _Merge(compared, chosen, frozenset(both), source).content() if chosen else mine


def merge_without_conflict(
    base: KitContent, theirs: KitContent, mine: KitContent, *, fields: Collection[str] = ALL_FIELDS
) -> tuple[KitContent, tuple[Change, ...]]:
    """Return mine with all that theirs changed and mine did not, and the changes that somebody has to decide."""
    found = changes(base, theirs, mine, fields=fields)
    accepted = {change.key for change in found if not (change.is_conflict or change.is_done)}
    return merged(base, theirs, mine, accepted=accepted), tuple(change for change in found if change.is_conflict)


def returned(theirs: KitContent, *, base: KitContent, sources: Collection[Source]) -> KitContent:
    """Return an adaptation as its source would hold it, to give it back.

    A file or picture of `base` that `theirs` credit to one of `sources`, its versions, is the source's own again.
    """
    origins = {row.sha256: row for row in (*base.files, *base.pictures)}

    def own(row: File | Picture) -> File | Picture:
        origin = origins.get(row.sha256)
        if origin is None or not any(row == _credited(row, stamped(origin, source)) for source in sources):
            return row
        return _credited(row, origin)

    return dataclasses.replace(
        theirs, files=tuple(own(row) for row in theirs.files), pictures=tuple(own(row) for row in theirs.pictures)
    )


class _Merge:
    """Mine, theirs and the changes chosen, on the way to one content.

    Rows are under their number in `Aligned`; what stands beside row `number` because both are kept, under `~number`.
    """

    def __init__(self, compared: Compared, chosen: Iterable[Change], both: Collection[str], source: Source | None):
        self.compared = compared
        self.both = both
        self.source = source
        self.chosen: dict[str, list[Change]] = {}
        for change in chosen:
            self.chosen.setdefault(change.path[0], []).append(change)
        self.spared: set[str] = set()
        self.names_of_base: Names = {}
        self.names_of_theirs: Names = {}
        self.names_of_mine: Names = {}

    def content(self) -> KitContent:
        lists = {part: self._named_rows(folder, part) for folder, part in FOLDERS}
        self._settle_mentions(lists)
        lists |= {part: self._rows(part) for part in ROW_LISTS if part not in lists}
        values = {part: self._in_order(part, rows) for part, rows in lists.items()}
        return dataclasses.replace(self.compared.mine, **self._fields(), **values, extra=self._extra())

    def _keeps_both(self, change: Change) -> bool:
        return change.key in self.both and change.is_conflict and not change.is_gone

    # --- pictures and files, first: texts call them by the names that they end up with ---

    def _named_rows(self, folder: str, part: str) -> dict[int, Any]:
        rows, aligned = self._rows(part), self.compared.rows[part]
        called = self._called(folder, [row.name for row in aligned.theirs.values()])
        brought = [n for n, row in aligned.theirs.items() if row.name in called and n not in rows]
        rows |= {number: self._theirs(part, number) for number in brought}
        own = {folded(row.name) for number, row in rows.items() if _has_own_name(row, aligned.mine.get(number))}
        for number, row in rows.items():
            if folded(row.name) in own and not _has_own_name(row, aligned.mine.get(number)):
                taken = [each.name for each in rows.values()]
                rows[number] = dataclasses.replace(row, name=free_name(row.name, taken))
        return rows

    def _called(self, folder: str, names: Collection[str]) -> set[str]:
        """Return which pictures or files of theirs the chosen texts call."""
        texts = [
            text
            for name, chosen in self.chosen.items()
            if name not in dict(FOLDERS).values()
            for change in chosen
            for value in (change.theirs, self._base_row(change) if change.is_gone else None)
            for text in texts_of(value)
        ]
        cover = {change.theirs for change in self.chosen.get("cover", ())} if folder == "images" else set()
        return mentioned(texts, names, folder=folder) | cover

    def _settle_mentions(self, named: dict[str, dict[int, Any]]) -> None:
        """Find how each side's pictures and files are called in the end. What is word for word theirs stays so."""
        sides = {folder: self.compared.rows[part] for folder, part in FOLDERS}
        ends = {folder: named[part] for folder, part in FOLDERS}
        self.names_of_base = {folder: new_names(rows.base, ends[folder]) for folder, rows in sides.items()}
        self.names_of_theirs = {folder: new_names(rows.theirs, ends[folder]) for folder, rows in sides.items()}
        self.names_of_mine = {folder: new_names(rows.mine, ends[folder]) for folder, rows in sides.items()}
        if any(self.names_of_mine.values()):
            self.spared = {*texts_of(self.compared.theirs)}

    # --- lists of rows ---

    def _rows(self, part: str) -> dict[int, Any]:
        mine = self.compared.rows[part].mine
        rows = {number: renamed(row, self.names_of_mine, spared=self.spared) for number, row in mine.items()}
        for change in self.chosen.get(part, ()):
            if change.kind == "removed" and not self._keeps_both(change):
                rows.pop(change.path[1], None)
            elif change.kind == "added":
                self._add(part, change, rows)
            elif change.kind == "modified":
                self._modify(part, change, rows)
        return rows

    def _add(self, part: str, change: Change, rows: dict[int, Any]) -> None:
        number = self._number(change)
        row = self._theirs(part, number)
        if self._keeps_both(change):
            rows[~number] = row
        else:
            rows[number] = filled(part, rows[number], row) if number in rows else row

    def _modify(self, part: str, change: Change, rows: dict[int, Any]) -> None:
        number = self._number(change)
        cell = next(cell for cell in cells_of(part) if cell.name == change.cell)
        row = rows.get(number, renamed(self._base_row(change), self.names_of_base))
        theirs = self._theirs(part, number)
        if not self._keeps_both(change):
            row = cell.put(row, theirs)
        elif part == "objectives":
            rows[~number] = theirs
        elif part == "steps" and cell.name in MARKDOWN_OF_STEP:
            row = cell.put(row, dataclasses.replace(theirs, **{cell.name: _joined(cell.of(row), cell.of(theirs))}))
        if part == "steps" and cell.name in MARKDOWN_OF_STEP:
            row = self._with_rights(number, row)
        rows[number] = row

    def _theirs(self, part: str, number: int) -> Any:
        """Return the row of theirs as mine will hold it."""
        rows = self.compared.rows[part]
        row, mine = renamed(rows.theirs[number], self.names_of_theirs), rows.mine.get(number)
        if self.source is None or not isinstance(row, File | Picture):
            return row
        return stamped(credited_as(mine, row) if mine and mine.sha256 == row.sha256 else row, self.source)

    def _with_rights(self, number: int, step: Step) -> Step:
        """Return `step`, a text of which comes from theirs, under the author and licence that they say it has."""
        steps = self.compared.rows["steps"]
        base = steps.base[number]
        mine = steps.mine.get(number, base)
        return _credited(step, steps.theirs[number]) if mine == _credited(mine, base) else step

    def _number(self, change: Change) -> int:
        return self.compared.numbers_of_theirs[change.path[0]][change.path[1]]

    def _base_row(self, change: Change) -> Any:
        return self.compared.rows[change.path[0]].base[self._number(change)] if change.part != "kit" else None

    def _in_order(self, part: str, rows: dict[int, Any]) -> tuple[Any, ...]:
        aligned = self.compared.rows[part]
        mine = [number for number in aligned.mine if number in rows]
        theirs = [number for number in aligned.theirs if number in rows]
        moves = (change for change in self.chosen.get(part, ()) if change.kind == "moved" and not change.is_done)
        if any(not self._keeps_both(change) for change in moves):
            order = woven(theirs, mine)
        else:
            # What comes back goes where it is among the rows of base, then what is new after what it follows.
            order = woven(woven(mine, [number for number in theirs if number in aligned.base]), theirs)
        return tuple(rows[each] for number in order for each in (number, ~number) if each in rows)

    # --- fields of the kit ---

    def _fields(self) -> dict[str, Any]:
        kept = {name: getattr(self.compared.mine, name) for name in FIELDS if name not in (*ROW_LISTS, "extra")}
        theirs = self.compared.theirs
        values = {
            name: renamed_field(name, value, self.names_of_mine, spared={getattr(theirs, name)})
            for name, value in kept.items()
        }
        for name in values.keys() & self.chosen.keys():
            [change] = self.chosen[name]
            value = renamed_field(name, change.theirs, self.names_of_theirs)
            if not self._keeps_both(change):
                values[name] = value
            elif name in MARKDOWN:
                values[name] = _joined(values[name], value)
        return values

    def _extra(self) -> dict[str, Any]:
        extra = dict(self.compared.mine.extra)
        for change in self.chosen.get("extra", ()):
            if self._keeps_both(change):
                continue
            if change.kind == "removed":
                extra.pop(change.path[1], None)
            else:
                extra[change.path[1]] = change.theirs
        return extra


def _has_own_name(row: Any, mine: Any) -> bool:
    return mine is not None and row.name == mine.name


def _credited(row: Any, other: Any) -> Any:
    """Return `row` under the author, source and licence of `other`."""
    return dataclasses.replace(row, **{name: getattr(other, name) for name in RIGHTS})


def _joined(*texts: str) -> str:
    """Return Markdown texts one after the other."""
    return "\n\n".join(text for text in texts if text)
