"""What of a kit is decided as one thing: a field, or fields that would lie one without the other."""

import dataclasses
import functools
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .content import PARTS, KitContent

FIELDS = tuple(field.name for field in dataclasses.fields(KitContent))
ROW_LISTS = ("objectives", *PARTS)
# The Markdown of a kit: two texts can follow one another. A plain line cannot.
MARKDOWN = (
    "prerequisites_participants",
    "prerequisites_facilitator",
    "preparation",
    "variants",
    "evaluation",
    "watch_points",
    "further_reading",
    "body",
    "changes",
)
MARKDOWN_OF_STEP = ("facilitator", "say", "participants", "supports")
RIGHTS = ("author", "source", "licence")
# Bytes go with who made them and what is allowed: one without the other is a false credit.
GROUPS: dict[str, dict[str, tuple[str, ...]]] = {
    "steps": {"rights": RIGHTS},
    "files": {"work": (*RIGHTS, "media_type", "size", "sha256", "pages")},
    "pictures": {"work": (*RIGHTS, "media_type", "size", "sha256", "width", "height")},
    "sources": {"work": ("title", "authors", "organisation", "url", "licence", "version", "sha256", "changes")},
}


@dataclass(frozen=True)
class Cell:
    """One thing of a row: `fields` is what it holds, nothing when the row is a plain value."""

    name: str
    fields: tuple[str, ...] = ()

    def of(self, row: Any) -> Any:
        """Return the value of this cell: that of its field, or those of its fields by name."""
        if not self.fields:
            return row
        values = {field: getattr(row, field) for field in self.fields}
        return values if self.fields != (self.name,) else values[self.name]

    def put(self, row: Any, other: Any) -> Any:
        """Return `row` with what `other` has in this cell."""
        if not self.fields:
            return other
        return dataclasses.replace(row, **{field: getattr(other, field) for field in self.fields})


@functools.cache
def cells_of(part: str) -> tuple[Cell, ...]:
    """Return the cells of the rows of `part`, in the order of the fields; together they are the whole row."""
    if part not in PARTS:
        return (Cell(""),)
    groups = GROUPS.get(part, {})
    group_of = {field: name for name, fields in groups.items() for field in fields}
    names = dict.fromkeys(group_of.get(field.name, field.name) for field in dataclasses.fields(PARTS[part]))
    return tuple(Cell(name, groups.get(name, (name,))) for name in names)


@functools.cache
def blank_of(part: str) -> Any:
    """Return the row of `part` that says nothing."""
    if part not in PARTS:
        return ""
    required = (field.name for field in dataclasses.fields(PARTS[part]) if field.default is dataclasses.MISSING)
    return PARTS[part](**dict.fromkeys(required, ""))


def digest(*values: Any) -> str:
    """Return a short string that only these values have.

    What a row leaves unsaid does not count: a field added to the format changes no digest made before.
    """
    text = json.dumps(values, sort_keys=True, default=_told)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def numbered_digests(rows: dict[int, Any]) -> dict[int, str]:
    """Return the digest of each row under its number; equal rows are told apart by their order."""
    met: dict[str, int] = {}
    found = {}
    for number, row in rows.items():
        name = digest(row)
        met[name] = met.get(name, 0) + 1
        found[number] = f"{name}-{met[name]}"
    return found


def texts_of(value: Any) -> Iterator[str]:
    """Return each text of a value, a row or a whole content."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts_of(each)
    elif dataclasses.is_dataclass(value):
        yield from texts_of(tuple(vars(value).values()))


def _told(row: Any) -> dict[str, Any]:
    return {
        field.name: getattr(row, field.name)
        for field in dataclasses.fields(row)
        if getattr(row, field.name) != field.default
    }
