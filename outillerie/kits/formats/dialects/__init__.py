"""Foreign sheets of workshops → the content of a kit, with an account of what did not pass."""

from outillerie.kits.formats.dialects.decoding import decode_sheet
from outillerie.kits.formats.dialects.detection import Dialect, detect
from outillerie.kits.formats.dialects.imported import (
    LOSS_LABELS,
    Defaults,
    Imported,
    Loss,
    Note,
    SheetRefused,
)
from outillerie.kits.formats.dialects.raspberry_pi import read_project
from outillerie.kits.formats.dialects.sheet import read_sheet
from outillerie.kits.formats.dialects.source import read_source

__all__ = [
    "LOSS_LABELS",
    "Defaults",
    "Dialect",
    "Imported",
    "Loss",
    "Note",
    "SheetRefused",
    "decode_sheet",
    "detect",
    "read_project",
    "read_sheet",
    "read_source",
]
