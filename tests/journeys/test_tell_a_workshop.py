"""A mediator comes back from a workshop and tells it on a phone, without JavaScript; the author of the kit answers.

Then kits are put side by side, in order, with the keyboard alone.
"""

import pytest

from outillerie.accounts.actions import trust_address
from outillerie.collections.actions import add_kit, make_collection
from outillerie.collections.models import KitCollection
from outillerie.field_reports.models import FieldReport, FieldStanding
from outillerie.kits.models import PlaceType
from tests import factories
from tests.journeys.judges import JudgedPage
from tests.outillerie.field_reports.workshops import told

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
PASSWORD = "une phrase de passe longue"


@pytest.fixture
def kit(site):
    """A published kit, told once already, by someone else than Léa."""
    author = factories.person("autrice@example.org", first_name="Élise")
    page = factories.kit(slug="camille", by=author)
    page.owner = author
    page.save()
    told(page, factories.person("theo@example.org", first_name="Théo"), minutes=40, difficulties="Trop long.")
    for person in (author, factories.person("lea@example.org", first_name="Léa")):
        trust_address(person)
    return page


@pytest.fixture
def phone(browser, browser_context_args):
    """A phone that runs no script."""
    context = browser.new_context(
        **browser_context_args,
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        java_script_enabled=False,
    )
    yield context.new_page()
    context.close()


def sign_in(page, email):
    page.get_by_role("link", name="mot de passe").click()
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()


def test_a_workshop_is_told_on_a_phone_without_javascript_then_corrected_and_removed(site, kit, phone):
    phone.goto(f"{site}/kits/camille/")
    phone.get_by_role("link", name="Raconter mon atelier").click()
    sign_in(phone, "lea@example.org")
    phone.wait_for_url(f"{site}/kits/camille/retours/raconter/")
    phone.get_by_label("Date de l’atelier").fill("12 mars")
    phone.get_by_label("Ce qui a marché").fill("Les ados parlent des messages, pas d’eux-mêmes.")
    phone.get_by_role("button", name="Publier mon retour").click()
    assert phone.get_by_text("Écrivez le jour, le mois et l’année.").count() == 2
    assert phone.get_by_label("Ce qui a marché").input_value().startswith("Les ados parlent")
    phone.get_by_label("Date de l’atelier").fill("12 mars 2026")
    phone.get_by_label("Beaucoup").check()
    phone.get_by_label("Type de lieu").select_option(str(PlaceType.objects.get(code="library").pk))
    phone.get_by_label("Durée réelle").fill("35")
    phone.get_by_role("button", name="Publier mon retour").click()
    phone.get_by_text("C’est noté.").wait_for()
    report = FieldReport.objects.get(person__email="lea@example.org")
    assert (phone.url, report.minutes, report.recommendation) == (f"{site}{report.get_absolute_url()}", 35, 4)
    phone.goto(f"{site}/kits/camille/")
    assert phone.get_by_text("Atelier de 35").is_visible()
    phone.get_by_role("link", name="Corriger").click()
    phone.get_by_label("Ce qui a coincé").fill("Le code est trop long.")
    phone.get_by_role("button", name="Enregistrer ma correction").click()
    assert phone.get_by_text("Le code est trop long.").is_visible()
    phone.get_by_role("link", name="Enlever").click()
    phone.get_by_role("button", name="Enlever mon retour").click()
    phone.wait_for_url(f"{site}/kits/camille/retours/")
    assert list(FieldReport.objects.values_list("person__first_name", flat=True)) == ["Théo"]


def test_the_author_answers_and_someone_says_that_it_helps(site, kit, page):
    page.goto(f"{site}/kits/camille/")
    page.get_by_role("link", name="Cela m’aide aussi").click()
    sign_in(page, "autrice@example.org")
    page.wait_for_url(f"{site}/kits/camille/")
    page.get_by_role("button", name="Cela m’aide aussi").click()
    assert page.get_by_role("button", name="Cela m’aide aussi", pressed=True).is_visible()
    assert page.get_by_text("1 personne a trouvé ce retour utile").is_visible()
    page.get_by_role("link", name="Répondre").click()
    page.get_by_label("Votre réponse").fill("Merci, nous le raccourcissons.")
    page.get_by_role("button", name="Publier ma réponse").click()
    assert page.get_by_text("Merci, nous le raccourcissons.").is_visible()
    assert FieldStanding.objects.get().people == 1


