"""Facts become sentences when they are read: in the language of who reads, with the names of that moment."""

import pytest
from django.utils import translation

from outillerie.accounts.models import Organisation
from outillerie.collections.models import KitCollection
from outillerie.moderation.models import Decision, KitReport, RefusalReason
from outillerie.notifications.models import Kind, Notification
from outillerie.notifications.queries import lines_of
from outillerie.notifications.wording import COLLECTIONS, MEMBERSHIPS, Names, sentence
from tests import factories

SAID = {
    (Kind.KIT_PROPOSED,): "Samir proposes “Où est Camille ?”, which waits for a reading.",
    (Kind.KIT_REPORTED, "reason", KitReport.Reason.ERRORS): "“Où est Camille ?” is reported. Reason: There are errors.",
    (Kind.KIT_REPORTED,): "“Où est Camille ?” is reported. Reason: not said.",
    (Kind.KIT_DECIDED, "decision", Decision.APPROVED): "“Où est Camille ?” is published.",
    (Kind.KIT_DECIDED, "decision", Decision.CHANGES): "Changes are asked for on “Où est Camille ?”.",
    (Kind.KIT_DECIDED, "decision", Decision.WITHDRAWN): "“Où est Camille ?” was read.",
    (Kind.REPORT_HANDLED, "state", KitReport.State.RIGHT): (
        "What you reported about “Où est Camille ?” was well founded: it is handled."
    ),
    (Kind.REPORT_HANDLED, "state", KitReport.State.WRONG): (
        "What you reported about “Où est Camille ?” was examined: the kit stays as it is."
    ),
    (Kind.REPORT_HANDLED,): "What you reported about “Où est Camille ?” was handled.",
    (Kind.KIT_ADAPTED,): "Samir adapted one of your kits: “Où est Camille ?”.",
    (Kind.SOURCE_UPDATED, "version", 3): "“Où est Camille ?”, which you adapted, is now at version 3.",
    (Kind.CHANGES_OFFERED,): "Samir offers changes for “Où est Camille ?”.",
    (Kind.OFFER_DECIDED, "decision", "merged"): "Changes that you offered from “Où est Camille ?” are taken up.",
    (Kind.OFFER_DECIDED, "decision", "declined"): "Changes that you offered from “Où est Camille ?” are declined.",
    (Kind.OFFER_DECIDED,): "The changes that you offered from “Où est Camille ?” have an answer.",
    (Kind.FIELD_REPORT,): "Samir ran “Où est Camille ?” and tells how it went.",
    (Kind.FIELD_REPORT_ANSWERED,): "Your field report on “Où est Camille ?” has an answer.",
    (Kind.FIELD_REPORT_ANSWERED, "version", 2): (
        "Version 2 of “Où est Camille ?” takes your field report into account."
    ),
}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def said(kind, *fact, names=None, actor="Samir"):
    row = Notification(kind=kind, kit_id=1, facts=dict([fact] if fact else []))
    row.actor = actor and factories.User(public_name=actor)
    return sentence(row, names or Names(kits={1: "Où est Camille ?"}))


@pytest.mark.parametrize("told", SAID)
def test_each_kind_is_a_sentence(told):
    assert said(*told) == SAID[told]


def test_a_refusal_says_why():
    row = Notification(
        kind=Kind.KIT_DECIDED, kit_id=1, facts={"decision": "refused", "reason": RefusalReason.DUPLICATE}
    )
    assert sentence(row, Names(kits={1: "K"})) == "“K” is refused. Reason: Duplicate of another kit."


def test_every_kind_has_words_whatever_its_facts():
    assert [kind for kind in Kind if "%" in said(kind) or not said(kind).endswith(".")] == []


@pytest.mark.parametrize("event", MEMBERSHIPS)
def test_news_of_an_organisation_name_it(event):
    row = Notification(kind=Kind.MEMBERSHIP, facts={"organisation": 4, "event": event})
    text = sentence(row, Names(organisations={4: "Atelier du Canal"}))
    assert ("Atelier du Canal" in text, "%" in text) == (True, False)


