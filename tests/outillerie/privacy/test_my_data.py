"""The pages of «Mes données», and what an administrator may do: freeze, delete."""

import time
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from outillerie.accounts.models import User
from outillerie.pages.actions import forget_pages
from outillerie.privacy.actions import request_export
from outillerie.privacy.exports import prepare_export
from tests import factories
from tests.outillerie.accounts.entries import PASSWORD
from tests.outillerie.privacy.lives import NAME, a_full_life

pytestmark = pytest.mark.django_db
ERASE = "/compte/donnees/effacer/"


@pytest.fixture
def tom():
    return factories.person("tom@example.org", first_name="Tom")


@pytest.fixture
def signed_in(client, tom):
    client.cookies["affichage"] = "language=en"
    client.force_login(tom)
    return client


@pytest.fixture
def without_password(signed_in, tom):
    tom.set_unusable_password()
    tom.save()
    signed_in.force_login(tom)
    return signed_in


def is_here(person) -> bool:
    return User.objects.filter(pk=person.pk).exists()


def code_of_last_mail() -> str:
    return next(line.strip() for line in mail.outbox[-1].body.splitlines() if line.startswith("    "))


def test_the_page_says_what_is_known_and_how_many(signed_in, tom):
    page = signed_in.get("/compte/donnees/").text
    assert [word in page for word in ("The account", "Acceptances of the terms", "Prepare my export", ERASE)] == [
        True
    ] * 4


def test_the_page_of_someone_who_did_everything_shows(client):
    life = a_full_life()
    client.force_login(life.leonie)
    assert [client.get(path).status_code for path in ("/compte/donnees/", ERASE)] == [200, 200]


def test_an_export_is_asked_for_then_offered(signed_in, tom):
    signed_in.post("/compte/donnees/")
    assert "Your file is being prepared." in signed_in.get("/compte/donnees/").text
    export = tom.data_exports.get()
    prepare_export({"export": export.pk})
    assert f'href="/compte/donnees/export/{export.pk}/"' in signed_in.get("/compte/donnees/").text


def test_none_of_these_pages_is_kept(signed_in):
    for path in ("/compte/donnees/", ERASE, "/compte/efface/", "/conditions/accepter/?next=/"):
        assert "no-store" in signed_in.get(path)["Cache-Control"]


# --- erasing, with a password ---


def test_the_password_confirms_and_everything_is_said(signed_in, tom):
    answer = signed_in.post(ERASE, {"credit": "shown", "password": PASSWORD})
    assert (answer.url, answer["Clear-Site-Data"], is_here(tom)) == ("/compte/efface/", '"cache", "storage"', False)
    page = signed_in.get("/compte/efface/").text
    assert ("Your account is erased" in page, "Sign in" in page) == (True, True)


@pytest.mark.parametrize("sent", [{}, {"password": ""}, {"password": "une autre phrase"}, {"code": "123456"}])
def test_without_the_password_nothing_is_erased_and_what_was_typed_stays(signed_in, tom, sent):
    page = signed_in.post(ERASE, {"credit": "named", "name": "Une lectrice", **sent}).text
    assert (is_here(tom), 'value="Une lectrice"' in page, "une autre phrase" in page) == (True, True, False)


def test_another_name_is_asked_for(signed_in, tom):
    page = signed_in.post(ERASE, {"credit": "named", "name": " \n", "password": PASSWORD}).text
    assert ("Write the name that will sign your contributions." in page, is_here(tom)) == (True, True)


@pytest.mark.parametrize("credit", ["", "other", "SHOWN"])
def test_an_unknown_choice_erases_nothing(signed_in, tom, credit):
    signed_in.post(ERASE, {"credit": credit, "password": PASSWORD})
    assert is_here(tom)


def test_atk_mass_01_nobody_is_erased_but_who_asks(signed_in, tom):
    ines = factories.person("ines@example.org")
    signed_in.post(ERASE, {"credit": "shown", "password": PASSWORD, "person": ines.pk, "id": ines.pk, "user": ines.pk})
    assert (is_here(tom), is_here(ines)) == (False, True)


def test_atk_csrf_01_a_forged_form_erases_nothing_and_exports_nothing(tom):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(tom)
    sent = {"credit": "shown", "password": PASSWORD}
    assert [browser.post(path, sent).status_code for path in (ERASE, "/compte/donnees/")] == [403, 403]
    assert (is_here(tom), tom.data_exports.count()) == (True, 0)


def test_reading_the_page_erases_nothing(signed_in, tom):
    signed_in.get(ERASE, {"credit": "shown", "password": PASSWORD})
    assert is_here(tom)


def test_atk_brute_01_guessing_the_password_is_bounded(signed_in, tom):
    answers = [signed_in.post(ERASE, {"credit": "shown", "password": f"phrase {n}"}).status_code for n in range(11)]
    assert (answers[-1], is_here(tom)) == (429, True)


def test_the_only_administrator_is_told_what_to_do(client):
    odile = factories.person("odile@example.org", is_superuser=True)
    client.cookies["affichage"] = "language=en"
    client.force_login(odile)
    page = client.post(ERASE, {"credit": "shown", "password": PASSWORD}).text
    assert ("You are the only administrator of this hub." in page, is_here(odile)) == (True, True)


