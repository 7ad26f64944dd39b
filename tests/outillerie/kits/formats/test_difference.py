"""What changed between two versions, said by field, row and word."""

import dataclasses
import time

import pytest

from outillerie.kits.formats.content import Credit, File, KitContent, Material, Picture, Source, Step
from outillerie.kits.formats.difference import Change, differences
from outillerie.kits.formats.words import TextSegment, text_segments

WELCOME = Step(title="Accueil", minutes=10, facilitator="Saluer chacun.")
GAME = Step(title="Jeu", minutes=30, facilitator="Distribuer les cartes.")
REVIEW = Step(title="Bilan", minutes=15)
SHEET = File(name="fiche.pdf", title="Fiche", sha256="a" * 64, size=10)
KIT = KitContent(
    title="Mots de passe",
    hook="Choisir un bon mot de passe.",
    themes=("securite", "mots-de-passe"),
    duration=60,
    objectives=("Comprendre", "Choisir"),
    material=(Material(label="Cartes", quantity="12"),),
    steps=(WELCOME, GAME, REVIEW),
    files=(SHEET,),
    pictures=(Picture(name="plan.webp", alt="Un plan"),),
    credits=(Credit(name="Jeanne"),),
    licence="CC-BY-4.0",
    extra={"rome": "K1207"},
)


def changed(**fields):
    return differences(KIT, dataclasses.replace(KIT, **fields))


def test_the_same_kit_has_no_change():
    assert changed() == []


def test_a_number_changes():
    assert changed(duration=90) == [Change("changed", field="duration", old=60, new=90)]


def test_a_number_that_was_not_known_becomes_known():
    assert changed(level=2) == [Change("changed", field="level", old=None, new=2)]


def test_a_text_changes_by_words():
    [change] = changed(hook="Choisir un long mot de passe.")
    assert (change.kind, change.field) == ("changed", "hook")
    assert change.segments == (
        TextSegment("equal", "Choisir un "),
        TextSegment("removed", "bon"),
        TextSegment("added", "long"),
        TextSegment("equal", " mot de passe."),
    )


def test_the_licence_changes():
    [change] = changed(licence="CC-BY-SA-4.0")
    assert (change.field, change.old, change.new) == ("licence", "CC-BY-4.0", "CC-BY-SA-4.0")


def test_themes_come_go_and_change_places():
    assert changed(themes=("ia", "securite")) == [
        Change("removed", field="themes", label="mots-de-passe", old="mots-de-passe"),
        Change("added", field="themes", label="ia", new="ia"),
    ]
    assert changed(themes=("mots-de-passe", "securite")) == [
        Change("moved", field="themes", label="securite", old=1, new=2)
    ]


def test_a_step_is_added_without_moving_the_others():
    new = Step(title="Pause", minutes=10, is_break=True)
    assert changed(steps=(WELCOME, new, GAME, REVIEW)) == [Change("added", part="steps", label="Pause", new=new)]


def test_a_step_is_removed():
    assert changed(steps=(WELCOME, REVIEW)) == [Change("removed", part="steps", label="Jeu", old=GAME)]


def test_a_step_moves():
    assert changed(steps=(REVIEW, WELCOME, GAME)) == [Change("moved", part="steps", label="Bilan", old=3, new=1)]


def test_a_step_changes_where_it_stands():
    steps = (WELCOME, dataclasses.replace(GAME, minutes=40), REVIEW)
    assert changed(steps=steps) == [
        Change("changed", part="steps", field="minutes", label="Jeu", old=30, new=40),
    ]


def test_a_renamed_step_is_the_same_step_wherever_it_goes():
    renamed = dataclasses.replace(REVIEW, title="Tour de table")
    changes = changed(steps=(renamed, WELCOME, GAME))
    assert [(change.kind, change.field, change.label) for change in changes] == [
        ("moved", "", "Tour de table"),
        ("changed", "title", "Tour de table"),
    ]


def test_a_step_renamed_and_rewritten_in_its_place_is_the_same_step():
    steps = (WELCOME, Step(title="Débat", minutes=20), REVIEW)
    assert [change.field for change in changed(steps=steps)] == ["title", "minutes", "facilitator"]


def test_a_step_that_moves_and_changes_says_both():
    steps = (dataclasses.replace(REVIEW, minutes=5), WELCOME, GAME)
    assert [(change.kind, change.field) for change in changed(steps=steps)] == [
        ("moved", ""),
        ("changed", "minutes"),
    ]


def test_two_identical_rows_have_not_swapped():
    twice = (REVIEW, REVIEW)
    assert differences(KitContent(title="x", steps=twice), KitContent(title="x", steps=twice[:1])) == [
        Change("removed", part="steps", label="Bilan", old=REVIEW)
    ]


def test_a_line_of_material_changes():
    assert [change.field for change in changed(material=(Material(label="Cartes", quantity="24"),))] == ["quantity"]


def test_a_file_is_replaced_under_its_name():
    [change] = changed(files=(dataclasses.replace(SHEET, sha256="b" * 64),))
    assert change == Change("changed", "files", "sha256", "Fiche", old="a" * 64, new="b" * 64)


def test_a_file_renamed_is_known_by_its_bytes():
    [change] = changed(files=(dataclasses.replace(SHEET, name="fiche-2.pdf"),))
    assert (change.kind, change.field, change.old, change.new) == (
        "changed",
        "name",
        "fiche.pdf",
        "fiche-2.pdf",
    )


def test_another_file_is_not_the_same_file():
    other = File(name="cartes.pdf", title="Cartes", sha256="c" * 64)
    assert changed(files=(other,)) == [
        Change("removed", part="files", label="Fiche", old=SHEET),
        Change("added", part="files", label="Cartes", new=other),
    ]


def test_credits_and_other_facts_change():
    assert [change.kind for change in changed(credits=(*KIT.credits, Credit(name="Ali")))] == ["added"]
    assert changed(extra={"rome": "K1201"}) == [
        Change("changed", field="extra", label="rome", old="K1207", new="K1201")
    ]


def test_a_source_is_the_same_at_its_next_version():
    source = Source(title="Trier ses photos", url="https://hub.example/kits/trier/v1/", version=1)
    old, new = (
        KitContent(title="x", sources=(row,)) for row in (source, dataclasses.replace(source, version=2, url="b"))
    )
    assert [(change.part, change.field, change.label) for change in differences(old, new)] == [
        ("sources", "url", "Trier ses photos"),
        ("sources", "version", "Trier ses photos"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [("", "a", ["added"]), ("a", "", ["removed"]), ("", "", []), ("a b", "a b", ["equal"])],
)
def test_a_text_that_comes_or_goes_whole(old, new, kinds):
    assert [segment.kind for segment in text_segments(old, new)] == kinds


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b " * 20_000, "b a " * 20_000),
        ("x\n" * 40_000, "y\n" * 40_001),
        ("a" * 100_000, "b" * 100_000),
        ("mot " * 740, "mot mot, " * 480),
    ],
    ids=["words", "lines", "letters", "one word"],
)
def test_very_long_texts_are_compared_at_once(old, new):
    start = time.process_time()
    text_segments(old, new)
    assert time.process_time() - start < 1


def test_long_texts_are_compared_by_lines():
    old = "".join(f"Ligne {number} du texte.\n" for number in range(900))
    new = "".join(f"Ligne {number} du texte.\n" for number in range(1, 901))
    assert [(segment.kind, segment.text) for segment in text_segments(old, new) if segment.kind != "equal"] == [
        ("removed", "Ligne 0 du texte.\n"),
        ("added", "Ligne 900 du texte.\n"),
    ]
