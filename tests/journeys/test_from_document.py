"""A mediator who has a workshop in a DOCX publishes it: read, checked, completed, sent."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from outillerie.kits.models import KitPage
from outillerie.moderation.models import KitReviewState
from tests.journeys.judges import JudgedPage
from tests.journeys.writers import person_who_writes, said, sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
DOCUMENT = Path(__file__).parents[1] / "data" / "documents" / "mots-de-passe.docx"
SHEET = Path(__file__).parents[1] / "data" / "documents" / "README.md"


@pytest.fixture
def desk(page, site):
    page.site = site
    return sign_in(page, person_who_writes())


class Clicks:
    """Counts what a person does, to say how long it takes them."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def press(self, name, role="button"):
        self.count += 1
        self.page.get_by_role(role, name=name).last.click()


def test_a_first_contribution_from_a_docx(desk, site):
    clicks = Clicks(desk)
    judged = JudgedPage(desk, site)
    judged.visit("/contribuer/depuis-un-fichier/")
    desk.get_by_label("Votre document").set_input_files(DOCUMENT)
    clicks.press("Lire mon document")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Ce que nous avons lu dans votre document")
    judged.judge("what was read")
    kit = KitPage.objects.get()
    assert said(kit).steps
    clicks.press("Ouvrir mon brouillon", role="link")
    if desk.get_by_label("Thème principal").input_value() == "":
        desk.get_by_label("Thème principal").select_option(label="Risques cyber et protection")
    for stage in ("Le public", "Le matériel", "Le déroulé", "Les fichiers", "La licence"):
        clicks.press("Enregistrer et continuer")
        desk.get_by_role("heading", level=1, name=stage).wait_for()
        if stage == "Le public":
            desk.get_by_label("Tous publics").check()
    clicks.press("Demander une relecture")
    desk.wait_for_url(f"{site}/contribuer/")
    assert KitReviewState.objects.get().status == "in_progress"
    assert clicks.count <= 10


def test_files_are_dropped_with_their_progress_and_signed_in_one_click(desk, site):
    desk.goto(f"{site}/contribuer/depuis-un-fichier/")
    desk.get_by_label("Votre document").set_input_files(DOCUMENT)
    desk.get_by_role("button", name="Lire mon document").click()
    kit = KitPage.objects.get()
    desk.goto(f"{site}/contribuer/{kit.pk}/fichiers/")
    desk.locator("#upload-fichier").set_input_files(SHEET)
    expect(desk.get_by_role("button", name="Je suis l’auteur·rice de ce fichier")).to_be_visible()
    desk.get_by_role("button", name="Je suis l’auteur·rice de ce fichier").click()
    desk.wait_for_load_state()
    assert [(file.name, file.author) for file in said(kit).files] == [("readme.md", "Samir")]
