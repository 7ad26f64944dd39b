"""A part that is removed takes its credit with it, when nothing else came from the same kit; and nothing else goes."""

import dataclasses

import pytest

from outillerie.kits.actions import check_licence
from outillerie.kits.exports import content_of
from outillerie.kits.formats.borrowing import Choice, lineage, source_of, sources_left, with_parts
from outillerie.kits.formats.content import Credit, KitContent, Source, Step
from outillerie.kits.queries import newest_version
from outillerie.remix.actions import take_parts
from outillerie.writing.actions import locked_draft, save_stage
from outillerie.writing.exports import written
from outillerie.writing.stages import STAGE
from tests.factories import draft, kit, person
from tests.outillerie.remix.conftest import latest

FAR = Source(title="Loin", url="https://exemple.fr/loin", licence="CC-BY-4.0")
OTHER = KitContent(
    title="Autre",
    credits=(Credit(name="Rosa"),),
    licence="CC-BY-NC-SA-4.0",
    sources=(FAR,),
    steps=(Step(title="Trier"), Step(title="Voter")),
)
MINE = KitContent(title="Le mien", licence="CC-BY-SA-4.0", steps=(Step(title="Accueillir"),))
NEAR = source_of(OTHER, url="https://exemple.fr/autre/v1/", version=1, sha256="a" * 64, relation="part")


def taken(*places):
    return with_parts(MINE, OTHER, NEAR, Choice(steps=frozenset(places)))


def without(content, *titles):
    return dataclasses.replace(content, steps=tuple(step for step in content.steps if step.title not in titles))


def test_the_last_part_of_a_kit_takes_its_source_and_what_that_came_from():
    before = taken(0)
    assert [row.title for row in before.sources] == ["Autre", "Loin"]
    assert sources_left(before, without(before, "Trier")) == ()


def test_a_source_stays_while_another_part_of_it_does():
    before = taken(0, 1)
    assert sources_left(before, without(before, "Trier")) == before.sources


def test_a_source_that_no_part_ever_named_stays():
    before = dataclasses.replace(MINE, sources=lineage(OTHER, NEAR))
    assert sources_left(before, without(before, "Accueillir")) == before.sources


def test_what_is_adapted_as_a_whole_stays_whatever_is_removed():
    whole = dataclasses.replace(NEAR, relation="adaptation")
    before = dataclasses.replace(taken(0), sources=(whole,))
    assert sources_left(before, without(before, "Trier")) == (whole,)


@pytest.mark.django_db
def test_a_step_that_made_a_mix_impossible_is_removed_and_the_kit_can_be_published():
    bachir = person()
    closed = kit(title="Trier", slug="trier", licence="CC-BY-NC-SA-4.0", credits=(Credit(name="Zoé"),))
    mine = draft(title="Le mien", credits=(Credit(name="Bachir"),), steps=(Step(title="Accueillir", minutes=5),))
    take_parts(mine, newest_version(closed), Choice(steps=frozenset({0})), by=bachir)
    before = written(locked_draft(mine.pk))
    after = dataclasses.replace(before, steps=before.steps[:1])
    shown, kept = save_stage(mine.pk, STAGE["steps"], base=before, mine=after, by=bachir)
    assert (content_of(shown).sources, kept.sources, latest(mine).sources) == ((), (), ())
    check_licence(latest(mine))
