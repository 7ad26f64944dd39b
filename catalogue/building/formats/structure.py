"""The blocks of a path and the modules in them, as plain values, and the gestures that change them.

No Django here. A gesture takes a structure and returns another one; it names blocks and modules by their keys, never by
their place, so that the gestures of two people add up. What cannot be done is a `GestureRefused`, and nothing changed.
"""

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

MOST_BLOCKS = 30
MOST_MODULES = 120


class GestureRefused(ValueError):
    """`code` says why, `parts` of what: keys of modules or of blocks, numbers that count from 1.

    block_gone, module_gone   it is not in the path any more
    block_there               the block is in the path already
    duplicate                 `number`: the block that holds the module already
    first, last               it cannot go further
    cycle                     `modules`: the keys of modules that would wait for one another
    too_many_blocks, too_many_modules   `most`
    """

    def __init__(self, code: str, **parts: Any):
        super().__init__(code)
        self.code, self.parts = code, parts


@dataclass(frozen=True, kw_only=True)
class Place:
    """A module in its place. `requires` are the keys of modules of the same path to do before."""

    module: str
    is_required: bool = True
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Block:
    """`certification_block` is the number of a row, `domain` (1 to 5) the colour and the weave."""

    key: str
    title: str = ""
    aim: str = ""
    domain: int = 1
    assessment: str = ""
    certification_block: int | None = None
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Structure:
    blocks: tuple[Block, ...] = ()

    def places(self) -> Iterator[Place]:
        """Yield the places of every block, in order."""
        for block in self.blocks:
            yield from block.places

    def modules(self) -> tuple[str, ...]:
        return tuple(place.module for place in self.places())

    def number_of(self, block_key: str) -> int:
        """Return the rank of a block, from 1."""
        return next((number for number, block in enumerate(self.blocks, 1) if block.key == block_key), 0)

    def block(self, key: str) -> Block:
        return next((block for block in self.blocks if block.key == key), None) or refuse("block_gone", block=key)

    def block_of(self, module: str) -> Block:
        holders = (block for block in self.blocks if any(place.module == module for place in block.places))
        return next(holders, None) or refuse("module_gone", module=module)

    def place(self, module: str) -> Place:
        return next(place for place in self.block_of(module).places if place.module == module)


def refuse(code: str, **parts: Any):
    raise GestureRefused(code, **parts)


def add_block(structure: Structure, *, key: str, title: str, domain: int = 1) -> Structure:
    """Put an empty block last."""
    if structure.number_of(key):
        refuse("block_there", block=key)
    if len(structure.blocks) >= MOST_BLOCKS:
        refuse("too_many_blocks", most=MOST_BLOCKS)
    return _with_blocks(structure, [*structure.blocks, Block(key=key, title=title, domain=domain)])


def change_block(structure: Structure, *, key: str, **facts: Any) -> Structure:
    """Change the words, the colour or the block of certification of a block; never its key or its modules."""
    changed = dataclasses.replace(structure.block(key), **facts)
    return _with_blocks(structure, [changed if block.key == key else block for block in structure.blocks])


def remove_block(structure: Structure, *, key: str) -> Structure:
    """Take a block away with its modules: nothing waits for them any more."""
    gone = {place.module for place in structure.block(key).places}
    return _forgetting(_with_blocks(structure, [block for block in structure.blocks if block.key != key]), gone)


def move_block(structure: Structure, *, key: str, up: bool) -> Structure:
    """Exchange a block with its neighbour."""
    at = structure.blocks.index(structure.block(key))
    return _with_blocks(structure, _exchanged(structure.blocks, at, up=up))


def add_module(structure: Structure, *, block: str, module: str) -> Structure:
    """Put a module last in a block. A path holds a module once."""
    target = structure.block(block)
    if module in structure.modules():
        refuse("duplicate", module=module, number=structure.number_of(structure.block_of(module).key))
    if len(structure.modules()) >= MOST_MODULES:
        refuse("too_many_modules", most=MOST_MODULES)
    return change_block(structure, key=block, places=(*target.places, Place(module=module)))


def remove_module(structure: Structure, *, module: str) -> Structure:
    """Take a module away: no other one waits for it any more."""
    return _forgetting(_taken_out(structure, module), {module})


def move_module(structure: Structure, *, module: str, up: bool) -> Structure:
    """Exchange a module with its neighbour; from the end of a block, it goes on to the next block."""
    block = structure.block_of(module)
    at = [place.module for place in block.places].index(module)
    if 0 <= at + (-1 if up else 1) < len(block.places):
        return change_block(structure, key=block.key, places=tuple(_exchanged(block.places, at, up=up)))
    number = structure.number_of(block.key) - 1 + (-1 if up else 1)
    if not 0 <= number < len(structure.blocks):
        refuse("first" if up else "last", module=module)
    return _put(structure, module, structure.blocks[number].key, is_first=not up)


