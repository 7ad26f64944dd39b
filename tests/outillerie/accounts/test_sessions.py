"""Attacks on sessions and codes (ATK-SES), and forms sent by somebody else (ATK-CSRF)."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from outillerie.accounts.models import User
from tests.factories import person
from tests.outillerie.accounts.entries import ENTRIES, PASSWORD, form_of
from tests.outillerie.accounts.mailbox import (
    ask_for_code,
    code_in_mail_to,
    is_signed_in,
    last_mail_to,
    sign_in_by_password,
)

pytestmark = pytest.mark.django_db


def test_ATK_SES_01_signing_in_changes_the_session(client, lea):
    ask_for_code(client, "lea@example.org")
    before = client.cookies["session"].value
    client.post(reverse("account_confirm_login_code"), {"code": code_in_mail_to("lea@example.org")})
    assert is_signed_in(client)
    assert client.cookies["session"].value != before


def test_ATK_SES_01_a_session_chosen_by_somebody_else_is_not_used(client, lea):
    client.cookies["session"] = "a" * 32
    sign_in_by_password(client, "lea@example.org")
    assert client.cookies["session"].value != "a" * 32


def may_read_account(browser):
    return browser.get(reverse("account_email")).status_code == 200


def test_ATK_SES_02_a_new_password_closes_the_other_sessions(lea):
    here, elsewhere = Client(), Client()
    for browser in (here, elsewhere):
        sign_in_by_password(browser, "lea@example.org")
    new = "une tout autre phrase"
    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert [may_read_account(here), may_read_account(elsewhere)] == [True, False]


def test_ATK_SES_02_a_deactivated_person_is_cut_at_once(client, lea):
    sign_in_by_password(client, "lea@example.org")
    User.objects.filter(pk=lea.pk).update(is_active=False)
    assert not may_read_account(client)


def test_ATK_SES_02_a_deactivated_person_does_not_come_back_by_code_nor_by_password(lea):
    User.objects.filter(pk=lea.pk).update(is_active=False)
    browser = Client()
    ask_for_code(browser, "lea@example.org")
    assert "No account has this address" not in last_mail_to("lea@example.org").body
    sign_in_by_password(browser, "lea@example.org")
    assert not is_signed_in(browser)


def test_ATK_SES_02_who_leaves_a_group_leaves_its_rights_at_once(client):
    rita = person("rita@example.org", group="moderator")
    client.force_login(rita)
    assert client.get("/admin/").status_code == 200
    rita.groups.clear()
    assert client.get("/admin/", follow=True).status_code == 403


def test_ATK_SES_04_a_code_serves_once(client, lea):
    asked = ask_for_code(client, "lea@example.org")
    code = code_in_mail_to("lea@example.org")
    client.post(asked.url, {"code": code})
    client.post(reverse("account_logout"))
    client.post(asked.url, {"code": code})
    assert not is_signed_in(client)


def test_ATK_SES_04_a_code_works_only_in_the_window_that_asked_for_it(lea):
    asker, thief = Client(), Client()
    asked = ask_for_code(asker, "lea@example.org")
    code = code_in_mail_to("lea@example.org")
    thief.post(asked.url, {"code": code})
    ask_for_code(thief, "lea@example.org")
    thief.post(asked.url, {"code": code})
    assert not is_signed_in(thief)


def test_ATK_SES_04_a_reset_code_serves_once(client, lea):
    asked = client.post(reverse("account_reset_password"), {"email": "lea@example.org"})
    code = code_in_mail_to("lea@example.org")
    confirmed = client.post(asked.url, {"code": code})
    new = "une tout autre phrase"
    client.post(confirmed.url, {"password1": new, "password2": new})
    assert client.post(asked.url, {"code": code}).url == reverse("account_login")
    assert client.get(confirmed.url).url == reverse("account_reset_password")


def test_ATK_SES_04_no_mail_holds_an_address_that_acts_when_a_scanner_opens_it(lea):
    for kind in ("account_login", "account_signup", "account_reset_password"):
        for address in ("lea@example.org", "nobody@example.org"):
            Client().post(reverse(kind), form_of(kind, address))
    found = {url for message in mail.outbox for url in re.findall(r"http://127.0.0.1:8000(/compte/\S+)", message.body)}
    before = list(User.objects.order_by("pk").values())
    scanner = Client()
    assert {scanner.get(url).status_code for url in found} == {200}
    assert list(User.objects.order_by("pk").values()) == before
    assert not is_signed_in(scanner)


@pytest.mark.parametrize("kind", ENTRIES)
def test_ATK_CSRF_01_no_form_of_an_account_is_taken_without_its_token(lea, kind):
    forger = Client(enforce_csrf_checks=True)
    answer = forger.post(reverse(kind), {**form_of(kind, "lea@example.org"), "password": PASSWORD})
    assert (answer.status_code, is_signed_in(forger), mail.outbox) == (403, False, [])


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"origin": "null"}, {"content-type": "text/plain"}],
)
def test_ATK_CSRF_01_a_token_from_elsewhere_is_refused(lea, headers):
    forger = Client(enforce_csrf_checks=True)
    forger.get(reverse("account_login"))
    token = forger.cookies["csrf"].value
    data = f"csrfmiddlewaretoken={token}&email=lea%40example.org"
    answer = forger.generic(
        "POST",
        reverse("account_login"),
        data,
        content_type=headers.pop("content-type", "application/x-www-form-urlencoded"),
        headers=headers,
    )
    assert (answer.status_code, mail.outbox) == (403, [])


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_ATK_CSRF_01_only_a_posted_form_signs_out(client, lea, method):
    sign_in_by_password(client, "lea@example.org")
    getattr(client, method)(reverse("account_logout"))
    getattr(client, method)("/admin/logout/")
    assert may_read_account(client)


def test_ATK_CSRF_01_signing_out_needs_the_token(lea):
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(lea)
    assert [forger.post(path).status_code for path in (reverse("account_logout"), "/admin/logout/")] == [
        403,
        403,
    ]
    assert may_read_account(forger)
