"""What changed between two versions of a path."""

from dataclasses import replace

import pytest

from catalogue.paths.formats.content import KitPin, SkillUse
from catalogue.paths.formats.difference import differences
from tests.catalogue.paths.contents import certification, complete_path, plain_block, plain_module

FIRST = plain_module("m1", "Écouter")
SECOND = plain_module("m2", "Reformuler")
THIRD = plain_module("m3", "Conclure")


def path_of(*blocks):
    return complete_path(blocks=blocks)


def told(old, new) -> list[tuple]:
    return [(change.kind, change.part, change.field, change.label) for change in differences(old, new)]


def test_the_same_content_has_no_difference():
    assert differences(complete_path(), complete_path()) == []


def test_a_fact_that_changes_is_told_word_by_word():
    [change] = differences(complete_path(price="Gratuit"), complete_path(price="Gratuit en 2027"))
    assert (change.part, change.field, change.old, change.new) == ("path", "price", "Gratuit", "Gratuit en 2027")
    assert [(segment.kind, segment.text) for segment in change.segments] == [
        ("equal", "Gratuit"),
        ("added", " en 2027"),
    ]


def test_objectives_come_and_go():
    old, new = complete_path(objectives=("Lire", "Écrire")), complete_path(objectives=("Écrire", "Compter"))
    assert [(change.kind, change.old, change.new) for change in differences(old, new)] == [
        ("removed", "Lire", None),
        ("added", None, "Compter"),
    ]


def test_a_renamed_block_stays_the_same_block():
    old, new = path_of(plain_block(title="Accueillir")), path_of(plain_block(title="Recevoir"))
    assert told(old, new) == [("changed", "blocks", "title", "Recevoir")]


def test_blocks_come_go_and_change_places():
    one, two = plain_block("b1", "Un", (FIRST,)), plain_block("b2", "Deux", (SECOND,))
    three = plain_block("b3", "Trois", (THIRD,))
    assert told(path_of(one, two), path_of(two, three)) == [
        ("removed", "blocks", "", "Un"),
        ("added", "blocks", "", "Trois"),
        ("removed", "modules", "", "Écouter"),
        ("added", "modules", "", "Conclure"),
    ]
    [moved] = differences(path_of(one, two), path_of(two, one))
    assert (moved.kind, moved.part, {moved.old, moved.new}) == ("moved", "blocks", {1, 2})


def test_a_module_that_goes_to_another_block_has_moved():
    old = path_of(plain_block("b1", "Un", (FIRST, SECOND)), plain_block("b2", "Deux", (THIRD,)))
    new = path_of(plain_block("b1", "Un", (FIRST,)), plain_block("b2", "Deux", (THIRD, SECOND)))
    [moved] = differences(old, new)
    assert (moved.kind, moved.part, moved.label, moved.old, moved.new) == (
        "moved",
        "modules",
        "Reformuler",
        "Un",
        "Deux",
    )


def test_a_module_that_changes_places_in_its_block_has_moved_alone():
    old = path_of(plain_block("b1", "Un", (FIRST, SECOND, THIRD)))
    new = path_of(plain_block("b1", "Un", (SECOND, THIRD, FIRST)))
    assert told(old, new) == [("moved", "modules", "", "Écouter")]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"minutes": 60}, "minutes"),
        ({"rule": {"kind": "evidence", "at_least": 1}}, "rule"),
        ({"is_required": False}, "is_required"),
    ],
)
def test_what_changes_in_a_module_is_told_under_its_title(changed, field):
    old, new = path_of(plain_block(modules=(FIRST,))), path_of(plain_block(modules=(replace(FIRST, **changed),)))
    assert told(old, new) == [("changed", "modules", field, "Écouter")]


def test_a_kit_at_another_version_is_one_change():
    pin = KitPin(slug="camille", number=2, title="Où est Camille ?", sha256="a")
    old = path_of(plain_block(modules=(replace(FIRST, kits=(pin,)),)))
    new = path_of(plain_block(modules=(replace(FIRST, kits=(replace(pin, number=3, sha256="b"),)),)))
    [change] = differences(old, new)
    assert (change.kind, change.part, change.label, change.old.number, change.new.number) == (
        "changed", "kits", "Écouter", 2, 3,
    )  # fmt: skip


def test_a_skill_asked_at_another_level_is_one_change():
    use = SkillUse(identifier="s1", framework="essai", framework_version="1", code="1.1", statement="Trier", rank=1)
    old = path_of(plain_block(modules=(replace(FIRST, skills=(use,)),)))
    new = path_of(plain_block(modules=(replace(FIRST, skills=(replace(use, rank=2),)),)))
    assert told(old, new) == [("changed", "skills", "", "Écouter")]


def test_a_certification_comes_and_changes():
    assert told(complete_path(), complete_path(certification=certification())) == [("added", "certification", "", "")]
    old, new = certification(), certification(valid_until="2031-01-01")
    assert told(complete_path(certification=old), complete_path(certification=new)) == [
        ("changed", "certification", "valid_until", "")
    ]
