"""What was published of a path does not move."""

import pytest
from django.db import DatabaseError, transaction

from catalogue.paths.formats.content import fingerprint, from_dict, to_dict
from catalogue.paths.models import PathVersion
from tests.catalogue.factories import module, path, publish_path, skill_framework, skill_of
from tests.factories import kit

pytestmark = pytest.mark.django_db


def test_publishing_a_path_keeps_a_version_that_says_everything():
    framework = skill_framework()
    piece = module("Mots de passe", kits=[kit()], skills=[(skill_of(framework, "1.1"), "practised", 2)])
    page = path(blocks=[("Protéger", [piece])])
    content = page.versions.get().content
    [block] = content.blocks
    [placed] = block.modules
    assert (content.title, block.title, placed.title) == ("Aidant numérique", "Protéger", "Mots de passe")
    assert [(pin.slug, pin.number) for pin in placed.kits] == [("ou-est-camille", 1)]
    assert [(use.code, use.use, use.rank, use.level) for use in placed.skills] == [("1.1", "practised", 2, "Pratique")]


def test_a_version_reads_back_as_it_was_written():
    version = path(blocks=[("Protéger", [module(kits=[kit()]), (module("Autre"), False)])]).versions.get()
    assert from_dict(to_dict(version.content)) == version.content
    assert fingerprint(version.content) == version.sha256


def test_the_same_content_makes_no_second_version_and_another_does():
    page = path()
    publish_path(page)
    assert page.versions.count() == 1
    publish_path(page, summary="Autre chose")
    assert [version.number for version in page.versions.all()] == [2, 1]


def test_the_database_refuses_to_change_a_version():
    version = path().versions.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        PathVersion.objects.filter(pk=version.pk).update(title="Autre")


def test_a_module_changed_later_changes_no_published_path():
    piece = module("Avant")
    page = path(blocks=[("Bloc", [piece])])
    piece.title = "Après"
    piece.save()
    assert page.versions.get().content.blocks[0].modules[0].title == "Avant"
