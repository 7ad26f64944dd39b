"""Giving back: what an adaptation offers to its source, who takes what they want and credits who gave it."""

import pytest

from outillerie.kits.exports import content_of
from outillerie.kits.formats.borrowing import Choice
from outillerie.kits.formats.content import Credit
from outillerie.kits.models import KitPage
from outillerie.kits.queries import newest_version
from outillerie.notifications.models import Notification
from outillerie.remix import proposals
from outillerie.remix.actions import adapt, take_parts
from outillerie.remix.models import Adaptation, Proposal
from tests.factories import kit, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    return person("alice@example.org", first_name="Alice")


@pytest.fixture
def bachir():
    return person("bachir@example.org", first_name="Bachir")


@pytest.fixture
def source(alice):
    page = kit(licence="CC-BY-4.0", credits=(Credit(name="Alice"),))
    KitPage.objects.filter(pk=page.pk).update(owner=alice)
    return KitPage.objects.get(pk=page.pk)


def publish_draft(page, *, by, **facts):
    draft = KitPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in facts.items():
        setattr(draft, name, value)
    draft.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    return KitPage.objects.get(pk=page.pk)


@pytest.fixture
def adaptation(source, bachir):
    copy = adapt(newest_version(source), by=bachir)
    publish_draft(copy, by=bachir, hook="Mieux dit.", variants="En plein air.")
    Notification.objects.all().delete()
    return Adaptation.objects.select_related("kit", "source", "base").get(kit=copy)


def keys(changes, *paths):
    return [change.key for change in changes if change.path[0] in paths]


def latest(page):
    return content_of(KitPage.objects.get(pk=page.pk).get_latest_revision_as_object())


def test_what_the_adaptation_changed_may_be_offered(adaptation):
    assert [change.path for change in proposals.offerable_changes(adaptation)] == [("title",), ("hook",), ("variants",)]


def test_an_offer_tells_the_authors_of_the_source(adaptation, alice, bachir):
    chosen = keys(proposals.offerable_changes(adaptation), "hook", "variants")
    offer = proposals.offer_changes(adaptation, chosen, message="Plus clair.", by=bachir)
    assert Notification.objects.values_list("person", "kind", "path").get() == (
        alice.pk,
        "changes-offered",
        f"/contribuer/{adaptation.source_id}/offres/{offer.pk}/",
    )


def test_only_what_is_taken_up_enters_the_draft_and_who_gave_it_is_credited(adaptation, alice, bachir):
    chosen = keys(found := proposals.offerable_changes(adaptation), "hook", "variants")
    offer = proposals.offer_changes(adaptation, chosen, message="", by=bachir)
    proposals.take_up(offer, keys(found, "variants"), answer="Merci.", by=alice)
    merged = latest(adaptation.source)
    assert (merged.hook == "Mieux dit.", merged.variants) == (False, "En plein air.")
    assert merged.credits == (Credit(name="Alice"), Credit(name="Bachir", role="contributor"))
    assert [(row.relation, row.title, row.version) for row in merged.sources] == [
        ("contribution", "Où est Camille ? (adaptation)", 1)
    ]
    offer.refresh_from_db()
    assert (offer.state, offer.merged_keys, offer.answer) == ("merged", keys(found, "variants"), "Merci.")
    assert Notification.objects.order_by("pk").values_list("person", "kind").last() == (bachir.pk, "offer-decided")


def test_a_change_that_was_never_offered_is_not_taken_up(adaptation, alice, bachir):
    found = proposals.offerable_changes(adaptation)
    offer = proposals.offer_changes(adaptation, keys(found, "hook"), message="", by=bachir)
    with pytest.raises(proposals.NotOfferable):
        proposals.take_up(offer, keys(found, "variants"), by=alice)
    assert latest(adaptation.source).variants == ""


def test_publishing_what_was_taken_up_makes_a_version_with_both_names(adaptation, alice, bachir):
    found = proposals.offerable_changes(adaptation)
    offer = proposals.offer_changes(adaptation, keys(found, "hook"), message="", by=bachir)
    proposals.take_up(offer, keys(found, "hook"), by=alice)
    publish_draft(adaptation.source, by=alice)
    version = newest_version(adaptation.source)
    assert (version.number, version.licence, [credit.name for credit in version.content.credits]) == (
        2,
        "CC-BY-4.0",
        ["Alice", "Bachir"],
    )


def test_an_offer_is_answered_once(adaptation, alice, bachir):
    offer = proposals.offer_changes(
        adaptation, keys(proposals.offerable_changes(adaptation), "hook"), message="", by=bachir
    )
    proposals.decline(offer, answer="Pas cette fois.", by=alice)
    with pytest.raises(proposals.AlreadyDecided):
        proposals.take_up(offer, offer.keys, by=alice)
    with pytest.raises(proposals.AlreadyDecided):
        proposals.withdraw(offer)
    assert Proposal.objects.values_list("state", "answer").get() == ("declined", "Pas cette fois.")


def test_a_version_is_offered_once_at_a_time(adaptation, bachir):
    chosen = keys(proposals.offerable_changes(adaptation), "hook")
    proposals.offer_changes(adaptation, chosen, message="", by=bachir)
    with pytest.raises(proposals.NotOfferable):
        proposals.offer_changes(adaptation, chosen, message="", by=bachir)
    assert Proposal.objects.count() == 1


def test_a_part_of_somebody_else_is_not_given_under_a_licence_that_it_does_not_allow(source, bachir):
    closed = kit(title="Trier", slug="trier", licence="CC-BY-SA-4.0", credits=(Credit(name="Zoé"),))
    copy = adapt(newest_version(source), by=bachir)
    take_parts(copy, newest_version(closed), Choice(steps=frozenset({0})), by=bachir)
    publish_draft(copy, by=bachir, licence="CC-BY-SA-4.0", hook="Mieux dit.")
    adaptation = Adaptation.objects.select_related("kit", "source", "base").get(kit=copy)
    found = proposals.offerable_changes(adaptation)
    with pytest.raises(proposals.NotOfferable) as refusal:
        proposals.offer_changes(adaptation, keys(found, "steps"), message="", by=bachir)
    assert "CC BY-SA 4.0" in str(refusal.value)
    proposals.offer_changes(adaptation, keys(found, "hook"), message="", by=bachir)
    assert Proposal.objects.count() == 1
