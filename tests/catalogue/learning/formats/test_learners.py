"""Tables of learners as trainers send them: every encoding, every delimiter, and no formula (ATK-CSVI-01)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.frameworks.formats.refusals import FrameworkRefused
from catalogue.learning.formats.learners import (
    MOST_BYTES,
    MOST_LEARNERS,
    TRAINEE_WORDS,
    Learner,
    learner_table_from,
    read_learners,
    trainee_type,
)

FRENCH = "Courriel;Prénom;Nom;Employeur;Type de stagiaire\nÉlise@Example.org;Élise;Vasseur;CCAS de Lens;Salariée\n"
ELISE = FRENCH.replace("Élise@", "elise@")
EXPECTED = Learner(
    line=2, email="elise@example.org", first_name="Élise", last_name="Vasseur", employer="CCAS de Lens",
    trainee_type="employee",
)  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_atk_csvi_01_every_encoding_and_delimiter_of_offices_is_read(encoding, delimiter, end):
    data = ELISE.replace(";", delimiter).replace("\n", end).encode(encoding)
    table = read_learners(data)
    assert (table.learners, table.faults) == ((EXPECTED,), ())


@pytest.mark.parametrize(
    "header", ["e-mail", "E-mail", "Mail", "Adresse e-mail", "ADRESSE ÉLECTRONIQUE", "email address", "courriel"]
)
def test_addresses_are_found_under_every_name_that_people_give_them(header):
    assert [row.email for row in read_learners(f"{header}\na@b.fr\n".encode()).learners] == ["a@b.fr"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (";Élise;;;", "There is no e-mail address."),
        ("elise;Élise;;;", "This is not an e-mail address."),
        ("a@b.fr\u202e;Élise;;;", "This is not an e-mail address."),
        ("a@b..fr;Élise;;;", "This is not an e-mail address."),
        ("a@b.fr, c@d.fr;Élise;;;", "This is not an e-mail address."),
        ("a@b.fr;=2+5;;;", "begins as a formula does"),
        ("a@b.fr;;＠SUM(A1);;", "begins as a formula does"),
        ("a@b.fr;;;" + "x" * 201 + ";", "A cell is too long"),
        ("a@b.fr;;;;chevalier", "is no type of trainee"),
    ],
)
def test_atk_csvi_01_a_line_that_cannot_be_kept_says_why_and_the_others_are_read(line, message):
    table = read_learners(f"{FRENCH.splitlines()[0]}\n{line}\nb@c.fr;Bob;;;\n".encode())
    [fault] = table.faults
    assert (fault.line, message in fault.message) == (2, True)
    assert [row.email for row in table.learners] == ["b@c.fr"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "No column is called"),
        (b"nom;prenom\nVasseur;Elise\n", "No column is called"),
        (b"e-mail;mail\na@b.fr;a@b.fr\n", "Two columns say the same thing"),
        (b"e-mail\n", "names nobody"),
        (b'e-mail\n"a@b.fr\n', "quotation mark"),
        (b"PK\x03\x04rest", "not CSV"),
        (b"e-mail\na@b.fr\x00\n", "character that no text may hold"),
        (b"x" * (MOST_BYTES + 1), "too heavy"),
        (b"e-mail\n" + b"a@b.fr\n" * (MOST_LEARNERS + 1), f"more than {MOST_LEARNERS} people"),
        (b"e-mail\n" + b'"' + b"a" * 200_000 + b'"\n', "too long"),
    ],
)
def test_atk_csvi_01_what_is_no_table_of_learners_is_refused_whole(data, message):
    with pytest.raises(FrameworkRefused, match=message):
        read_learners(data)


@given(st.binary(max_size=400))
def test_atk_csvi_01_any_bytes_are_read_or_refused_in_words(data):
    try:
        table = read_learners(b"e-mail\n" + data)
    except FrameworkRefused as refusal:
        assert str(refusal)
    else:
        assert all("@" in row.email for row in table.learners)


@pytest.mark.parametrize(("code", "words"), TRAINEE_WORDS.items())
def test_types_of_trainees_are_known_by_their_words_and_by_their_code(code, words):
    assert {trainee_type(word) for word in [*words, code, words[0].upper()]} == {code}


def test_inclusive_writing_says_the_same():
    assert [trainee_type(words) for words in ("Salarié·e", "apprenti(e)", "demandeur d’emploi", "")] == [
        "employee", "apprentice", "job-seeker", "",
    ]  # fmt: skip


def test_a_table_is_kept_as_plain_values_between_two_requests():
    table = read_learners(f"{ELISE}pas une adresse;;;;\n".encode())
    assert learner_table_from(table.to_dict()) == table
