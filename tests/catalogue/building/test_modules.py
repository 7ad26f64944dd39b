"""Modules: made of a kit, copied, their kits at a version that only a trainer moves."""

import pytest

from catalogue.building.module_actions import (
    KitThere,
    NotPinned,
    copy_module,
    decline_kit_version,
    module_from_kit,
    pin_kit,
    take_kit_version,
    unpin_kit,
)
from catalogue.building.queries import newer_versions
from catalogue.frameworks.models import KitSkill
from catalogue.paths.models import ModuleKit
from outillerie.kits.queries import newest_version
from tests import factories
from tests.catalogue.factories import module, publish_path, skill_framework, skill_of
from tests.catalogue.factories import path as published

pytestmark = pytest.mark.django_db


def offered(piece):
    return [(news.pin.version.number, news.newest.number) for news in newer_versions([piece.key])]


def test_a_module_made_of_a_kit_says_what_the_kit_says(odile):
    page, framework = factories.kit(evaluation="Un jeu de cartes"), skill_framework()
    KitSkill.objects.create(kit=page, skill=skill_of(framework, "1.1"), use="taught", level=framework.levels.first())
    made = module_from_kit(page, by=odile)
    [pin] = made.kit_rows.all()
    [row] = made.skill_rows.all()
    assert (made.title, made.minutes, made.mode, made.owner) == ("Où est Camille ?", 30, "onsite", odile)
    assert made.aims == "reconnaître quatre signes de cyberharcèlement\nciter trois personnes à qui en parler"
    assert made.assessment == "Un jeu de cartes"
    assert pin.version == newest_version(page)
    assert (row.skill, row.use, row.level) == (skill_of(framework, "1.1"), "taught", framework.levels.first())


def test_a_kit_that_travels_makes_a_module_on_site(odile):
    assert module_from_kit(factories.kit(mode="mobile"), by=odile).mode == "onsite"


def test_a_copy_has_its_own_identity_and_keeps_its_origin(odile, wenceslas):
    framework = skill_framework()
    original = module(kits=[factories.kit()], skills=[(skill_of(framework, "1.1"), "assessed", 2)], owner=wenceslas)
    copy = copy_module(original, by=odile)
    assert copy.key != original.key
    assert (copy.copied_from, copy.owner, copy.title) == (original, odile, original.title)
    assert [row.version_id for row in copy.kit_rows.all()] == [row.version_id for row in original.kit_rows.all()]
    assert [(row.skill_id, row.use, row.level_id) for row in copy.skill_rows.all()] == [
        (row.skill_id, row.use, row.level_id) for row in original.skill_rows.all()
    ]


def test_a_newer_version_is_offered_and_changes_nothing_until_it_is_taken(odile):
    page = factories.kit()
    piece = module(kits=[page])
    path = published(blocks=[("Bloc", [piece])])
    factories.publish(page, hook="Autre accroche")
    assert offered(piece) == [(1, 2)]
    publish_path(path, summary="Autre")
    assert [version.content.blocks[0].modules[0].kits[0].number for version in path.versions.all()] == [1, 1]
    take_kit_version(piece.kit_rows.get(), newest_version(page))
    assert offered(piece) == []
    assert [version.content.blocks[0].modules[0].kits[0].number for version in path.versions.all()] == [1, 1]
    publish_path(path)
    assert [version.content.blocks[0].modules[0].kits[0].number for version in path.versions.all()] == [2, 1, 1]


def test_a_version_that_was_left_is_offered_no_more_and_the_next_one_is(odile):
    page = factories.kit()
    piece = module(kits=[page])
    factories.publish(page, hook="Deux")
    decline_kit_version(piece.kit_rows.get(), newest_version(page))
    assert offered(piece) == []
    factories.publish(page, hook="Trois")
    assert offered(piece) == [(1, 3)]


def test_a_kit_that_is_not_public_any_more_offers_nothing(odile):
    page = factories.kit()
    piece = module(kits=[page])
    factories.publish(page, hook="Deux").unpublish()
    assert offered(piece) == []


def test_a_version_of_another_kit_is_refused(odile):
    piece, other = module(kits=[factories.kit()]), factories.kit(title="Autre")
    with pytest.raises(NotPinned):
        take_kit_version(piece.kit_rows.get(), newest_version(other))
    with pytest.raises(NotPinned):
        decline_kit_version(piece.kit_rows.get(), newest_version(other))


def test_a_kit_is_pinned_once_after_the_others(odile):
    first, second = factories.kit(), factories.kit(title="Autre")
    piece = module(kits=[first])
    pin_kit(piece, second)
    assert [pin.version.kit for pin in piece.kit_rows.all()] == [first, second]
    with pytest.raises(KitThere):
        pin_kit(piece, second)
    unpin_kit(piece, piece.kit_rows.first().pk)
    assert [pin.version.kit for pin in piece.kit_rows.all()] == [second]


def test_a_kit_of_another_module_is_not_unpinned(odile):
    piece, other = module(kits=[factories.kit()]), module("Autre")
    with pytest.raises(NotPinned):
        unpin_kit(other, piece.kit_rows.get().pk)
    assert ModuleKit.objects.count() == 1
