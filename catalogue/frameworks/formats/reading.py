"""Whatever form a framework comes in: its name, then its first bytes, say which reader takes it."""

from pathlib import PurePath

from catalogue.frameworks.formats import case, digcomp, json_ld, short, skos
from catalogue.frameworks.formats.csv_table import read_csv_table
from catalogue.frameworks.formats.framework import Framework
from catalogue.frameworks.formats.json_text import check_size, parsed
from catalogue.frameworks.formats.rdf_xml import read_rdf_xml
from catalogue.frameworks.formats.refusals import FrameworkRefused, gettext_noop
from catalogue.frameworks.formats.turtle import read_turtle

UNKNOWN_JSON = gettext_noop(
    "This JSON file is not a framework that is known: neither CASE, nor DigComp, nor SKOS, nor the short form."
)


def read_framework(data: bytes, name: str = "", *, code: str = "", version: str = "") -> Framework:
    """Return the framework of a file: CASE, DigComp, SKOS (RDF/XML, Turtle, JSON-LD), CSV or the short form.

    `name` is that of the file; `code` and `version` go before what the file says. Raises FrameworkRefused.
    """
    check_size(data)
    if not data.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise FrameworkRefused(gettext_noop("This file is empty."))
    suffix = PurePath(name).suffix.lower()
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:200]
    if start.startswith((b"{", b"[")) and suffix not in {".csv", ".tsv", ".ttl", ".n3"}:
        return _from_json(data, code=code, version=version)
    if suffix in {".ttl", ".n3"} or start.lower().startswith((b"@prefix", b"prefix ", b"@base", b"base <")):
        return skos.framework_of(read_turtle(data), code=code, version=version)
    if suffix not in {".csv", ".tsv", ".txt"} and _is_xml(data, start):
        return skos.framework_of(read_rdf_xml(data), code=code, version=version)
    return read_csv_table(data, code=code, version=version, title=PurePath(name).stem)


def _from_json(data: bytes, *, code: str, version: str) -> Framework:
    values = parsed(data)
    if case.is_case(values):
        return case.framework_of(values, code=code, version=version)
    if digcomp.is_digcomp(values):
        return digcomp.framework_of(values, code=code, version=version)
    if short.is_short(values):
        return short.framework_of(values, code=code, version=version)
    if json_ld.is_json_ld(values):
        return skos.framework_of(json_ld.graph_of(values), code=code, version=version)
    raise FrameworkRefused(UNKNOWN_JSON)


def _is_xml(data: bytes, start: bytes) -> bool:
    return start.startswith(b"<") or data[:4] in {b"\xff\xfe<\x00", b"\xfe\xff\x00<"}
