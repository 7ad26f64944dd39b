"""RDF 1.1 as plain values: what is said of each subject, in the order in which it was read."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from catalogue.frameworks.formats.refusals import FrameworkRefused, gettext_noop

MOST_TRIPLES = 500_000
MOST_DEPTH = 60

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
OWL = "http://www.w3.org/2002/07/owl#"
OWN = "urn:outillerie-framework:1:"
PREFIXES = {"rdf": RDF, "xsd": XSD, "skos": SKOS, "dcterms": DCTERMS, "owl": OWL, "ofw": OWN}
TYPE = RDF + "type"


class Uri(str):
    """A node with a name: an absolute URI, or «_:n» when it has none."""

    __slots__ = ()


class Literal(NamedTuple):
    """A text, its language or its type."""

    text: str
    language: str = ""
    datatype: str = ""


Node = Uri | Literal


class Graph:
    """Triples. Subjects keep the order in which they were first spoken of."""

    def __init__(self) -> None:
        self.said: dict[str, list[tuple[str, Node]]] = defaultdict(list)
        self.count = 0
        self._blank = 0

    def add(self, subject: str, predicate: str, node: Node) -> None:
        self.count += 1
        if self.count > MOST_TRIPLES:
            raise FrameworkRefused(gettext_noop("This file says more than %(most)s things."), most=MOST_TRIPLES)
        self.said[subject].append((predicate, node))

    def blank(self) -> Uri:
        self._blank += 1
        return Uri(f"_:made{self._blank}")

    def objects(self, subject: str, *predicates: str) -> Iterator[Node]:
        """Return what the first of `predicates` that is used says of `subject`."""
        for predicate in predicates:
            if found := [node for said, node in self.said.get(subject, ()) if said == predicate]:
                yield from found
                return

    def subjects(self, kind: str) -> list[str]:
        """Return what is of a type, in order."""
        return [subject for subject, rows in self.said.items() if (TYPE, Uri(kind)) in rows]


def too_deep() -> FrameworkRefused:
    return FrameworkRefused(gettext_noop("This file nests values more than %(depth)s deep."), depth=MOST_DEPTH)
