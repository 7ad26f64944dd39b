"""Forged requests: next address (ATK-RED), host (ATK-HOST), mail headers (ATK-MAIL), fields (ATK-MASS)."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from outillerie.accounts.models import Organisation, User
from tests.factories import person
from tests.outillerie.accounts.entries import form_of
from tests.outillerie.accounts.mailbox import sign_in_by_code, sign_in_by_password

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_tried_before(db):
    cache.clear()


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


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "a b", ""])
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
    sent = {"email": "noe@example.org", "first_name": name, "last_name": name, "terms": "on"}
    client.post(reverse("account_signup"), sent)
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
    assert [noe.is_staff, noe.is_superuser, noe.memberships.count(), noe.date_joined.year > 2001] == [
        False,
        False,
        0,
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
