"""What a published format cannot say of a framework, kept beside what it can: reading it back gives an equal one.

A writer reads what it wrote as any program would, and adds, for each thing, the fields that came back different. No
other reader needs them; ours puts them back.
"""

import dataclasses
import functools
import types
import typing
from typing import Any

from catalogue.frameworks.formats.framework import Framework, Item, Level, Link, Text
from catalogue.frameworks.formats.refusals import FrameworkRefused, gettext_noop

# The key of our own words in the formats of others.
OWN = "urn:outillerie-framework:1"
FACTS = tuple(
    field.name for field in dataclasses.fields(Framework) if field.name not in {"items", "links", "identifier"}
)
OF_ITEM = tuple(field.name for field in dataclasses.fields(Item) if field.name not in {"identifier", "parent"})
OF_LINK = tuple(field.name for field in dataclasses.fields(Link) if field.name != "origin")

_PARTS = {"texts": Text, "levels": Level}


def leftovers(original: Any, read_back: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Return, ready for JSON, the fields among `names` that `read_back` does not have as `original`."""
    return {
        name: plain(getattr(original, name)) for name in names if getattr(original, name) != getattr(read_back, name)
    }


def restored[Thing](thing: Thing, more: Any, names: tuple[str, ...]) -> Thing:
    """Return `thing` with the fields that `more` holds. Raises FrameworkRefused when one is not of its type."""
    if not more:
        return thing
    if not isinstance(more, dict):
        raise _damaged(OWN)
    known = {name: more[name] for name in names if name in more}
    return dataclasses.replace(thing, **{name: field_value(type(thing), name, value) for name, value in known.items()})


def field_value(kind: type, name: str, value: Any) -> Any:
    """Return `value`, from JSON, as the field `name` of `kind` holds it. Raises FrameworkRefused."""
    if name in _PARTS:
        return tuple(part(_PARTS[name], row) for row in _list(value, name))
    expected = _types_of(kind)[name]
    if expected == tuple[str, ...]:
        return tuple(_of_type(word, str, name) for word in _list(value, name))
    if expected == dict[str, str]:
        return {key: _of_type(word, str, name) for key, word in _of_type(value, dict, name).items()}
    if expected == dict[str, Any]:
        return _of_type(value, dict, name)
    if isinstance(expected, types.UnionType):
        return None if value is None else _of_type(value, int, name)
    return _of_type(value, expected, name)


def part(kind: type, row: Any) -> Any:
    """Return a `kind` (Text, Level, Item, Link) from the fields that `row` has. Raises FrameworkRefused."""
    row = _of_type(row, dict, kind.__name__)
    names = [field.name for field in dataclasses.fields(kind) if field.name in row]
    try:
        return kind(**{name: field_value(kind, name, row[name]) for name in names})
    except TypeError:
        raise _damaged(kind.__name__) from None


@functools.cache
def _types_of(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if dataclasses.is_dataclass(value):
        return dataclasses.asdict(value)
    return value


def _list(value: Any, name: str) -> list:
    return list(_of_type(list(value) if isinstance(value, tuple) else value, list, name))


def _of_type(value: Any, expected: type, name: str) -> Any:
    if not isinstance(value, expected) or (expected is int and isinstance(value, bool)):
        raise _damaged(name)
    return value


def _damaged(name: str) -> FrameworkRefused:
    return FrameworkRefused(
        gettext_noop("The field “%(field)s” of this file does not hold what it should."), field=name
    )
