"""Attacks by guessing: who has an account (ATK-ENUM), with which password (ATK-RATE)."""

import re
from unittest import mock

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.factories import person
from tests.outillerie.accounts.entries import ENTRIES, PASSWORD, form_of
from tests.outillerie.accounts.mailbox import ask_for_code, is_signed_in, sign_in_by_password

pytestmark = pytest.mark.django_db
# What differs at every answer, whoever asks: the token of the form.
TOKENS = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture(autouse=True)
def nobody_tried_before(db):
    cache.clear()


def seen_by(kind, address):
    """Return all that a stranger sees of a form sent with `address`, up to the next page, address masked."""
    browser = Client()
    answer = browser.post(reverse(kind), form_of(kind, address), follow=True)
    body = TOKENS.sub("", answer.content.decode()).replace(address, "ADDRESS")
    return [*answer.redirect_chain, answer.status_code, sorted(browser.cookies), body]


@pytest.mark.parametrize("kind", ENTRIES)
def test_ATK_ENUM_01_the_same_answer_whether_or_not_the_account_exists(lea, kind):
    assert seen_by(kind, "lea@example.org") == seen_by(kind, "nobody@example.org")


@pytest.mark.parametrize("kind", ENTRIES)
def test_ATK_ENUM_01_as_many_passwords_are_hashed_whether_or_not_the_account_exists(lea, kind):
    def hashed(address):
        hasher = type(hashers.get_hasher())
        with mock.patch.object(hasher, "encode", autospec=True, side_effect=hasher.encode) as counted:
            Client().post(reverse(kind), form_of(kind, address))
        return counted.call_count

    assert hashed("lea@example.org") == hashed("nobody@example.org") == (kind in ENTRIES[1:3])


@pytest.mark.parametrize("kind", ENTRIES)
def test_ATK_ENUM_01_mail_goes_to_the_owner_of_the_address_only(lea, kind):
    for address in ("lea@example.org", "nobody@example.org"):
        Client().post(reverse(kind), form_of(kind, address))
    is_silent = kind == "account_login_by_password"
    assert [message.recipients() for message in mail.outbox] == (
        [] if is_silent else [["lea@example.org"], ["nobody@example.org"]]
    )


def test_ATK_ENUM_01_a_code_for_an_unknown_address_never_signs_in(client):
    asked = ask_for_code(client, "nobody@example.org")
    for code in ("000000", "", "None"):
        client.post(asked.url, {"code": code})
    assert not is_signed_in(client)


def test_ATK_RATE_01_one_account_is_closed_to_guesses_and_a_success_elsewhere_opens_nothing(client, lea):
    mallory = person("mallory@example.org")
    for _attempt in range(4):
        sign_in_by_password(client, "lea@example.org", "pas la bonne phrase")
    sign_in_by_password(Client(), mallory.email)
    sign_in_by_password(client, "lea@example.org", "pas la bonne phrase")
    sign_in_by_password(client, "lea@example.org", PASSWORD)
    assert not is_signed_in(client)


def test_ATK_RATE_01_a_success_on_the_same_account_does_not_clear_the_count(lea):
    for _attempt in range(4):
        sign_in_by_password(Client(), "lea@example.org", "pas la bonne phrase")
    owner, attacker = Client(), Client()
    sign_in_by_password(owner, "lea@example.org")
    assert is_signed_in(owner)
    sign_in_by_password(attacker, "lea@example.org", "pas la bonne phrase")
    sign_in_by_password(attacker, "lea@example.org")
    assert not is_signed_in(attacker)


def test_ATK_RATE_01_one_machine_may_not_try_many_accounts(client):
    client.cookies["affichage"] = "language=en"
    pages = [sign_in_by_password(client, f"person{n}@example.org", "x").content.decode() for n in range(11)]
    assert [n for n, page in enumerate(pages) if "Too many attempts" in page] == [10]


def test_ATK_RATE_01_a_forged_forwarded_address_changes_nothing(client):
    client.cookies["affichage"] = "language=en"
    for n in range(10):
        client.defaults["HTTP_X_FORWARDED_FOR"] = f"203.0.113.{n}"
        sign_in_by_password(client, f"person{n}@example.org", "x")
    page = sign_in_by_password(client, "person10@example.org", "x").content.decode()
    assert "Too many attempts" in page


def test_ATK_RATE_01_behind_a_proxy_of_ours_the_last_forwarded_address_counts(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client.cookies["affichage"] = "language=en"
    for n in range(11):
        client.defaults["HTTP_X_FORWARDED_FOR"] = f"198.51.100.9, 203.0.113.{n}"
        page = sign_in_by_password(client, f"person{n}@example.org", "x").content.decode()
    assert "Too many attempts" not in page


def test_ATK_RATE_01_few_codes_are_sent_to_one_address(lea):
    for _attempt in range(5):
        ask_for_code(Client(), "lea@example.org")
    assert len(mail.outbox) == 3


def test_ATK_RATE_01_too_many_requests_says_when_to_come_back(client):
    client.cookies["affichage"] = "language=en"
    for n in range(21):
        answer = client.post(reverse("account_signup"), {"email": f"p{n}@", "first_name": "P"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "Wait a minute, then try again." in answer.content.decode()
