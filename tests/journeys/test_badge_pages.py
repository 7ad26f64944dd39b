"""Every page of badges, empty, full, refused or full of very long words, before every judge, wide and narrow."""

import pytest

from badges.awarding.models import Credential
from tests.journeys.ecoindex import grade
from tests.journeys.honours import Honours, ends_soon, honours
from tests.journeys.judges import axe_violations, sideways_scroll, weigh
from tests.journeys.season import ENDLESS
from tests.journeys.walkers import Walker, known, walker

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 800}


@pytest.fixture
def phone(page, site) -> Walker:
    """Nobody's browser, 320 px wide."""
    return seen_by(page, site)


def seen_by(browser_page, site: str, person=None) -> Walker:
    judged = walker(browser_page.context, site, person)
    judged.page.set_viewport_size(NARROW)
    return judged


def visit_all(judged: Walker, addresses, *, status: int = 200) -> None:
    """Judge pages at 320 px and at 1280 px."""
    for address in addresses:
        judged.visit(address, status=status)
        judged.page.set_viewport_size(WIDE)
        assert (axe_violations(judged.page), sideways_scroll(judged.page, WIDE["width"])) == ([], []), address
        judged.page.set_viewport_size(NARROW)


def test_no_badge_yet(phone, page, site):
    visit_all(phone, ("/badges/", "/badges/?q=zzzz", "/badges/chiffres/", "/verifier/"))
    phone.visit("/v/AAAA-AAAA/", status=404)
    judged = seen_by(page, site, known("lea@example.org", first_name="Léa"))
    visit_all(judged, ("/mes-badges/", "/mes-badges/ajouter/", "/badges/candidatures/", "/mon-espace/"))
    staff = seen_by(page, site, known("odile@example.org", group="hub staff"))
    visit_all(staff, (
        "/decerner/", "/decerner/badges/", "/decerner/badges/nouveau/", "/decerner/emetteurs/", "/decerner/emetteurs/nouveau/",
    ))  # fmt: skip


def test_what_everybody_reads(phone):
    made = honours()
    shown, version = made.given["shown"], made.given["shown"].version
    visit_all(phone, (
        "/badges/", "/badges/?q=zzzz", "/badges/?niveau=1&domaine=2", "/badges/chiffres/", f"/badges/{version.achievement.slug}/",
        f"/badges/{version.achievement.slug}/v1/", "/badges/module-long/", "/badges/candidature-longue/",
        made.hub.get_absolute_url(), shown.get_absolute_url(), made.bag.get_absolute_url(), f"/verifier/{shown.uuid}/",
    ))  # fmt: skip
    ends_soon(made.given["ending"])
    visit_all(phone, (f"/v/{made.given[name].code}/" for name in ("shown", "hidden", "revoked", "ending", "doubted")))
    phone.visit(made.given["hidden"].get_absolute_url(), status=404)
    phone.visit("/verifier/")
    phone.page.locator("#id_code").fill(ENDLESS)
    phone.press("form.verification__form > .verification__code button", status=422)


def test_what_holders_read(page, site):
    made = honours()
    judged = seen_by(page, site, made.learner)
    mine = [made.given[name].uuid for name in ("shown", "hidden", "revoked", "ending", "doubted")]
    visit_all(judged, (
        "/mes-badges/", *(f"/mes-badges/{uuid}/" for uuid in mine), f"/mes-badges/collections/{made.collection.pk}/",
        "/mes-badges/collections/", "/mes-badges/ajouter/", f"/mes-badges/ailleurs/{made.foreign.uuid}/",
        "/mes-badges/effacer/", "/badges/candidatures/", f"/badges/candidatures/{made.application.pk}/",
        "/badges/candidature-longue/candidature/", "/compte/notifications/", "/mon-espace/", "/compte/donnees/",
    ))  # fmt: skip


def test_what_those_who_award_read(page, site):
    made = honours()
    judged = seen_by(page, site, made.trainer)
    all_given = [credential.uuid for credential in Credential.objects.all()]
    visit_all(judged, (
        "/decerner/", "/decerner/badges/", "/decerner/badges/long/", "/decerner/badges/brouillon/",
        "/decerner/badges/candidature-longue/", "/decerner/badges/long/traductions/", "/decerner/badges/long/remettre/",
        "/decerner/badges/long/liste/", "/decerner/badges/long/remis/", "/decerner/badges/long/remis/?q=zzzz",
        made.batch.get_absolute_url(), *(f"/decerner/remis/{uuid}/" for uuid in all_given[:6]),
        f"/badges/candidatures/{made.application.pk}/", "/decerner/recommandations/nouvelle/",
    ))  # fmt: skip
    judged.visit("/decerner/badges/long/liste/")
    judged.page.locator("main textarea").first.fill(f"email;nom\nx@example.org;{ENDLESS}\npas une adresse;{ENDLESS}\n")
    judged.press("form.form button.button")


def test_what_peers_and_staff_read(page, site):
    made = honours()
    visit_all(seen_by(page, site, made.peer), (f"/badges/candidatures/{made.application.pk}/",))
    staff = seen_by(page, site, made.staff)
    visit_all(staff, (
        "/decerner/emetteurs/", f"/decerner/emetteurs/{made.hub.slug}/", f"/decerner/emetteurs/{made.hub.slug}/modifier/",
        "/decerner/recommandations/",
    ))  # fmt: skip


def test_public_pages_of_badges_are_light(browser, site):
    made: Honours = honours()
    shown = made.given["shown"]
    weights = {
        address: weigh(browser, site + address)
        for address in (
            "/badges/", f"/badges/{shown.version.achievement.slug}/", shown.get_absolute_url(), "/verifier/",
            f"/v/{shown.code}/", made.bag.get_absolute_url(), "/badges/chiffres/",
        )
    }  # fmt: skip
    assert [grade(weight.mark) for weight in weights.values()] == ["A"] * len(weights), weights
    assert [address for address, weight in weights.items() if weight.nodes > 350] == []
    assert [address for address, weight in weights.items() if weight.requests > 10] == []
