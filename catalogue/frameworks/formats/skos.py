"""SKOS (https://www.w3.org/TR/skos-reference/) to plain values and back: RDF/XML, Turtle, and JSON-LD to read.

A concept is an item, its notation the code, its labels the statement and the synonyms, its definition the notes; the
five mapping properties are the five strengths. What SKOS has no word for is in `ofw:more`, in JSON: docs/frameworks.md.
"""

import dataclasses
import json
import re
import uuid
from collections.abc import Callable
from typing import Any

from catalogue.frameworks.formats.framework import Framework, Item, Link, Text, uri_of
from catalogue.frameworks.formats.json_text import parsed
from catalogue.frameworks.formats.leftovers import FACTS, OF_ITEM, OF_LINK, leftovers, restored
from catalogue.frameworks.formats.rdf_xml import write_rdf_xml
from catalogue.frameworks.formats.refusals import FrameworkRefused, gettext_noop
from catalogue.frameworks.formats.soundness import checked, code_from, derived_identifier, own_uri, web_address
from catalogue.frameworks.formats.triples import DCTERMS, OWL, OWN, RDF, SKOS, TYPE, Graph, Literal, Uri
from catalogue.frameworks.formats.turtle import write_turtle

MATCHES = {
    "exact": f"{SKOS}exactMatch",
    "close": f"{SKOS}closeMatch",
    "broader": f"{SKOS}broadMatch",
    "narrower": f"{SKOS}narrowMatch",
    "related": f"{SKOS}relatedMatch",
}
MORE, PLACE = f"{OWN}more", f"{OWN}place"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
DC = "http://purl.org/dc/elements/1.1/"
OF_SCHEME = ("identifier", *FACTS)
OF_CONCEPT = ("identifier", *OF_ITEM)


def write_skos_xml(framework: Framework) -> bytes:
    """Return a framework as SKOS in RDF/XML. Read back, it is equal, if it has items."""
    return write_rdf_xml(graph_of(checked(framework)))


def write_skos_turtle(framework: Framework) -> bytes:
    """Return a framework as SKOS in Turtle. Read back, it is equal, if it has items."""
    return write_turtle(graph_of(checked(framework)))


def framework_of(graph: Graph, *, code: str = "", version: str = "") -> Framework:
    """Return the framework that triples describe. Raises FrameworkRefused."""
    scheme = _scheme(graph)
    framework = restored(_facts(graph, scheme, version), _more(graph, scheme), OF_SCHEME)
    if code or version:
        framework = dataclasses.replace(framework, code=code or framework.code, version=version or framework.version)
    concepts = graph.subjects(f"{SKOS}Concept")
    if not concepts:
        raise FrameworkRefused(gettext_noop("This file describes no concept: there is no framework to read in it."))
    items = {uri: restored(_item(graph, uri, framework), _more(graph, uri), OF_CONCEPT) for uri in concepts}
    placed = _placed(graph, items)
    links = [link for uri in placed for link in _links(graph, uri, placed)]
    return checked(dataclasses.replace(framework, items=tuple(placed.values()), links=tuple(links)))


def graph_of(framework: Framework) -> Graph:
    """Return the triples of a sound framework."""
    graph = Graph()
    scheme = Uri(uri_of(framework))
    _say_scheme(graph, scheme, framework)
    more = leftovers(framework, _facts(graph, scheme, ""), OF_SCHEME)
    _say_more(graph, scheme, more)
    uris = {item.identifier: Uri(uri_of(item)) for item in framework.items}
    links: dict[str, list[Link]] = {}
    for link in framework.links:
        links.setdefault(link.origin, []).append(link)
    for number, item in enumerate(framework.items, start=1):
        if not item.parent:
            graph.add(scheme, f"{SKOS}hasTopConcept", uris[item.identifier])
        _say_concept(graph, item, uris, scheme)
        # Concepts have no order of their own.
        graph.add(uris[item.identifier], PLACE, Literal(str(number)))
        own_links = links.get(item.identifier, [])
        for link in own_links:
            graph.add(uris[item.identifier], MATCHES[link.strength], Uri(link.target))
        uri = uris[item.identifier]
        read = _item(graph, uri, framework)
        more = leftovers(item, dataclasses.replace(read, parent=item.parent), OF_CONCEPT)
        more |= _leftovers_of_links(own_links, _links(graph, uri, {uri: item}))
        _say_more(graph, uri, more)
    return graph


