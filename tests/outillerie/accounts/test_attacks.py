"""Attacks on accounts, named after the catalogue of cases that the project keeps (docs/security.md)."""

import re
from unittest import mock

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from outillerie.accounts.models import Organisation, User
from tests.factories import person
from tests.outillerie.accounts.mailbox import (
    ask_for_code,
    code_in_mail_to,
    is_signed_in,
    last_mail_to,
    sign_in_by_code,
    sign_in_by_password,
)

pytestmark = pytest.mark.django_db
PASSWORD = "une phrase de passe longue"
# What differs at every answer, whoever asks: the token of the form.
TOKENS = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture(autouse=True)
def nobody_tried_before(db):
    cache.clear()


def form_of(kind, address):
    return {
        "account_login": {"email": address},
        "account_login_by_password": {"login": address, "password": "pas la bonne phrase"},
        "account_signup": {"email": address, "first_name": "Noé", "password1": PASSWORD},
        "account_reset_password": {"email": address},
    }[kind]


def seen_by(kind, address):
    """Return all that a stranger sees of a form sent with `address`, up to the next page, address masked."""
    browser = Client()
    answer = browser.post(reverse(kind), form_of(kind, address), follow=True)
    body = TOKENS.sub("", answer.content.decode()).replace(address, "ADDRESS")
    return [*answer.redirect_chain, answer.status_code, sorted(browser.cookies), body]


ENTRIES = ["account_login", "account_login_by_password", "account_signup", "account_reset_password"]


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
    here.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
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
    found = {
        url
        for message in mail.outbox
        for url in re.findall(r"http://127.0.0.1:8000(/compte/\S+)", message.body)
    }
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


HOSTILE = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https:///evil.example",
    "https://evil.example",
    "http://127.0.0.1:8000/kits/",
    "https://127.0.0.1:8000@evil.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "\x01//evil.example",
    " //evil.example",
    "/\t/evil.example",
    "/kits/\r\nSet-Cookie: a=b",
    "%2f%2fevil.example",
    "evil.example",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_ATK_RED_01_nobody_is_sent_elsewhere_after_signing_in_or_out(client, lea, hostile):
    answers = [sign_in_by_password(client, "lea@example.org", next=hostile)]
    answers.append(client.post(reverse("account_logout"), {"next": hostile}))
    answers.append(sign_in_by_code(client, "lea@example.org", next=hostile))
    answers.append(client.get(reverse("account_login"), {"next": hostile}))
    assert [answer.url for answer in answers] == ["/"] * 4


def test_ATK_RED_01_encoded_line_breaks_stay_encoded(client, lea):
    answer = sign_in_by_password(client, "lea@example.org", next="/kits/%0d%0aSet-Cookie:x=y")
    assert (answer.url, "x" in answer.cookies) == ("/kits/%0d%0aSet-Cookie:x=y", False)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "a b", ""]
)
def test_ATK_HOST_01_a_forged_host_is_refused(client, host):
    answer = client.post(reverse("account_login"), {"email": "lea@example.org"}, headers={"host": host})
    assert (answer.status_code, mail.outbox) == (400, [])


def test_ATK_HOST_01_mail_is_built_from_the_configured_address(client, lea, settings):
    settings.BASE_URL = "https://outillerie.example.org"
    settings.ALLOWED_HOSTS = ["other.example.org", "testserver"]
    forged = {"host": "other.example.org", "x-forwarded-host": "evil.example", "x-forwarded-proto": "gopher"}
    for kind in ("account_login", "account_signup", "account_reset_password"):
        for address in ("lea@example.org", "nobody@example.org"):
            Client().post(reverse(kind), form_of(kind, address), headers=forged)
    text = "\n".join(f"{message.subject}\n{message.body}" for message in mail.outbox)
    assert {url.split("/")[2] for url in re.findall(r"\w+://\S+", text)} == {"outillerie.example.org"}
    assert [word for word in ("evil", "other.example", "testserver", "gopher") if word in text] == []


@pytest.mark.parametrize(
    "name",
    ["Léa\r\nBcc: victim@example.org", "Léa\nSubject: hello", "a@b.example, c@d.example", "Léa\u2028Bcc: x"],
)
def test_ATK_MAIL_01_a_name_adds_neither_header_nor_recipient(client, name):
    client.post(
        reverse("account_signup"), {"email": "noe@example.org", "first_name": name, "last_name": name}
    )
    [message] = mail.outbox
    assert (message.recipients(), sorted(message.message().keys())) == (
        ["noe@example.org"],
        [
            "Content-Transfer-Encoding",
            "Content-Type",
            "Date",
            "From",
            "MIME-Version",
            "Message-ID",
            "Subject",
            "To",
        ],
    )
    noe = User.objects.get(email="noe@example.org")
    assert [len(noe.first_name.splitlines()), len(noe.last_name.splitlines())] == [1, 1]


@pytest.mark.parametrize(
    "address",
    ["noe@example.org\r\nBcc: v@example.org", "noe@example.org, v@example.org", "Noé <noe@example.org>"],
)
@pytest.mark.parametrize("kind", ["account_login", "account_signup", "account_reset_password"])
def test_ATK_MAIL_01_an_address_is_one_address(client, kind, address):
    answer = client.post(reverse(kind), form_of(kind, address))
    assert (answer.status_code, mail.outbox) == (200, [])


def test_ATK_MASS_01_signing_up_gives_no_right(client):
    organisation = Organisation.objects.create(name="Médiathèque")
    forged = {
        "is_staff": "on",
        "is_superuser": "on",
        "is_active": "on",
        "groups": ["1", "2", "3", "4", "5"],
        "user_permissions": ["1", "2"],
        "organisation": str(organisation.pk),
        "date_joined": "2001-01-01",
        "verified": "on",
        "primary": "on",
        "id": "1",
        "pk": "1",
    }
    client.post(reverse("account_signup"), {**form_of("account_signup", "noe@example.org"), **forged})
    noe = User.objects.get(email="noe@example.org")
    assert [noe.is_staff, noe.is_superuser, noe.organisation, noe.date_joined.year > 2001] == [
        False,
        False,
        None,
        True,
    ]
    assert [noe.groups.count(), noe.user_permissions.count()] == [0, 0]
    assert [(row.verified, row.primary) for row in noe.emailaddress_set.all()] == [(False, True)]


def test_ATK_MASS_01_nobody_acts_on_the_address_of_another(client, lea):
    other = person("mallory@example.org")
    client.force_login(other)
    client.post(reverse("account_email"), {"action_remove": "1", "email": "lea@example.org"})
    client.post(reverse("account_email"), {"action_primary": "1", "email": "lea@example.org"})
    lea.refresh_from_db()
    assert (lea.email, lea.emailaddress_set.get().primary) == ("lea@example.org", True)
