"""CSV as office programs write and read it: every encoding and delimiter of French offices, and no formula.

What begins as a formula gets an apostrophe before it when we write, and loses it when we read (CWE-1236): a table that
goes out and comes back is equal.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator

from catalogue.frameworks.formats.json_text import check_size
from catalogue.frameworks.formats.refusals import FrameworkRefused, gettext_noop

MOST_SIGNS = 131_072
TOO_LONG = gettext_noop("A cell is too long, or a quotation mark opens one that is never closed.")
MOST_LINES = 120_000
DELIMITERS = ";,\t|"

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OFFICE_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
# What a spreadsheet takes for a formula, full-width signs included; a cell that has the apostrophe already too.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")


def text_of(data: bytes) -> str:
    """Return the text of a CSV file: UTF-8, UTF-16, UTF-32 or Windows-1252. Raises FrameworkRefused."""
    check_size(data)
    if data.startswith(_OFFICE_FILES):
        raise FrameworkRefused(
            gettext_noop("This file is not CSV. In your spreadsheet, save the sheet as CSV, then import it again.")
        )
    try:
        text = _decoded(data)
    except UnicodeDecodeError:
        raise FrameworkRefused(
            gettext_noop("The characters of this file cannot be read. Save it as UTF-8, then import it again.")
        ) from None
    if _CONTROLS.search(text):
        raise FrameworkRefused(gettext_noop("This file holds a character that no text may hold."))
    return text


def rows_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Return the number of the last line of each row, and its cells, blank rows left out. Raises FrameworkRefused."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    try:
        for row in reader:
            if reader.line_num > MOST_LINES:
                raise FrameworkRefused(
                    gettext_noop("This table has more than %(most)s lines. Split it, then import its parts."),
                    line=reader.line_num,
                    most=MOST_LINES,
                )
            # The reader's own limit is that of the whole process: any library may raise it.
            if any(len(cell) > MOST_SIGNS for cell in row):
                raise FrameworkRefused(TOO_LONG, line=reader.line_num)
            if any(cell.strip() for cell in row):
                yield reader.line_num, [unguarded(cell) for cell in row]
    except csv.Error as error:
        out_of_place = gettext_noop("A quotation mark is out of place, or opens a cell that is never closed.")
        reason = TOO_LONG if "field larger" in str(error) else out_of_place
        raise FrameworkRefused(reason, line=reader.line_num) from None


def delimiter_of(text: str) -> str:
    """Return what stands between the cells: what the first line that is not blank has most of, outside quotes."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub('"[^"]*+"', "", first)
    return max(DELIMITERS, key=lambda mark: (bare.count(mark), -DELIMITERS.index(mark)))


def table(rows: Iterable[Iterable[str]]) -> bytes:
    """Return rows as CSV that every office program opens: UTF-8 with its mark, «;», no cell that is a formula."""
    return b"".join(lines(rows))


def lines(rows: Iterable[Iterable[str]]) -> Iterator[bytes]:
    """Yield the same, line by line: rows too many to be held at once go out as they come."""
    yield codecs.BOM_UTF8
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
        yield file.getvalue().encode()
        file.seek(0)
        file.truncate()


def guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding).lstrip("\ufeff")
    head = data[:2000]
    # Western text in UTF-16 has a zero every other byte.
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if zeros.count(0) > 0.3 * len(head):
            return data.decode(encoding)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252")
