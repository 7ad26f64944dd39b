"""Sheets and documents found under a path, each read into a kit that the database can hold; what was lost is told."""

import dataclasses
import hashlib
import multiprocessing
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from django.db import connection

from outillerie.kits.formats import archive, sheet
from outillerie.kits.formats.content import FORMAT, File, KitContent, Picture, fingerprint
from outillerie.kits.formats.dialects import (
    Defaults,
    Imported,
    Loss,
    Note,
    decode_sheet,
    read_project,
    read_sheet,
    read_source,
)
from outillerie.kits.formats.documents import read_document
from outillerie.kits.formats.refusals import FormatRefused, gettext_noop
from outillerie.kits.imports import Seed
from outillerie.kits.settling import settled
from outillerie.kits.uploads import UploadRefused, clean_document, clean_picture, safe_name

SHEETS = {".md", ".markdown", ".txt", ".html", ".htm"}
DOCUMENTS = {".docx", ".odt"}
SIDECAR = "source.yml"
# Fewer sheets are read before the other processes have started.
WORTH_PROCESSES = 24


@dataclass
class Found:
    """A sheet, a project folder or an archive on the disk, not read yet. `key` names it across imports."""

    path: Path
    kind: str
    key: str


@dataclass
class Reading:
    content: KitContent
    blobs: dict[str, bytes] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @cached_property
    def sha256(self) -> str:
        return fingerprint(self.content)


def find(path: Path) -> Iterator[Found]:
    """Yield what can be read under `path`, in the order of names. Links are not followed out of it."""
    root = path if path.is_dir() else path.parent
    yield from _find(path, root.resolve())


def _find(path: Path, root: Path) -> Iterator[Found]:
    if path.is_symlink() and not path.resolve().is_relative_to(root):
        return
    key = f"{root.name}/{path.resolve().relative_to(root)}" if path.resolve() != root else root.name
    if path.is_dir():
        names = {child.name for child in path.iterdir()}
        if names & {"kit.json", "kit.md"}:
            yield Found(path, "folder", key)
        elif "meta.yml" in names:
            yield Found(path, "project", key)
        else:
            for child in sorted(path.iterdir()):
                if not child.name.startswith((".", "README")):
                    yield from _find(child, root)
    elif path.suffix.lower() == ".zip":
        yield Found(path, "archive", key)
    elif path.suffix.lower() in SHEETS:
        yield Found(path, "sheet", key)
    elif path.suffix.lower() in DOCUMENTS:
        yield Found(path, "document", key)


@dataclass
class Unreadable:
    """Why a sheet could not be read: an English sentence, its parts to fill once it is translated."""

    message: str
    parts: dict = field(default_factory=dict)


def read_all(found: list[Found]) -> Iterator[Reading | Unreadable]:
    """Yield what each of `found` gives, in order; many sheets are read on every core, for they ignore each other.

    Nothing here asks the database: `settle` does, in the process that has one. The connection is closed before the
    others start, since a process must not carry away an open SQLite database.
    """
    if len(found) < WORTH_PROCESSES or sys.platform != "linux" or connection.in_atomic_block:
        yield from map(outcome, found)
        return
    connection.close()
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("fork")) as pool:
        yield from pool.map(outcome, found, chunksize=4)


def outcome(found: Found) -> Reading | Unreadable:
    try:
        return cleaned(READERS[found.kind](found.path))
    except FormatRefused as refusal:
        return Unreadable(refusal.message, refusal.parts)
    except OSError:
        return Unreadable(
            gettext_noop("This file cannot be opened. Check that it is still there and that you may read it.")
        )


def settle(reading: Reading) -> Reading:
    """Return `reading` with its content as the database can hold it."""
    reading.content = settled(reading.content, reading.blobs)
    return reading


def read_archive(path: Path) -> Reading:
    with path.open("rb") as opened:
        return Reading(*archive.read_archive(opened))


def read_folder(path: Path) -> Reading:
    return Reading(*archive.read_folder(path))


def read_file(path: Path) -> Reading:
    text = decode_sheet(path.read_bytes())
    if text.lstrip("\ufeff \n").startswith("---") and f"format: {FORMAT}" in text[:2000]:
        return Reading(sheet.read(text))
    imported = read_sheet(text, name=path.name, pictures=beside(path.parent), defaults=defaults_for(path.parent))
    return reading_of(imported)


