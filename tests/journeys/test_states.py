"""States that a page takes when something is refused, missing, waiting or broken: they are judged like the others."""

import pytest
from django.core.cache import caches
from django.utils import timezone

from outillerie.kits.formats.content import Credit, Material, Step
from outillerie.kits.models import KitPrint
from tests import factories
from tests.journeys.judges import JudgedPage

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

LONG = "Anticonstitutionnellement " * 9


def test_a_refused_sign_in_is_judged_too(judged_page):
    page = judged_page.visit("/compte/connexion/")
    page.locator("form[novalidate], main form").first.evaluate("form => form.noValidate = true")
    page.locator("main input[type=email]").first.fill("lea@")
    page.locator("main form button").first.click()
    page.wait_for_selector("[aria-invalid=true]")
    judged_page.judge("/compte/connexion/ with a wrong address")
    assert page.locator("main input[type=email]").first.input_value() == "lea@"


def test_a_document_that_could_not_be_made_is_judged_too(judged_page):
    version = factories.kit(slug="camille").versions.get()
    KitPrint.objects.create(version=version, form="fiche-a4", state=KitPrint.State.FAILED, requested_at=timezone.now())
    judged_page.visit("/kits/camille/v1/fiche-a4.pdf", status=503)


def test_a_document_being_prepared_is_judged_too(judged_page):
    version = factories.kit(slug="camille").versions.get()
    KitPrint.objects.create(version=version, form="fiche-a4", requested_at=timezone.now())
    judged_page.visit("/kits/camille/v1/fiche-a4.pdf", status=202)


def test_a_flood_is_answered_by_a_page_that_is_judged_too(judged_page):
    caches["throttle"].set("throttle|kits|127.0.0.1", 500, 60)
    judged_page.visit("/kits/?q=mdp", status=429)


def test_an_empty_shelf_is_judged_too(judged_page):
    for path in ("/", "/kits/", "/themes/", "/organisations/"):
        judged_page.visit(path)


def test_a_kit_with_very_long_words_stays_within_the_window(judged_page):
    factories.kit(
        title=LONG[:250], hook=LONG, slug="long", organisation=LONG[:110], objectives=(LONG,),
        material=(Material(label=LONG, quantity="12"),), credits=(Credit(name=LONG[:190]),),
        steps=(Step(title=LONG[:190], minutes=90, aim=LONG, facilitator=LONG.replace(" ", ""), say=LONG),),
    )  # fmt: skip
    for path in ("/", "/kits/", "/kits/long/", "/kits/long/versions/"):
        judged_page.visit(path)


def test_a_kit_with_almost_nothing_is_judged_too(judged_page):
    factories.kit(
        title="Presque rien", slug="rien", hook="", themes=(), audiences=(), minimum_age=None, level=None, duration=None,
        participants_min=None, participants_max=None, objectives=(), material=(), preparation="", steps=(),
        watch_points="", organisation="", credits=(),
    )  # fmt: skip
    for path in ("/kits/", "/kits/rien/"):
        judged_page.visit(path)


def test_the_interface_in_english_is_judged_too(site, browser):
    factories.kit(slug="camille")
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "affichage", "value": "language=en", "url": site}])
    judged = JudgedPage(context.new_page(), site)
    for path in ("/", "/kits/", "/kits/camille/", "/compte/connexion/"):
        assert judged.visit(path).locator("html").get_attribute("lang") == "en"
    context.close()