def send_module(structure: Structure, *, module: str, block: str) -> Structure:
    """Put a module of the path last in another block."""
    structure.block(block)
    return structure if structure.block_of(module).key == block else _put(structure, module, block)


def change_place(structure: Structure, *, module: str, is_required: bool, requires: Iterable[str]) -> Structure:
    """Say whether a module is required, and which ones are to do before it. Those that left the path are left out."""
    wanted = set(requires)
    known = tuple(key for key in structure.modules() if key in wanted)
    changed = _with_place(
        structure, dataclasses.replace(structure.place(module), requires=known, is_required=is_required)
    )
    if waiting := cycle_of(changed):
        refuse("cycle", modules=waiting)
    return changed


def replace_module(structure: Structure, *, module: str, by: str) -> Structure:
    """Put the module `by` where `module` is, for those that wait for it too."""
    block = structure.block_of(module)
    if by in structure.modules():
        refuse("duplicate", module=by, number=structure.number_of(structure.block_of(by).key))
    exchanged = tuple(
        dataclasses.replace(place, module=by) if place.module == module else place for place in block.places
    )
    return _with_requirements(
        change_block(structure, key=block.key, places=exchanged),
        lambda keys: tuple(by if key == module else key for key in keys),
    )


GESTURES: dict[str, Callable[..., Structure]] = {
    "add_block": add_block,
    "change_block": change_block,
    "remove_block": remove_block,
    "move_block": move_block,
    "add_module": add_module,
    "remove_module": remove_module,
    "move_module": move_module,
    "send_module": send_module,
    "change_place": change_place,
    "replace_module": replace_module,
}


def cycle_of(structure: Structure) -> tuple[str, ...]:
    """Return the modules that wait for one another in a circle, in the order one meets them; nothing when none does."""
    requires = {place.module: place.requires for place in structure.places()}
    sound: set[str] = set()
    for start in requires:
        trail: list[str] = []
        if found := _circle_from(start, requires, trail, sound):
            return found
    return ()


def _circle_from(key: str, requires: dict, trail: list[str], sound: set[str]) -> tuple[str, ...]:
    if key in trail:
        return tuple(trail[trail.index(key) :])
    if key in sound or key not in requires:
        return ()
    trail.append(key)
    for before in requires[key]:
        if found := _circle_from(before, requires, trail, sound):
            return found
    sound.add(trail.pop())
    return ()


def to_plain(structure: Structure) -> list[dict[str, Any]]:
    """Return JSON-ready values, which `from_plain` reads back."""
    return json.loads(json.dumps([dataclasses.asdict(block) for block in structure.blocks]))


def from_plain(values: list[dict[str, Any]]) -> Structure:
    return Structure(
        blocks=tuple(
            Block(
                **block
                | {
                    "places": tuple(
                        Place(**place | {"requires": tuple(place["requires"])}) for place in block["places"]
                    )
                }
            )
            for block in values
        )
    )


def fingerprint(structure: Structure) -> str:
    """Return the SHA-256 of a structure, in hexadecimal."""
    text = json.dumps(to_plain(structure), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _with_blocks(structure: Structure, blocks: Iterable[Block]) -> Structure:
    return dataclasses.replace(structure, blocks=tuple(blocks))


def _exchanged(rows: Iterable, at: int, *, up: bool) -> list:
    rows, to = list(rows), at + (-1 if up else 1)
    if not 0 <= to < len(rows):
        refuse("first" if up else "last")
    rows[at], rows[to] = rows[to], rows[at]
    return rows


def _taken_out(structure: Structure, module: str) -> Structure:
    block = structure.block_of(module)
    return change_block(
        structure, key=block.key, places=tuple(place for place in block.places if place.module != module)
    )


def _put(structure: Structure, module: str, block: str, *, is_first: bool = False) -> Structure:
    place, rest = structure.place(module), _taken_out(structure, module)
    others = rest.block(block).places
    return change_block(rest, key=block, places=(place, *others) if is_first else (*others, place))


def _with_place(structure: Structure, place: Place) -> Structure:
    block = structure.block_of(place.module)
    places = tuple(place if other.module == place.module else other for other in block.places)
    return change_block(structure, key=block.key, places=places)


def _with_requirements(structure: Structure, changed: Callable[[tuple[str, ...]], tuple[str, ...]]) -> Structure:
    return _with_blocks(
        structure,
        [
            dataclasses.replace(
                block,
                places=tuple(dataclasses.replace(place, requires=changed(place.requires)) for place in block.places),
            )
            for block in structure.blocks
        ],
    )


def _forgetting(structure: Structure, gone: set[str]) -> Structure:
    return _with_requirements(structure, lambda keys: tuple(key for key in keys if key not in gone))