def read_word_document(path: Path) -> Reading:
    reading = read_document(path.name, path.read_bytes(), defaults=defaults_for(path.parent))
    return Reading(reading.content, reading.blobs, [Loss(code) for code in reading.notices])


def read_folder_project(path: Path) -> Reading:
    return reading_of(read_project(path, defaults=defaults_for(path)))


def reading_of(imported: Imported) -> Reading:
    """Return what a foreign sheet gave, its files and pictures named by their SHA-256 like ours."""
    blobs = {hashlib.sha256(data).hexdigest(): data for data in (*imported.pictures.values(), *imported.files.values())}
    return Reading(imported.content, blobs, list(imported.losses), list(imported.notes))


READERS = {
    "archive": read_archive,
    "folder": read_folder,
    "project": read_folder_project,
    "sheet": read_file,
    "document": read_word_document,
}


def beside(folder: Path):
    """Return what gives the bytes of a picture of a sheet, from the sheet's own folder only."""

    def bytes_of(name: str) -> bytes | None:
        base = PurePosixPath(name).name
        for candidate in (folder / "images" / base, folder / base):
            if base and candidate.is_file() and candidate.resolve().is_relative_to(folder.resolve()):
                return candidate.read_bytes()
        return None

    return bytes_of


def defaults_for(folder: Path) -> Defaults:
    """Return what `source.yml`, here or just above, says of every sheet that does not say it itself."""
    for place in (folder, folder.parent):
        if (place / SIDECAR).is_file():
            return read_source((place / SIDECAR).read_text(encoding="utf-8"))
    return Defaults()


def cleaned(reading: Reading) -> Reading:
    """Return `reading` with its pictures cleaned and its files judged; what is refused becomes a loss."""
    clean = Reading(reading.content, {}, list(reading.losses), list(reading.notes))
    pictures = {picture.name: clean_row(picture, reading.blobs, clean) for picture in reading.content.pictures}
    files = [clean_file(file, reading.blobs, clean) for file in reading.content.files]
    kept = {old: picture for old, picture in pictures.items() if picture}
    cover = kept[reading.content.cover].name if reading.content.cover in kept else ""
    content = dataclasses.replace(
        reading.content, pictures=tuple(kept.values()), files=tuple(filter(None, files)), cover=cover
    )
    clean.content = renamed(content, {old: picture.name for old, picture in kept.items()})
    return clean


def clean_row(picture: Picture, blobs, reading: Reading) -> Picture | None:
    try:
        data, ending = clean_picture(blobs[picture.sha256])
    except UploadRefused as refusal:
        reading.losses.append(Loss("unreadable", f"{picture.name}: {refusal}"))
        return None
    name = picture.name
    if data != blobs[picture.sha256]:
        name = f"{PurePosixPath(safe_name(name, fallback='image')).stem}.{ending}"
    sha256 = hashlib.sha256(data).hexdigest()
    reading.blobs[sha256] = data
    return dataclasses.replace(picture, name=name, sha256=sha256)


def clean_file(file: File, blobs, reading: Reading) -> File | None:
    try:
        data = clean_document(file.name, blobs[file.sha256])
    except UploadRefused as refusal:
        reading.losses.append(Loss("unreadable", f"{file.name}: {refusal}"))
        return None
    sha256 = hashlib.sha256(data).hexdigest()
    reading.blobs[sha256] = data
    return dataclasses.replace(file, sha256=sha256)


def renamed(content: KitContent, names: dict[str, str]) -> KitContent:
    """Return `content` whose texts call pictures by their new names."""

    def with_new_names(value):
        if isinstance(value, str):
            for old, new in names.items():
                value = value.replace(f"(images/{old})", f"(images/{new})")
            return value
        if dataclasses.is_dataclass(value):
            return dataclasses.replace(value, **{k: with_new_names(v) for k, v in vars(value).items()})
        return value

    texts = {name: with_new_names(value) for name, value in vars(content).items() if isinstance(value, str)}
    steps = tuple(with_new_names(step) for step in content.steps)
    return dataclasses.replace(content, **texts, steps=steps)


def seed_of(found: Found, reading: Reading) -> Seed:
    stem = found.path.name if found.path.is_dir() else found.path.stem
    return Seed(reading.content, reading.blobs, safe_slug(stem, reading.content), found.key[:200], reading.sha256)


def safe_slug(stem: str, content: KitContent) -> str:
    from outillerie.kits.imports import slug_of

    return slug_of(content.title) if stem in {"kit", "index", ""} else slug_of(stem)
