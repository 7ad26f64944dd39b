"""Badges given to an address come to whoever confirms it, and to nobody else."""

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from badges.awarding.actions import award_by_hand
from badges.awarding.considering import consider_person
from badges.awarding.models import AwardDecision, Credential
from badges.backpack.claiming import claim_badges
from badges.backpack.queries import badges_of
from outillerie.notifications.models import Notification
from outillerie.notifications.queries import lines_of
from outillerie.outbox.models import OutboxMessage
from tests.badges import factories as made
from tests.outillerie.accounts.mailbox import code_in_mail_to, sign_in_by_code

pytestmark = pytest.mark.django_db
OLD = "lea.martin@ecole.example.org"


@pytest.fixture
def waiting(db):
    """Return a badge given to an address that nobody has confirmed here."""
    return made.credential(email=OLD, name="Léa Martin")


def add_address(person, email, *, verified):
    return EmailAddress.objects.create(user=person, email=email, verified=verified, primary=False)


def test_an_address_that_is_confirmed_brings_its_badges(lea, waiting):
    address = add_address(lea, OLD, verified=True)
    email_confirmed.send(EmailAddress, request=None, email_address=address)
    waiting.refresh_from_db()
    assert (waiting.holder, waiting.recipient, waiting.visibility) == (lea, f"person:{lea.pk}", "hidden")
    assert [decision.person for decision in AwardDecision.objects.all()] == [lea]


def test_one_is_told_once_and_the_words_follow_what_is_there(lea, waiting):
    add_address(lea, OLD, verified=True)
    assert claim_badges(lea) == [waiting]
    assert claim_badges(lea) == []
    [row] = Notification.objects.filter(person=lea, kind="badges-claimed")
    [line] = lines_of(lea, [row])
    assert (line.is_visible, row.path) == (True, "/mes-badges/")
    Credential.objects.filter(pk=waiting.pk).update(holder=None)
    [line] = lines_of(lea, [row])
    assert line.is_visible is False


def test_what_came_may_earn_another_badge(lea, waiting):
    stacked = {"kind": "badge", "achievement": waiting.version.achievement.slug}
    made.published("Le suivant", slug="le-suivant", rule=stacked)
    add_address(lea, OLD, verified=True)
    claim_badges(lea)
    [message] = OutboxMessage.objects.filter(kind="badge-consider")
    consider_person(message.payload)
    assert [badge.version.content.name for badge in Credential.objects.filter(holder=lea, state="waiting")] == [
        "Le suivant"
    ]


def test_of_two_requests_that_claim_at_once_the_second_one_finds_nothing_and_says_nothing(lea, waiting):
    add_address(lea, OLD, verified=True)

    def another_is_first(execute, sql, params, many, context):
        if sql.startswith("SELECT") and 'FROM "accounts_user"' in sql:
            Credential.objects.filter(pk=waiting.pk).update(holder=lea, recipient=f"person:{lea.pk}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(another_is_first):
        assert claim_badges(lea) == []
    assert Notification.objects.filter(kind="badges-claimed").count() == 0


def test_signing_in_brings_what_came_meanwhile(client, lea, waiting):
    add_address(lea, OLD, verified=True)
    client.force_login(lea)
    assert list(badges_of(lea)) == [waiting]


def test_an_address_that_is_typed_and_not_confirmed_brings_nothing(client, lea, waiting):
    add_address(lea, OLD, verified=False)
    client.force_login(lea)
    assert claim_badges(lea) == []
    assert list(badges_of(lea)) == []


def test_an_address_with_capitals_is_the_same_address(lea, waiting):
    add_address(lea, OLD.upper(), verified=True)
    assert claim_badges(lea) == [waiting]


@pytest.mark.parametrize(
    "like_it", ["lea.martin+badges@ecole.example.org", "leamartin@ecole.example.org", "lеa.martin@ecole.example.org"]
)
def test_ATK_OB_05_an_address_that_looks_like_it_brings_nothing(stranger, waiting, like_it):
    add_address(stranger, like_it, verified=True)
    assert claim_badges(stranger) == []


def test_what_an_address_brought_stays_when_it_is_removed(client, lea, waiting):
    add_address(lea, OLD, verified=True)
    claim_badges(lea)
    EmailAddress.objects.filter(email=OLD).delete()
    client.force_login(lea)
    assert list(badges_of(lea)) == [waiting]


def test_the_same_badge_by_two_addresses_stays_twice_and_is_awarded_no_third_time(lea, waiting):
    direct = made.credential(lea, waiting.version)
    add_address(lea, OLD, verified=True)
    assert claim_badges(lea) == [waiting]
    waiting.refresh_from_db()
    assert (waiting.holder, waiting.recipient) == (lea, f"mail:{OLD}")
    assert set(badges_of(lea)) == {direct, waiting}
    assert award_by_hand(waiting.version, email=OLD, by=None) in {direct, waiting}
    assert Credential.objects.count() == 2


def test_a_badge_that_its_holder_had_forgotten_is_claimed_by_nobody(stranger, waiting):
    Credential.objects.filter(pk=waiting.pk).update(recipient="", email="", name="")
    add_address(stranger, OLD, verified=True)
    assert claim_badges(stranger) == []


def test_somebody_who_lost_an_address_confirms_another_one_and_finds_their_badges(client, lea, waiting):
    """By hand, as people do it: the second address, the code that it receives, the bag."""
    cache.clear()
    sign_in_by_code(client, "lea@example.org")
    asked = client.post(reverse("account_email"), {"action_add": "1", "email": OLD})
    client.post(asked.url, {"password": "une phrase de passe longue"})
    assert "Accueillir avec bienveillance" not in client.get("/mes-badges/").content.decode()
    client.post(reverse("account_email_verification_sent"), {"code": code_in_mail_to(OLD)})
    text = client.get("/mes-badges/").content.decode()
    assert "Accueillir avec bienveillance" in text
    assert "Nouveau badge." in text
