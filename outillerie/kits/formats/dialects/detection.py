"""What a file or a folder holds, from its names and its first lines, before anything is read for good."""

import enum
import re
from pathlib import Path

from outillerie.kits.formats.content import FORMAT
from outillerie.kits.formats.dialects.raspberry_pi import STEP_NAME

SHEET_SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".txt", ".text", ".html", ".htm"})
_OWN_FORMAT = re.compile(
    rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n(?:.*\r?\n)*?format:[ \t]*[\"']?" + FORMAT.split("/")[0].encode() + rb"/"
)


class Dialect(enum.StrEnum):
    OWN = "outillerie"
    RASPBERRY_PI = "raspberry-pi"
    SHEET = "sheet"
    COLLECTION = "collection"
    UNKNOWN = "unknown"


def detect(path: Path) -> Dialect:
    """Return the dialect of `path`: our own export (folder, ZIP or sheet), a project, one sheet, or a
    folder of these."""
    if path.is_dir():
        return _of_folder(path)
    if path.suffix.lower() == ".zip":
        return Dialect.OWN
    if path.suffix.lower() not in SHEET_SUFFIXES or not path.is_file():
        return Dialect.UNKNOWN
    with path.open("rb") as file:
        return Dialect.OWN if _OWN_FORMAT.match(file.read(4000)) else Dialect.SHEET


def _of_folder(path: Path) -> Dialect:
    names = {entry.name for entry in path.iterdir()}
    if "kit.json" in names:
        return Dialect.OWN
    if "meta.yml" in names or any(map(STEP_NAME.fullmatch, names)):
        return Dialect.RASPBERRY_PI if any(map(STEP_NAME.fullmatch, names)) else Dialect.COLLECTION
    entries = (entry for entry in path.iterdir() if not entry.name.startswith("."))
    if any(entry.is_dir() or entry.suffix.lower() in (*SHEET_SUFFIXES, ".zip") for entry in entries):
        return Dialect.COLLECTION
    return Dialect.UNKNOWN
