"""A file of venues: CSV with `,` or `;`, or a JSON array, in the encodings of French offices, to lines of v1.0.2."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalogue.frameworks.formats.json_text import parsed
from catalogue.frameworks.formats.spreadsheet_text import rows_of, text_of
from catalogue.venues.formats.former import converted, is_former
from catalogue.venues.formats.letters import bare_words
from catalogue.venues.formats.standard import COLUMNS, SEPARATOR
from outillerie.kits.formats.refusals import FormatRefused, gettext_noop

MOST_BYTES = 20_000_000
MOST_LINES = 100_000
# The csv module has the same limit, which any other library of the process may lift.
LONGEST_CELL = 131_072
TOO_LARGE = gettext_noop("This file is larger than %(megabytes)s MB. Split it, then import its parts.")
EMPTY = gettext_noop("This file is empty.")
NO_COLUMNS = gettext_noop(
    "This file has none of the columns of the standard of venues. Its first line must name them: id, nom, commune…"
)
NOT_A_LIST = gettext_noop("This JSON file is not a list of venues.")
TOO_MANY = gettext_noop("This file has more than %(most)s lines. Split it, then import its parts.")
TOO_LONG = gettext_noop("A cell is too long, or a quotation mark opens one that is never closed.")
# Words that files use for a column of the standard.
OTHER_NAMES = {
    "siret": "pivot",
    "courriel_contact": "courriels",
    "telephones": "telephone",
    "code_commune": "code_insee",
}


@dataclass(frozen=True)
class Line:
    """`number` is that of the line in the file, or of the object in the list; `cells` are texts by column of v1.0.2."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class VenueFile:
    lines: tuple[Line, ...]
    is_former: bool
    unknown_columns: tuple[str, ...]


def read_venue_file(data: bytes) -> VenueFile:
    """Return the lines of a file. Raises FormatRefused when nothing of it can be read: then nothing is imported."""
    if len(data) > MOST_BYTES:
        raise FormatRefused(TOO_LARGE, megabytes=MOST_BYTES // 1_000_000)
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise FormatRefused(EMPTY)
    columns, rows = _from_json(data) if start in {b"[", b"{"} else _from_csv(data)
    keys = {name: column_of(name) for name in columns}
    if not {"id", "nom"} & set(keys.values()):
        raise FormatRefused(NO_COLUMNS)
    is_old = is_former(keys.values())
    lines = []
    for number, row in rows:
        if len(lines) >= MOST_LINES:
            raise FormatRefused(TOO_MANY, most=MOST_LINES)
        cells = {keys[name]: text for name, text in row.items() if text}
        if any(len(text) > LONGEST_CELL for text in cells.values()):
            raise FormatRefused(TOO_LONG)
        lines.append(Line(number, converted(cells) if is_old else cells))
    unknown = () if is_old else tuple(name for name, key in keys.items() if name and key not in COLUMNS)
    return VenueFile(tuple(lines), is_old, unknown)


def column_of(name: str) -> str:
    """Return the column that a header names: «Code postal», «code_postal» and «CODE-POSTAL» are one."""
    plain = "_".join(bare_words(name[:100]))
    return OTHER_NAMES.get(plain, plain)


def _from_csv(data: bytes) -> tuple[list[str], Iterator[tuple[int, dict[str, str]]]]:
    rows = rows_of(text_of(data))
    _number, header = next(rows, (0, []))
    return header, ((number, dict(zip(header, row, strict=False))) for number, row in rows)


def _from_json(data: bytes) -> tuple[list[str], Iterable[tuple[int, dict[str, str]]]]:
    values = parsed(data)
    if not isinstance(values, list) or not all(isinstance(row, dict) for row in values):
        raise FormatRefused(NOT_A_LIST)
    columns = list(dict.fromkeys(name for row in values[:MOST_LINES] for name in row))
    return columns, (
        (number, {name: _as_text(value) for name, value in row.items()}) for number, row in enumerate(values, start=1)
    )


def _as_text(value) -> str:
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, list):
        return SEPARATOR.join(filter(None, map(_as_text, value)))
    return str(value)
