"""JSON that somebody sent: read within bounds, before anything else looks at it.

RFC 8259 leaves open what a member named twice means: here, nothing. A badge of a thousand skills and proofs is well
within these bounds; what PyLD makes of the largest document that they let in takes about a second.
"""

import json
from collections.abc import Iterator

from badges.openbadges.faults import Unacceptable
from badges.openbadges.serialising import serialise

MOST_BYTES = 256 * 1024
DEEPEST = 24
MOST_OBJECTS = 1_000
MOST_VALUES = 10_000


def bounded_json(data: bytes) -> dict:
    """Return the JSON object in `data`. Raise Unacceptable when it is none, or is too big, too deep, has too many
    values, names a member twice, or uses `_:` names: those are made to be costly."""
    if len(data) > MOST_BYTES:
        raise Unacceptable("too-big")
    try:
        document = json.loads(data.decode(), object_pairs_hook=named_once, parse_constant=refuse_constant)
        # Halves of letters and numbers beyond all bounds pass through `json`, and are in no other program's JSON.
        serialise(document)
    except RecursionError:
        raise Unacceptable("too-deep") from None
    except Unacceptable:
        raise
    except ValueError as error:
        raise Unacceptable("not-json") from error
    if not isinstance(document, dict):
        raise Unacceptable("not-json")
    refuse_excess(document)
    return document


def named_once(pairs):
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        raise Unacceptable("duplicate-member", next(name for name in names if names.count(name) > 1))
    return members


def refuse_constant(name):
    raise Unacceptable("not-json", name)


def refuse_excess(document):
    objects = 0
    for values, (depth, value) in enumerate(walk(document), start=1):
        objects += isinstance(value, dict)
        if depth > DEEPEST:
            raise Unacceptable("too-deep")
        if values > MOST_VALUES or objects > MOST_OBJECTS:
            raise Unacceptable("too-many")
        names = [*value] if isinstance(value, dict) else [value]
        if any(isinstance(name, str) and name.startswith("_:") for name in names):
            raise Unacceptable("blank-name")


def walk(document) -> Iterator[tuple[int, object]]:
    """Yield the depth and the value of everything in `document`, itself first."""
    waiting = [(1, document)]
    while waiting:
        depth, value = waiting.pop()
        yield depth, value
        if isinstance(value, dict | list):
            inside = value.values() if isinstance(value, dict) else value
            waiting.extend((depth + 1, item) for item in inside)
