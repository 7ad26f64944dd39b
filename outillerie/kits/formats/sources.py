"""Where the files of a kit are read from, one name at a time: a ZIP archive or a folder, neither of them
trusted.

ZIP: APPNOTE 6.3.10 (https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT). Nothing is extracted: names
are only looked up, bytes are counted as they come and not as headers announce them, and an archive in the
archive is a file.
"""

import re
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from .blobs import CHUNK, MAX_TOTAL
from .names import folded
from .refusals import FormatRefused, gettext_noop

MAX_ENTRIES = 5_000
MAX_RATIO = 100
# Short texts compress well and harm nobody: the ratio counts past this many bytes.
RATIO_ALLOWANCE = 1_000_000
# The list of entries is read at once: 5,000 of them, with their names, fit well within this.
MAX_READ = 2_000_000

_UNSAFE_PATH = re.compile(r"[\x00-\x1f\x7f\\]|^/|^[A-Za-z]:|(?:^|/)\.{0,2}(?:/|$)")


class Folder:
    """The files of a folder; what a symbolic link leads out of it does not exist."""

    def __init__(self, path: Path):
        self._root = path.resolve()

    def chunks(self, name: str) -> Iterator[bytes] | None:
        """Return the bytes of `name`, or None when there is no such file."""
        path = self._root / name
        if not path.is_file() or not path.resolve().is_relative_to(self._root):
            return None
        return self._chunks(path)

    def _chunks(self, path: Path) -> Iterator[bytes]:
        with path.open("rb") as opened:
            while chunk := opened.read(CHUNK):
                yield chunk


class Archive:
    """The files of a ZIP archive. Raises FormatRefused for an archive that no honest program makes."""

    def __init__(self, file: BinaryIO):
        self._zip = zipfile.ZipFile(_BoundedReads(file))
        self._entries = _checked(self._zip.infolist())
        self._prefix = _prefix(self._entries)

    def names(self) -> list[str]:
        """Return the names of its files, below the folder that holds them all if there is one."""
        return [name.removeprefix(self._prefix) for name in self._entries]

    def chunks(self, name: str) -> Iterator[bytes] | None:
        """Return the bytes of `name`, or None when there is no such file."""
        entry = self._entries.get(self._prefix + name)
        return None if entry is None else self._chunks(entry)

    def _chunks(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        most = max(RATIO_ALLOWANCE, MAX_RATIO * entry.compress_size)
        with self._zip.open(entry) as opened:
            while chunk := opened.read(CHUNK):
                most -= len(chunk)
                if most < 0:
                    raise FormatRefused(
                        gettext_noop("«%(name)s» takes more than %(ratio)s times its place in the archive."),
                        name=entry.filename[:100],
                        ratio=MAX_RATIO,
                    )
                yield chunk


class _BoundedReads:
    """A file of which no single read is large: `zipfile` reads the whole list of entries at once."""

    def __init__(self, file: BinaryIO):
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        if size > MAX_READ:
            raise _too_many_entries()
        data = self._file.read(MAX_READ + 1 if size < 0 else size)
        if len(data) > MAX_READ:
            raise _too_many_entries()
        return data


def _too_many_entries() -> FormatRefused:
    return FormatRefused(gettext_noop("This archive holds more than %(entries)s files."), entries=MAX_ENTRIES)


def _checked(entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Return the files of the archive by name, composed (macOS writes accents apart)."""
    if len(entries) > MAX_ENTRIES:
        raise _too_many_entries()
    if sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise FormatRefused(
            gettext_noop("The files of this archive weigh more than %(megabytes)s MB."),
            megabytes=MAX_TOTAL // 1_000_000,
        )
    seen: set[str] = set()
    for entry in entries:
        _check(entry)
        name = folded(entry.filename.rstrip("/"))
        if name in seen:
            raise FormatRefused(
                gettext_noop("Two files of this archive are named «%(name)s»."), name=entry.filename[:100]
            )
        seen.add(name)
    return {unicodedata.normalize("NFC", entry.filename): entry for entry in entries if not entry.is_dir()}


def _check(entry: zipfile.ZipInfo) -> None:
    # orig_filename: zipfile cuts the other one at the first NUL.
    if _UNSAFE_PATH.search(entry.orig_filename.removesuffix("/")):
        raise FormatRefused(
            gettext_noop("This archive holds a file with an unsafe name: «%(name)s»."),
            name=entry.orig_filename[:100],
        )
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise FormatRefused(
            gettext_noop("«%(name)s» is a link or a device, not a file: make the archive again without it."),
            name=entry.filename[:100],
        )
    if entry.flag_bits & 1:
        raise FormatRefused(gettext_noop("This archive is protected by a password: make it again without."))
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FormatRefused(gettext_noop("This archive is compressed in a way that is not read here: use plain ZIP."))


def _prefix(entries: dict[str, zipfile.ZipInfo]) -> str:
    """Return the folder that holds the kit: none, or the only one, as when somebody zips a folder."""
    tops = {name.split("/")[0] for name in entries} - {"__MACOSX", ".DS_Store"}
    if tops & {"kit.json", "kit.md"} or len(tops) != 1:
        return ""
    return f"{tops.pop()}/"
