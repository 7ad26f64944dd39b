from datetime import date

import pytest

from outillerie.field_reports.formats.days import parse_day
from outillerie.field_reports.formats.names import ways_to_reach

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    "text",
    [
        "14/10/2025", "14/10/25", "14-10-2025", "14.10.2025", "14 10 2025", "14102025", "2025-10-14", " 14 / 10 / 2025 ",
        "14 octobre 2025", "mardi 14 octobre 2025", "14 oct. 2025", "14 OCTOBRE 2025", "14 October 2025", "14th october 25",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text):
    assert parse_day(text, today=TODAY) == date(2025, 10, 14)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hier", date(2026, 11, 19)),
        ("Aujourd’hui", TODAY),
        ("avant-hier", date(2026, 11, 18)),
        ("1er août 2025", date(2025, 8, 1)),
        ("1/2/2025", date(2025, 2, 1)),
        ("29/02/2024", date(2024, 2, 29)),
    ],
)
def test_days_said_in_words_are_read_too(text, day):
    assert parse_day(text, today=TODAY) == day


@pytest.mark.parametrize(
    "text",
    ["", "demain peut-être", "31/02/2025", "29/02/2025", "14/13/2025", "octobre 2025", "14", "14/10", "00/00/0000", "9" * 90],
)  # fmt: skip
def test_what_names_no_day_gives_none(text):
    assert parse_day(text, today=TODAY) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Écrire à lea.dupont@mairie.fr pour les cartes.", ["lea.dupont@mairie.fr"]),
        ("Son numéro : 06 12 34 56 78", ["06 12 34 56 78"]),
        ("Appeler le 0321000042.", ["0321000042"]),
        ("+33 6 12 34 56 78 ou +33612345678", ["+33 6 12 34 56 78", "+33612345678"]),
        ("0033 (0) 3.21.00.00.42", ["0033 (0) 3.21.00.00.42"]),
        ("01-02-03-04-05", ["01-02-03-04-05"]),
    ],
)
def test_ways_to_reach_someone_are_found(text, found):
    assert ways_to_reach(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Donner le 3018, le 119 et le 0 800 200 000.", "8 participants @ la médiathèque", "Le 14/10/2025 de 10 h à 12 h",
        "Code 1234567890123", "https://exemple.org/a@b", "12 cartes, 4 chaises, 30 min", "0 à 10 ans",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_passes(text):
    assert ways_to_reach(text) == []