def test_every_page_about_field_reports_passes_every_judge(site, kit, page):
    report = FieldReport.objects.get()
    judged = JudgedPage(page, site)
    own = report.get_absolute_url()
    for path in ("/", "/kits/camille/", "/kits/camille/retours/", own, "/classement/", "/raconter-un-atelier/",
                 "/raconter-un-atelier/?q=camille", "/raconter-un-atelier/?q=xyzzy"):  # fmt: skip
        judged.visit(path)
    page.goto(f"{site}/kits/camille/retours/raconter/")
    sign_in(page, "autrice@example.org")
    page.wait_for_url(f"{site}/kits/camille/retours/raconter/")
    for path in ("/kits/camille/", "/kits/camille/retours/", f"{own}repondre/", "/kits/camille/retours/raconter/"):
        judged.visit(path)
    page.get_by_role("button", name="Publier mon retour").click()
    page.wait_for_selector("[data-error-summary]")
    page.wait_for_load_state()
    judged.judge("a report refused")
    mine = told(kit, kit.owner, worked="Un mot " + "très" * 60 + " long.")
    for path in (f"{mine.get_absolute_url()}corriger/", f"{mine.get_absolute_url()}enlever/", "/kits/camille/"):
        judged.visit(path)


def tab_to(page, name, most=80):
    """Press Tab until the button of that name has the focus."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.innerText.trim()").startswith(name):
            return
    raise AssertionError(f"No key reaches {name}")


def test_a_collection_is_made_ordered_with_the_keyboard_shared_and_read(site, kit, page):
    factories.kit(slug="photos", title="Trier ses photos")
    page.goto(f"{site}/kits/camille/")
    page.get_by_role("link", name="Ajouter à une collection").click()
    sign_in(page, "lea@example.org")
    page.get_by_role("link", name="Faire une nouvelle collection").click()
    page.get_by_label("Titre de la collection").fill("Pour débuter")
    page.get_by_label("Tout le monde peut lire cette collection").check()
    page.get_by_role("button", name="Faire cette collection").click()
    page.wait_for_url(f"{site}/collections/pour-debuter/modifier/")
    page.goto(f"{site}/kits/photos/")
    page.get_by_text("Ajouter à une collection").click()
    page.get_by_role("button", name="Pour débuter").click()
    page.get_by_text("Ce kit est dans «").wait_for()
    page.goto(f"{site}/collections/pour-debuter/modifier/")
    tab_to(page, "Descendre")
    page.keyboard.press("Enter")
    page.get_by_text("Le kit est maintenant à la place 2.").wait_for()
    assert page.evaluate("() => document.activeElement.innerText.trim()").startswith("Monter")
    page.goto(f"{site}/collections/pour-debuter/")
    assert page.locator(".kit-card__title").all_inner_texts() == ["Trier ses photos", "Où est Camille\u00a0?"]


def test_every_page_about_collections_passes_every_judge(site, kit, page):
    owner = factories.person("odile@example.org", first_name="Odile")
    trust_address(owner)
    made = make_collection(
        KitCollection(title="Pour débuter", introduction="## Qui\n\nTous.", is_public=True, owner=owner)
    )
    for other in (kit, factories.kit(slug="nc", title="Anticonstitutionnellement " * 4, licence="CC-BY-NC-SA-4.0")):
        add_kit(made, other, by=owner)
    make_collection(KitCollection(title="Vide", owner=owner))
    judged = JudgedPage(page, site)
    for path in ("/collections/", "/collections/pour-debuter/"):
        judged.visit(path)
    assert (
        page.request.get(f"{site}/collections/pour-debuter/carnet-a4.pdf").headers["content-type"] == "application/pdf"
    )
    page.goto(f"{site}/collections/nouvelle/")
    sign_in(page, "odile@example.org")
    page.wait_for_url(f"{site}/collections/nouvelle/")
    for path in ("/collections/", "/collections/nouvelle/", "/collections/vide/", "/collections/vide/modifier/",
                 "/collections/pour-debuter/modifier/", "/collections/pour-debuter/supprimer/", "/collections/ajouter/nc/",
                 "/kits/camille/"):  # fmt: skip
        judged.visit(path)
    page.goto(f"{site}/collections/pour-debuter/modifier/")
    page.get_by_label("Titre de la collection").fill("")
    page.get_by_role("button", name="Enregistrer", exact=True).last.click()
    page.wait_for_selector("[data-error-summary]")
    page.wait_for_load_state()
    judged.judge("a change refused")
