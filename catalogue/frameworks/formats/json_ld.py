"""JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/) to triples: the part of it that vocabularies are published in.

The context is in the document: prefixes, terms, `@vocab`, `@base`, `@language`, `@id` types and language maps. A context
elsewhere is never fetched: terms that it alone defines are not read, and those of SKOS are known without it.
"""

from typing import Any
from urllib.parse import urljoin

from catalogue.frameworks.formats.triples import DCTERMS, PREFIXES, SKOS, TYPE, Graph, Literal, Uri

# What files with a context of their own elsewhere say of SKOS.
KNOWN = {
    name: SKOS + name
    for name in [
        "Concept",
        "ConceptScheme",
        "prefLabel",
        "altLabel",
        "hiddenLabel",
        "notation",
        "definition",
        "scopeNote",
        "note",
        "example",
        "broader",
        "narrower",
        "related",
        "inScheme",
        "hasTopConcept",
        "topConceptOf",
        "exactMatch",
        "closeMatch",
        "broadMatch",
        "narrowMatch",
        "relatedMatch",
    ]
} | {name: DCTERMS + name for name in ("title", "description", "creator", "publisher", "license", "issued", "modified")}
ALIASES = {"id": "@id", "type": "@type", "graph": "@graph", "value": "@value", "language": "@language"}


def is_json_ld(values: Any) -> bool:
    return isinstance(values, list | dict) and (isinstance(values, list) or "@context" in values or "@graph" in values)


def graph_of(values: Any) -> Graph:
    """Return the triples of values read from JSON."""
    graph = Graph()
    for document in values if isinstance(values, list) else [values]:
        if isinstance(document, dict):
            _Document(document, graph)
    return graph


class _Document:
    def __init__(self, document: dict[str, Any], graph: Graph):
        self.graph = graph
        self.terms: dict[str, Any] = {}
        self.prefixes = dict(PREFIXES)
        self.base = self.vocabulary = self.language = ""
        self._learn(document.get("@context"))
        if "@graph" in document or "graph" in document:
            for node in _list(document.get("@graph", document.get("graph"))):
                if isinstance(node, dict):
                    self._node(node)
        else:
            self._node({name: value for name, value in document.items() if name != "@context"})

    def _learn(self, context: Any) -> None:
        for part in _list(context):
            if not isinstance(part, dict):
                continue
            for name, meaning in part.items():
                if name == "@base" and isinstance(meaning, str):
                    self.base = meaning
                elif name == "@vocab" and isinstance(meaning, str):
                    self.vocabulary = meaning
                elif name == "@language" and isinstance(meaning, str):
                    self.language = meaning
                else:
                    self.terms[name] = meaning if isinstance(meaning, dict) else {"@id": meaning}
        for name, meaning in self.terms.items():
            if isinstance(meaning.get("@id"), str) and meaning["@id"].endswith(("/", "#", ":")):
                self.prefixes[name] = meaning["@id"]

    def _keyword(self, name: str) -> str:
        meaning = self.terms.get(name, {}).get("@id")
        return meaning if isinstance(meaning, str) and meaning.startswith("@") else ALIASES.get(name, name)

    def _expanded(self, name: str) -> str:
        """Return the URI of a term, of a prefixed name or of a URI; nothing when it has none."""
        meaning = self.terms.get(name, {}).get("@id")
        if isinstance(meaning, str) and meaning != name:
            return self._expanded(meaning) if ":" in meaning else ""
        prefix, colon, local = name.partition(":")
        if colon:
            return self.prefixes[prefix] + local if prefix in self.prefixes else name
        return self.vocabulary + name if self.vocabulary else KNOWN.get(name, "")

    def _address(self, name: str) -> Uri:
        prefix, colon, local = name.partition(":")
        if colon and prefix in self.prefixes and not local.startswith("//"):
            return Uri(self.prefixes[prefix] + local)
        return Uri(name if colon or not self.base else urljoin(self.base, name))

    def _node(self, node: dict[str, Any]) -> Uri:
        values = {self._keyword(name): value for name, value in node.items()}
        subject = self._address(values["@id"]) if isinstance(values.get("@id"), str) else self.graph.blank()
        for kind in _list(values.get("@type")):
            if isinstance(kind, str) and (expanded := self._expanded(kind)):
                self.graph.add(subject, TYPE, Uri(expanded))
        for name, value in values.items():
            predicate = self._expanded(name)
            if not name.startswith("@") and predicate:
                for each in self._values(name, value):
                    self.graph.add(subject, predicate, each)
        return subject

    def _values(self, name: str, value: Any):
        how = self.terms.get(name, {})
        if isinstance(value, dict) and self._is_language_map(how, value):
            for language, texts in value.items():
                yield from (Literal(text, language) for text in _list(texts) if isinstance(text, str))
            return
        for each in _list(value):
            if isinstance(each, dict):
                yield self._value(each)
            elif isinstance(each, str) and (how.get("@type") == "@id" or _expects_node(self._expanded(name))):
                yield self._address(each)
            elif isinstance(each, str | int | float):
                yield Literal(str(each), how.get("@language") or self.language)

    def _value(self, value: dict[str, Any]):
        known = {self._keyword(name): each for name, each in value.items()}
        if "@value" in known:
            return Literal(str(known["@value"]), str(known.get("@language") or ""), str(known.get("@type") or ""))
        return self._node(value)

    def _is_language_map(self, how: dict[str, Any], value: dict[str, Any]) -> bool:
        if how.get("@container") == "@language":
            return True
        return not any(self._keyword(name).startswith("@") for name in value) and all(
            1 < len(name) <= 10 and isinstance(texts, str | list) and ":" not in name for name, texts in value.items()
        )


def _expects_node(predicate: str) -> bool:
    """Return whether SKOS gives nodes, not texts, to this predicate."""
    name = predicate.removeprefix(SKOS)
    return name != predicate and (
        name.endswith(("Match", "Concept", "ConceptOf", "Scheme")) or name in {"broader", "narrower", "related"}
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
