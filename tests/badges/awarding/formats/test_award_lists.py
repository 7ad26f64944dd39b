"""Lists of people as trainers send or paste them."""

import pytest

from badges.awarding.formats.award_lists import Awarded, award_list_from, read_award_list
from catalogue.frameworks.formats.refusals import FrameworkRefused

LEA = Awarded(line=2, email="lea@example.org", name="Léa Martin", reason="Très à l’écoute")


@pytest.mark.parametrize(
    "data",
    [
        "Courriel;Nom complet;Motif\nLEA@example.org;Léa Martin;Très à l’écoute\n".encode(),
        "E-mail,Prénom,Nom,Raison\nlea@example.org,Léa,Martin,Très à l’écoute\n".encode("cp1252"),
        "\ufeffadresse e-mail\tprénom\tnom\tpourquoi\nlea@example.org\tLéa\tMartin\tTrès à l’écoute".encode("utf-16"),
    ],
)
def test_every_office_writes_its_own_list(data):
    assert read_award_list(data).people == (LEA,)


def test_a_list_pasted_without_a_header_is_read_in_its_order():
    read = read_award_list("lea@example.org; Léa Martin; Très à l’écoute\ntom@example.org\n\n".encode())
    assert [(row.email, row.name, row.reason) for row in read.people] == [
        ("lea@example.org", "Léa Martin", "Très à l’écoute"),
        ("tom@example.org", "", ""),
    ]


def test_a_line_that_cannot_be_kept_says_why():
    read = read_award_list(b"e-mail;nom\nlea@example;L\n;T\nzoe@example.org;=1+1\nnoe@example.org;No\xc3\xa9\n")
    assert [(fault.line, fault.message) for fault in read.faults] == [
        (2, "This is not an e-mail address."),
        (3, "There is no e-mail address."),
        (4, "“%(value)s” begins as a formula does: write it as text."),
    ]
    assert [row.email for row in read.people] == ["noe@example.org"]


@pytest.mark.parametrize("data", [b"", b"nom;motif\nLea;ecoute\n", b"PK\x03\x04", b"e-mail\n"])
def test_what_is_no_list_is_refused(data):
    with pytest.raises(FrameworkRefused):
        read_award_list(data)


def test_more_than_500_people_are_refused():
    with pytest.raises(FrameworkRefused):
        read_award_list("\n".join(f"p{number}@example.org" for number in range(501)).encode())


def test_a_list_is_kept_between_its_rehearsal_and_its_launch():
    read = read_award_list(b"e-mail;nom\nlea@example.org;L\nfaux;T\n")
    assert award_list_from(read.to_dict()) == read
