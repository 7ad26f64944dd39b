"""Bytes of a sheet to text, whatever the word processor of its author wrote."""

import codecs
import re

from outillerie.kits.formats.dialects.imported import SheetRefused
from outillerie.kits.formats.refusals import gettext_noop

LARGEST_SHEET = 2 * 1024 * 1024

TOO_LARGE = gettext_noop("This sheet is larger than 2 MB. Keep the text in it and put pictures and files beside it.")
TOO_DEEP = gettext_noop(
    "The parts of this page are nested too deep to be read. Save it as plain text, then import it again."
)
EMPTY = gettext_noop("This sheet is empty.")
BINARY = gettext_noop("This file is not text. Save it as Markdown, HTML or plain text, then import it again.")
UNDECODABLE = gettext_noop("The characters of this file cannot be read. Save it as UTF-8, then import it again.")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"\xd0\xcf\x11\xe0",
    b"\x1f\x8b",
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_MANGLED = re.compile("Ã[©¨ªà§´®»¢\xa0]|â€[™œ¦“”]")


def decode_sheet(data: bytes) -> str:
    """Return the text of `data` (UTF-8, UTF-16, UTF-32 or Windows-1252); raise `SheetRefused` otherwise."""
    if len(data) > LARGEST_SHEET:
        raise SheetRefused(TOO_LARGE)
    if data.startswith(_SIGNATURES):
        raise SheetRefused(BINARY)
    return check_text(_unmangled(_decoded(data)))


def check_text(text: str) -> str:
    """Return `text` when it can be a sheet; raise `SheetRefused` when it is empty, binary or too large."""
    if len(text.encode("utf-8", "replace")) > LARGEST_SHEET:
        raise SheetRefused(TOO_LARGE)
    if not text.strip("\ufeff \t\r\n\xa0"):
        raise SheetRefused(EMPTY)
    if len(_CONTROLS.findall(text)) > 4:
        raise SheetRefused(BINARY)
    return text


def _decoded(data: bytes) -> str:
    try:
        return _decoded_strictly(data)
    except UnicodeDecodeError:
        raise SheetRefused(UNDECODABLE) from None


def _decoded_strictly(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding).lstrip("\ufeff")
    if b"\x00" in data:
        return data.decode(_wide_encoding(data))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _wide_encoding(data: bytes) -> str:
    """Return the UTF-16 that `data`, without a mark, must be: western text has a zero every other byte."""
    head = data[:2000]
    half = len(head) / 2
    if head[1::2].count(0) > 0.6 * half:
        return "utf-16-le"
    if head[0::2].count(0) > 0.6 * half:
        return "utf-16-be"
    raise SheetRefused(BINARY)


def _unmangled(text: str) -> str:
    """Undo UTF-8 read once as Windows-1252 by an earlier tool («dÃ©marche»), when that is certain."""
    if len(_MANGLED.findall(text)) < 2:
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text
