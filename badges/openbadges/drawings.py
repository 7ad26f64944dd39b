"""SVG drawings from anywhere, read under bounds: no entity, no fetch, as many elements as a drawing may have.

Scalable Vector Graphics 2 (https://www.w3.org/TR/SVG2/). A DOCTYPE is read over, as real badges carry one; what it
declares is refused, so that no text can grow and no file be read.
"""

import re
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from .baking import UnreadableImage

SVG = "http://www.w3.org/2000/svg"
MOST_BYTES = 2 * 1024 * 1024
MOST_ELEMENTS = 20_000
MOST_DEPTH = 60
ENCODING = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)""")


class Reading:
    """What is told of a drawing, element by element. Names are `{namespace}name`; offsets are bytes of the file."""

    def start(self, name: str, attributes: dict[str, str], offset: int) -> None: ...

    def end(self, name: str, offset: int) -> None: ...

    def text(self, text: str) -> None: ...


def read(svg: bytes, reading: Reading, *, most_elements: int = MOST_ELEMENTS) -> None:
    """Tell `reading` what `svg` holds. Raises UnreadableImage; the outermost element is always an `svg`."""
    if len(svg) > MOST_BYTES:
        raise UnreadableImage("too-heavy")
    _check_encoding(svg)
    bounded = _Bounded(reading, most_elements)
    parser = DefusedXMLParser(target=bounded, forbid_dtd=False)
    bounded.expat = parser.parser
    try:
        parser.feed(svg)
        parser.close()
    except DefusedXmlException as error:
        raise UnreadableImage("entities") from error
    except ParseError as error:
        raise UnreadableImage("not-svg") from error


def _check_encoding(svg: bytes) -> None:
    """Refuse all but UTF-8: two programs must not read two drawings in the same bytes."""
    declared = ENCODING.match(svg)
    is_told_otherwise = declared and declared[1].lower() not in (b"utf-8", b"us-ascii")
    try:
        is_utf8 = "\0" not in svg.decode()
    except UnicodeDecodeError:
        is_utf8 = False
    if is_told_otherwise or not is_utf8:
        raise UnreadableImage("not-svg")


class _Bounded:
    """The target of the parser: counts, and refuses before it tells."""

    def __init__(self, reading: Reading, most_elements: int):
        self.reading, self.left, self.depth, self.expat = reading, most_elements, 0, None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if not self.depth and name.rpartition("}")[2] != "svg":
            raise UnreadableImage("not-svg")
        self.left, self.depth = self.left - 1, self.depth + 1
        if self.left < 0 or self.depth > MOST_DEPTH:
            raise UnreadableImage("too-many-parts")
        self.reading.start(name, attributes, self.expat.CurrentByteIndex)

    def end(self, name: str) -> None:
        self.depth -= 1
        self.reading.end(name, self.expat.CurrentByteIndex)

    def data(self, text: str) -> None:
        self.reading.text(text)

    def close(self) -> None:
        return None
