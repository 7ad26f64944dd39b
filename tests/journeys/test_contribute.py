"""A mediator publishes a kit: with a mouse, with a keyboard, without script, on a phone; signed out, and two at once."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from outillerie.accounts.models import Membership, Organisation
from outillerie.kits.models import KitPage
from outillerie.moderation.models import KitReviewState
from outillerie.writing.actions import begin_kit
from tests import factories
from tests.journeys.judges import JudgedPage
from tests.journeys.writers import open_stage, person_who_writes, said, sign_in, wait_until

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

SAVED = re.compile("Brouillon enregistré à")
PASSWORD = "une phrase de passe longue"


@pytest.fixture
def samir(site):
    return person_who_writes()


@pytest.fixture
def desk(page, site, samir):
    """Samir at his desk."""
    page.site = site
    return sign_in(page, samir)


@pytest.fixture
def kit(samir):
    return begin_kit(factories.content(), by=samir)


def only_kit():
    return KitPage.objects.get()


def write_a_kit(page: Page, site: str) -> None:
    """From nothing to «en relecture», as somebody who has never seen the site."""
    page.goto(f"{site}/")
    page.get_by_role("contentinfo").get_by_role("link", name="Proposer un kit").click()
    page.get_by_label("Titre du kit").fill("Où est Camille ?")
    page.get_by_role("button", name="Commencer").click()
    page.get_by_label("Accroche").fill("Un jeu d’enquête à quatre.")
    page.get_by_label("Thème principal").select_option(label="Risques cyber et protection")
    page.get_by_role("textbox", name="Objectif 1").fill("reconnaître quatre signes de cyberharcèlement")
    go_on(page, "Le public")
    page.get_by_label("Enfants mineurs").check()
    page.get_by_label("Participants, au plus").fill("4")
    page.get_by_label("Découverte").check()
    go_on(page, "Le matériel")
    page.get_by_role("textbox", name="Ce qu’il faut").fill("Cartes")
    page.get_by_role("textbox", name="Combien").fill("12")
    go_on(page, "Le déroulé")
    page.get_by_label("Durée totale en minutes").fill("30")
    page.get_by_role("textbox", name="Titre du moment 1").fill("Accueillir")
    page.get_by_role("textbox", name="Minutes", exact=True).fill("10")
    page.get_by_label("Ce que fait la personne qui anime").fill("Chacun choisit un rôle.")
    page.get_by_role("button", name="Ajouter un moment").click()
    page.get_by_role("textbox", name="Titre du moment 2").fill("Trier les messages")
    page.get_by_role("textbox", name="Minutes", exact=True).nth(1).fill("20")
    go_on(page, "Les fichiers")
    go_on(page, "La licence")
    page.get_by_label("Un mot pour qui relit").fill("Essayé deux fois.")
    page.get_by_role("button", name="Demander une relecture").last.click()
    page.wait_for_url(f"{site}/contribuer/")


def go_on(page: Page, title: str) -> None:
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.get_by_role("heading", level=1, name=title).wait_for()


def assert_in_review():
    kit, state = only_kit(), KitReviewState.objects.get()
    content = said(kit)
    assert (content.title, content.hook, content.objectives) == (
        "Où est Camille ?",
        "Un jeu d’enquête à quatre.",
        ("reconnaître quatre signes de cyberharcèlement",),
    )
    assert [(step.title, step.minutes) for step in content.steps] == [("Accueillir", 10), ("Trier les messages", 20)]
    assert (content.audiences, content.participants_max, content.duration) == (("enfants-mineurs",), 4, 30)
    assert (state.status, state.message) == ("in_progress", "Essayé deux fois.")


def test_a_first_kit_from_nothing_to_its_reading_at_a_desk(desk, site):
    write_a_kit(desk, site)
    assert_in_review()
    expect(desk.get_by_text("En relecture")).to_be_visible()


def test_a_first_kit_from_nothing_to_its_reading_on_a_phone(phone_context, site, samir):
    page = phone_context.new_page()
    page.site = site
    write_a_kit(sign_in(page, samir), site)
    assert_in_review()


def test_a_first_kit_from_nothing_to_its_reading_without_javascript(scriptless_context, site, samir):
    page = scriptless_context.new_page()
    page.site = site
    write_a_kit(sign_in(page, samir), site)
    assert_in_review()


# --- with the keyboard only ---


def press(page: Page, name: str, *, role: str = "button") -> None:
    """Reach something by its name with the Tab key, then press it."""
    for _key in range(150):
        page.keyboard.press("Tab")
        if name_of_focus(page).startswith(name):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"No key reaches «{name}»")


def reach(page: Page, selector: str) -> None:
    for _key in range(150):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"No key reaches {selector}")


def name_of_focus(page: Page) -> str:
    return page.evaluate(
        "() => (document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()"
    )


def test_a_kit_is_written_moved_and_sent_with_the_keyboard_only(desk, site):
    page = desk
    page.goto(f"{site}/contribuer/")
    reach(page, "#id_title")
    page.keyboard.type("Trier ses photos")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/idee/$"))
    reach(page, "#id_main_theme")
    page.keyboard.type("Loisirs")
    reach(page, "#id_objectives-0-text")
    page.keyboard.type("trier vingt photos")
    press(page, "Enregistrer et continuer")
    page.wait_for_url(re.compile("/public/$"))
    reach(page, "[name=audiences]")
    page.keyboard.press("Space")
    press(page, "Enregistrer et continuer")
    page.wait_for_url(re.compile("/materiel/$"))
    press(page, "Enregistrer et continuer")
    page.wait_for_url(re.compile("/deroule/$"))
    for number, title in enumerate(("Accueillir", "Trier", "Conclure")):
        reach(page, f"#id_steps-{number}-title")
        page.keyboard.type(title)
        page.keyboard.press("Tab")
        page.keyboard.type("10")
        if number < 2:
            press(page, "Ajouter un moment")
            expect(page.locator(f"#id_steps-{number + 1}-title")).to_be_focused()
    reach(page, "#up-steps-2")
    page.keyboard.press("Enter")
    expect(page.locator("#up-steps-1")).to_be_focused()
    expect(page.locator("#writing-said")).to_have_text("Moment 3 placé en 2")
    page.keyboard.press("Enter")
    expect(page.locator("#up-steps-0")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#writing-said")).to_have_text("Moment 1 est déjà en premier.")
    assert [step.title for step in said(only_kit()).steps] == ["Conclure", "Accueillir", "Trier"]
    press(page, "Enregistrer et continuer")
    page.wait_for_url(re.compile("/fichiers/$"))
    press(page, "Enregistrer et continuer")
    page.wait_for_url(re.compile("/licence/$"))
    reach(page, "#message")
    press(page, "Demander une relecture")
    page.wait_for_url(f"{site}/contribuer/")
    assert KitReviewState.objects.get().status == "in_progress"


# --- saving as one types ---


def test_a_page_saves_itself_when_a_field_is_left_and_after_a_pause(desk, site, kit):
    page = open_stage(desk, site, kit, "materiel")
    page.get_by_label("Préparation").fill("Ouvrir la salle.")
    page.keyboard.press("Tab")
    wait_until(lambda: said(kit).preparation == "Ouvrir la salle.")
    page.get_by_label("Préparation").fill("Ouvrir la grande salle.")
    wait_until(lambda: said(kit).preparation == "Ouvrir la grande salle.")
    expect(page.locator("#writing-state")).to_have_text(SAVED)


def test_a_lost_connection_is_said_and_the_text_goes_once_it_is_back(desk, site, kit):
    page = open_stage(desk, site, kit, "materiel")
    page.context.set_offline(True)
    page.get_by_label("Préparation").fill("Ouvrir la salle.")
    page.keyboard.press("Tab")
    expect(page.locator("#writing-state")).to_have_text(
        "Pas enregistré. Vérifiez votre connexion. Votre texte reste ici."
    )
    assert said(kit).preparation == "Imprimer les cartes."
    page.context.set_offline(False)
    expect(page.locator("#writing-state")).to_have_text(SAVED)
    assert said(kit).preparation == "Ouvrir la salle."


def test_a_number_that_is_none_is_said_beside_its_field_until_it_is_one(desk, site, kit):
    page = open_stage(desk, site, kit, "deroule")
    minutes = page.locator("#id_steps-1-minutes")
    minutes.fill("vingt")
    page.keyboard.press("Tab")
    expect(page.locator("#id_steps-1-minutes_error")).to_have_text("Écrivez un nombre, par exemple 4.")
    minutes.fill("15")
    page.keyboard.press("Tab")
    expect(page.locator("#id_steps-1-minutes_error")).to_have_count(0)
    expect(page.locator("#rule")).to_contain_text("25\u00a0min placées sur 30.")


def test_a_removed_moment_comes_back_with_one_press(desk, site, kit):
    page = open_stage(desk, site, kit, "deroule")
    page.get_by_role("button", name="Enlever : Moment 1").click()
    expect(page.locator("#undo")).to_be_focused()
    assert [step.title for step in said(kit).steps] == ["Trier les messages"]
    page.keyboard.press("Enter")
    expect(page.locator("#id_steps-0-title")).to_have_value("Accueillir")
    assert [step.title for step in said(kit).steps] == ["Accueillir", "Trier les messages"]


# --- signed out while writing ---


def let_session_end(page: Page) -> None:
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def sign_in_on_the_page(page: Page) -> None:
    """Sign in with a password from the page that asks for a code."""
    page.get_by_role("link", name="mot de passe").first.click()
    page.locator("input[name=login]").fill("samir@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()


@pytest.mark.parametrize("has_script", [True, False])
def test_a_session_that_ends_while_one_writes_loses_nothing(
    browser, browser_context_args, site, samir, kit, has_script
):
    context = browser.new_context(**browser_context_args, java_script_enabled=has_script)
    page = context.new_page()
    page.site = site
    open_stage(sign_in(page, samir), site, kit, "materiel")
    let_session_end(page)
    page.get_by_label("Préparation").fill("Ouvrir la salle.")
    if has_script:
        page.keyboard.press("Tab")
        state = page.locator("#writing-state")
        expect(state).to_contain_text("Vous avez été déconnecté(e). Reconnectez-vous : votre texte est gardé.")
        state.get_by_role("button").click()
    else:
        page.get_by_role("button", name="Enregistrer et continuer").click()
    expect(page.get_by_text("Reconnectez-vous : votre texte est gardé.")).to_be_visible()
    sign_in_on_the_page(page)
    page.wait_for_url(re.compile("/materiel/$"))
    expect(page.get_by_label("Préparation")).to_have_value("Ouvrir la salle.")
    expect(page.get_by_text("Votre texte est ici, il n’est pas encore enregistré.")).to_be_visible()
    page.get_by_role("button", name="Enregistrer et continuer").click()
    page.wait_for_url(re.compile("/deroule/$"))
    assert said(kit).preparation == "Ouvrir la salle."
    context.close()


# --- two people ---


def test_two_people_on_one_draft_see_both_and_choose(desk, browser, browser_context_args, site, samir):
    theo = factories.person("theo@example.org", first_name="Théo", group="contributor")
    team = Organisation.objects.create(name="Médiathèque")
    for person in (samir, theo):
        Membership.objects.create(person=person, organisation=team, state=Membership.State.ACTIVE)
    kit = begin_kit(factories.content(), by=samir, organisation=team)
    context = browser.new_context(**browser_context_args)
    other = context.new_page()
    other.site = site
    open_stage(sign_in(other, theo), site, kit, "materiel")
    mine = open_stage(desk, site, kit, "materiel")
    other.get_by_label("Préparation").fill("Fermer la salle.")
    other.keyboard.press("Tab")
    expect(other.locator("#writing-state")).to_have_text(SAVED)
    wait_until(lambda: said(kit).preparation == "Fermer la salle.")
    mine.get_by_label("Préparation").fill("Ouvrir la salle.")
    mine.keyboard.press("Tab")
    expect(mine.locator("#writing-state")).to_contain_text("Quelqu’un a modifié ce kit à")
    mine.get_by_role("button", name="Comparer").click()
    expect(mine.get_by_role("heading", level=1)).to_contain_text("Quelqu’un a modifié ce kit à")
    assert [mine.get_by_text(words).count() for words in ("Fermer la salle.", "Ouvrir la salle.")] == [1, 1]
    judged = JudgedPage(mine, site)
    judged.judge("two people on one draft")
    mine.get_by_label("Garder les deux").check()
    mine.get_by_role("button", name="Enregistrer ce choix").click()
    mine.wait_for_url(re.compile("/materiel/$"))
    assert said(kit).preparation == "Ouvrir la salle.\n\nFermer la salle."
    context.close()
