"""A mediator in a hurry: finds a workshop by theme and duration, reads it, prints it, takes it away."""

import re
import zipfile
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from pypdf import PdfReader

from outillerie.kits.models import KitPage
from tests import factories
from tests.journeys.judges import JudgedPage, weigh

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

KIT = "/kits/des-mots-de-passe-costauds/"


@pytest.fixture
def library(site):
    """The kits written for the demonstration, on the shelf of the served site."""
    call_command("import_kits", "fixtures/demo/kits", stdout=StringIO())
    return site


def downloaded(page, url) -> bytes:
    """Return what a link gives, asked by the page's own browser."""
    answer = page.request.get(url)
    assert answer.status == 200, url
    return answer.body()


def find_passwords(page, library):
    """From the home page: search, tick the domain, choose a duration, apply, open the kit."""
    page.goto(library)
    page.get_by_label("Que voulez-vous animer").fill("mdp")
    page.get_by_role("button", name="Chercher").click()
    page.wait_for_url(re.compile(r"/kits/\?"))
    filters = page.get_by_role("button", name="Filtrer les kits")
    if filters.is_visible():
        filters.click()
    page.get_by_label("Protection et sécurité").check()
    page.get_by_label("1 h ou moins").check()
    apply = page.get_by_role("button", name="Appliquer les filtres")
    if apply.is_visible():
        apply.click()
    page.wait_for_url(re.compile("domaine=4"))
    page.get_by_role("link", name="Des mots de passe costauds").click()
    page.wait_for_url(f"{library}{KIT}")


def take_everything(page, library):
    """Print the booklet and take the archive; return their bytes."""
    booklet = page.get_by_role("link", name=re.compile("Carnet A5")).get_attribute("href")
    archive = page.get_by_role("link", name=re.compile("ZIP")).get_attribute("href")
    return downloaded(page, library + booklet), downloaded(page, library + archive)


def assert_taken(booklet, archive):
    sheets = PdfReader(BytesIO(booklet)).pages
    assert {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in sheets} == {(842, 595)}
    assert len(sheets) % 2 == 0
    names = zipfile.ZipFile(BytesIO(archive)).namelist()
    expected = {
        "index.html",
        "kit.json",
        "kit.md",
        "fiche-a4.pdf",
        "carnet-a5.pdf",
        "LICENCE.txt",
        "SHA256SUMS",
    }
    assert expected - set(names) == set()


def test_find_read_print_and_take_away_at_a_desk(library, page):
    find_passwords(page, library)
    assert_taken(*take_everything(page, library))


def test_find_read_print_and_take_away_on_a_phone(library, phone_context):
    page = phone_context.new_page()
    find_passwords(page, library)
    assert_taken(*take_everything(page, library))


def test_find_read_print_and_take_away_without_javascript(library, scriptless_context):
    page = scriptless_context.new_page()
    find_passwords(page, library)
    assert_taken(*take_everything(page, library))


def test_find_and_read_with_the_keyboard_only(library, page):
    page.goto(library)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Aller au contenu"
    page.keyboard.press("Enter")
    tab_to(page, "input[name=q]")
    page.keyboard.type("mot de passe")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/kits/\?"))
    tab_to(page, "a[href*='des-mots-de-passe-costauds']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{library}{KIT}")
    tab_to(page, "a[href$='carnet-a5.pdf']")
    assert focus_is_visible(page)


def tab_to(page, selector, most=120):
    for _ in range(most):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            assert focus_is_visible(page), selector
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"No key reaches {selector}")


def focus_is_visible(page):
    """Return whether a ring is drawn around what has focus: itself, or the whole card when it is the link of one.

    A card draws a ring only while something in it has focus: without focus there must be none.
    """
    return page.evaluate(
        """() => {
        const hasRing = element => {
          const style = getComputedStyle(element);
          return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
            && style.outlineColor !== getComputedStyle(document.body).backgroundColor;
        };
        const focused = document.activeElement;
        if (hasRing(focused)) return true;
        const card = focused.closest('.kit-card');
        return card !== null && hasRing(card) && ![...document.querySelectorAll('.kit-card')].some(
          other => other !== card && hasRing(other));
        }"""
    )


def test_results_change_without_a_reload_and_the_address_follows(library, page):
    page.goto(f"{library}/kits/")
    page.evaluate("window.stayed = true")
    page.get_by_label("Protection et sécurité").check()
    page.wait_for_url(re.compile("domaine=4"))
    page.wait_for_function("document.querySelectorAll('.kit-card').length === 1")
    assert page.evaluate("window.stayed") is True


PUBLIC_PAGES = [
    "/", "/kits/", "/kits/?q=mdp", "/kits/?q=xyzzy", "/kits/?domaine=4&duree=60", KIT, f"{KIT}v1/", f"{KIT}versions/",
    f"{KIT}versions/1...2/", "/themes/", "/themes/coop-securite-numerique/", "/organisations/",
    "/organisations/hub-des-beffrois/", "/affichage/", "/plan-du-site/", "/compte/connexion/", "/compte/connexion/mot-de-passe/",
    "/compte/inscription/", "/compte/mot-de-passe/oublie/",
]  # fmt: skip


@pytest.fixture
def two_versions(library):
    factories.publish(KitPage.objects.get(slug="des-mots-de-passe-costauds"), hook="Une accroche retravaillée.")
    return library


def test_every_public_page_passes_every_judge(two_versions, page):
    judged = JudgedPage(page, two_versions)
    for path in PUBLIC_PAGES:
        judged.visit(path)
    judged.visit("/cette-page-n-existe-pas/", status=404)


def test_every_public_page_passes_every_judge_in_the_dark_and_with_large_text(two_versions, browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    value = "text=larger&spacing=wide&theme=dark&language=fr"
    context.add_cookies([{"name": "affichage", "value": value, "url": two_versions}])
    judged = JudgedPage(context.new_page(), two_versions)
    for path in ("/", "/kits/", KIT, "/compte/connexion/"):
        judged.visit(path)
    context.close()


@pytest.mark.parametrize(
    "path", ["/", "/kits/", KIT, "/themes/", "/organisations/hub-des-beffrois/", "/compte/connexion/"]
)
def test_a_public_page_is_light(library, browser, path):
    weight = weigh(browser, library + path)
    assert weight.mark > 80, weight
    assert weight.nodes <= 350, weight
    assert weight.requests <= 10, weight


def test_a_reader_gets_no_cookie(library, browser):
    context = browser.new_context()
    page = context.new_page()
    for path in ("/", "/kits/", KIT, "/themes/", "/organisations/"):
        page.goto(library + path)
    assert context.cookies() == []
    context.close()
