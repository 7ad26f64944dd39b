"""Learning: one finds what one lacks, follows a path, shows what one did; a trainer reads it, and corrects what was wrong."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from catalogue.learning.actions import enrol
from catalogue.learning.models import Enrolment, Evidence, ModuleCompletion
from catalogue.positioning.models import Positioning
from outillerie.accounts.actions import trust_address
from tests import factories
from tests.catalogue.building.sheets import complete
from tests.catalogue.factories import module, path, skill_framework, skill_of
from tests.journeys.writers import sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

EVIDENCE = {"kind": "evidence", "at_least": 1}
MEETING = {"kind": "sessions", "at_least": 1}
STORY = "Le 14 octobre, six personnes ont choisi une phrase de passe."
FILE = {"name": "recit.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"}


@pytest.fixture
def fatou(site):
    """A learner."""
    return known("fatou@example.org", first_name="Fatou", last_name="Terril")


@pytest.fixture
def jeanne(site):
    """A trainer, whose paths these are."""
    return known("jeanne@example.org", first_name="Jeanne", group="trainer")


@pytest.fixture
def her_desk(page, site, fatou):
    """Fatou at a desk 1280 px wide."""
    page.set_viewport_size({"width": 1280, "height": 900})
    return at(page, site, fatou)


@pytest.fixture
def trainers_desk(browser, browser_context_args, site, jeanne):
    """Jeanne at another desk."""
    with another_desk(browser, browser_context_args, site, jeanne) as desk:
        yield desk


@pytest.fixture
def protecting(jeanne):
    """A path that one may begin at any time, whose first block gives two skills of a framework."""
    framework = skill_framework()
    pieces = [
        module(title, rule=EVIDENCE, owner=jeanne, skills=[(skill_of(framework, code), "assessed", 2)])
        for title, code in (("Mots de passe", "1.1"), ("Données personnelles", "1.2"), ("Messagerie", "2.1"))
    ]
    blocks = [("Protéger", pieces[:2]), ("Échanger", pieces[2:])]
    return path("Aidant numérique", owner=jeanne, by=jeanne, is_always_open=True, blocks=blocks)


def known(email: str, **facts):
    person = factories.person(email, **facts)
    trust_address(person)
    return person


def at(page: Page, site: str, person) -> Page:
    page.site = site
    return sign_in(page, person)


@contextmanager
def another_desk(browser: Browser, context_args: dict, site: str, person) -> Iterator[Page]:
    """Give a desk with a browser of its own, closed at the end."""
    context = browser.new_context(**context_args, viewport={"width": 1280, "height": 900})
    try:
        yield at(context.new_page(), site, person)
    finally:
        context.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name).first.click()


def says(page: Page, words: str) -> None:
    """Expect the message that follows what was just done."""
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


# --- a learner, from what she lacks to a block acquired ---


def answer(page: Page, question: str, level: str) -> None:
    page.get_by_role("group", name=question).get_by_text(level, exact=True).click()


def position_oneself(page: Page, site: str) -> None:
    """From «Où en suis-je ?» to the result."""
    page.goto(f"{site}/me-situer/")
    page.get_by_text("par compétence").click()
    press(page, "Commencer")
    answer(page, "Protéger les appareils", "Découverte")
    answer(page, "Protéger les données personnelles", "Je ne le fais pas encore")
    press(page, "Enregistrer et continuer")
    answer(page, "Interagir", "Maîtrise")
    press(page, "Enregistrer et relire")
    expect(page.get_by_role("main").get_by_role("listitem")).to_contain_text(["2 sur 2", "1 sur 2"])
    press(page, "Terminer et voir mon résultat")


def enrol_oneself(page: Page) -> None:
    """From the page of a path to the path as one follows it."""
    follow(page, "Commencer ce parcours")
    press(page, "Je m’inscris")
    expect(page.get_by_role("heading", level=1)).to_have_text("Aidant numérique")
    says(page, "C’est noté. Vous suivez « Aidant numérique ».")
    expect(page.get_by_role("main")).to_contain_text("0 bloc acquis sur 2")


def show_what_one_did(page: Page, title: str, *, text: str = "", file: dict | None = None) -> None:
    """From the path as one follows it to a piece of evidence sent, and back."""
    follow(page, title)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("main").get_by_text("Protéger", exact=True)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Pour le valider : remettre une preuve acceptée.")
    if text:
        page.get_by_label("Ce que vous avez fait").fill(text)
    if file:
        page.get_by_label("Un fichier").set_input_files(file)
    press(page, "Envoyer ma preuve")
    says(page, "Votre preuve est envoyée.")
    follow(page, "Retour à mon parcours")


def accept(page: Page, site: str, title: str, *, shows: str) -> None:
    """From «Suivre les apprenants» to a piece of evidence accepted."""
    page.goto(f"{site}/suivi/")
    follow(page, title)
    expect(page.get_by_role("main")).to_contain_text(shows)
    page.get_by_label("Accepter").check()
    press(page, "Donner ma lecture")
    says(page, "Votre lecture est notée, et l’apprenant·e est averti·e.")


def test_a_learner_finds_what_she_lacks_follows_the_plan_and_sees_a_block_acquired(
    her_desk, trainers_desk, site, protecting, fatou
):
    page = her_desk
    position_oneself(page, site)
    expect(page.get_by_role("heading", level=1)).to_have_text("Où j’en suis")
    plan = page.locator("ol.plan > li")
    expect(plan).to_have_count(2)
    expect(plan).to_contain_text(["Mots de passe", "Données personnelles"])
    follow(page, "Comparer à ce que mes modules ont évalué")
    follow(page, "Pratique")
    lacked = page.get_by_role("row", name="Protéger les appareils")
    expect(lacked).to_contain_text("À acquérir")
    expect(lacked).to_contain_text("Découverte")
    expect(lacked.get_by_role("link", name="Mots de passe")).to_be_visible()
    page.locator("ol.plan").get_by_role("link", name="Mots de passe").click()
    expect(page).to_have_url(f"{site}/parcours/aidant-numerique/#block-1")
    enrol_oneself(page)
    show_what_one_did(page, "Mots de passe", text=STORY)
    show_what_one_did(page, "Données personnelles", file=FILE)
    sent = Evidence.objects.order_by("pk")
    assert [(row.text, row.file_name, row.state) for row in sent] == [
        (STORY, "", "waiting"),
        ("", "recit.pdf", "waiting"),
    ]
    accept(trainers_desk, site, "Mots de passe", shows=STORY)
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("0 bloc acquis sur 2")
    expect(page.locator("#block-1")).to_contain_text("1 module fait sur 2")
    accept(trainers_desk, site, "Données personnelles", shows="recit.pdf")
    page.goto(f"{site}/mes-parcours/")
    expect(page.get_by_role("main")).to_contain_text("1 bloc acquis sur 2")
    expect(page.get_by_role("main")).to_contain_text("2 h faites sur 3 h")
    follow(page, "Aidant numérique")
    block = page.locator("#block-1")
    expect(block.get_by_text("Acquis", exact=True)).to_be_visible()
    expect(block.get_by_role("listitem")).to_contain_text(["Fait : Mots de passe", "Fait : Données personnelles"])
    expect(page.locator("#block-2")).to_contain_text("À commencer")
    follow(page, "Mots de passe")
    expect(page.get_by_text("Validé le ")).to_be_visible()
    expect(page.get_by_role("button", name="Envoyer ma preuve")).to_have_count(0)
    page.goto(f"{site}/me-situer/ecart/?referentiel=essai&niveau=2")
    expect(page.get_by_role("row", name="Protéger les appareils")).to_contain_text("Atteint")
    assert list(fatou.module_completions.values_list("module__title", flat=True).order_by("pk")) == [
        "Mots de passe",
        "Données personnelles",
    ]


def assert_sent(fatou):
    [row] = Evidence.objects.all()
    assert (row.person, row.text, row.file_name, row.state) == (fatou, STORY, "recit.pdf", "waiting")


def test_enrolling_and_showing_what_one_did_on_a_phone(phone_context, site, protecting, fatou):
    page = at(phone_context.new_page(), site, fatou)
    page.goto(f"{site}/parcours/aidant-numerique/")
    enrol_oneself(page)
    show_what_one_did(page, "Mots de passe", text=STORY, file=FILE)
    assert_sent(fatou)


def test_enrolling_and_showing_what_one_did_without_javascript(scriptless_context, site, protecting, fatou):
    page = at(scriptless_context.new_page(), site, fatou)
    page.goto(f"{site}/parcours/aidant-numerique/")
    enrol_oneself(page)
    show_what_one_did(page, "Mots de passe", text=STORY, file=FILE)
    assert_sent(fatou)


def test_what_one_answered_is_for_oneself_alone(her_desk, trainers_desk, site, protecting, fatou):
    position_oneself(her_desk, site)
    made = Positioning.objects.get(person=fatou)
    answered = trainers_desk.goto(f"{site}/me-situer/{made.pk}/")
    assert answered.status == 404


# --- a newer version of a kit ---


def test_a_newer_version_of_a_kit_changes_nothing_until_trainer_and_learner_take_it(
    her_desk, browser, browser_context_args, site, fatou
):
    ines = known("ines@example.org", first_name="Inès", group="hub staff")
    kit = factories.kit(title="Où est Camille ?", slug="camille")
    piece = module("Repérer le cyberharcèlement", kits=[kit], rule=EVIDENCE, owner=ines)
    followed = path("Aidant numérique", owner=ines, by=ines, is_always_open=True, blocks=[("Protéger", [piece])])
    complete(followed, by=ines)
    mine = enrol(fatou, followed, by=fatou)
    factories.publish(kit, hook="Une autre accroche.")
    page = her_desk
    addresses = (
        f"/parcours/aidant-numerique/modules/{piece.key}/",
        f"/mes-parcours/{mine.pk}/modules/{piece.key}/",
    )
    assert [version_shown(page, site + address) for address in addresses] == [1, 1]
    page.goto(f"{site}{mine.get_absolute_url()}")
    expect(page.get_by_text("Ce parcours a une nouvelle version.")).to_have_count(0)
    with another_desk(browser, browser_context_args, site, ines) as desk:
        take_in_the_builder(desk, site, followed)
        assert version_shown(page, f"{site}/parcours/aidant-numerique/modules/{piece.key}/") == 1
        desk.locator("#publish").click()
        expect(desk.locator("#state")).to_be_focused()
    followed.refresh_from_db()
    assert [version.number for version in followed.versions.order_by("number")] == [1, 2]
    assert [version_shown(page, site + address) for address in addresses] == [2, 1]
    page.goto(f"{site}{mine.get_absolute_url()}")
    expect(page.get_by_role("main")).to_contain_text("Rien ne change pour vous tant que vous ne le décidez pas.")
    follow(page, "Voir ce qui change")
    expect(page.get_by_role("main")).to_contain_text("Où est Camille ?")
    assert Enrolment.objects.get().version.number == 1
    press(page, "Passer à la version 2")
    says(page, "Vous suivez maintenant la version 2.")
    assert [version_shown(page, site + address) for address in addresses] == [2, 2]
    assert Enrolment.objects.get().version.number == 2


def version_shown(page: Page, address: str) -> int:
    """Return the version of the kit that the page of a module names and leads to."""
    page.goto(address)
    link = page.get_by_role("link", name="Où est Camille ?")
    row = page.get_by_role("main").get_by_role("listitem").filter(has=link)
    named = int(re.search(r"version (\d+)", row.inner_text())[1])
    assert row.get_by_role("link").get_attribute("href").endswith(f"/kits/camille/v{named}/")
    return named


def take_in_the_builder(desk: Page, site: str, followed) -> None:
    """See that a newer version of the kit is offered, and take it."""
    desk.goto(f"{site}/monter/parcours/{followed.pk}/")
    todo = desk.locator("#todo")
    expect(todo).to_contain_text("Où est Camille ?")
    taken = todo.get_by_role("button").and_(desk.locator("[id^=take-]"))
    taken.click()
    expect(taken).to_have_count(0)


# --- who came ---


def record(page: Page, site: str, followed, state: str) -> None:
    """Record whether Fatou came this morning, from the page of the path's learners."""
    page.goto(f"{site}/suivi/")
    follow(page, followed.title)
    follow(page, "Noter les présences")
    follow(page, "Accueillir en atelier")
    page.get_by_label("matin").check()
    page.get_by_role("group", name="Fatou Terril").get_by_label(state).check()
    press(page, "Noter")
    says(page, "Présence de 1 personne notée.")


