"""The public page of a badge that somebody holds: shown by its holder, or nowhere."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from badges.awarding.actions import revoke
from badges.awarding.models import Credential
from badges.backpack.actions import hide_badge, show_badge
from badges.browsing.given import given_page
from tests.badges.factories import credential, published
from tests.factories import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lea():
    return person("lea@example.org", first_name="Léa", last_name="Martin")


@pytest.fixture
def held(lea):
    return credential(lea, published(level=2, domain=2))


def page(client, held):
    return client.get(reverse("given-badge", args=[held.uuid]))


def shown(client, held):
    show_badge(held)
    response = page(client, held)
    assert response.status_code == 200
    return response


def test_LEAK_10_a_badge_is_hidden_until_its_holder_shows_it(client, held):
    hidden, missing = page(client, held), client.get("/badge/7d3f6a52-64f0-4a0c-9a2b-0d5f1f0a8c11/")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.text.replace(str(held.uuid), "") == missing.text.replace("7d3f6a52-64f0-4a0c-9a2b-0d5f1f0a8c11", "")
    assert page(client, held).headers.get("ETag") == missing.headers.get("ETag")


def test_what_is_hidden_again_is_gone_at_once(client, held):
    shown(client, held)
    hide_badge(held)
    assert page(client, held).status_code == 404


def test_its_holder_sees_it_hidden_and_another_person_does_not(client, held, lea):
    client.force_login(person("other@example.org"))
    assert page(client, held).status_code == 404
    client.force_login(lea)
    response = page(client, held)
    assert (response.status_code, response.context["is_mine"], response.context["is_shown"]) == (200, True, False)
    assert response.context["json_ld"] == ""


@pytest.mark.parametrize("state", [Credential.State.WAITING, Credential.State.ERASED])
def test_what_is_not_signed_or_was_erased_has_no_page(client, held, lea, state):
    show_badge(held)
    Credential.objects.filter(pk=held.pk).update(state=state)
    assert page(client, held).status_code == 404


def test_the_page_says_who_can_do_what_since_when_and_how_it_was_seen(client, lea):
    held = credential(lea, published(level=2), reason="Trois accueils observés.")
    response = shown(client, held)
    assert response.context["sentence"] == "Léa Martin sait accueillir une personne éloignée du numérique."
    assert [fact["icon"] for fact in response.context["facts"]] == ["bars", "calendar", "people", "clock"]
    assert response.context["narrative"] == "Trois accueils observés."
    assert reverse("verify-badge", args=[held.uuid]) in response.text


def test_GDPR_12_a_shown_badge_is_not_for_search_engines(client, held):
    assert '<meta name="robots" content="noindex, nofollow">' in shown(client, held).text


def test_the_name_is_the_one_that_its_holder_chose_to_show(client, held, lea):
    lea.public_name = "Léa des bois"
    lea.save()
    response = shown(client, held)
    assert response.context["holder"] == "Léa des bois"
    assert "Martin" not in response.text


def test_nobody_is_named_once_the_account_is_erased(client, held):
    Credential.objects.filter(pk=held.pk).update(holder=None)
    response = shown(client, held)
    assert response.context["holder"] == ""
    assert "Léa" not in response.text


def test_the_page_never_holds_the_address_the_code_or_the_account_of_its_holder(client, held, lea):
    text = shown(client, held).text
    assert [word for word in (lea.email, held.code, held.salt, held.identity_hash) if word in text] == []


def test_a_revoked_badge_says_so_first_with_the_reason(client, held):
    show_badge(held)
    revoke(held, by=None, reason="Remis par erreur.")
    response = page(client, held)
    assert response.context["standing"]["kind"] == "error"
    assert "Remis par erreur." in response.context["standing"]["text"]
    assert response.text.index("Remis par erreur.") < response.text.index("badge-hero")


def test_an_expired_badge_says_so_first(client, held):
    Credential.objects.filter(pk=held.pk).update(valid_until=timezone.now() - timedelta(days=1))
    response = shown(client, held)
    assert response.context["standing"]["kind"] == "warning"


def test_only_the_holder_is_led_to_the_certificate(client, held, lea):
    address = reverse("badge-certificate", args=[held.uuid, "certificat"])
    assert address not in shown(client, held).text
    client.force_login(lea)
    assert address in page(client, held).text


def test_what_shares_the_page_reads_its_name_its_picture_and_its_permanent_address(client, held, settings):
    settings.PERMANENT_URL = "https://badges.example.org"
    text = shown(client, held).text
    assert f'<meta property="og:url" content="https://badges.example.org/badge/{held.uuid}/">' in text
    assert f'<meta property="og:image" content="https://badges.example.org/badge/{held.uuid}/partage.png">' in text


def test_machines_read_who_holds_what(client, held):
    read = json.loads(str(shown(client, held).context["json_ld"]))
    assert (read["@type"], read["name"]) == ("Person", "Léa Martin")
    assert read["hasCredential"]["@type"] == "EducationalOccupationalCredential"


def test_people_and_machines_read_the_same_days_those_of_here(held):
    """Half past eleven in the evening in UTC is already the next day in Paris."""
    evening = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    show_badge(held)
    held.refresh_from_db()
    held.version.published_at = held.awarded_at = evening
    held.valid_until = evening + timedelta(days=365)
    with override("fr"):
        words = given_page(held, AnonymousUser())
        read = json.loads(str(words["json_ld"]))["hasCredential"]
        assert [fact["value"] for fact in words["facts"]][1::2] == ["1 janvier 2027", "Jusqu’au 1 janvier 2028"]
    assert (read["datePublished"], read["dateCreated"], read["expires"]) == ("2027-01-01", "2027-01-01", "2028-01-01")


def test_the_page_stays_as_the_badge_was_when_it_was_given(client, held):
    badge = held.version.achievement
    badge.name, badge.description = "Tout autre chose", "sait tout."
    badge.save()
    response = shown(client, held)
    assert "Tout autre chose" not in response.text


def test_nothing_keeps_the_page_on_the_way(client, held):
    assert shown(client, held)["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_as_many_questions_whatever_else_the_holder_has(
    client, held, lea, django_assert_num_queries, many
):
    for number in range(many):
        credential(lea, published(f"Autre {number}", slug=f"autre-{number}"))
    shown(client, held)
    with django_assert_num_queries(4):
        page(client, held)
