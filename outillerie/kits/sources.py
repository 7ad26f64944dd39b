"""Sheets found under a path, each read into a kit that the database can hold, with the account of what was lost."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

import yaml

from outillerie.errors import Refused
from outillerie.kits.formats import archive, sheet
from outillerie.kits.formats.content import FORMAT, KitContent, fingerprint
from outillerie.kits.formats.dialects import Defaults, Loss, Note, read_project, read_sheet
from outillerie.kits.formats.dialects.decoding import decoded
from outillerie.kits.formats.refusals import FormatRefused, gettext_noop
from outillerie.kits.imports import Seed
from outillerie.kits.settling import settled
from outillerie.kits.uploads import UploadRefused, check_document, clean_picture, safe_name
from outillerie.licences.recognise import recognise

SHEETS = {".md", ".markdown", ".txt", ".html", ".htm"}
SIDECAR = "source.yml"
LARGEST_SHEET = 2_000_000


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


def read(found: Found) -> Reading:
    """Return the kit of `found`. Raises FormatRefused or Refused, with the sentence for the report."""
    reading = READERS[found.kind](found.path)
    content = settled(reading.content, reading.blobs)
    return Reading(content, reading.blobs, reading.losses, reading.notes)


def read_archive(path: Path) -> Reading:
    with path.open("rb") as opened:
        return Reading(*archive.read_archive(opened))


def read_folder(path: Path) -> Reading:
    return Reading(*archive.read_folder(path))


def read_file(path: Path) -> Reading:
    data = path.read_bytes()
    if len(data) > LARGEST_SHEET:
        raise FormatRefused(gettext_noop("This sheet is larger than 2 MB."))
    text = decoded(data)
    if text.lstrip("\ufeff \n").startswith("---") and f"format: {FORMAT}" in text[:2000]:
        return Reading(sheet.read(text))
    imported = read_sheet(text, name=path.name, pictures=beside(path.parent), defaults=defaults_for(path.parent))
    return cleaned(imported)


def read_folder_project(path: Path) -> Reading:
    return cleaned(read_project(path, defaults=defaults_for(path)))


READERS = {
    "archive": read_archive,
    "folder": read_folder,
    "project": read_folder_project,
    "sheet": read_file,
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
            values = yaml.safe_load((place / SIDECAR).read_text(encoding="utf-8")) or {}
            licence = recognise(str(values.get("licence", "")))
            return Defaults(
                licence=licence.licence.id if licence else "",
                author=values.get("auteur", ""),
                organisation=values.get("organisation", ""),
                source_url=values.get("source", ""),
                language=values.get("langue", "fr"),
                changes=values.get("modifications", ""),
            )
    return Defaults()


def cleaned(imported) -> Reading:
    """Return what was imported with its pictures cleaned and its files judged; what is refused becomes a loss."""
    reading = Reading(imported.content, {}, list(imported.losses), list(imported.notes))
    new_names, pictures = {}, []
    by_name = {picture.name: picture for picture in imported.content.pictures}
    for name, data in imported.pictures.items():
        try:
            clean, ending = clean_picture(data)
        except UploadRefused as refusal:
            reading.losses.append(Loss("unreadable", f"{name}: {refusal}"))
            continue
        new_names[name] = f"{PurePosixPath(safe_name(name, fallback='image')).stem}.{ending}"
        pictures.append(dataclasses.replace(by_name[name], name=new_names[name], sha256=keep(reading, clean)))
    files = [file for file in imported.content.files if accepted(file, imported.files[file.name], reading)]
    content = dataclasses.replace(reading.content, pictures=tuple(pictures), files=tuple(files))
    reading.content = renamed(content, new_names)
    return reading


def keep(reading: Reading, data: bytes) -> str:
    from hashlib import sha256

    digest = sha256(data).hexdigest()
    reading.blobs[digest] = data
    return digest


def accepted(file, data: bytes, reading: Reading) -> bool:
    try:
        check_document(file.name, data)
    except Refused as refusal:
        reading.losses.append(Loss("unreadable", f"{file.name}: {refusal}"))
        return False
    reading.blobs[file.sha256] = data
    return True


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
