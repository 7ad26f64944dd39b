import time

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from outillerie.accounts.models import User
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


@pytest.fixture(autouse=True)
def nobody_tried_before(db):
    cache.clear()


def in_english(client):
    client.cookies["affichage"] = "language=en"
    return client


def test_a_code_by_mail_signs_in_and_brings_back_where_the_person_was(client, lea):
    answer = sign_in_by_code(client, "lea@example.org", next="/kits/?theme=com")
    assert (answer.status_code, answer.url, is_signed_in(client)) == (302, "/kits/?theme=com", True)


def test_the_letter_case_of_an_address_does_not_matter(client, lea):
    asked = ask_for_code(client, "LEA@Example.org")
    client.post(asked.url, {"code": code_in_mail_to("lea@example.org")})
    assert is_signed_in(client)


def test_a_password_signs_in_and_brings_back_where_the_person_was(client, lea):
    answer = sign_in_by_password(client, "lea@example.org", next="/themes/")
    assert (answer.status_code, answer.url, is_signed_in(client)) == (302, "/themes/", True)


def test_the_way_by_password_keeps_where_the_person_was(client):
    page = client.get(reverse("account_login") + "?next=/kits/%3Fa%3D1").content.decode()
    assert f'href="{reverse("account_login_by_password")}?next=/kits/%3Fa%3D1"' in page


def test_changing_one_s_mind_about_the_code_keeps_where_the_person_was(client, lea):
    asked = ask_for_code(client, "lea@example.org", next="/kits/?a=1")
    page = client.get(asked.url).content.decode()
    assert 'name="next" value="/compte/connexion/?next=%2Fkits%2F%3Fa%3D1"' in page
    back = client.post(reverse("account_logout"), {"next": "/compte/connexion/?next=%2Fkits%2F%3Fa%3D1"})
    assert client.get(back.url).status_code == 200


def test_the_demonstration_shows_its_accounts_and_no_other_site_does(client, settings):
    person("ines.roussel@beffrois.example", first_name="Inès", last_name="Roussel", group="trainer")
    person("ines@mairie.example", first_name="Autre")
    shown = []
    for is_demo in (True, False):
        settings.DEMO, settings.DEMO_PASSWORD = is_demo, "atelier-en-commun"
        page = in_english(client).get(reverse("account_login")).content.decode()
        words = ("ines.roussel@beffrois.example", "Trainer", "atelier-en-commun", "ines@mairie.example")
        shown.append([word in page for word in words])
    assert shown == [[True, True, True, False], [False] * 4]


def test_a_wrong_code_says_so_and_leaves_two_tries(client, lea):
    in_english(client)
    asked = ask_for_code(client, "lea@example.org")
    right = code_in_mail_to("lea@example.org")
    wrong = "000000" if right != "000000" else "111111"
    page = client.post(asked.url, {"code": wrong}).content.decode()
    assert "This code is not the one we sent. Check its six digits." in page
    assert 'href="#id_code"' in page
    client.post(asked.url, {"code": wrong})
    last = client.post(asked.url, {"code": wrong})
    assert (last.status_code, last.url) == (302, reverse("account_request_login_code"))
    client.post(asked.url, {"code": right})
    assert not is_signed_in(client)


def test_a_code_that_came_too_late_is_said_to_be_so(client, lea, monkeypatch):
    in_english(client)
    asked = ask_for_code(client, "lea@example.org")
    client.get(asked.url)
    later = time.time() + settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT + 1
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: later)
    answer = client.post(asked.url, {"code": code_in_mail_to("lea@example.org")}, follow=True)
    assert "This code is no longer valid. Ask for a new one." in answer.content.decode()
    assert not is_signed_in(client)


def test_another_code_replaces_the_first(client, lea):
    asked = ask_for_code(client, "lea@example.org")
    first = code_in_mail_to("lea@example.org")
    client.post(asked.url, {"action": "resend"})
    second = code_in_mail_to("lea@example.org")
    assert [len(mail.outbox), len(second)] == [2, 6]
    if first != second:
        client.post(asked.url, {"code": first})
        assert not is_signed_in(client)
    client.post(asked.url, {"code": second})
    assert is_signed_in(client)


def test_a_refused_form_keeps_the_address_and_never_the_password(client, lea):
    in_english(client)
    page = sign_in_by_password(client, "lea@example.org", "une autre phrase").content.decode()
    assert 'value="lea@example.org"' in page
    assert "une autre phrase" not in page
    assert "This address and this password do not go together." in page


def test_an_address_without_its_end_is_refused_with_an_example(client):
    in_english(client)
    page = ask_for_code(client, "lea@").content.decode()
    assert "The end of the address is missing. Example: name@townhall.fr" in page
    assert 'href="#id_email"' in page
    assert 'value="lea@"' in page


def test_signing_up_asks_a_code_then_opens_the_account(client):
    noe = {"email": "Noe@example.org", "first_name": "Noé", "terms": "on", "next": "/kits/"}
    asked = client.post(reverse("account_signup"), noe)
    answer = client.post(asked.url, {"code": code_in_mail_to("noe@example.org")})
    noe = User.objects.get(email="noe@example.org")
    assert (answer.status_code, is_signed_in(client)) == (302, True)
    assert (noe.first_name, noe.last_name, noe.has_usable_password()) == ("Noé", "", False)
    assert noe.emailaddress_set.get().verified


