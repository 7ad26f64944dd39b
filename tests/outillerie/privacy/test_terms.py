"""Nobody contributes under terms that they have not accepted, and nothing typed is lost in asking."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from outillerie.accounts.models import TermsAcceptance, User
from outillerie.kits.models import KitPage
from outillerie.pages.actions import forget_pages
from outillerie.pages.models import HubSettings, PlainPage
from outillerie.privacy.actions import accept_terms
from outillerie.writing.actions import begin_kit
from tests import factories
from tests.outillerie.accounts.mailbox import code_in_mail_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def tom():
    return factories.person("tom@example.org", first_name="Tom")


@pytest.fixture
def signed_in(client, tom):
    client.force_login(tom)
    return client


def change_terms(version="2"):
    HubSettings.objects.update(terms_version=version)
    forget_pages()


def versions_of(person):
    return list(TermsAcceptance.objects.filter(person=person).order_by("pk").values_list("version", flat=True))


def test_signing_up_asks_for_the_terms_with_a_link(client):
    page = client.get(reverse("account_signup")).text
    terms = PlainPage.objects.get(kind="terms")
    assert (f'href="{terms.url}"' in page, 'name="terms"' in page) == (True, True)
    client.post(reverse("account_signup"), {"email": "noe@example.org", "first_name": "Noé"})
    assert not User.objects.filter(email="noe@example.org").exists()


def test_what_was_accepted_at_sign_up_is_kept_with_its_version(client):
    change_terms("2026-11")
    sent = {"email": "noe@example.org", "first_name": "Noé", "terms": "on"}
    asked = client.post(reverse("account_signup"), sent)
    client.post(asked.url, {"code": code_in_mail_to("noe@example.org")})
    assert versions_of(User.objects.get(email="noe@example.org")) == ["2026-11"]


def test_a_form_is_asked_about_before_it_is_filled_in(signed_in, tom):
    kit = begin_kit(factories.content(), by=tom)
    change_terms()
    address = reverse("writing-idea", args=[kit.pk])
    answer = signed_in.get(f"{address}?a=1")
    assert (answer.status_code, answer.url) == (
        302,
        f"/conditions/accepter/?next=%2Fcontribuer%2F{kit.pk}%2Fidee%2F%3Fa%3D1",
    )
    accepted = signed_in.post("/conditions/accepter/", {"terms": "on", "next": f"{address}?a=1"})
    assert (accepted.url, signed_in.get(address).status_code) == (f"{address}?a=1", 200)
    assert versions_of(tom) == ["1", "2"]


def test_what_was_sent_under_old_terms_waits_and_then_arrives(signed_in, tom):
    change_terms()
    asked = signed_in.post(reverse("writing"), {"title": "Mots <de> passe", "tags": ["a", "b"]})
    assert (asked.status_code, KitPage.objects.count()) == (403, 0)
    page = asked.text
    waiting = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    assert [pair for pair in waiting if pair[0] != "csrfmiddlewaretoken"] == [
        ("accepted_terms", "2"), ("title", "Mots &lt;de&gt; passe"), ("tags", "a"), ("tags", "b"),
    ]  # fmt: skip
    assert f'action="{reverse("writing")}"' in page
    signed_in.post(reverse("writing"), {"accepted_terms": "2", "terms": "on", "title": "Mots <de> passe"})
    assert ([kit.title for kit in KitPage.objects.all()], versions_of(tom)) == (["Mots <de> passe"], ["1", "2"])


def test_a_box_that_is_not_ticked_accepts_nothing_and_loses_nothing(signed_in, tom):
    change_terms()
    asked = signed_in.post(reverse("writing"), {"accepted_terms": "2", "title": "Mots de passe"})
    assert (asked.status_code, 'value="Mots de passe"' in asked.text, versions_of(tom)) == (403, True, ["1"])


def test_terms_that_changed_again_while_they_were_read_are_asked_again(signed_in, tom):
    change_terms("3")
    asked = signed_in.post(reverse("writing"), {"accepted_terms": "2", "terms": "on", "title": "Mots de passe"})
    assert (asked.status_code, versions_of(tom)) == (403, ["1"])


def test_files_cannot_wait_and_that_is_said(signed_in, tom):
    change_terms()
    sent = {"document": SimpleUploadedFile("kit.md", b"# Kit")}
    asked = signed_in.post(reverse("writing-from-file"), sent)
    assert (asked.status_code, 'class="flash flash--warning"' in asked.text) == (403, True)


def test_a_program_is_refused_in_a_sentence(signed_in):
    change_terms()
    asked = signed_in.post(reverse("writing"), {"title": "X"}, headers={"accept": "application/json"})
    assert (asked.status_code, asked.json()["state"]) == (403, "refused")


def test_reading_leaving_and_reporting_need_no_acceptance(signed_in, tom):
    kit = factories.kit()
    change_terms()
    free = [
        "/",
        "/kits/",
        f"/kits/{kit.slug}/",
        "/compte/donnees/",
        "/compte/adresses/",
        "/mon-espace/",
        "/contribuer/",
    ]
    assert [signed_in.get(path).status_code for path in free] == [200] * len(free)
    assert signed_in.post("/affichage/", {"text": "large", "next": "/"}).status_code != 403
    assert signed_in.post(reverse("report-kit", args=[kit.slug]), {}).status_code != 403
    assert signed_in.post(reverse("account_logout")).status_code == 302


def test_who_is_not_signed_in_is_not_asked(client):
    change_terms()
    kit = factories.kit()
    assert client.post(reverse("report-kit", args=[kit.slug]), {}).status_code == 200
    assert client.get("/conditions/accepter/").url.startswith(reverse("account_login"))


def test_accepting_twice_is_accepting_once_and_old_acceptances_stay(tom):
    for version in ("1", "2", "2", "1"):
        accept_terms(tom, version)
    assert versions_of(tom) == ["1", "2"]


@pytest.mark.parametrize("after", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\nx", ""])
def test_atk_redir_01_accepting_leads_nowhere_else(signed_in, after):
    change_terms()
    assert signed_in.post("/conditions/accepter/", {"terms": "on", "next": after}).url == "/"


def test_atk_csrf_01_nobody_accepts_for_somebody_else(tom):
    change_terms()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(tom)
    assert browser.post("/conditions/accepter/", {"terms": "on"}).status_code == 403
    assert browser.post(reverse("writing"), {"accepted_terms": "2", "terms": "on", "title": "X"}).status_code == 403
    assert versions_of(tom) == ["1"]
