"""What changed from one version of a framework to another: what came, went, moved, or is said otherwise.

Items are matched by identifier, then by URI, then by what CASE says replaces them, then by code.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from catalogue.frameworks.formats.framework import Framework, Item

# Where the import keeps the identifier that a new version shares with an older one.
SOURCE_IDENTIFIER = "sourceIdentifier"
REPLACED_BY = "replacedBy"

Kind = Literal["added", "removed", "moved", "reworded", "renumbered", "relevelled"]


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing that changed in one item. `old` is None when it is added, `new` when it is removed.

    moved: it stands below another item; reworded: it says something else in a language; renumbered: its code;
    relevelled: its level.
    """

    kind: Kind
    old: Item | None = None
    new: Item | None = None


def changes_between(old: Framework, new: Framework) -> list[Change]:
    """Return what changed, in the reading order of `new`, what is gone at the end; nothing when they say the same."""
    pairs = matches(old, new)
    back = {new_identifier: identifier for identifier, new_identifier in pairs.items()}
    old_items = {item.identifier: item for item in old.items}
    changes: list[Change] = []
    for item in new.items:
        before = old_items.get(back.get(item.identifier, ""))
        if before is None:
            changes.append(Change(kind="added", new=item))
        else:
            changes += [Change(kind=kind, old=before, new=item) for kind in _kinds(before, item, pairs)]
    changes += [Change(kind="removed", old=item) for item in old.items if item.identifier not in pairs]
    return changes


def matches(old: Framework, new: Framework) -> dict[str, str]:
    """Return, by the identifier of each old item, that of the new one that stands for it."""
    pairs: dict[str, str] = {}
    _match(pairs, old.items, new.items, lambda item: str(item.extra.get(SOURCE_IDENTIFIER) or item.identifier))
    _match(pairs, old.items, new.items, lambda item: item.uri)
    _match_replaced(pairs, old, new)
    _match(pairs, old.items, new.items, lambda item: item.code)
    return pairs


def _match(pairs: dict[str, str], old: Iterable[Item], new: Iterable[Item], key: Callable[[Item], str]) -> None:
    """Add the pairs of items, among those not paired yet, that one key tells apart on both sides."""
    taken = set(pairs.values())
    before = _by_key([item for item in old if item.identifier not in pairs], key)
    after = _by_key([item for item in new if item.identifier not in taken], key)
    pairs |= {before[name].identifier: after[name].identifier for name in before.keys() & after.keys()}


def _by_key(items: list[Item], key: Callable[[Item], str]) -> dict[str, Item]:
    counts = Counter(key(item) for item in items)
    return {key(item): item for item in items if key(item) and counts[key(item)] == 1}


def _match_replaced(pairs: dict[str, str], old: Framework, new: Framework) -> None:
    """Add what «replacedBy» says, in either version: its origin gives way to its destination."""
    before = {item.identifier for item in old.items}
    after = {str(item.extra.get(SOURCE_IDENTIFIER) or item.identifier): item.identifier for item in new.items}
    for row in [*_associations(old), *_associations(new)]:
        origin, destination = (_end(row, name) for name in ("originNodeURI", "destinationNodeURI"))
        if row.get("associationType") != REPLACED_BY or origin not in before or origin in pairs:
            continue
        if destination in after and after[destination] not in pairs.values():
            pairs[origin] = after[destination]


def _associations(framework: Framework) -> list[dict]:
    rows = framework.extra.get("CFAssociations")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _end(row: dict, name: str) -> str:
    node = row.get(name)
    return str(node.get("identifier", "")).lower() if isinstance(node, dict) else str(node or "")[-36:].lower()


def _kinds(before: Item, after: Item, pairs: dict[str, str]) -> Iterable[Kind]:
    if (pairs.get(before.parent, before.parent) if before.parent else "") != after.parent:
        yield "moved"
    if before.texts != after.texts:
        yield "reworded"
    if before.code != after.code:
        yield "renumbered"
    if before.level != after.level:
        yield "relevelled"
