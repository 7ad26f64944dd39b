"""Every page of sessions and venues, empty, full, refused or full of very long words, before every judge, wide and narrow."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone
from playwright.sync_api import Page

from catalogue.agenda.actions import request_programme
from catalogue.agenda.models import ProgrammePrint
from catalogue.agenda.programme import programme_of, programme_request, state_of
from catalogue.attending.actions import open_code
from catalogue.attending.links import presence_url
from catalogue.calendars.reminders import key_of as reminders_key_of
from catalogue.outcomes.links import feedback_key_of
from catalogue.registering.interests import ask_to_be_told
from catalogue.registering.links import key_of
from catalogue.registering.models import Registration
from catalogue.sessions.queries import half_days_of
from catalogue.venues.models import Venue
from catalogue.venues.queries import territory_by_facet
from tests.catalogue.factories import path
from tests.journeys.ecoindex import grade
from tests.journeys.judges import axe_violations, sideways_scroll, weigh
from tests.journeys.season import ENDLESS, LONG, Season, ordinary_season, season
from tests.journeys.walkers import Walker, known, walker

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 800}


@pytest.fixture
def phone(page, site) -> Walker:
    """Nobody's browser."""
    return narrow(walker(page.context, site))


def seen_by(browser_page: Page, site: str, person) -> Walker:
    return narrow(walker(browser_page.context, site, person))


def narrow(judged: Walker) -> Walker:
    judged.page.set_viewport_size(NARROW)
    return judged


def visit_all(judged: Walker, addresses, *, status: int = 200) -> None:
    """Judge pages at 320 px; nothing sticks out of 1280 px. The journeys of those who organise judge theirs at 1280 px."""
    for address in addresses:
        judged.visit(address, status=status)
        assert sideways_scroll(judged.page, WIDE["width"]) == [], address


def visit_wide_too(judged: Walker, addresses, *, status: int = 200) -> None:
    """Judge pages at both widths."""
    for address in addresses:
        visit_all(judged, [address], status=status)
        judged.page.set_viewport_size(WIDE)
        assert axe_violations(judged.page) == [], address
        judged.page.set_viewport_size(NARROW)


def press(judged: Walker, selector: str, *, status: int = 200) -> None:
    judged.press(selector, status=status)
    assert sideways_scroll(judged.page, WIDE["width"]) == [], selector


def page_of(made: Season, name: str) -> str:
    return made.sessions[name].get_absolute_url()


def working(made: Season, name: str, rest: str = "") -> str:
    return f"/animer/{made.sessions[name].pk}/{rest}"


def test_nothing_is_planned_yet(phone, page, site):
    today = timezone.localdate()
    visit_all(phone, (
        "/agenda/", "/agenda/?quand=passees", "/agenda/?ou=zzzz", f"/agenda/mois/{today:%Y-%m}/", f"/agenda/semaine/{today.isoformat()}/",
        "/agenda/integrer/", "/agenda/cadre/", "/agenda/programme/", "/lieux/", "/lieux/?ou=zzzz", "/presence/",
    ))  # fmt: skip
    judged = seen_by(page, site, known("jeanne@example.org", first_name="Jeanne", group="hub staff"))
    visit_all(judged, (
        "/mes-seances/", "/mon-agenda/", "/mes-alertes/", "/animer/", "/animer/nouvelle/", "/animer/sondages/nouveau/",
        "/animer/exports/", "/animer/exports/?since=01/01/2026", "/lieux/importer/", "/lieux/propositions/",
    ))  # fmt: skip


def test_what_everybody_reads(phone):
    made = season()
    day, facet = timezone.localdate() + timedelta(days=9), "territoire=department-59"
    visit_wide_too(phone, (
        "/", "/agenda/", f"/agenda/?{facet}", "/agenda/?ou=Roubaix&rayon=30", "/agenda/?ou=zzzz&du=31/02/2027",
        "/agenda/?quand=passees", "/agenda/?places=1&format=echange-entre-pairs", f"/agenda/mois/{day:%Y-%m}/",
        f"/agenda/semaine/{day.isoformat()}/", "/agenda/integrer/?nombre=20", f"/agenda/integrer/?{facet}",
        "/agenda/integrer/?ou=zzzz", "/agenda/cadre/?nombre=20", f"/agenda/programme/?{facet}",
        "/agenda/programme/?ou=zzzz&du=demain&au=hier", "/lieux/", "/lieux/?ou=Roubaix&rayon=10", "/lieux/?q=zzzz",
        "/lieux/departement/59/", "/lieux/commune/59512/", made.venue.get_absolute_url(), "/kits/long/",
    ))  # fmt: skip
    visit_wide_too(phone, (page_of(made, name) for name in made.sessions if name != "draft"))
    phone.visit(page_of(made, "draft"), status=404)
    programme_that_failed(facet)
    visit_wide_too(phone, [f"/agenda/programme/programme.pdf?{facet}&forme=a4"], status=503)


