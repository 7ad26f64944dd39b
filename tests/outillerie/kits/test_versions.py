import pytest
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError

from outillerie.kits.actions import NotPublishable, publish_version
from outillerie.kits.exports import content_of
from outillerie.kits.imports import Seed, plant
from outillerie.kits.models import KitFacet, KitPage, KitVersion
from outillerie.kits.settling import settled
from tests import factories

pytestmark = pytest.mark.django_db


def test_publishing_a_kit_keeps_its_first_version():
    kit = factories.kit()
    version = kit.versions.get()
    assert (version.number, version.title, version.licence) == (1, "Où est Camille ?", "CC-BY-SA-4.0")
    assert version.content == content_of(kit)


def test_publishing_again_without_a_change_keeps_no_new_version():
    kit = factories.kit()
    factories.publish(kit)
    assert list(kit.versions.values_list("number", flat=True)) == [1]


def test_publishing_a_change_keeps_the_next_version_and_leaves_the_first_as_it_was():
    kit = factories.kit()
    first = kit.versions.get()
    factories.publish(kit, title="Où est Camille, au collège ?", version_notes="Pour le collège.")
    second = kit.versions.get(number=2)
    assert (second.title, second.notes) == ("Où est Camille, au collège ?", "Pour le collège.")
    assert KitVersion.objects.get(pk=first.pk).content.title == "Où est Camille ?"


def test_a_draft_has_no_version_and_no_facet():
    kit = factories.draft()
    assert (kit.versions.count(), KitFacet.objects.filter(kit=kit).count()) == (0, 0)


def test_saving_a_draft_of_a_published_kit_changes_no_version():
    kit = factories.kit()
    latest = kit.get_latest_revision_as_object()
    latest.title = "En chantier"
    latest.save_revision()
    assert list(kit.versions.values_list("title", flat=True)) == ["Où est Camille ?"]


@pytest.mark.parametrize("field", ["values", "licence", "sha256", "number", "title", "notes"])
def test_the_database_refuses_to_change_a_version(field):
    version = factories.kit().versions.get()
    value = {"number": 9, "values": {"title": "autre"}}.get(field, "autre")
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        KitVersion.objects.filter(pk=version.pk).update(**{field: value})


def test_a_person_may_leave_without_taking_their_versions():
    person = factories.person(group="moderator")
    kit = factories.kit(by=person)
    person.delete()
    assert list(kit.versions.values_list("number", "published_by")) == [(1, None)]


def test_a_kit_with_versions_cannot_be_deleted():
    with pytest.raises(ProtectedError):
        factories.kit().delete()


def test_a_kit_without_a_licence_is_not_published():
    kit = factories.draft(licence="")
    with pytest.raises(NotPublishable):
        publish_version(kit)


def test_unpublishing_takes_the_kit_out_of_search_and_keeps_its_versions():
    kit = factories.kit()
    kit.unpublish()
    assert (KitFacet.objects.filter(kit=kit).count(), kit.versions.count()) == (0, 1)


def test_a_planted_kit_is_what_publishing_would_have_made():
    content = settled(factories.content(), {})
    (planted,) = plant([Seed(content)])
    published = factories.kit()
    planted = KitPage.objects.get(pk=planted.pk)
    assert content_of(planted) == content_of(published) == content
    assert planted.versions.get().sha256 == published.versions.get().sha256
    facets = [set(KitFacet.objects.filter(kit=kit).values_list("facet", "value")) for kit in (planted, published)]
    assert facets[0] == facets[1]


def test_planting_keeps_the_page_tree_sound():
    plant([Seed(settled(factories.content(title=title), {})) for title in ("Un", "Deux", "Un")])
    slugs = list(KitPage.objects.order_by("path").values_list("slug", flat=True))
    assert slugs == ["un", "deux", "un-2"]
    assert KitPage.find_problems() == ([], [], [], [], [])
    factories.kit(title="Trois")
    assert KitPage.find_problems() == ([], [], [], [], [])


def test_a_planted_kit_can_be_edited_and_published_in_the_back_office():
    (kit,) = plant([Seed(settled(factories.content(), {}))])
    kit = factories.publish(KitPage.objects.get(pk=kit.pk), title="Autre titre")
    assert list(kit.versions.values_list("number", "title")) == [(2, "Autre titre"), (1, "Où est Camille ?")]
