"""What changed between two versions of a path, as values that a page, a mail or a learner's choice can word. Pure.

Blocks and modules are known by their key: renamed, they stay the same; a module that goes to another block has moved.
"""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from outillerie.kits.formats.alignment import moved, pairs
from outillerie.kits.formats.difference import Change
from outillerie.kits.formats.words import text_segments

from .content import BlockContent, KitPin, ModuleContent, PathContent, SkillUse

# Rows inside a path, a block or a module: told one by one, below.
_INNER = {"blocks", "modules", "kits", "skills"}
# They name a thing for programs.
_SILENT = {"key", "sha256", "url", "identifier"}
_LISTS = {"objectives", "audiences", "aims", "nsf", "formacodes", "rome", "public_codes"}
_REFERENCES = ("certification", "provider")


def differences(old: PathContent, new: PathContent) -> list[Change]:
    """Return what changed from `old` to `new`: the path, its certification, its organisation, its blocks, its modules.

    `part` is "path", "certification", "provider", "blocks", "modules", "kits" or "skills"; `label` says which row; a
    module that moves has the titles of its two blocks for `old` and `new`, a block its two ranks.
    """
    return [
        *_fields("path", "", old, new, but=_REFERENCES),
        *(change for name in _REFERENCES for change in _reference(name, getattr(old, name), getattr(new, name))),
        *_blocks(old.blocks, new.blocks),
        *_modules(old, new),
    ]


def _fields(part: str, label: str, old: Any, new: Any, but: Sequence[str] = ()) -> Iterator[Change]:
    for name in (field.name for field in dataclasses.fields(old)):
        before, after = getattr(old, name), getattr(new, name)
        if before == after or name in _INNER or name in _SILENT or name in but:
            continue
        if name in _LISTS:
            yield from _values(part, name, label, before, after)
        else:
            yield _change(part, name, label, before, after)


def _change(part: str, name: str, label: str, before: Any, after: Any) -> Change:
    is_text = isinstance(before, str) and isinstance(after, str)
    segments = text_segments(before, after) if is_text and before and after else ()
    return Change("changed", part=part, field=name, label=label, old=before, new=after, segments=segments)


def _values(part: str, name: str, label: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    gone = [value for value in before if value not in after]
    come = [value for value in after if value not in before]
    yield from (Change("removed", part=part, field=name, label=label, old=value) for value in gone)
    yield from (Change("added", part=part, field=name, label=label, new=value) for value in come)
    if not gone and not come:
        yield Change("moved", part=part, field=name, label=label)


def _reference(name: str, before: Any, after: Any) -> Iterator[Change]:
    if before is None or after is None:
        if before != after:
            yield Change("removed" if after is None else "added", part=name, old=before, new=after)
        return
    yield from _fields(name, "", before, after)


def _by_key(place: int, row: Any) -> str:
    return row.key


def _blocks(before: tuple[BlockContent, ...], after: tuple[BlockContent, ...]) -> Iterator[Change]:
    found = pairs(before, after, (_by_key,))
    yield from (
        Change("removed", part="blocks", label=block.title, old=block)
        for place, block in enumerate(before)
        if place not in found
    )
    displaced = {found[place]: place for place in moved(found)}
    origins = {new_place: place for place, new_place in found.items()}
    for place, block in enumerate(after):
        if place not in origins:
            yield Change("added", part="blocks", label=block.title, new=block)
            continue
        if place in displaced:
            yield Change("moved", part="blocks", label=block.title, old=displaced[place] + 1, new=place + 1)
        yield from _fields("blocks", block.title, before[origins[place]], block)


def _modules(old: PathContent, new: PathContent) -> Iterator[Change]:
    before, after = tuple(old.modules()), tuple(new.modules())
    known = {module.key: module for module in before}
    kept = {module.key for module in after}
    yield from (
        Change("removed", part="modules", label=module.title, old=module) for module in before if module.key not in kept
    )
    displaced = _displaced(old, new)
    for module in after:
        if module.key not in known:
            yield Change("added", part="modules", label=module.title, new=module)
            continue
        if module.key in displaced:
            homes = old.block_of(module.key), new.block_of(module.key)
            titles = [block.title if block else "" for block in homes]
            yield Change("moved", part="modules", label=module.title, old=titles[0], new=titles[1])
        yield from _module(known[module.key], module)


def _displaced(old: PathContent, new: PathContent) -> set[str]:
    """Return the keys of the modules that stand in another block, or elsewhere in the same one."""
    elsewhere: set[str] = set()
    for block in new.blocks:
        before = old.block(block.key)
        rows = before.modules if before else ()
        elsewhere |= {module.key for module in block.modules} - {module.key for module in rows}
        elsewhere |= {rows[place].key for place in moved(pairs(rows, block.modules, (_by_key,)))}
    return elsewhere


def _module(before: ModuleContent, after: ModuleContent) -> Iterator[Change]:
    yield from _fields("modules", after.title, before, after)
    yield from _rows("kits", after.title, before.kits, after.kits, lambda pin: pin.slug)
    yield from _rows("skills", after.title, before.skills, after.skills, lambda use: (use.identifier, use.use))


def _rows(
    part: str, label: str, before: Sequence[KitPin] | Sequence[SkillUse], after: Sequence[Any], name: Callable
) -> Iterator[Change]:
    """Return the kits or skills of the module `label` that come, go, or are at another version or level."""
    old, new = {name(row): row for row in before}, {name(row): row for row in after}
    yield from (Change("removed", part=part, label=label, old=row) for key, row in old.items() if key not in new)
    yield from (Change("added", part=part, label=label, new=row) for key, row in new.items() if key not in old)
    yield from (
        Change("changed", part=part, label=label, old=row, new=new[key])
        for key, row in old.items()
        if key in new and row != new[key]
    )
