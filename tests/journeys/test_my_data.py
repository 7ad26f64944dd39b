"""Someone takes their data away, then leaves: without JavaScript, and what they published says what they chose."""

import json
import re
import zipfile
from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect
from pypdf import PdfReader

from outillerie.accounts.actions import trust_address
from outillerie.accounts.models import User
from outillerie.field_reports.models import FieldReport
from outillerie.kits.formats.content import Credit
from outillerie.kits.models import KitPage
from outillerie.pages.actions import forget_pages
from outillerie.pages.models import HubSettings
from tests import factories
from tests.journeys.judges import JudgedPage

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
PASSWORD = "une phrase de passe longue"
NAME = "Léonie Vandevoorde"


@pytest.fixture
def leonie(site, settings, tmp_path):
    """A person with a published kit that she signs, a draft, and a field report about the kit of somebody else."""
    settings.DATA_DIR = tmp_path
    leonie = factories.person(
        "leonie@example.org", first_name="Léonie", last_name="Vandevoorde", public_name=NAME
    )  # fmt: skip
    trust_address(leonie)
    kit = factories.kit(slug="photos", title="Trier ses photos", credits=(Credit(name=NAME),), by=leonie)
    KitPage.objects.filter(pk=kit.pk).update(owner=leonie)
    draft = factories.draft(slug="secret", title="Brouillon secret", organisation="")
    KitPage.objects.filter(pk=draft.pk).update(owner=leonie)
    other = factories.kit(slug="camille")
    FieldReport.objects.create(kit=other, person=leonie, held_on="2026-05-06", recommendation=4, worked="Les cartes.")
    return leonie


def in_english(context, site):
    context.add_cookies([{"name": settings.DISPLAY_COOKIE_NAME, "value": "language=en", "url": site}])
    return context


def signed_in(context, site, person):
    browser = Client()
    browser.force_login(person)
    value = browser.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])
    return in_english(context, site)


def sign_in(page, site, path):
    page.goto(f"{site}/compte/connexion/mot-de-passe/?next={path}")
    page.locator("input[name=login]").fill("leonie@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(f"{site}{path}")


def words_of_pdf(data: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)


def test_she_takes_her_data_away_then_leaves_without_javascript(site, leonie, scriptless_context):
    page = in_english(scriptless_context, site).new_page()
    sign_in(page, site, "/compte/donnees/")
    page.get_by_role("button", name="Prepare my export").click()
    with page.expect_download() as downloading:
        page.get_by_role("link", name=re.compile("Download my data")).click()
    with zipfile.ZipFile(downloading.value.path()) as taken:
        data = json.loads(taken.read("donnees.json"))
        assert data["sections"]["account"][0]["email"] == "leonie@example.org"
        assert {"kits/photos/v1.zip", "kits/secret/brouillon.zip"} <= set(taken.namelist())
    page.get_by_role("link", name="Erase my account…").click()
    expect(page.locator("main")).to_contain_text("“Brouillon secret”")
    page.get_by_label("With another name").check()
    page.get_by_label("Your password").fill("une autre phrase")
    page.get_by_role("button", name="Erase my account for good").click()
    expect(page.get_by_label("With another name")).to_be_checked()
    page.get_by_label("The other name").fill("Une lectrice")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Erase my account for good").click()
    page.wait_for_url(f"{site}/compte/efface/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account is erased")
    assert page.goto(f"{site}/compte/donnees/").url.startswith(f"{site}/compte/connexion/")
    assert says(page, site) == {
        "": (False, True), "v1/": (False, True), "versions/": (False, False), "v1/kit.md": (False, True),
        "v1/kit.json": (False, True), "v1/fiche-a4.pdf": (False, True),
    }  # fmt: skip
    page.goto(f"{site}/kits/camille/retours/")
    expect(page.locator("main")).to_contain_text("Une lectrice")
    assert page.request.get(f"{site}/kits/secret/").status == 404
    assert not User.objects.filter(email="leonie@example.org").exists()


def says(page, site) -> dict[str, tuple[bool, bool]]:
    """Return whether each exit of the kit says her name, and whether it says the one she chose."""
    found = {}
    for rest in ("", "v1/", "versions/", "v1/kit.md", "v1/kit.json", "v1/fiche-a4.pdf"):
        body = page.request.get(f"{site}/kits/photos/{rest}").body()
        text = words_of_pdf(body) if rest.endswith(".pdf") else body.decode()
        found[rest] = ("Vandevoorde" in text, "Une lectrice" in text)
    return found


def test_every_page_about_her_data_is_judged(site, leonie, page):
    signed_in(page.context, site, leonie)
    judged = JudgedPage(page, site)
    judged.visit("/compte/donnees/")
    page.get_by_role("button", name="Prepare my export").click()
    page.wait_for_load_state()
    judged.judge("an export that is ready")
    judged.visit("/compte/donnees/effacer/")
    page.get_by_label("With another name").check()
    page.get_by_role("button", name="Erase my account for good").click()
    page.wait_for_load_state()
    judged.judge("an erasure that is refused")
    HubSettings.objects.update(terms_version="2")
    forget_pages()
    judged.visit("/conditions/accepter/?next=/kits/")
    page.get_by_role("button", name="Accept and continue").click()
    page.wait_for_load_state()
    judged.judge("terms that are not accepted")


def test_who_has_no_password_leaves_with_a_code(site, leonie, scriptless_context, mailoutbox):
    leonie.set_unusable_password()
    leonie.save()
    page = signed_in(scriptless_context, site, leonie).new_page()
    page.goto(f"{site}/compte/donnees/effacer/")
    page.get_by_label("Without any name").check()
    page.get_by_role("button", name="Receive a code by e-mail").click()
    expect(page.get_by_label("Without any name")).to_be_checked()
    page.get_by_label("Your code").fill(re.search(r"^ {4}(\d{6})$", mailoutbox[-1].body, re.MULTILINE)[1])
    page.get_by_role("button", name="Erase my account for good").click()
    page.wait_for_url(f"{site}/compte/efface/")


def test_what_was_typed_under_old_terms_arrives_once_they_are_accepted(site, leonie, scriptless_context):
    page = signed_in(scriptless_context, site, leonie).new_page()
    page.goto(f"{site}/contribuer/")
    HubSettings.objects.update(terms_version="2")
    forget_pages()
    page.locator("main input[name=title]").fill("Mots de passe")
    page.locator("main form:has(input[name=title]) button").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The terms of use")
    page.get_by_label("I accept the terms of use").check()
    page.get_by_role("button", name="Accept and continue").click()
    page.wait_for_load_state()
    assert KitPage.objects.filter(title="Mots de passe", owner=leonie).count() == 1