def programme_that_failed(facet: str) -> None:
    asked = programme_request(QueryDict(f"{facet}&forme=a4"), timezone.localdate())
    made = request_programme(state_of(programme_of(asked)), asked.values())
    ProgrammePrint.objects.filter(pk=made.pk).update(state=ProgrammePrint.State.FAILED)


def test_who_comes_without_an_account(phone):
    made = season()
    register, poll = f"{page_of(made, 'weekly')}inscription/", made.poll.get_absolute_url()
    visit_wide_too(phone, (register, f"{page_of(made, 'full')}inscription/", f"{register}envoyee/", poll))
    phone.visit(register)
    phone.page.locator("#id_email").fill(ENDLESS)
    press(phone, "#inscription form button.button--wide")
    phone.visit(poll)
    press(phone, "form.form button", status=422)
    visit_wide_too(phone, (f"/inscriptions/{key_of(row)}/" for row in made.own.values()))
    code = open_code(made.sessions["under-way"], half_day=half_days_of(made.sessions["under-way"])[0].code, by=None)
    visit_wide_too(
        phone,
        [f"/presence/{code.code}/", presence_path(made), f"/mon-agenda/rappels/{reminders_key_of(made.own['seat'])}/"],
    )
    visit_wide_too(phone, ["/presence/ZZZZZZ/"], status=404)
    phone.visit(f"/presence/{code.code}/")
    phone.page.locator("#id_name").fill("zz")
    press(phone, ".presence__press", status=422)
    opinion = f"/avis/{feedback_key_of(made.own['came'])}/"
    visit_wide_too(phone, [opinion, f"/avis/{feedback_key_of(made.own['seat'])}/"])
    phone.visit(opinion)
    press(phone, "form.form button", status=422)
    Registration.objects.filter(pk=made.own["came"].pk).update(has_given_feedback=True)
    visit_wide_too(phone, [opinion])


def presence_path(made: Season) -> str:
    return "/presence/" + presence_url(made.own["comes"]).partition("/presence/")[2]


def test_who_comes_with_an_account(page, site):
    made = season()
    judged = seen_by(page, site, made.lea)
    followed = path(LONG[:170], slug="long", is_always_open=True)
    visit_wide_too(judged, ["/parcours/long/me-prevenir/"])
    ask_to_be_told(made.lea, followed, territory_by_facet("commune-59512"))
    visit_wide_too(
        judged, ["/mes-seances/", "/mes-alertes/", "/mon-espace/", "/mon-agenda/", "/parcours/long/me-prevenir/"]
    )
    visit_wide_too(judged, (page_of(made, name) for name in ("long", "full", "offered", "moved", "held", "under-way")))
    visit_wide_too(judged, [presence_path(made), made.poll.get_absolute_url()])
    judged.visit("/mon-agenda/")
    press(judged, "button[value=make]")


def test_who_prepares_a_session(page, site):
    made = season()
    judged = seen_by(page, site, made.odile)
    visit_all(judged, (
        "/animer/", "/animer/nouvelle/", "/animer/nouvelle/?kit=long", f"/animer/nouvelle/?seance={made.sessions['long'].pk}",
        working(made, "draft"), working(made, "long"), working(made, "cancelled"), working(made, "moved"),
        working(made, "long", "deplacer/"), working(made, "long", "annuler/"), working(made, "draft", "supprimer/"),
        f"/animer/series/nouvelle/?seance={made.sessions['full'].pk}", f"/animer/series/{made.series.pk}/",
        "/animer/sondages/nouveau/", f"/animer/sondages/{made.poll.pk}/", page_of(made, "draft"), page_of(made, "long"),
    ))  # fmt: skip
    what_an_organiser_mistypes(judged, made)


