"""Lists as people paste them, read without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.registering.formats.guest_list import MOST_LINES, guest_lines


@pytest.mark.parametrize(
    ("line", "name", "email"),
    [
        ("Zoé Exemple, zoe@mairie.fr", "Zoé Exemple", "zoe@mairie.fr"),
        ("Zoé Exemple <Zoe@Mairie.FR>", "Zoé Exemple", "zoe@mairie.fr"),
        ("zoe@mairie.fr; Zoé Exemple", "Zoé Exemple", "zoe@mairie.fr"),
        ('"Exemple, Zoé" zoe@mairie.fr', "Exemple Zoé", "zoe@mairie.fr"),
        ("Zoé\tExemple\tzoe@mairie.fr", "Zoé Exemple", "zoe@mairie.fr"),
        ("Zoé - zoe@mairie.fr", "Zoé", "zoe@mairie.fr"),
        ("zoe.exemple@mairie.fr", "zoe.exemple", "zoe.exemple@mairie.fr"),
        ("Zoé Exemple", "", ""),
        ("zoe@mairie", "", ""),
        ("zoe@mairie.fr, ana@mairie.fr", "", ""),
    ],
)
def test_a_line_is_a_name_and_an_address_however_they_are_set_apart(line, name, email):
    [found] = guest_lines(line)
    assert (found.name, found.email, found.text) == (name, email, line)


def test_blank_lines_count_in_the_numbers_and_are_left_out():
    assert [line.number for line in guest_lines("\na@b.fr\n\n  \nc@d.fr\n")] == [2, 5]


def test_no_more_is_read_than_may_be_registered():
    assert len(guest_lines("a@b.fr\n" * 5000)) == MOST_LINES + 1


@given(st.text(max_size=300))
def test_any_text_is_read_and_every_address_is_one_word(text):
    for line in guest_lines(text):
        assert line.email == "" or (line.email.count("@") == 1 and not any(sign.isspace() for sign in line.email))
        assert len(line.name) <= 120
