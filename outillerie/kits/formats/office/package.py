"""The parts of a word processor's file: a ZIP archive that is looked into, never unpacked.

DOCX is ECMA-376 (Open Packaging Conventions), ODT is OASIS OpenDocument 1.3 part 2. Every bound holds on the bytes as
they come, and before anything else reads them.
"""

import posixpath
import zipfile
import zlib
from io import BytesIO
from urllib.parse import unquote

from outillerie.kits.formats.office.refused import (
    DAMAGED,
    HAS_MACROS,
    HAS_PASSWORD,
    IS_OLD_WORD,
    NOT_WHAT_IT_SAYS,
    TOO_LONG,
    DocumentRefused,
)
from outillerie.kits.formats.office.trees import Element, tree_of
from outillerie.kits.formats.refusals import FormatRefused
from outillerie.kits.formats.sources import Archive

# What three hundred pages hold, without their pictures.
MOST_XML = 10_000_000
MOST_PICTURE_BYTES = 10 * 1024 * 1024
MOST_PICTURES_BYTES = 60 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.text"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError, RuntimeError, ValueError)


class Package:
    """The parts of `data`, a file whose name ends in `ending`. Raises FormatRefused when it is not what it says."""

    def __init__(self, data: bytes, ending: str):
        if data.startswith(_OLE):
            raise DocumentRefused(HAS_PASSWORD if _ENCRYPTED in data else IS_OLD_WORD)
        self._left = MOST_XML
        self._pictures_left = MOST_PICTURES_BYTES
        try:
            self._archive = Archive(BytesIO(data))
        except FormatRefused:
            raise
        except _BROKEN:
            raise DocumentRefused(NOT_WHAT_IT_SAYS, ending=ending) from None
        self.names = self._archive.names()
        self.main = self._main_of_word() if ending == "docx" else self._main_of_open_document()
        if not self.main or self.main not in self.names:
            raise DocumentRefused(NOT_WHAT_IT_SAYS, ending=ending)

    def tree(self, name: str) -> Element | None:
        """Return the root of the part `name`, None when there is no such part. Raises DocumentRefused."""
        data = self._xml(name)
        return None if data is None else tree_of(data)

    def relations(self, name: str) -> dict[str, tuple[str, str, bool]]:
        """Return (kind, target, is outside) by id, for what the part `name` relates to."""
        folder, _, file = name.rpartition("/")
        tree = self.tree(f"{folder}/_rels/{file}.rels".removeprefix("/"))
        relations = {}
        for relation in tree if tree is not None else ():
            is_outside = relation.get("TargetMode") == "External"
            target = relation.get("Target", "")
            relations[relation.get("Id", "")] = (
                relation.get("Type", "").rpartition("/")[2],
                target if is_outside else _inside(folder, target),
                is_outside,
            )
        return relations

    def picture(self, name: str) -> bytes | None:
        """Return the bytes of a picture; None when there is none, or when it is larger than pictures may be."""
        if (chunks := self._archive.chunks(name)) is None:
            return None
        data = bytearray()
        most = min(MOST_PICTURE_BYTES, self._pictures_left)
        try:
            for chunk in chunks:
                data += chunk
                if len(data) > most:
                    return None
        except _BROKEN:
            return None
        self._pictures_left -= len(data)
        return bytes(data)

    def _xml(self, name: str) -> bytes | None:
        """Return the bytes of a part that is text."""
        if (chunks := self._archive.chunks(name)) is None:
            return None
        data = bytearray()
        try:
            for chunk in chunks:
                self._left -= len(chunk)
                if self._left < 0:
                    raise DocumentRefused(TOO_LONG)
                data += chunk
        except FormatRefused:
            raise
        except _BROKEN:
            raise DocumentRefused(DAMAGED) from None
        return bytes(data)

    def _main_of_word(self) -> str:
        types = self._xml("[Content_Types].xml") or b""
        if b"macroEnabled" in types or any("vbaproject" in name.lower() for name in self.names):
            raise DocumentRefused(HAS_MACROS)
        if _WORD not in types:
            return ""
        relations = self.relations("").values()
        return next(
            (target for kind, target, is_outside in relations if kind == "officeDocument" and not is_outside), ""
        )

    def _main_of_open_document(self) -> str:
        if b"encryption-data" in (self._xml("META-INF/manifest.xml") or b""):
            raise DocumentRefused(HAS_PASSWORD)
        return "content.xml" if (self._xml("mimetype") or b"").strip() == _OPEN_DOCUMENT else ""


def _inside(folder: str, target: str) -> str:
    """Return the name of a part from its address in the part beside it."""
    address = unquote(target)
    joined = address if address.startswith("/") else f"{folder}/{address}"
    return posixpath.normpath(joined).lstrip("/")
