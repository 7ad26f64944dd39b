"""Sheets of `tests/data/sheets/`, in the habits of different authors: every field, loss and note."""

import json
from pathlib import Path

import pytest

from outillerie.kits.formats.content import from_dict
from outillerie.kits.formats.dialects import Defaults, Imported, decode_sheet, read_sheet

SHEETS = Path(__file__).parents[3] / "data/sheets"
EXPECTED = json.loads((SHEETS / "expected/habits.json").read_text())


def imported(name: str) -> Imported:
    return read_sheet(
        decode_sheet((SHEETS / name).read_bytes()),
        name=name,
        pictures=lambda _: None,
        defaults=Defaults(source_url="https://exemple.org/"),
    )


def test_every_sheet_has_its_expectation():
    names = [path.name for path in SHEETS.iterdir() if path.is_file() and path.name != "README.md"]
    assert sorted(EXPECTED) == sorted(names)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sheet_never_seen_before_fills_the_fields_its_words_announce(name):
    assert imported(name).content == from_dict(EXPECTED[name]["content"])


@pytest.mark.parametrize("name", EXPECTED)
def test_what_a_sheet_loses_is_told(name):
    result = imported(name)
    assert [[loss.kind, loss.detail, loss.count] for loss in result.losses] == EXPECTED[name]["losses"]
    assert [str(note) for note in result.notes] == EXPECTED[name]["notes"]