def test_a_half_day_that_is_corrected_raises_a_doubt_and_the_trainer_opens_the_module_again(
    her_desk, trainers_desk, site, jeanne, fatou
):
    piece = module("Accueillir en atelier", rule=MEETING, owner=jeanne)
    followed = path("Aidant numérique", owner=jeanne, by=jeanne, is_always_open=True, blocks=[("Accueillir", [piece])])
    mine = enrol(fatou, followed, by=fatou)
    own, desk = f"{site}/mes-parcours/{mine.pk}/modules/{piece.key}/", trainers_desk
    record(desk, site, followed, "présent(e)")
    her_desk.goto(own)
    expect(her_desk.get_by_text("Validé le ")).to_be_visible()
    record(desk, site, followed, "absent(e)")
    desk.goto(f"{site}/suivi/parcours/{followed.pk}/")
    follow(desk, "Fatou Terril")
    follow(desk, "Accueillir en atelier")
    expect(desk.get_by_role("main")).to_contain_text("Cette validation n’est plus justifiée.")
    expect(desk.get_by_role("main")).to_contain_text("Validé le ")
    assert ModuleCompletion.objects.get().reopened_at is None
    desk.get_by_label("Pourquoi").fill("Une autre personne avait signé.")
    press(desk, "Rouvrir ce module")
    says(desk, "Ce module est rouvert.")
    expect(desk.get_by_text("Cette validation n’est plus justifiée.")).to_have_count(0)
    assert ModuleCompletion.objects.get().reopen_reason == "Une autre personne avait signé."
    her_desk.goto(own)
    expect(her_desk.get_by_text("Validé le ")).to_have_count(0)
    expect(her_desk.get_by_role("main")).to_contain_text("Ce qui reste : encore 1 séance.")


def test_a_list_of_learners_is_read_line_by_line_then_enrolled(trainers_desk, site, protecting):
    page = trainers_desk
    page.goto(f"{site}/suivi/parcours/{protecting.pk}/liste/")
    give(page, "E-mail;Prénom\nanne@example.org;Anne\nbob@;Bob\n")
    expect(page.get_by_role("row", name="bob@")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("1 ligne est refusée")
    assert not Enrolment.objects.exists()
    give(page, "E-mail;Prénom\nanne@example.org;Anne\nbob@example.org;Bob\n")
    press(page, "Inscrire 2 personnes")
    says(page, "2 personnes sont inscrites et averties.")
    assert sorted(Enrolment.objects.values_list("person__email", flat=True)) == ["anne@example.org", "bob@example.org"]


def give(page: Page, text: str) -> None:
    file = {"name": "liste.csv", "mimeType": "text/csv", "buffer": text.encode("utf-8-sig")}
    page.get_by_label("Votre liste").set_input_files(file)
    press(page, "Lire cette liste")
