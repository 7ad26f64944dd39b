"""Welcoming without a network: marks wait on the phone, survive a closed tab, leave once, and change nothing twice."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from catalogue.attending.actions import open_code
from catalogue.learning.models import Attendance, AttendanceMark
from catalogue.sessions.models import PeerSession
from catalogue.sessions.queries import half_days_of
from outillerie.accounts.models import User
from tests import factories
from tests.catalogue.session_factories import peer_session, registration
from tests.journeys.writers import sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

NAMES = ("Basile Exemple", "Clémence Exemple", "Ondine Exemple")
PREPARE, FORGET = "[data-welcome-keep]", "[data-welcome-forget]"
WAITING = "[data-welcome-waiting]"


@pytest.fixture
def session(site):
    odile = factories.person("odile@example.org", first_name="Odile", group="trainer")
    starts_at = timezone.now() - timedelta(minutes=30)
    made = peer_session(starts_at=starts_at, facilitators=[odile])
    for name in NAMES:
        registration(made, name=name)
    return made


def signed_in(page, site):
    """Give the browser of `page` the session of Odile, who facilitates."""
    page.site = site
    return sign_in(page, User.objects.get(email="odile@example.org"))


@pytest.fixture
def welcoming(phone_context, site, session):
    """A phone where Odile has the list of the session open."""
    page = signed_in(phone_context.new_page(), site)
    page.goto(f"{site}/animer/{session.pk}/accueil/")
    return page


def press(page, name, state):
    page.locator(f".person[data-name='{name}'] .presence-choice--{state}").click()


def is_pressed(page, name, state):
    expect(page.locator(f".person[data-name='{name}'] .presence-choice--{state}")).to_have_attribute(
        "aria-pressed", "true"
    )


def rows() -> list[tuple]:
    """Return what the database says: every row, then every word, by their ids."""
    said = Attendance.objects.order_by("pk").values_list("pk", "registration__name", "state", "minutes", "has_conflict")
    return [*said, *AttendanceMark.objects.order_by("pk").values_list("pk", "attendance", "state", "way", "key")]


def queue(page) -> dict:
    return json.loads(
        page.evaluate(
            "JSON.stringify(Object.fromEntries(Object.entries(localStorage)"
            ".filter(([name]) => name.startsWith('welcome-mark|'))))"
        )
    )


def prepare(page):
    page.locator(PREPARE).click()
    expect(page.locator(FORGET)).to_be_visible()


def test_marks_made_offline_survive_a_closed_tab_leave_once_and_replayed_change_nothing(
    welcoming, phone_context, site, session
):
    prepare(welcoming)
    phone_context.set_offline(True)
    for name, state in zip(NAMES, ("present", "absent", "excused"), strict=True):
        press(welcoming, name, state)
    expect(welcoming.locator(WAITING)).to_contain_text("(3)")
    assert AttendanceMark.objects.count() == 0

    welcoming.close()
    page = phone_context.new_page()
    page.goto(f"{site}/animer/{session.pk}/accueil/")
    expect(page.locator(WAITING)).to_contain_text("(3)")
    for name, state in zip(NAMES, ("present", "absent", "excused"), strict=True):
        is_pressed(page, name, state)
    kept = queue(page)

    phone_context.set_offline(False)
    expect(page.locator(WAITING)).to_be_hidden(timeout=20_000)
    once = rows()
    said = list(Attendance.objects.order_by("registration__name").values_list("registration__name", "state"))
    assert said == list(zip(NAMES, ("present", "absent", "excused"), strict=True))

    # The same queue again, as a device would send it whose answer was lost on the way.
    page.evaluate(
        "kept => { for (const [name, mark] of Object.entries(kept)) localStorage.setItem(name, mark); }", kept
    )
    with page.expect_response(lambda answer: answer.url.endswith("/marques/")) as heard:
        page.evaluate("window.dispatchEvent(new Event('online'))")
    assert [row["outcome"] for row in heard.value.json()["answers"]] == ["known"] * 3
    expect(page.locator(WAITING)).to_be_hidden()
    assert rows() == once
    assert queue(page) == {}


def test_nothing_is_kept_before_it_is_asked_for_and_it_goes_away_with_whoever_signs_out(
    welcoming, phone_context, site, session
):
    count = "caches.keys().then((names) => names.length)"
    assert welcoming.evaluate(count) == 0
    assert welcoming.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    prepare(welcoming)
    assert welcoming.evaluate("caches.keys()") == [f"welcome|{session.pk}"]
    scopes = welcoming.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.map((one) => one.scope))")
    assert scopes == [f"{site}/animer/{session.pk}/accueil/"]
    kept = welcoming.evaluate(
        "caches.open((name => name)('welcome|' + document.querySelector('[data-welcome]').dataset.session))"
        ".then((cache) => cache.keys()).then((all) => all.map((one) => new URL(one.url).pathname))"
    )
    pages = {path for path in kept if not path.startswith("/static/")}
    assert pages == {f"/animer/{session.pk}/accueil/", f"/animer/{session.pk}/accueil/scanner/"}

    welcoming.goto(f"{site}/compte/deconnexion/")
    welcoming.locator("main form button").click()
    welcoming.wait_for_load_state()
    welcoming.wait_for_function(f"{count}.then((number) => number === 0)")
    phone_context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        welcoming.goto(f"{site}/animer/{session.pk}/accueil/")


def test_a_session_that_is_closed_leaves_nothing_on_the_phone(welcoming, session):
    prepare(welcoming)
    PeerSession.objects.filter(pk=session.pk).update(state="held")
    press(welcoming, NAMES[0], "present")
    welcoming.wait_for_function("caches.keys().then((names) => names.length === 0)")


def test_signed_out_meanwhile_the_marks_wait_and_leave_after_signing_in_again(welcoming, phone_context, site):
    cookies = phone_context.cookies()
    phone_context.clear_cookies(name="session")
    press(welcoming, NAMES[0], "present")
    expect(welcoming.locator(f"{WAITING} a")).to_be_visible()
    assert (AttendanceMark.objects.count(), len(queue(welcoming))) == (0, 1)
    phone_context.add_cookies(cookies)
    welcoming.reload()
    expect(welcoming.locator(WAITING)).to_be_hidden()
    assert Attendance.objects.values_list("registration__name", "state").get() == (NAMES[0], "present")


def test_what_the_site_refuses_is_said_and_kept_until_it_is_read(welcoming, session):
    PeerSession.objects.filter(pk=session.pk).update(state="cancelled")
    press(welcoming, NAMES[0], "present")
    expect(welcoming.locator(WAITING)).to_contain_text(NAMES[0])
    welcoming.locator(f"{WAITING} button").click()
    expect(welcoming.locator(WAITING)).to_be_hidden()
    assert AttendanceMark.objects.count() == 0


def test_the_list_follows_what_others_say_and_works_without_any_script(welcoming, scriptless_context, site, session):
    plain = signed_in(scriptless_context.new_page(), site)
    plain.goto(f"{site}/animer/{session.pk}/accueil/")
    press(plain, NAMES[2], "present")
    is_pressed(plain, NAMES[2], "present")
    welcoming.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    is_pressed(welcoming, NAMES[2], "present")


def test_the_code_leads_to_three_letters_and_one_big_button(site, session, judged_page):
    code = open_code(session, half_day=half_days_of(session)[0].code, by=None)
    page = judged_page.visit(f"/presence/{code.code}/")
    page.locator("#id_name").press_sequentially("ond")
    page.get_by_label("Ondine E.").check()
    page.locator("#id_is_here").check()
    page.locator(".presence__press").click()
    expect(page.locator("h1")).to_be_visible()
    assert Attendance.objects.values_list("registration__name", "state").get() == ("Ondine Exemple", "present")


@pytest.mark.parametrize("name", ["", "code/", "scanner/"])
def test_the_pages_of_the_day_pass_every_judge(judged_page, site, session, name):
    registration(session, name="Anticonstitutionnellement" * 4, employer="Centre " * 20, needs="Une place " * 30)
    open_code(session, half_day=half_days_of(session)[0].code, by=None)
    signed_in(judged_page.page, site)
    judged_page.visit(f"/animer/{session.pk}/accueil/{name}")
