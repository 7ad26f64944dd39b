"""Files of venues from offices and websites: every encoding and delimiter, and what is refused whole."""

import json

import pytest

from catalogue.venues.formats.file import MOST_BYTES, read_venue_file
from catalogue.venues.formats.standard import read_line
from outillerie.kits.formats.refusals import FormatRefused
from tests.catalogue.venues.samples import DATA, LINE, csv_file, data, line


def cells_of(file: bytes):
    return [row.cells for row in read_venue_file(file).lines]


@pytest.mark.parametrize(
    "file",
    [
        csv_file(LINE),
        csv_file(LINE, delimiter=";"),
        csv_file(LINE, delimiter="\t"),
        csv_file(LINE, encoding="utf-8-sig"),
        csv_file(LINE, encoding="utf-16"),
        csv_file(LINE, encoding="latin-1"),
        json.dumps([LINE]).encode(),
        b"\xef\xbb\xbf" + json.dumps([LINE], ensure_ascii=False).encode(),
    ],
    ids=["comma", "semicolon", "tab", "mark", "utf-16", "latin-1", "json", "json with mark"],
)
def test_the_same_venue_is_read_from_every_file(file):
    assert cells_of(file) == [LINE]


def test_columns_are_known_by_their_words_whatever_their_case_and_accents():
    file = b"ID;SIRET;Nom;Code Postal\n1;35600000060857;Chauny;2300\n"
    assert cells_of(file) == [{"id": "1", "pivot": "35600000060857", "nom": "Chauny", "code_postal": "2300"}]


def test_a_column_that_the_standard_does_not_have_is_told():
    assert read_venue_file(csv_file(LINE, columns=(*LINE, "humeur"))).unknown_columns == ("humeur",)


def test_numbers_and_lists_of_json_are_texts_and_several_values():
    file = json.dumps([{"id": 7, "nom": "Ici", "code_postal": 2300, "services": ["a", "b"], "horaires": None}]).encode()
    assert cells_of(file) == [{"id": "7", "nom": "Ici", "code_postal": "2300", "services": "a|b"}]


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.iterdir() if path.name.startswith("lieux-")))
def test_no_line_of_the_real_files_is_refused_or_remarked(name):
    readings = [read_line(row.cells) for row in read_venue_file(data(name)).lines]
    assert [reading for reading in readings if reading.faults or reading.remarks] == []
    assert len(readings) == (687 if "hinaura" in name else 6)


def test_the_raw_file_of_la_poste_lacks_only_its_date():
    rows = read_venue_file(data("etapes-numeriques-la-poste-brut.json")).lines
    readings = [read_line({**row.cells, "date_maj": "2024-05-30"}) for row in rows]
    assert [reading for reading in readings if reading.faults or reading.remarks] == []
    codes = {reading.facts["name"]: (reading.facts["postcode"], reading.facts["insee_code"]) for reading in readings}
    assert (len(readings), codes["Chauny"]) == (95, ("02300", "02173"))


# --- ATK-CSVI-01, ATK-JSON-01: refused whole, in a sentence, at once


def refusal_of(file: bytes) -> str:
    with pytest.raises(FormatRefused) as refusal:
        read_venue_file(file)
    return str(refusal.value)


def test_ATK_CSVI_01_a_file_too_large_is_refused_before_it_is_read():
    assert refusal_of(b"x" * (MOST_BYTES + 1)) == ("This file is larger than 20 MB. Split it, then import its parts.")


def test_ATK_CSVI_01_a_quotation_mark_never_closed_is_refused():
    assert "A quotation mark is out of place" in refusal_of(csv_file(LINE) + b'essai-2,"jamais\n')


def test_ATK_CSVI_01_a_cell_of_ten_megabytes_is_refused():
    assert "A cell is too long" in refusal_of(csv_file(line(nom="x" * 10_000_000)))


def test_ATK_CSVI_01_too_many_lines_are_refused():
    assert "has more than" in refusal_of(b"id,nom\n" + b"1,a\n" * 130_000)


@pytest.mark.parametrize("file", [b"", b"\xef\xbb\xbf \n", b"\xff\xfe"])
def test_ATK_CSVI_01_an_empty_file_is_refused(file):
    assert refusal_of(file) == "This file is empty."


def test_ATK_CSVI_01_a_file_that_is_not_of_venues_is_refused():
    assert refusal_of(b"titre;prix\npain;2\n").startswith("This file has none of the columns")


@pytest.mark.parametrize("file", [b"PK\x03\x04xx", b"%PDF-1.7", b"id,nom\n1,a\x00b\n"])
def test_ATK_CSVI_01_office_files_and_NUL_are_refused(file):
    refusal_of(file)


def test_ATK_CSVI_01_formulas_lose_only_the_mark_that_we_put():
    assert cells_of(csv_file(line(nom="'=1+1", adresse="=2+2"))) == [line(nom="=1+1", adresse="=2+2")]


@pytest.mark.parametrize(
    "file",
    [
        b"[" * 10_000,
        b'[{"id": "1", "nom": "a\\u0000b"}]',
        b'[{"id": "1", "nom": "\\ud800"}]',
        b'[{"id": 1e400, "nom": "a"}]',
        b'[{"id": 123456789012345678901234567890, "nom": "a"}]',
        b'[{"id": "1", "id": "2", "nom": "a"}]',
        b'{"id": "1", "nom": "a"}',
        b"[1, 2]",
        b"[{",
    ],
    ids=["deep", "NUL", "surrogate", "infinite", "64 bits", "twice", "no list", "no objects", "cut"],
)
def test_ATK_JSON_01_what_two_readers_would_read_differently_is_refused(file):
    refusal_of(file)