def test_a_collection_that_may_be_private_is_not_named_to_someone_who_has_not_joined_it():
    row = Notification(kind=Kind.COLLECTION, facts={"event": "invited"})
    assert sentence(row, Names()) == "Someone invites you to take care of a collection."


@pytest.mark.parametrize("event", sorted(COLLECTIONS.keys() - {"invited"}))
def test_news_of_a_collection_name_it(event):
    row = Notification(kind=Kind.COLLECTION, facts={"collection": 4, "event": event})
    text = sentence(row, Names(collections={4: "Pour les ados"}))
    assert ("“Pour les ados”" in text, "%" in text) == (True, False)


def test_what_may_not_be_seen_is_not_named():
    assert said(Kind.KIT_DECIDED, names=Names()) == "A kit that is no longer public was read."
    assert said(Kind.KIT_ADAPTED, names=Names()) == "Samir adapted one of your kits: a kit that is no longer public."


def test_someone_who_left_is_someone():
    assert said(Kind.FIELD_REPORT, actor=None) == "Someone ran “Où est Camille ?” and tells how it went."


def test_a_name_is_written_as_its_owner_writes_it_and_on_one_line():
    assert said(Kind.KIT_ADAPTED, actor="élo\r\nBcc: x  %(kit)s") == (
        "élo Bcc: x %(kit)s adapted one of your kits: “Où est Camille ?”."
    )


@pytest.mark.django_db
def test_LEAK_08_a_name_is_read_again_at_that_moment(lea, samir, camille):
    row = Notification.objects.create(
        person=lea, kind=Kind.KIT_ADAPTED, kit=camille, actor=samir, path="/kits/camille/"
    )
    camille = factories.publish(camille, title="Camille, deuxième")
    samir.public_name = "Sam"
    samir.save()
    [line] = lines_of(lea, [Notification.objects.get(pk=row.pk)])
    assert line.sentence == "Sam adapted one of your kits: “Camille, deuxième”."


@pytest.mark.django_db
def test_LEAK_08_the_draft_title_of_a_published_kit_is_not_told(lea, camille):
    draft = camille.get_latest_revision_as_object()
    draft.title = "Titre secret"
    draft.save_revision()
    row = Notification.objects.create(person=lea, kind=Kind.KIT_ADAPTED, kit=camille, path="/kits/camille/")
    [line] = lines_of(lea, [Notification.objects.get(pk=row.pk)])
    assert "secret" not in line.sentence


@pytest.mark.django_db
@pytest.mark.parametrize("standing", ["stranger", "curator", "owner"])
def test_LEAK_08_a_private_collection_is_named_to_those_who_share_it(lea, samir, standing):
    collection = KitCollection.objects.create(title="Entre nous", slug="entre-nous", owner=samir)
    if standing == "curator":
        collection.curators.add(lea)
    if standing == "owner":
        KitCollection.objects.update(owner=lea)
    facts = {"collection": collection.pk, "event": "left"}
    row = Notification.objects.create(person=lea, kind=Kind.COLLECTION, actor=samir, facts=facts, path="/collections/")
    [line] = lines_of(lea, [row])
    assert ("Entre nous" in line.sentence, line.is_visible) == ((standing != "stranger"),) * 2


@pytest.mark.django_db
def test_lines_are_read_in_as_many_questions_whatever_their_number(django_assert_num_queries, lea, camille):
    organisation = Organisation.objects.create(name="Atelier du Canal")
    for number in range(3):
        Notification.objects.create(person=lea, kind=Kind.KIT_ADAPTED, kit=factories.kit(slug=f"k{number}"), path="/")
        Notification.objects.create(
            person=lea, kind=Kind.MEMBERSHIP, facts={"organisation": organisation.pk, "event": "asked"}, path="/"
        )
    rows = list(Notification.objects.select_related("kit", "actor").order_by("pk"))
    for shown in (rows[:2], rows):
        person = type(lea).objects.get(pk=lea.pk)
        with django_assert_num_queries(5):
            lines_of(person, shown)
