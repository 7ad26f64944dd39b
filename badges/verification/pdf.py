"""The badge that a PDF carries: the one file attached to it that may be one. Foreign PDFs are read in a child process.

PDF 2.0 (ISO 32000-2), 7.11.4 embedded files, 14.13 associated files. Certificates of this site attach `badge.json`;
those of others, JSON or a token under any name. Streams are inflated here, under a bound.
"""

import logging
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import chain, islice

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

MOST_BYTES = 10 * 1024 * 1024
MOST_FILES = 50
MOST_NODES = 100
# What a badge may say, written out.
MOST_TEXT = 1024 * 1024
# What pypdf says of a file may quote it: a log is no place for that.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)
ENDINGS = (".json", ".jsonld", ".jwt", ".jws")


def attached_credential(pdf: bytes) -> bytes | None:
    """Return the bytes of the badge that `pdf` carries, or None: none, or several, of which two programs could read two
    different ones. Never raises for what the file holds, but for a lack of memory."""
    if len(pdf) > MOST_BYTES or not pdf.startswith(b"%PDF-"):
        return None
    try:
        files = _files(PdfReader(BytesIO(pdf), strict=False))
        found = {content for name, stream in files if (content := _badge(name, stream))}
    except (PyPdfError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, OSError):
        # pypdf says in many ways that a file is not what it should be.
        return None
    return found.pop() if len(found) == 1 else None


def _files(reader: PdfReader) -> Iterator[tuple[str, StreamObject]]:
    """Yield the files attached to the whole document, with their names; one may come twice."""
    root = reader.root_object
    names = _dictionary(_dictionary(root.get("/Names")).get("/EmbeddedFiles"))
    for specification in islice(chain(_leaves(names), _array(root.get("/AF"))), MOST_FILES):
        described = _dictionary(specification)
        embedded = _dictionary(described.get("/EF"))
        stream = _resolved(embedded.get("/UF") or embedded.get("/F"))
        name = str(described.get("/UF") or described.get("/F") or "")
        if isinstance(stream, StreamObject):
            yield name, stream


def _leaves(tree: DictionaryObject) -> Iterator:
    """Yield the values of a name tree, of which a bounded number of nodes is read."""
    nodes = [tree]
    for node in islice(nodes, MOST_NODES):
        yield from _array(node.get("/Names"))[1::2]
        nodes += [_dictionary(kid) for kid in _array(node.get("/Kids"))[:MOST_FILES]]


def _badge(name: str, stream: StreamObject) -> bytes | None:
    """Return what an attached file holds if it may be a badge."""
    if not name.lower().endswith(ENDINGS):
        return None
    content = _inflated(stream)
    return content if content and (content.lstrip()[:1] == b"{" or content.count(b".") >= 2) else None


def _inflated(stream: StreamObject) -> bytes | None:
    data = bytes(stream._data)
    filters = stream.get("/Filter")
    if filters not in (None, "/FlateDecode", ["/FlateDecode"]):
        return None
    if filters is not None:
        inflater = zlib.decompressobj()
        try:
            data = inflater.decompress(data, MOST_TEXT + 1)
        except zlib.error:
            return None
    return data if len(data) <= MOST_TEXT else None


def _resolved(value):
    return value.get_object() if hasattr(value, "get_object") else value


def _dictionary(value) -> DictionaryObject:
    found = _resolved(value)
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _array(value) -> ArrayObject:
    found = _resolved(value)
    return found if isinstance(found, ArrayObject) else ArrayObject()
