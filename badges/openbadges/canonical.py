"""The canonical form of a JSON-LD document: what a Data Integrity proof signs.

JSON-LD 1.1 to RDF (https://www.w3.org/TR/json-ld11-api/), then RDF Dataset Canonicalization 1.0, once called URDNA2015
(https://www.w3.org/TR/rdf-canon/), both by PyLD. PyLD drops in silence what no context defines, and has no bound on
its work: here, what would not be signed, or would take too long, is refused. It is not thread-safe either: one lock.
"""

import math
import re
import threading
from collections.abc import Callable

from pyld import jsonld
from pyld.canon import URDNA2015
from pyld.context_resolver import ContextResolver

from badges.openbadges import contexts
from badges.openbadges.faults import NotCanonical

# Relative addresses become absolute with this one, and are found by it.
BASE = "x-relative://x/"
# Nameless nodes that look alike and touch each other are told apart by trying every order of them: five take a tenth of
# a second, seven took 13 seconds, eight more than a minute.
MOST_ORDERS = 5_000
# PyLD writes them as they are, the standard as `\b`, `\f` or `\u0007`: a right signature would look wrong.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
LOCK = threading.Lock()
READ_ALREADY = {}


def canonical_nquads(document: dict, *, load: Callable[[str], dict] = contexts.context) -> str:
    """Return the canonical N-Quads of `document`, whose contexts are all addresses; `load` gives a context by its own.

    Raise NotCanonical for an unknown context, a term that no context defines, a relative address, a control character, or a
    shape whose canonical form would take too long to find.
    """
    refuse_inner_contexts(document)
    dropped = []
    with LOCK:
        processor = jsonld.JsonLdProcessor(on_property_dropped=dropped.append)
        try:
            dataset = processor.to_rdf(document, options_of(load))
        except jsonld.JsonLdError as error:
            raise fault_of(error) from error
        if dropped:
            raise NotCanonical("undefined-term", str(dropped[0]))
        refuse_relative_addresses(dataset)
        canonical = Bounded().main(dataset, {"format": "application/n-quads"})
    if CONTROL.search(canonical):
        raise NotCanonical("control-character")
    return canonical


class Bounded(URDNA2015):
    """The algorithm, with a bound on the orders it tries."""

    orders = 0

    def create_hash_to_related(self, id_, issuer):
        related = super().create_hash_to_related(id_, issuer)
        self.orders += sum(math.factorial(min(len(alike), 10)) for alike in related.values())
        if self.orders > MOST_ORDERS:
            raise NotCanonical("intricate")
        return related


def options_of(load):
    def loader(address, options):
        return {"document": load(address), "documentUrl": address, "contextUrl": None, "tag": "static"}

    # Contexts read by one loader are not those of another: the tests of the standards bring their own.
    known = READ_ALREADY if load is contexts.context else {}
    return {"base": BASE, "documentLoader": loader, "contextResolver": ContextResolver(known, loader)}


def refuse_inner_contexts(document):
    """Refuse contexts that are not addresses, and those further in. An endorsement inside a badge may repeat those of
    the badge: it is copied as it was signed."""
    declared = document.get("@context")
    for item in declared if isinstance(declared, list) else [declared]:
        if not isinstance(item, str):
            raise NotCanonical("inner-context")
    for name, value in document.items():
        if name != "@context" and names_another_context(value, declared):
            raise NotCanonical("inner-context", name)


def names_another_context(value, declared):
    if isinstance(value, dict):
        if value.get("@context", declared) != declared:
            return True
        return any(names_another_context(item, declared) for name, item in value.items() if name != "@context")
    return isinstance(value, list) and any(names_another_context(item, declared) for item in value)


def fault_of(error):
    """Return why PyLD refused: ours when the loader raised it, hidden under the errors that PyLD wraps around."""
    cause = error
    while cause is not None:
        if isinstance(cause, NotCanonical):
            return cause
        last, cause = cause, cause.__cause__
    return NotCanonical("wrong-shape", str(getattr(last, "code", "") or last))


def refuse_relative_addresses(dataset):
    for graph, triples in dataset.items():
        names = {graph}.union(
            triple[place]["value"]
            for triple in triples
            for place in ("subject", "predicate", "object")
            if triple[place]["type"] == "IRI"
        )
        for name in names:
            if name.startswith(BASE.partition(":")[0] + ":"):
                raise NotCanonical("relative-address", name.removeprefix(BASE))