def test_a_password_at_sign_up_is_kept_as_typed(client):
    password = "  Été 🌻 " + "x" * 120
    asked = client.post(
        reverse("account_signup"),
        {"email": "noe@example.org", "first_name": "Noé", "password1": password, "terms": "on"},
    )
    client.post(asked.url, {"code": code_in_mail_to("noe@example.org")})
    noe = User.objects.get(email="noe@example.org")
    assert [noe.check_password(password), noe.check_password(password.strip())] == [True, False]


@pytest.mark.parametrize(
    ("password", "is_accepted"),
    [
        ("onze lettre", False),
        ("douze lettre", True),
        ("qwerty123456", False),
        ("a" * 63 + "é" * 64, True),
        ("noe.martin@example.org", False),
    ],
)
def test_a_password_has_twelve_characters_and_is_not_a_common_one(client, password, is_accepted):
    client.post(
        reverse("account_signup"),
        {"email": "noe.martin@example.org", "first_name": "Noé", "password1": password, "terms": "on"},
    )
    assert User.objects.filter(email="noe.martin@example.org").exists() == is_accepted


def test_mail_speaks_the_language_of_the_display(client, lea):
    in_english(client)
    ask_for_code(client, "lea@example.org")
    message = last_mail_to("lea@example.org")
    assert message.subject == "Your sign-in code"
    assert message.body.startswith("Hello,\n\nHere is your code to sign in:\n\n    ")
    assert message.body.endswith(f"-- \nOutillerie en commun\n{settings.BASE_URL}\n")


def test_mail_is_signed_by_the_hub_without_escaped_signs(client, lea):
    from wagtail.models import Site

    from outillerie.pages.models import HubSettings

    HubSettings.objects.filter(site=Site.objects.get(is_default_site=True)).update(hub_name="Hub d'Artois & <Lys>")
    ask_for_code(client, "lea@example.org")
    assert f"-- \nHub d'Artois & <Lys>\n{settings.BASE_URL}\n" in last_mail_to("lea@example.org").body


def test_a_forgotten_password_is_replaced_with_a_code_and_the_person_is_told(client, lea):
    asked = client.post(reverse("account_reset_password"), {"email": "lea@example.org"})
    confirmed = client.post(asked.url, {"code": code_in_mail_to("lea@example.org")})
    new = "une tout autre phrase"
    client.post(confirmed.url, {"password1": new, "password2": new})
    lea.refresh_from_db()
    assert lea.check_password(new)
    assert [len(mail.outbox), mail.outbox[-1].to] == [2, ["lea@example.org"]]


def test_changing_the_password_is_announced_by_mail(client, lea):
    sign_in_by_password(client, "lea@example.org")
    old, new = "une phrase de passe longue", "une tout autre phrase"
    answer = client.post(reverse("account_change_password"), {"oldpassword": old, "password1": new, "password2": new})
    lea.refresh_from_db()
    assert (answer.status_code, lea.check_password(new), is_signed_in(client)) == (302, True, True)
    assert [message.to for message in mail.outbox] == [["lea@example.org"]]
    assert "127.0.0.1" in mail.outbox[0].body


def test_another_address_needs_the_password_then_a_code_and_is_announced(client, lea):
    sign_in_by_code(client, "lea@example.org")
    asked = client.post(reverse("account_email"), {"action_add": "1", "email": "lea@maison.example"})
    assert asked.url.startswith(reverse("account_reauthenticate"))
    client.post(asked.url, {"password": "une phrase de passe longue"})
    client.post(reverse("account_email_verification_sent"), {"code": code_in_mail_to("lea@maison.example")})
    client.post(reverse("account_email"), {"action_primary": "1", "email": "lea@maison.example"})
    lea.refresh_from_db()
    assert lea.email == "lea@maison.example"
    assert "lea@maison.example" in last_mail_to("lea@example.org").body


def test_every_page_of_an_account_shows(client, lea):
    names = [
        "account_login",
        "account_login_by_password",
        "account_signup",
        "account_reset_password",
        "account_inactive",
    ]
    assert [client.get(reverse(name)).status_code for name in names] == [200] * 5
    sign_in_by_password(client, "lea@example.org")
    names = ["account_email", "account_change_password", "account_logout", "account_reauthenticate"]
    assert [client.get(reverse(name)).status_code for name in names] == [200] * 4


def test_a_person_without_a_password_may_choose_one(client, lea):
    lea.set_unusable_password()
    lea.save()
    sign_in_by_code(client, "lea@example.org")
    assert client.get(reverse("account_change_password")).url == reverse("account_set_password")
    new = "une tout autre phrase"
    client.post(reverse("account_set_password"), {"password1": new, "password2": new})
    lea.refresh_from_db()
    assert lea.check_password(new)


def test_every_address_that_allauth_names_is_ours():
    from allauth.account.urls import urlpatterns as theirs

    from outillerie.accounts.urls import urlpatterns as ours

    assert sorted({pattern.name for pattern in theirs} - {pattern.name for pattern in ours}) == []
