"""XML of a document, never trusted: UTF-8 without DTD nor entity, of bounded size and depth."""

import re
from collections.abc import Callable
from xml.etree import ElementTree

from outillerie.kits.formats.office.refused import DAMAGED, TOO_INTRICATE, TOO_LONG, DocumentRefused

Element = ElementTree.Element

# Fifty pages of Word are 20,000 elements and 2 MB.
MOST_ELEMENTS = 200_000
MOST_DEPTH = 150

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
}
for _prefix, _address in NAMESPACES.items():
    ElementTree.register_namespace(_prefix, _address)

_FORBIDDEN = re.compile(r"<!(?:DOCTYPE|ENTITY)")
# ISO 29500 «strict» writes other names for the same elements.
_STRICT = re.compile(r"http://purl\.oclc\.org/ooxml/(\w+)/")


def name(short: str) -> str:
    """Return the full name of «w:p»."""
    prefix, _, local = short.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def tree_of(data: bytes) -> Element:
    """Return the root of `data`. Raises DocumentRefused."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DocumentRefused(DAMAGED) from None
    if _FORBIDDEN.search(text):
        raise DocumentRefused(DAMAGED)
    # No DTD, hence no entity; depth and number of elements are bounded: nothing is left of the known attacks.
    parser = ElementTree.XMLParser(target=_BoundedBuilder())  # noqa: S314
    try:
        parser.feed(_STRICT.sub(r"http://schemas.openxmlformats.org/\1/2006/", text))
        return parser.close()
    except ElementTree.ParseError:
        raise DocumentRefused(DAMAGED) from None


def bytes_of(tree: Element) -> bytes:
    return ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True)


def rewrite(parent: Element, change: Callable[[Element], list[Element]]) -> None:
    """Put in the place of each element of `parent`, the deepest first, those that `change` returns for it.

    The text that follows an element, as ODF has some, stays whatever becomes of the element.
    """
    kept: list[Element] = []
    for child in parent:
        rewrite(child, change)
        tail, child.tail = child.tail, None
        kept += change(child)
        if tail and kept:
            kept[-1].tail = (kept[-1].tail or "") + tail
        elif tail:
            parent.text = (parent.text or "") + tail
    parent[:] = kept


class _BoundedBuilder(ElementTree.TreeBuilder):
    def __init__(self) -> None:
        super().__init__()
        self._count = self._depth = 0

    def start(self, tag, attributes):
        self._count += 1
        self._depth += 1
        if self._count > MOST_ELEMENTS:
            raise DocumentRefused(TOO_LONG)
        if self._depth > MOST_DEPTH:
            raise DocumentRefused(TOO_INTRICATE)
        return super().start(tag, attributes)

    def end(self, tag):
        self._depth -= 1
        return super().end(tag)