def what_an_organiser_mistypes(judged: Walker, made: Season) -> None:
    judged.visit("/animer/nouvelle/")
    judged.page.locator("#id_date").fill(ENDLESS)
    press(judged, "form.form > button.button", status=422)
    judged.visit(working(made, "draft"))
    judged.page.locator("#id_places-0-capacity").fill("beaucoup")
    press(judged, "form button.button[value=save]", status=422)
    judged.visit(f"/animer/series/nouvelle/?seance={made.sessions['full'].pk}")
    press(judged, "button[value=show]")
    judged.visit("/animer/sondages/nouveau/")
    press(judged, "form.form > button.button, form.form p > button.button:not(.button--second)", status=422)
    # Clocks go forward that night: this hour does not exist, and two are offered instead.
    judged.visit(working(made, "long", "deplacer/"))
    for name, value in (("date", "28/03/2027"), ("starts", "2 h 30"), ("ends", "4 h")):
        judged.page.locator(f"#id_{name}").fill(value)
    press(judged, "form.form > .buttons button.button", status=422)
    assert judged.page.locator("button[value^='take:starts:']").count() == 2


def test_who_welcomes_and_tells_what_came_of_it(page, site):
    made = season()
    judged = seen_by(page, site, made.odile)
    somebody = made.sessions["long"].registrations.first().pk
    open_code(made.sessions["under-way"], half_day=half_days_of(made.sessions["under-way"])[0].code, by=made.odile)
    visit_all(judged, (
        working(made, "long", "inscriptions/"), working(made, "weekly", "inscriptions/"),
        working(made, "long", "inscriptions/ecrire/"), working(made, "long", "inscriptions/inviter/"),
        working(made, "long", f"inscriptions/{somebody}/retirer/"), working(made, "long", "accueil/"),
        working(made, "under-way", "accueil/?papier=1"), working(made, "held", "accueil/"),
        working(made, "anonymous", "accueil/"), working(made, "under-way", "accueil/code/"),
        working(made, "under-way", "accueil/scanner/"), presence_path(made), working(made, "long", "bilan/"),
        working(made, "held", "bilan/"), working(made, "anonymous", "bilan/"), working(made, "long", "documents/"),
        working(made, "held", "documents/"), "/animer/exports/?since=01/01/2026",
    ))  # fmt: skip
    visit_all(judged, ["/animer/exports/?since=zz"], status=422)
    judged.visit(working(made, "long", "inscriptions/inviter/"))
    judged.page.locator("#id_guests").fill(f"{ENDLESS}, bob@{ENDLESS}\nAnne Exemple, anne@example.org")
    press(judged, "form.form .buttons button")
    judged.visit(working(made, "under-way", "bilan/"))
    judged.page.locator("#id_outcome").fill(LONG)
    press(judged, "form.form button.button", status=422)
    judged.visit(working(made, "under-way", "accueil/"))
    press(judged, "#walk-in form button", status=422)


def test_who_keeps_the_venues(page, site):
    made = season()
    Venue.objects.filter(pk=made.venue.pk).update(proposed={"phone": "+33320111111", "summary": f"{LONG} {ENDLESS}"})
    judged = seen_by(page, site, known("wenceslas@example.org", first_name="Wenceslas", group="hub staff"))
    visit_all(judged, ["/lieux/", made.venue.get_absolute_url(), "/lieux/propositions/", "/lieux/importer/"])
    table = (
        f"id;nom;adresse;commune;code_postal;date_maj\nessai-x;{ENDLESS};1 rue Exemple;Lens;62300;2026-01-05\n;;;;;\n"
    )
    judged.page.set_input_files(
        "input[type=file]", {"name": "lieux.csv", "mimeType": "text/csv", "buffer": table.encode()}
    )
    press(judged, "form.form > button.button")


def test_public_pages_are_light(browser, site):
    session = ordinary_season()
    where, month = session.places.first().venue, timezone.localdate(session.starts_at)
    weights = {
        address: weigh(browser, site + address)
        for address in (
            "/agenda/", f"/agenda/mois/{month:%Y-%m}/", session.get_absolute_url(), "/lieux/departement/59/",
            where.get_absolute_url(), "/agenda/cadre/",
        )
    }  # fmt: skip
    # Twenty cards and a map on one page: the heaviest of the site.
    assert [grade(weight.mark) for weight in weights.values()] == ["A", "A", "A", "A", "A", "A"], weights
    assert [address for address, weight in weights.items() if weight.nodes > 350] == []
    assert [address for address, weight in weights.items() if weight.requests > 10] == []