def _scheme(graph: Graph) -> str:
    """Return the scheme that most concepts are in."""
    schemes = graph.subjects(f"{SKOS}ConceptScheme")
    if not schemes:
        raise FrameworkRefused(
            gettext_noop("This file describes no concept scheme: there is no framework to read in it.")
        )
    if len(schemes) == 1:
        return schemes[0]
    named = [node for rows in graph.said.values() for said, node in rows if said == f"{SKOS}inScheme"]
    return max(schemes, key=named.count)


def _facts(graph: Graph, scheme: str, version: str) -> Framework:
    language = _first(graph, scheme, f"{DCTERMS}language", f"{DC}language") or _spoken(graph, scheme)
    title = _in_language(graph, scheme, language, f"{DCTERMS}title", f"{DC}title", f"{SKOS}prefLabel", RDFS_LABEL)
    title = title or code_from(re.split(r"[/#:]", scheme.rstrip("/#"))[-1])
    version = version or _first(graph, scheme, f"{OWL}versionInfo") or "1"
    status = _first(graph, scheme, f"{OWL}deprecated")
    return Framework(
        code=code_from(title),
        version=version,
        title=title,
        identifier=_own_identifier(scheme) or str(uuid.uuid5(uuid.NAMESPACE_URL, f"{scheme} {version}")),
        uri=own_uri(scheme, _own_identifier(scheme)),
        creator=_first(graph, scheme, f"{DCTERMS}creator", f"{DC}creator"),
        publisher=_first(graph, scheme, f"{DCTERMS}publisher", f"{DC}publisher"),
        description=_in_language(
            graph, scheme, language, f"{DCTERMS}description", f"{DC}description", f"{SKOS}definition"
        ),
        language=language,
        status="deprecated" if status == "true" else "adopted",
        licence=_first(graph, scheme, f"{DCTERMS}rights"),
        licence_url=web_address(_first(graph, scheme, f"{DCTERMS}license")),
        source_url=web_address(_first(graph, scheme, f"{DCTERMS}source")),
        valid_from=_date(_first(graph, scheme, f"{DCTERMS}issued")),
        changed_at=_date(_first(graph, scheme, f"{DCTERMS}modified")),
    )


def _say_scheme(graph: Graph, scheme: Uri, framework: Framework) -> None:
    graph.add(scheme, TYPE, Uri(f"{SKOS}ConceptScheme"))
    facts: list[tuple[str, Any, Callable[[str], Any]]] = [
        (f"{DCTERMS}title", framework.title, lambda text: Literal(text, framework.language)),
        (f"{DCTERMS}description", framework.description, lambda text: Literal(text, framework.language)),
        (f"{DCTERMS}language", framework.language, Literal),
        (f"{OWL}versionInfo", framework.version, Literal),
        (f"{DCTERMS}creator", framework.creator, Literal),
        (f"{DCTERMS}publisher", framework.publisher, Literal),
        (f"{DCTERMS}rights", framework.licence, Literal),
        (f"{DCTERMS}license", framework.licence_url, Uri),
        (f"{DCTERMS}source", framework.source_url, Uri),
        (f"{DCTERMS}issued", framework.valid_from, Literal),
        (f"{DCTERMS}modified", framework.changed_at, Literal),
        (f"{OWL}deprecated", "true" if framework.status == "deprecated" else "", Literal),
    ]
    for predicate, value, node in facts:
        if value:
            graph.add(scheme, predicate, node(value))


def _item(graph: Graph, uri: str, framework: Framework) -> Item:
    return Item(
        identifier=_own_identifier(uri) or derived_identifier(framework.identifier, "item", uri),
        uri=own_uri(uri, _own_identifier(uri)),
        code=_first(graph, uri, f"{SKOS}notation"),
        texts=tuple(_texts(graph, uri, framework.language)),
    )


def _texts(graph: Graph, uri: str, language: str):
    labels: dict[str, str] = {}
    for node in graph.objects(uri, f"{SKOS}prefLabel", RDFS_LABEL):
        if isinstance(node, Literal) and node.text:
            labels.setdefault(node.language or language, node.text)
    others = [*graph.objects(uri, f"{SKOS}altLabel"), *graph.objects(uri, f"{SKOS}hiddenLabel")]
    notes = [*graph.objects(uri, f"{SKOS}definition", f"{DCTERMS}description", f"{SKOS}scopeNote")]
    for spoken in sorted(labels, key=lambda each: (each != language, each)):
        yield Text(
            language=spoken,
            statement=labels[spoken],
            notes="\n\n".join(_said_in(notes, spoken, language)),
            synonyms=tuple(dict.fromkeys(_said_in(others, spoken, language))),
        )


