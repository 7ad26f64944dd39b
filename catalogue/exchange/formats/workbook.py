"""Tables as a workbook of Office Open XML (ECMA-376), which every spreadsheet opens: one sheet a table.

No cell is ever a formula, whatever it begins with (CWE-1236): a text is written as a text.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from catalogue.exchange.formats.tables import Cell

DAY, HOURS = "dd/mm/yyyy", "0.00"
NARROWEST, WIDEST = 10, 60


@dataclass(frozen=True)
class Sheet:
    """`title` has 31 signs at most; `rows` are as long as `headers`."""

    title: str
    headers: list[str]
    rows: list[list[Cell]]


def workbook(sheets: Iterable[Sheet], *, title: str) -> bytes:
    book = Workbook(write_only=True)
    book.properties.title = title
    book.properties.creator = ""
    for sheet in sheets:
        write(book.create_sheet(sheet.title[:31]), sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def write(page, sheet: Sheet) -> None:
    # The headers stay in sight, and each column may be filtered.
    page.freeze_panes = "B2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.headers))}{len(sheet.rows) + 1}"
    for rank, width in enumerate(widths(sheet), start=1):
        page.column_dimensions[get_column_letter(rank)].width = width
    page.append([header(page, text) for text in sheet.headers])
    for row in sheet.rows:
        page.append([cell(page, value) for value in row])


def header(page, text: str) -> WriteOnlyCell:
    made = cell(page, text)
    made.font = Font(bold=True)
    return made


def cell(page, value: Cell) -> WriteOnlyCell:
    made = WriteOnlyCell(page, value=value)
    if isinstance(value, str):
        made.data_type = "s"
        made.alignment = Alignment(wrap_text=True, vertical="top")
        return made
    made.alignment = Alignment(vertical="top")
    if isinstance(value, date):
        made.number_format = DAY
    if isinstance(value, float):
        made.number_format = HOURS
    return made


def widths(sheet: Sheet) -> list[int]:
    """Return the width of each column, in characters: that of its longest line, within reason."""
    columns = zip(sheet.headers, *sheet.rows, strict=True) if sheet.rows else ([text] for text in sheet.headers)
    return [
        min(max(NARROWEST, *(len(line) for value in column for line in lines(value))) + 2, WIDEST) for column in columns
    ]


def lines(value: Cell) -> list[str]:
    return str("" if value is None else value).split("\n")
