"""A kit to take away: one ZIP archive that opens without a server and imports back equal.

Our own format, version 1, published in docs/kit-format.md: kit.json, kit.md, `fichiers/`, `images/`, the
licence, the credits, the checksums, and the pages and prints that the caller gives. Same content, same bytes.
"""

import dataclasses
import hashlib
import io
import mimetypes
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple

from . import kit_json, sheet
from .blobs import Blobs
from .content import File, KitContent, Picture
from .dialects.imported import Loss
from .kit_json import Publication
from .names import is_safe_name
from .refusals import FormatRefused, gettext_noop
from .sources import RATIO_ALLOWANCE, Archive, Folder

FOLDERS = {"files": "fichiers", "pictures": "images"}
OWN_NAMES = {"kit.json", "kit.md", "LICENCE.txt", "CREDITS.txt", "SHA256SUMS", *FOLDERS.values()}

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_SHRINKING = (".json", ".md", ".txt", ".html", ".svg", ".csv", "SHA256SUMS")
_MEDIA_TYPES = mimetypes.MimeTypes()


class Unpacked(NamedTuple):
    """What was read: the kit, the bytes of its files by SHA-256, and what a sheet lists and lacks."""

    content: KitContent
    blobs: Mapping[str, bytes]
    losses: list[Loss]


def write_archive(
    content: KitContent,
    *,
    blobs: Callable[[str], bytes],
    licence_notice: str,
    credits: str,
    extras: Mapping[str, bytes] | None = None,
    publication: Publication | None = None,
) -> bytes:
    """Return the archive of `content`. `blobs` gives bytes by SHA-256; `extras` are pages and prints by name.

    Raises FormatRefused when stored bytes are not those that were published, ValueError for a name that is
    not safe.
    """
    members = {
        "kit.json": kit_json.write(content, publication),
        "kit.md": sheet.write(content).encode(),
        "LICENCE.txt": _lines(licence_notice),
        "CREDITS.txt": _lines(credits),
    }
    for name, data in (extras or {}).items():
        if name in OWN_NAMES or not is_safe_name(name):
            raise ValueError(f"{name!r} cannot be the name of a file of an archive")
        members[name] = data
    for part, folder in FOLDERS.items():
        for row in getattr(content, part):
            members[f"{folder}/{row.name}"] = _stored_bytes(row, blobs)
    sums = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(members.items()))
    members["SHA256SUMS"] = "".join(sums).encode()
    return _zipped(members)


def read_archive(file: BinaryIO) -> Unpacked:
    """Return the kit of a ZIP archive, ours or one made by hand around a sheet. Raises FormatRefused."""
    try:
        return _read(Archive(file))
    except FormatRefused:
        raise
    # All that zipfile and zlib raise on bytes that lie.
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, OverflowError, RuntimeError, ValueError):
        raise FormatRefused(
            gettext_noop("This file is not a ZIP archive that can be read: it may be damaged or incomplete.")
        ) from None


def read_folder(path: Path) -> Unpacked:
    """Return the kit of a folder laid out as an archive. Raises FormatRefused."""
    return _read(Folder(path))


def _read(source: Archive | Folder) -> Unpacked:
    content, is_complete = _read_content(source)
    blobs, losses = Blobs(), []
    rows: dict[str, list] = {part: [] for part in FOLDERS}
    for part, folder in FOLDERS.items():
        for row in getattr(content, part):
            chunks = source.chunks(f"{folder}/{row.name}")
            if chunks is not None:
                rows[part].append(_measured(row, *blobs.add(chunks)))
            elif is_complete:
                raise FormatRefused(
                    gettext_noop("«%(name)s» is listed in kit.json, but is not beside it."), name=row.name
                )
            else:
                losses.append(Loss("missing_picture" if part == "pictures" else "missing_file", row.name))
    read = dataclasses.replace(content, **{part: tuple(found) for part, found in rows.items()})
    return Unpacked(read, blobs, losses)


def _read_content(source: Archive | Folder) -> tuple[KitContent, bool]:
    """Return the content, and whether it lists its files exactly: kit.json does, a sheet may not."""
    if chunks := source.chunks("kit.json"):
        return kit_json.read(_bounded(chunks, kit_json.MAX_BYTES))[0], True
    if chunks := source.chunks("kit.md"):
        try:
            text = _bounded(chunks, 4 * sheet.MAX_CHARACTERS).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise FormatRefused(gettext_noop("kit.md is not written in UTF-8.")) from None
        return sheet.read(text), False
    raise FormatRefused(gettext_noop("There is no kit here: neither kit.json nor kit.md."))


def _bounded(chunks: Iterator[bytes], most: int) -> bytes:
    """Return the bytes of `chunks`, one too many when there are more than `most`: the reader says so."""
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) > most:
            break
    return bytes(data[: most + 1])


def _measured(row: File | Picture, sha256: str, size: int) -> File | Picture:
    if row.sha256 and row.sha256 != sha256:
        raise FormatRefused(
            gettext_noop("«%(name)s» is not the file that kit.json describes: its checksum differs."),
            name=row.name,
        )
    guessed = _MEDIA_TYPES.guess_type(row.name)[0] or "application/octet-stream"
    media_type = row.media_type if row.sha256 else guessed
    return dataclasses.replace(row, sha256=sha256, size=size, media_type=media_type)


def _stored_bytes(row: File | Picture, blobs: Callable[[str], bytes]) -> bytes:
    if not is_safe_name(row.name):
        raise ValueError(f"{row.name!r} cannot be the name of a file of an archive")
    data = blobs(row.sha256)
    if hashlib.sha256(data).hexdigest() != row.sha256:
        raise FormatRefused(gettext_noop("The stored file «%(name)s» is damaged: restore it."), name=row.name)
    return data


def _lines(text: str) -> bytes:
    return text.rstrip("\n").encode() + b"\n"


def _zipped(members: Mapping[str, bytes]) -> bytes:
    """Return the ZIP of `members`: sorted, undated, and compressed only where that helps."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in sorted(members.items()):
            entry = zipfile.ZipInfo(name, date_time=_LONG_AGO)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            shrinks = name.endswith(_SHRINKING) and len(data) <= RATIO_ALLOWANCE
            entry.compress_type = zipfile.ZIP_DEFLATED if shrinks else zipfile.ZIP_STORED
            archive.writestr(entry, data)
    return file.getvalue()