def _say_concept(graph: Graph, item: Item, uris: dict[str, Uri], scheme: Uri) -> None:
    uri = uris[item.identifier]
    graph.add(uri, TYPE, Uri(f"{SKOS}Concept"))
    graph.add(uri, f"{SKOS}inScheme", scheme)
    if item.parent:
        graph.add(uri, f"{SKOS}broader", uris[item.parent])
    else:
        graph.add(uri, f"{SKOS}topConceptOf", scheme)
    if item.code:
        graph.add(uri, f"{SKOS}notation", Literal(item.code))
    for text in item.texts:
        graph.add(uri, f"{SKOS}prefLabel", Literal(text.statement, text.language))
        for word in text.synonyms:
            graph.add(uri, f"{SKOS}altLabel", Literal(word, text.language))
        if text.notes:
            graph.add(uri, f"{SKOS}definition", Literal(text.notes, text.language))


def _placed(graph: Graph, items: dict[str, Item]) -> dict[str, Item]:
    """Return the items, each below the first one that is broader, in the order of their places or of their codes."""
    above: dict[str, str] = {}
    for uri in items:
        for node in graph.objects(uri, f"{SKOS}broader"):
            if node not in items:
                raise FrameworkRefused(
                    gettext_noop("“%(item)s” stands below an item that is not in the file."),
                    item=items[uri].code or uri[:80],
                )
            above.setdefault(uri, node)
        for node in graph.objects(uri, f"{SKOS}narrower"):
            above.setdefault(str(node), uri)
    order = sorted(items, key=lambda uri: _order(graph, uri, items[uri]))
    return {
        uri: dataclasses.replace(items[uri], parent=items[above[uri]].identifier if uri in above else "")
        for uri in order
    }


def _order(graph: Graph, uri: str, item: Item) -> tuple:
    place = _first(graph, uri, PLACE)
    if place.isdecimal():
        return (0, int(place), ())
    parts = re.split(r"(\d+)", item.code)
    return (1, 0 if item.code else 1, tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts))


def _links(graph: Graph, uri: str, items: dict[str, Item]) -> list[Link]:
    """Return the correspondences of a concept, with what we added to each."""
    more = (_more(graph, uri) or {}).get("links") or {}
    found: dict[str, Link] = {}
    for strength, predicate in MATCHES.items():
        for node in graph.objects(uri, predicate):
            if isinstance(node, Uri) and node not in found:
                link = Link(origin=items[uri].identifier, target=str(node), strength=strength)
                found[node] = restored(link, more.get(str(node)) if isinstance(more, dict) else None, OF_LINK)
    places = list(more) if isinstance(more, dict) else []
    return sorted(found.values(), key=lambda link: places.index(link.target) if link.target in places else len(places))


def _leftovers_of_links(links: list[Link], read: list[Link]) -> dict[str, Any]:
    by_target = {link.target: link for link in read}
    more = {link.target: leftovers(link, by_target[link.target], OF_LINK) for link in links}
    return {"links": more} if more else {}


def _more(graph: Graph, subject: str) -> Any:
    """Return what our own writer added, and no reader of SKOS needs."""
    text = _first(graph, subject, MORE)
    return parsed(text.encode()) if text else None


def _say_more(graph: Graph, subject: str, more: dict[str, Any]) -> None:
    if more:
        graph.add(subject, MORE, Literal(json.dumps(more, ensure_ascii=False), "", f"{RDF}JSON"))


def _first(graph: Graph, subject: str, *predicates: str) -> str:
    for node in graph.objects(subject, *predicates):
        return node.text if isinstance(node, Literal) else str(node)
    return ""


def _in_language(graph: Graph, subject: str, language: str, *predicates: str) -> str:
    nodes = list(graph.objects(subject, *predicates))
    return next(iter([*_said_in(nodes, language, language), *(n.text for n in nodes if isinstance(n, Literal))]), "")


def _said_in(nodes: list, spoken: str, default: str) -> list[str]:
    return [
        node.text for node in nodes if isinstance(node, Literal) and node.text and (node.language or default) == spoken
    ]


def _spoken(graph: Graph, scheme: str) -> str:
    """Return the language of the title of a scheme that does not say its own."""
    for node in graph.objects(scheme, f"{DCTERMS}title", f"{DC}title", f"{SKOS}prefLabel", RDFS_LABEL):
        if isinstance(node, Literal) and node.language:
            return node.language
    return "en"


def _own_identifier(uri: str) -> str:
    return str(uuid.UUID(uri[9:])) if re.fullmatch(r"urn:uuid:[0-9a-fA-F-]{36}", uri) else ""


def _date(text: str) -> str:
    """Return a date of ISO 8601; a year or a month alone is not one."""
    return text if re.match(r"\d{4}-\d{2}-\d{2}", text) else ""
