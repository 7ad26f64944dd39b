"""Names for nodes that have none, the same whoever names them.

RDF Dataset Canonicalization 1.0 (https://www.w3.org/TR/rdf-canon/), as far as §4.6, Hash First Degree Quads: enough
when what each nameless node says of itself and of its neighbours differs from what all the others say. Otherwise the
standard tries orders, and that is left to PyLD.

A statement is three strings, subject, predicate and object, as N-Quads write them; a nameless node is `_:` and a
number.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable

type Statement = tuple[str, str, str]


def canonical(statements: Iterable[Statement]) -> str | None:
    """Return the N-Quads of `statements`, sorted, or None when two nameless nodes say the same of themselves."""
    about = defaultdict(list)
    for statement in statements:
        for node in {statement[0], statement[2]}:
            if node.startswith("_:"):
                about[node].append(statement)
    hashes = {first_degree_hash(node, said): node for node, said in about.items()}
    if len(hashes) < len(about):
        return None
    names = {hashes[key]: f"_:c14n{place}" for place, key in enumerate(sorted(hashes))}
    return "".join(sorted(f"{names.get(s, s)} {p} {names.get(o, o)} .\n" for s, p, o in statements))


def first_degree_hash(node, statements):
    lines = sorted(f"{alias(s, node)} {p} {alias(o, node)} .\n" for s, p, o in statements)
    return hashlib.sha256("".join(lines).encode()).digest()


def alias(name, node):
    if not name.startswith("_:"):
        return name
    return "_:a" if name == node else "_:z"
