"""What changed between two versions of the sources and rights of a kit, in words."""

import dataclasses

import pytest
from django.utils import translation

from outillerie.kits.formats.content import File, KitContent, Picture, Source
from outillerie.kits.formats.difference import differences
from outillerie.kits.wording import change_rows

A = Source(title="A", authors=("Alice",), url="https://hub.example/a/", relation="part", sha256="a" * 64)
OLD = KitContent(
    title="Kit",
    sources=(A,),
    files=(File(name="a.pdf", title="Fiche", author="Alice"),),
    pictures=(Picture(name="p.webp"),),
)


def words(**facts):
    with translation.override("en"):
        rows = change_rows(differences(OLD, dataclasses.replace(OLD, **facts)))
        return [(row["title"], row["kind"], row["old"], row["new"]) for row in rows]


def test_a_source_that_comes_or_goes_is_said():
    assert [row[:2] for row in words(sources=())] == [("Source “A”", "removed")]


@pytest.mark.parametrize(
    ("facts", "row"),
    [
        ({"relation": "adaptation"}, ("Source “A”: Relation", "changed", "parts taken from it", "adapted as a whole")),
        ({"authors": ("Alice", "Bachir")}, ("Source “A”: Authors", "changed", "Alice", "Alice, Bachir")),
        ({"version": 2}, ("Source “A”: Version", "changed", "nothing", "2")),
    ],
)
def test_what_changes_in_a_source_is_said(facts, row):
    assert words(sources=(dataclasses.replace(A, **facts),)) == [row]


@pytest.mark.parametrize("facts", [{"sha256": "b" * 64}, {"through": "https://hub.example/b/"}])
def test_what_only_programs_read_of_a_source_is_not_said(facts):
    assert words(sources=(dataclasses.replace(A, **facts),)) == []


def test_what_changes_in_the_rights_of_a_file_or_a_picture_is_said():
    files = (dataclasses.replace(OLD.files[0], author="", is_mixed=True),)
    assert words(files=files, pictures=(Picture(name="p.webp", licence="CC-BY-4.0"),)) == [
        ("File “Fiche”: Author", "changed", "", ""),
        ("File “Fiche”: Modified for this kit", "changed", "no", "yes"),
        ("Picture “p.webp”: Licence", "changed", "nothing", "CC BY 4.0"),
    ]


def test_a_fact_kept_as_a_code_changes_in_words():
    assert words(mode="remote", level=2) == [
        ("Level", "changed", "nothing", "Practice"),
        ("Mode", "changed", "On site", "Remote"),
    ]


def test_a_fact_that_no_field_holds_changes_in_words_too():
    assert words(extra={"salles": [1, 2]}) == [("Other facts", "changed", "nothing", "[1, 2]")]