# --- erasing, with a code ---


def test_a_code_is_sent_and_confirms(without_password, tom):
    page = without_password.post(ERASE, {"credit": "named", "name": "Une lectrice", "send_code": "1"}).text
    assert ("A code is on its way to tom@example.org." in page, 'value="Une lectrice"' in page) == (True, True)
    assert (mail.outbox[-1].to, len(code_of_last_mail())) == (["tom@example.org"], 6)
    without_password.post(ERASE, {"credit": "none", "code": f" {code_of_last_mail()} "})
    assert not is_here(tom)


def test_without_a_code_nothing_is_erased(without_password, tom):
    for sent in ({}, {"code": ""}, {"code": "123456"}, {"password": PASSWORD}):
        without_password.post(ERASE, {"credit": "shown", **sent})
    assert is_here(tom)


def test_atk_ses_04_three_wrong_codes_end_it(without_password, tom):
    without_password.post(ERASE, {"send_code": "1"})
    right = code_of_last_mail()
    wrong = "000000" if right != "000000" else "111111"
    for _turn in range(3):
        without_password.post(ERASE, {"credit": "shown", "code": wrong})
    without_password.post(ERASE, {"credit": "shown", "code": right})
    assert is_here(tom)


def test_atk_ses_04_a_code_lives_ten_minutes(without_password, tom, monkeypatch):
    without_password.post(ERASE, {"send_code": "1"})
    later = time.time() + 601
    monkeypatch.setattr("outillerie.privacy.confirmation.time.time", lambda: later)
    page = without_password.post(ERASE, {"credit": "shown", "code": code_of_last_mail()}).text
    assert ("This code is no longer valid. Ask for a new one." in page, is_here(tom)) == (True, True)


def test_atk_ses_04_the_code_of_somebody_else_is_no_use(without_password, tom):
    without_password.post(ERASE, {"send_code": "1"})
    ines = factories.person("ines@example.org")
    ines.set_unusable_password()
    ines.save()
    browser = Client()
    browser.force_login(ines)
    browser.post(ERASE, {"credit": "shown", "code": code_of_last_mail()})
    assert (is_here(tom), is_here(ines)) == (True, True)


def test_codes_are_bounded(without_password):
    for _turn in range(5):
        page = without_password.post(ERASE, {"send_code": "1"}).text
    assert ("You go faster than we can follow." in page, len(mail.outbox)) == (True, 3)


# --- activity ---


def test_the_last_day_of_activity_is_written_once_a_day(signed_in, tom):
    User.objects.filter(pk=tom.pk).update(
        last_active_on=timezone.localdate() - timedelta(days=9), idle_warned_on="2026-01-01"
    )
    signed_in.get("/compte/donnees/")
    tom.refresh_from_db()
    assert (tom.last_active_on, tom.idle_warned_on) == (timezone.localdate(), None)
    with CaptureQueriesContext(connection) as asked:
        signed_in.get("/compte/adresses/")
    assert [query["sql"] for query in asked if query["sql"].startswith("UPDATE")] == []


# --- what an administrator may do ---


def test_gdpr_07_a_frozen_person_is_invisible_and_keeps_everything(client):
    life = a_full_life()
    page = f"/membres/{life.leonie.slug}/"
    browser = Client()
    browser.force_login(life.leonie)
    before = (client.get(page).status_code, browser.get("/compte/donnees/").status_code)
    User.objects.filter(pk=life.leonie.pk).update(is_active=False)
    # As the back office does after each deed.
    forget_pages()
    after = (client.get(page).status_code, browser.get("/compte/donnees/").status_code)
    assert (before, after) == ((200, 200), (404, 302))
    frozen = User.objects.get(pk=life.leonie.pk)
    kept = (frozen.get_full_name(), frozen.field_reports.count(), frozen.memberships.count(), life.kit.versions.count())
    assert kept == (NAME, 1, 1, 2)


@pytest.fixture
def back_office(client):
    client.cookies["affichage"] = "language=en"
    client.force_login(factories.person("odile@example.org", is_superuser=True))
    return client


def test_an_account_deleted_in_the_back_office_is_erased_like_any_other(back_office):
    life = a_full_life()
    request_export(life.leonie)
    back_office.post(reverse("wagtailusers_users:delete", args=[life.leonie.pk]))
    left = User.objects.get(pk=life.leonie.pk)
    assert (left.shown_name(), left.email.endswith("@efface.invalid"), left.data_exports.count()) == (NAME, True, 0)
    assert ModelLogEntry.objects.filter(label__contains=NAME).count() == 0


def test_several_accounts_deleted_at_once_are_erased_too(back_office, tom):
    address = reverse("wagtail_bulk_action", args=["accounts", "user", "delete"])
    back_office.post(f"{address}?id={tom.pk}&next=/admin/users/")
    assert not is_here(tom)


def test_the_back_office_asks_before_it_erases(back_office, tom):
    assert back_office.get(reverse("wagtailusers_users:delete", args=[tom.pk])).status_code == 200
    assert is_here(tom)
