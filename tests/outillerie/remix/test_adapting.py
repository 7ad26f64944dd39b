"""Copying a published kit, or parts of one: the copy is whole, credited, and needs its source no more."""

import pytest

from outillerie.kits.actions import NotPublishable
from outillerie.kits.exports import content_of
from outillerie.kits.formats.borrowing import Choice
from outillerie.kits.formats.content import Credit, Step
from outillerie.kits.models import KitPage, KitVersion
from outillerie.kits.queries import newest_version, public_adaptations
from outillerie.notifications.models import Notification
from outillerie.remix.actions import NotAdaptable, adapt, take_parts
from outillerie.remix.models import Adaptation
from tests.factories import draft, kit, person, publish

pytestmark = pytest.mark.django_db
SHARED = {"licence": "CC-BY-SA-4.0", "credits": (Credit(name="Alice"),)}


@pytest.fixture
def bachir():
    return person("bachir@example.org", first_name="Bachir")


@pytest.fixture
def alice():
    return person("alice@example.org", first_name="Alice")


def published(page: KitPage, *, by=None) -> KitPage:
    latest = KitPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    latest.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    return KitPage.objects.get(pk=page.pk)


def test_an_adaptation_is_a_draft_of_who_makes_it(bachir):
    source = kit(**SHARED)
    copy = adapt(newest_version(source), by=bachir)
    assert (copy.live, copy.owner, copy.title) == (False, bachir, "Où est Camille ? (adaptation)")
    assert Adaptation.objects.values_list("kit", "source", "base__number", "intent").get() == (
        copy.pk,
        source.pk,
        1,
        "follow",
    )


def test_an_adaptation_holds_all_that_its_source_says(bachir):
    source = kit(**SHARED)
    original, copy = newest_version(source).content, content_of(adapt(newest_version(source), by=bachir))
    assert copy.steps == original.steps
    assert copy.watch_points == original.watch_points
    assert [(row.title, row.authors, row.version, row.licence) for row in copy.sources] == [
        ("Où est Camille ?", ("Alice",), 1, "CC-BY-SA-4.0")
    ]
    assert copy.credits == (Credit(name="Bachir"),)


def test_a_kit_that_forbids_changes_cannot_be_adapted(bachir):
    source = kit(licence="CC-BY-ND-4.0")
    with pytest.raises(NotAdaptable) as refusal:
        adapt(newest_version(source), by=bachir)
    assert "CC BY-ND 4.0" in str(refusal.value)
    assert KitPage.objects.count() == 1


def test_the_source_is_told_when_the_adaptation_is_published_and_not_before(alice, bachir):
    source = kit(by=alice, **SHARED)
    KitPage.objects.filter(pk=source.pk).update(owner=alice)
    copy = adapt(newest_version(source), by=bachir)
    assert Notification.objects.count() == 0
    published(copy, by=bachir)
    assert Notification.objects.values_list("person", "kind", "kit").get() == (alice.pk, "kit-adapted", copy.pk)
    assert list(public_adaptations(source)) == [copy]


def test_followers_are_told_of_each_new_version_and_others_are_not(alice, bachir):
    source = kit(by=alice, **SHARED)
    followed, pinned = adapt(newest_version(source), by=bachir), adapt(newest_version(source), by=person())
    Adaptation.objects.filter(kit=pinned).update(intent=Adaptation.Intent.PIN)
    publish(source, by=alice, hook="Autrement.")
    assert list(Notification.objects.values_list("person", "kind", "path")) == [
        (bachir.pk, "source-updated", f"/contribuer/{followed.pk}/original/")
    ]


def test_a_step_taken_from_another_kit_is_credited_in_the_version(bachir):
    other = kit(title="Trier", slug="trier", licence="CC-BY-4.0", credits=(Credit(name="Zoé"),))
    mine = draft(title="Le mien", credits=(Credit(name="Bachir"),), steps=(Step(title="Accueillir", minutes=5),))
    take_parts(mine, newest_version(other), Choice(steps=frozenset({1})), by=bachir)
    version = newest_version(published(mine, by=bachir))
    assert [(step.title, step.author, step.licence) for step in version.content.steps] == [
        ("Accueillir", "", ""),
        ("Trier les messages", "Zoé", "CC-BY-4.0"),
    ]
    assert [(row.title, row.relation) for row in version.content.sources] == [("Trier", "part")]


def test_a_mix_that_no_licence_allows_is_refused_with_the_reason(bachir):
    shared = kit(**SHARED)
    closed = kit(title="Trier", slug="trier", licence="CC-BY-NC-SA-4.0", credits=(Credit(name="Zoé"),))
    copy = adapt(newest_version(shared), by=bachir)
    take_parts(copy, newest_version(closed), Choice(steps=frozenset({0})), by=bachir)
    with pytest.raises(NotPublishable) as refusal:
        published(copy, by=bachir)
    assert "CC BY-SA 4.0" in str(refusal.value) and "CC BY-NC-SA 4.0" in str(refusal.value)
    assert KitVersion.objects.filter(kit=copy).count() == 0


def test_an_adaptation_survives_its_source(bachir):
    source = kit(**SHARED)
    copy = adapt(newest_version(source), by=bachir)
    KitVersion.objects.filter(kit=source).delete()
    source.delete()
    version = newest_version(published(copy, by=bachir))
    assert [row.authors for row in version.content.sources] == [("Alice",)]
    assert Adaptation.objects.values_list("source", "base").get() == (None, None)
