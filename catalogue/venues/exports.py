"""The venues that are shown, as a file of the national standard (v1.0.2): what others publish and map."""

import csv
import io
from collections.abc import Iterator

from catalogue.frameworks.formats.spreadsheet_text import guarded
from catalogue.venues.formats.standard import COLUMNS, written_line
from catalogue.venues.formats.values import PHONE
from catalogue.venues.models import Venue
from catalogue.venues.queries import public_venues

# Numbers, and phone numbers, which the standard writes with «+»: no formula has their shape.
NEVER_FORMULAS = frozenset({"latitude", "longitude"})
AT_ONCE = 500


def csv_lines() -> Iterator[bytes]:
    """Yield the lines of the file, as they come: UTF-8, commas, the header of the standard.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it (CWE-1236), which our import
    takes off.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    for cells in _rows():
        writer.writerow(cells)
        yield file.getvalue().encode()
        file.seek(0)
        file.truncate()


def _rows() -> Iterator[list[str]]:
    yield list(COLUMNS)
    for venue in public_venues().order_by("standard_id").iterator(AT_ONCE):
        yield cells_of(venue)


def cells_of(venue: Venue) -> list[str]:
    cells = written_line({name: getattr(venue, name) for name in COLUMNS.values()})
    return [cell if key in NEVER_FORMULAS or PHONE.fullmatch(cell) else guarded(cell) for key, cell in cells.items()]
