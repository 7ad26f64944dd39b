"""RDF 1.1 XML (https://www.w3.org/TR/rdf-syntax-grammar/) to triples and back. No DTD, hence no entity."""

import codecs
import re
from urllib.parse import urljoin
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from catalogue.frameworks.formats.json_text import check_size, cleaned
from catalogue.frameworks.formats.refusals import FrameworkRefused, gettext_noop
from catalogue.frameworks.formats.triples import MOST_DEPTH, PREFIXES, RDF, TYPE, Graph, Literal, Node, Uri, too_deep

Element = ElementTree.Element
MOST_ELEMENTS = 400_000

_XML = "{http://www.w3.org/XML/1998/namespace}"
_FORBIDDEN = re.compile(r"<!(?:DOCTYPE|ENTITY)")
_SYNTAX = {f"{{{RDF}}}{name}" for name in ("about", "ID", "nodeID", "resource", "datatype", "parseType", "type")}


def read_rdf_xml(data: bytes) -> Graph:
    """Return the triples of a document. Raises FrameworkRefused."""
    root = tree_of(data)
    graph = Graph()
    nodes = list(root) if root.tag == f"{{{RDF}}}RDF" else [root]
    for element in nodes:
        _node(element, graph, base=root.get(f"{_XML}base", ""), language=root.get(f"{_XML}lang", ""))
    return graph


def tree_of(data: bytes) -> Element:
    """Return the root of an XML document from outside. Raises FrameworkRefused."""
    check_size(data)
    text = _text_of(data)
    if _FORBIDDEN.search(text):
        raise FrameworkRefused(
            gettext_noop("This XML file declares a document type or entities, which are never read. Remove them.")
        )
    # No DTD, hence no entity; depth and number of elements are bounded: nothing is left of the known attacks.
    parser = ElementTree.XMLParser(target=_BoundedBuilder())  # noqa: S314
    try:
        parser.feed(text)
        return parser.close()
    except ElementTree.ParseError as error:
        raise FrameworkRefused(
            gettext_noop("This file is not XML: look at column %(column)s."),
            line=error.position[0],
            column=error.position[1],
        ) from None


def write_rdf_xml(graph: Graph) -> bytes:
    """Return the triples as RDF/XML, one description a subject."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<rdf:RDF"]
    lines += [f"  xmlns:{prefix}={quoteattr(address)}" for prefix, address in PREFIXES.items()]
    lines[-1] += ">"
    for subject, rows in graph.said.items():
        lines.append(f"<rdf:Description rdf:about={quoteattr(subject)}>")
        lines += [f"  {_property(predicate, node)}" for predicate, node in rows]
        lines.append("</rdf:Description>")
    return "\n".join([*lines, "</rdf:RDF>", ""]).encode()


def _property(predicate: str, node: Node) -> str:
    name = next(
        f"{prefix}:{predicate.removeprefix(address)}"
        for prefix, address in PREFIXES.items()
        if predicate.startswith(address)
    )
    if isinstance(node, Uri):
        return f"<{name} rdf:resource={quoteattr(node)}/>"
    marks = f" xml:lang={quoteattr(node.language)}" if node.language else ""
    marks += f" rdf:datatype={quoteattr(node.datatype)}" if node.datatype else ""
    return f"<{name}{marks}>{escape(node.text)}</{name}>"


def _text_of(data: bytes) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise FrameworkRefused(gettext_noop("This XML file is written neither in UTF-8 nor in UTF-16.")) from None


def _node(element: Element, graph: Graph, *, base: str, language: str) -> Uri:
    """Add what a node element says, and return what it is about."""
    base, language = element.get(f"{_XML}base", base), element.get(f"{_XML}lang", language)
    subject = _subject(element, graph, base)
    if element.tag != f"{{{RDF}}}Description":
        graph.add(subject, TYPE, Uri(_name(element.tag)))
    for name, value in element.attrib.items():
        if name == f"{{{RDF}}}type":
            graph.add(subject, TYPE, Uri(urljoin(base, value)))
        elif name not in _SYNTAX and not name.startswith(_XML) and name.startswith("{"):
            graph.add(subject, _name(name), Literal(cleaned(value), language))
    for child in element:
        for node in _values(child, graph, base=base, language=language):
            graph.add(subject, _name(child.tag), node)
    return subject


def _subject(element: Element, graph: Graph, base: str) -> Uri:
    if (about := element.get(f"{{{RDF}}}about")) is not None:
        return Uri(urljoin(base, about) if base else about)
    if (local := element.get(f"{{{RDF}}}ID")) is not None:
        return Uri(f"{base}#{local}")
    if (label := element.get(f"{{{RDF}}}nodeID")) is not None:
        return Uri(f"_:{label}")
    return graph.blank()


def _values(element: Element, graph: Graph, *, base: str, language: str) -> list[Node]:
    """Return what a property element says: nodes, or one text."""
    language = element.get(f"{_XML}lang", language)
    if (resource := element.get(f"{{{RDF}}}resource")) is not None:
        return [Uri(urljoin(base, resource) if base else resource)]
    if (label := element.get(f"{{{RDF}}}nodeID")) is not None:
        return [Uri(f"_:{label}")]
    if element.get(f"{{{RDF}}}parseType") == "Literal":
        return [Literal(cleaned(" ".join("".join(element.itertext()).split())), language)]
    if element.get(f"{{{RDF}}}parseType") == "Resource":
        subject = graph.blank()
        for child in element:
            for node in _values(child, graph, base=base, language=language):
                graph.add(subject, _name(child.tag), node)
        return [subject]
    if len(element):
        return [_node(child, graph, base=base, language=language) for child in element]
    datatype = element.get(f"{{{RDF}}}datatype", "")
    return [Literal(cleaned(element.text or ""), "" if datatype else language, datatype)]


def _name(tag: str) -> str:
    """Return the URI of an element: «{address}name» without its braces."""
    return tag.replace("{", "", 1).replace("}", "", 1)


class _BoundedBuilder(ElementTree.TreeBuilder):
    def __init__(self) -> None:
        super().__init__()
        self._count = self._depth = 0

    def start(self, tag, attrs):
        self._count += 1
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise too_deep()
        if self._count > MOST_ELEMENTS:
            raise FrameworkRefused(gettext_noop("This XML file has more than %(most)s elements."), most=MOST_ELEMENTS)
        return super().start(tag, attrs)

    def end(self, tag):
        self._depth -= 1
        return super().end(tag)
