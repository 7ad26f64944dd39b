"""A decision about the wrong person is taken back, with a reason, before the badge is awarded and afterwards."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from badges.awarding.actions import ReasonNeeded, award_by_hand, consider_awards, uphold
from badges.awarding.deciding import AlreadyWithdrawn, note_decision, withdraw_decision
from badges.awarding.models import AwardDecision, Credential
from badges.awarding.replaying import replay
from outillerie.accounts.models import Membership, Organisation
from outillerie.notifications.models import Notification
from tests import factories as people
from tests.badges import factories
from tests.catalogue.factories import module
from tests.catalogue.learning.learners import ONE_MEETING, attends, enrolled

pytestmark = pytest.mark.django_db


@pytest.fixture
def piece(db):
    return module("Accueil", rule=ONE_MEETING)


@pytest.fixture
def version(piece):
    return factories.published(rule={"all": [{"kind": "decision"}, {"kind": "module", "key": str(piece.key)}]})


@pytest.fixture
def noted(version, lea, odile):
    note_decision(version, person=lea, by=odile, reason="Elle accueille seule.")
    return AwardDecision.objects.get()


def test_taken_back_before_the_badge_a_decision_counts_no_more(noted, lea, odile, piece, done, badges_held):
    withdraw_decision(noted, by=odile, reason="Ce n’était pas elle.")
    trainer = people.person("tri@example.org", group="trainer")
    enrolled(lea, piece, owner=trainer)
    attends(lea, piece, by=trainer)
    done()
    assert badges_held(lea) == []
    noted.refresh_from_db()
    assert (noted.withdrawn_reason, bool(noted.withdrawn_at)) == ("Ce n’était pas elle.", True)
    assert list(ModelLogEntry.objects.filter(action="badges.decision_withdrawn").values_list("user", flat=True)) == [
        odile.pk
    ]
    note_decision(noted.achievement.versions.get(), person=lea, by=odile)
    consider_awards(lea)
    assert badges_held(lea) == ["Accueillir avec bienveillance"]


def test_taken_back_after_the_badge_it_is_in_doubt_and_a_person_decides(lea, odile):
    tri = people.person("tri@example.org", group="hub staff")
    given = factories.credential(lea, by=odile)
    withdraw_decision(AwardDecision.objects.get(), by=tri, reason="Une autre Léa.")
    given.refresh_from_db()
    assert (given.state, bool(given.doubted_at), replay(given).agrees) == ("issued", True, False)
    told = Notification.objects.filter(kind="badge-doubted").order_by("person")
    assert list(told.values_list("person", flat=True)) == sorted([odile.pk, tri.pk])
    uphold(given, by=tri, reason="Elle l’a montré depuis.")
    assert given.doubted_at is None


def test_a_badge_that_waits_at_an_address_is_in_doubt_too(odile):
    given = factories.credential(email="zoe@example.org", by=odile)
    other = factories.credential(email="noe@example.org", version=given.version, by=odile)
    withdraw_decision(AwardDecision.objects.get(email="zoe@example.org"), by=odile, reason="Mauvaise adresse.")
    doubted = Credential.objects.filter(doubted_at__isnull=False)
    assert (list(doubted), other.doubted_at) == ([given], None)


def test_a_decision_is_taken_back_once_and_with_a_reason(noted, odile):
    with pytest.raises(ReasonNeeded):
        withdraw_decision(noted, by=odile, reason=" ")
    withdraw_decision(noted, by=odile, reason="Erreur")
    with pytest.raises(AlreadyWithdrawn):
        withdraw_decision(noted, by=odile, reason="Encore")
    noted.refresh_from_db()
    assert noted.withdrawn_reason == "Erreur"


def test_the_page_of_a_decision_is_for_those_who_award_the_badge(client, noted, lea, odile):
    organisation = Organisation.objects.create(name="Les Tisserands")
    outsider = people.person("tri@example.org", group="trainer")
    Membership.objects.create(person=outsider, organisation=organisation, state=Membership.State.ACTIVE)
    factories.issuer("tisserands", organisation=organisation)
    page = reverse("award-decision", args=[noted.pk])
    missing = reverse("award-decision", args=[noted.pk + 1])
    assert client.post(page, {"reason": "Non"}).status_code == 302
    for person in (lea, outsider):
        client.force_login(person)
        answers = [client.get(page), client.get(missing), client.post(page, {"reason": "Non"})]
        assert [answer.status_code for answer in answers] == [404, 404, 404]
        assert answers[0].content == answers[1].content
    client.force_login(odile)
    assert "Elle accueille seule." in client.get(page).content.decode()
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": "Ce n’était pas elle."}).url == page
    text = client.get(page).content.decode()
    assert ("Ce n’était pas elle." in text, "<textarea" in text) == (True, False)


def test_nobody_takes_back_what_was_decided_of_themselves(client, noted, lea):
    from django.contrib.auth.models import Group

    lea.groups.add(Group.objects.get(name="hub staff"))
    client.force_login(lea)
    page = reverse("award-decision", args=[noted.pk])
    assert "<textarea" not in client.get(page).content.decode()
    assert client.post(page, {"reason": "Non"}).status_code == 404
    noted.refresh_from_db()
    assert noted.withdrawn_at is None


def test_a_decision_is_found_where_the_badge_is_awarded_until_it_has_brought_one(client, noted, version, odile):
    client.force_login(odile)
    awards, page = reverse("awards", args=["accueillir"]), reverse("award-decision", args=[noted.pk])

    def has(query=""):
        return page in client.get(awards + query).content.decode()

    assert [has(query) for query in ("", "?q=martin", "?q=lea@", "?q=zoe")] == [True, True, True, False]
    withdraw_decision(noted, by=odile, reason="Erreur")
    assert not has()
    given = factories.credential(email="zoe@example.org", by=odile, version=factories.published("Seul", slug="seul"))
    decided = reverse("award-decision", args=[AwardDecision.objects.latest("pk").pk])
    assert decided not in client.get(reverse("awards", args=["seul"])).content.decode()
    assert decided in client.get(reverse("one-award", args=[given.uuid])).content.decode()


def test_one_decision_or_three_are_as_many_questions(client, noted, version, tom, odile):
    client.force_login(odile)

    def questions():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("awards", args=["accueillir"])).status_code == 200
        return len(asked)

    questions()
    before = questions()
    for person in (tom, people.person("noe@example.org")):
        note_decision(version, person=person, by=odile)
    assert questions() == before
    assert AwardDecision.objects.count() == 3


def test_awarded_again_after_it_was_taken_back_a_badge_is_another_one(lea, odile):
    first = factories.credential(lea, by=odile, run="Mars")
    withdraw_decision(AwardDecision.objects.get(), by=odile, reason="Trop tôt.")
    second = award_by_hand(first.version, person=lea, by=odile, run="Mai")
    assert (second != first, AwardDecision.objects.filter(withdrawn_at=None).count()) == (True, 1)
