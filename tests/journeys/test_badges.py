"""Badges: earned, shown, verified by a stranger, taken back; found again by another address; awarded to a whole list."""

import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from badges.awarding.actions import award_by_hand
from badges.awarding.models import Credential
from badges.openbadges import png
from catalogue.learning.actions import enrol
from catalogue.learning.recording import record_assessment
from outillerie.accounts.models import Membership, Organisation
from tests.badges.factories import issuer, published
from tests.catalogue.factories import module, path
from tests.journeys.walkers import known, last_mail, path_in, walker

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

NAME = "Accueillir sans faire à la place"


@pytest.fixture
def hub(site):
    organisation = Organisation.objects.create(name="Hub des Beffrois")
    return issuer(organisation=organisation)


@pytest.fixture
def jeanne(hub):
    """A trainer of the organisation that issues."""
    person = known("jeanne@example.org", first_name="Jeanne", last_name="Galibot", group="trainer")
    Membership.objects.create(person=person, organisation=hub.organisation, state="active")
    return person


@pytest.fixture
def fatou(site):
    return known("fatou@example.org", first_name="Fatou", last_name="Dentelle")


@pytest.fixture
def desk(browser, browser_context_args):
    """Return a way to sit somebody down at a desk 1280 px wide."""
    contexts = []

    def sit(site, person=None):
        contexts.append(browser.new_context(**browser_context_args, viewport={"width": 1280, "height": 900}))
        return walker(contexts[-1], site, person)

    yield sit
    for context in contexts:
        context.close()


def picture_in(message) -> bytes:
    [picture] = [part for part in message.message().walk() if part.get_content_type() == "image/png"]
    return picture.get_payload(decode=True)


def give_file(judged, content: bytes, name="badge.png") -> None:
    """Give a file to the page that verifies."""
    judged.visit("/verifier/")
    judged.page.locator("details.verification__other summary").click()
    judged.page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "image/png", "buffer": content})
    judged.press("details.verification__other button.button")


def test_a_module_earns_a_badge_that_a_stranger_verifies_until_it_is_revoked(
    phone_context, desk, site, hub, jeanne, fatou
):
    piece = module("Accueillir et comprendre", rule={"kind": "assessment"}, owner=jeanne)
    followed = path("Aidant numérique", blocks=[("Accueillir", [piece])], owner=jeanne, is_always_open=True)
    published(NAME, issuer=hub, rule={"kind": "module", "key": str(piece.key)})
    enrol(fatou, followed, by=fatou)

    record_assessment(fatou, piece, is_passed=True, assessed_on=timezone.localdate(), by=jeanne)
    told = last_mail(fatou.email)
    assert (NAME in told.subject, path_in(told, "/mes-badges/")) == (
        True,
        f"/mes-badges/{Credential.objects.get().uuid}/",
    )
    picture = picture_in(told)
    assert set(png.unbake(picture)) == {"openbadges", "openbadgecredential"}

    hers = desk(site, fatou)
    hers.visit("/mes-badges/")
    hers.says("1 badge")
    given = Credential.objects.get()
    stranger = walker(phone_context, site)
    stranger.visit(f"/badge/{given.uuid}/", status=404)
    hers.press("button[name=show]")
    stranger.visit(f"/badge/{given.uuid}/")
    expect(stranger.page.locator("h1")).to_have_text(NAME)
    stranger.says("Fatou Dentelle")

    give_file(stranger, picture)
    expect(stranger.page.locator("h1")).to_have_text("Ce badge est authentique")
    stranger.says("Fatou Dentelle")

    trainers = desk(site, jeanne)
    trainers.visit(f"/decerner/remis/{given.uuid}/")
    trainers.page.locator("details.award-deed summary").first.click()
    trainers.page.locator("details.award-deed textarea, details.award-deed input[type=text]").first.fill(
        "Remis par erreur."
    )
    trainers.press("details.award-deed[open] button.button")
    assert "Remis par erreur." in last_mail(fatou.email).body

    give_file(stranger, picture)
    expect(stranger.page.locator("h1")).to_have_text("Ce badge a été retiré")
    stranger.says("Remis par erreur.")
    hers.visit("/mes-badges/")
    hers.says("Retiré")


def test_an_address_that_is_lost_and_a_second_one_that_claims(desk, site, hub, jeanne, fatou):
    version = published(NAME, issuer=hub)
    given = award_by_hand(version, email="fatou@ancien.example", name="Fatou Dentelle", by=jeanne)
    told = last_mail("fatou@ancien.example")
    assert NAME in told.subject

    hers = desk(site, fatou)
    hers.visit("/mes-badges/")
    hers.says("Votre sac est vide")
    hers.visit("/compte/adresses/")
    hers.page.locator("main input[type=email]").fill("fatou@ancien.example")
    hers.press("button[name=action_add]")
    hers.page.locator("main input[type=password]").fill("une phrase de passe longue")
    hers.press("form button.button")
    code = re.search(r"\b\d{6}\b", last_mail("fatou@ancien.example").body)[0]
    hers.page.locator("main input[name=code]").fill(code)
    hers.press("form button.button")
    hers.visit("/mes-badges/")
    hers.says(NAME)
    given.refresh_from_db()
    assert (given.holder, Credential.objects.count()) == (fatou, 1)


def test_a_trainer_awards_thirty_people_from_a_list_twice(desk, site, hub, jeanne):
    version = published(NAME, issuer=hub)
    slug = version.achievement.slug
    table = "e-mail;nom\n" + "\n".join(f"agent-{n}@mairie.example;Agent {n}" for n in range(30))
    hers = desk(site, jeanne)
    reports = []
    for _time in range(2):
        hers.visit(f"/decerner/badges/{slug}/liste/")
        hers.page.locator("main textarea").first.fill(table)
        hers.press("form.form button.button")
        launch = hers.page.locator("main input[name=deed][value=launch]")
        reports.append(launch.count())
        if launch.count():
            hers.press("form:has(input[value=launch]) button.button")
            hers.says("30")
    assert (reports, Credential.objects.count()) == ([1, 0], 30)
    assert {row.state for row in Credential.objects.all()} == {"issued"}
    received = [message.to[0] for message in mail.outbox if NAME in message.subject]
    assert sorted(received) == sorted(f"agent-{n}@mairie.example" for n in range(30))
