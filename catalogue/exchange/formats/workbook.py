"""Tables as a workbook of Office Open XML (ECMA-376), which every spreadsheet opens: one sheet a table.

No cell is ever a formula, whatever it begins with (CWE-1236): a text is written as a text.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from catalogue.exchange.formats.tables import Cell

DAY, HOURS = "dd/mm/yyyy", "0.00"
NARROWEST, WIDEST = 10, 60


@dataclass(frozen=True)
class Sheet:
    """`title` has 31 signs at most; `rows` are as long as `headers`. `above` are lines before the table: of what it is.

    Rows that come one by one, too many to be held at once, need the `widths` of their columns, in characters.
    """

    title: str
    headers: list[str]
    rows: Iterable[list[Cell]]
    above: tuple[list[Cell], ...] = ()
    widths: list[int] | None = None


def workbook(sheets: Iterable[Sheet], *, title: str) -> bytes:
    file = io.BytesIO()
    write_workbook(sheets, file, title=title)
    return file.getvalue()


def write_workbook(sheets: Iterable[Sheet], file: IO[bytes], *, title: str) -> None:
    """Write the workbook to `file`. Rows go to the disk as they come: memory does not grow with them."""
    book = Workbook(write_only=True)
    book.properties.title = title
    book.properties.creator = ""
    for sheet in sheets:
        write(book.create_sheet(sheet.title[:31]), sheet)
    book.save(file)


def write(page, sheet: Sheet) -> None:
    first = len(sheet.above) + 2 if sheet.above else 1
    # The headers stay in sight, and each column may be filtered.
    page.freeze_panes = f"B{first + 1}"
    for rank, width in enumerate(sheet.widths or widths(sheet), start=1):
        page.column_dimensions[get_column_letter(rank)].width = width
    cells = Cells(page)
    for row in (*sheet.above, *([[]] if sheet.above else [])):
        page.append([cells.made(value) for value in row])
    page.append([cells.header(text) for text in sheet.headers])
    last = first
    for row in sheet.rows:
        page.append([cells.made(value) for value in row])
        last += 1
    page.auto_filter.ref = f"A{first}:{get_column_letter(len(sheet.headers))}{last}"


class Cells:
    """The cells of one sheet. A style is made once for each kind of value: looked for again at each cell, it takes most
    of the time of a long table."""

    def __init__(self, page):
        self.page, self.styles = page, {}

    def made(self, value: Cell) -> WriteOnlyCell:
        kind = type(value)
        made = WriteOnlyCell(self.page, value=value)
        if kind not in self.styles:
            self.styles[kind] = styled(self.page, value)._style
        made._style = self.styles[kind]
        if isinstance(value, str):
            made.data_type = "s"
        return made

    def header(self, text: str) -> WriteOnlyCell:
        made = styled(self.page, text)
        made.data_type = "s"
        made.font = Font(bold=True)
        return made


def styled(page, value: Cell) -> WriteOnlyCell:
    made = WriteOnlyCell(page, value=value)
    made.alignment = Alignment(wrap_text=isinstance(value, str) or None, vertical="top")
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
