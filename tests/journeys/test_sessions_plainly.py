"""Peer sessions on any machine: without a script, without a mouse."""

import pytest
from playwright.sync_api import expect

from catalogue.attending.actions import open_code
from catalogue.attending.links import presence_url
from catalogue.learning.models import Attendance
from catalogue.registering.actions import register
from catalogue.registering.models import Registration
from catalogue.sessions.queries import half_days_of
from tests.catalogue.session_factories import venue
from tests.journeys.walkers import (
    ADDRESS,
    NAME,
    announced,
    ask_for_a_seat,
    begin,
    counts,
    enter,
    known,
    last_mail,
    path_in,
    states,
    tab_to,
    walker,
)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
State = Registration.State

TITLE = "Tester un kit avant de l’animer"


@pytest.fixture
def odile(site):
    """A trainer, who facilitates."""
    return known("odile@example.org", first_name="Odile", last_name="Vasseur", group="trainer")


@pytest.fixture
def desk_context(browser, browser_context_args):
    """A context 1280 px wide, that is nobody's yet."""
    context = browser.new_context(**browser_context_args, viewport={"width": 1280, "height": 900})
    yield context
    context.close()


# --- without any script ---


def test_without_javascript_one_registers_cancels_and_checks_in_and_the_list_is_marked(
    scriptless_context, browser, browser_context_args, site, odile
):
    session = announced(TITLE, facilitators=[odile])
    page = scriptless_context.new_page()
    page.goto(f"{site}{session.get_absolute_url()}")
    ask_for_a_seat(page)
    page.locator("#inscription form button.button--wide").click()
    page.goto(site + path_in(last_mail(ADDRESS), "/inscriptions/"))
    page.locator("button[value=confirm]").click()
    assert states(session) == {"Ondine": "registered"}
    page.locator("button[value=cancel]").click()
    expect(page.locator("main .flash--success")).to_be_visible()
    assert (states(session), counts(session)) == ({"Ondine": "cancelled"}, (0, 0))

    ondine = register(session.places.get(), name=NAME, email=ADDRESS, key="cle-d-ondine")
    basile = register(session.places.get(), name="Basile Exemple", email="basile@example.org", key="cle-de-basile")
    begin(session)
    code = open_code(session, half_day=half_days_of(session)[0].code, by=odile)
    page.goto(f"{site}/presence/")
    page.locator("#id_code").fill(code.code)
    page.locator("main form button").first.click()
    page.locator("#id_name").fill("ond")
    page.locator("#id_is_here").check()
    page.locator(".presence__press").click()
    page.get_by_label("Ondine E.").check()
    page.locator(".presence__press").click()
    expect(page.locator(".presence__title")).to_be_visible()
    assert list(Attendance.objects.values_list("registration", "state")) == [(ondine.pk, "present")]

    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    plain = walker(context, site, odile).page
    plain.goto(f"{site}/animer/{session.pk}/accueil/")
    expect(plain.locator(f"#person-{ondine.pk} .presence-choice--present")).to_have_attribute("aria-pressed", "true")
    plain.locator(f"#person-{basile.pk} .presence-choice--absent").click()
    expect(plain.locator(f"#person-{basile.pk} .presence-choice--absent")).to_have_attribute("aria-pressed", "true")
    # He comes after all: the code of his mail is scanned with the camera of the phone.
    plain.goto(site + presence_url(basile).removeprefix("http://127.0.0.1:8000"))
    plain.locator(".presence__press").click()
    said = Attendance.objects.order_by("pk").values_list("registration", "state", "has_conflict")
    assert list(said) == [(ondine.pk, "present", False), (basile.pk, "present", False)]
    context.close()


# --- with the keyboard alone ---


def test_with_the_keyboard_alone_one_registers_cancels_and_leaves_the_line(desk_context, site, odile):
    lea = known("lea@example.org", first_name="Léa")
    session = announced(TITLE, facilitators=[odile], places=[{"venue": venue(), "capacity": 1}])
    page = walker(desk_context, site, lea).page
    page.goto(f"{site}/agenda/")
    enter(page, f"a[href='{session.get_absolute_url()}']")
    enter(page, "#inscription form button.button--wide")
    assert (states(session), counts(session)) == ({"Léa": "registered"}, (1, 0))
    enter(page, "#inscription button[value=cancel]")
    assert (states(session), counts(session)) == ({"Léa": "cancelled"}, (0, 0))
    register(session.places.get(), name=NAME, email=ADDRESS, key="cle-d-ondine")
    page.reload()
    enter(page, "#inscription form button.button--wide")
    assert Registration.objects.get(person=lea, state=State.WAITING).place_in_line == 1
    enter(page, "#inscription button[value=cancel]")
    assert (Registration.objects.filter(person=lea, state=State.CANCELLED).count(), counts(session)) == (2, (1, 0))


def test_with_the_keyboard_alone_attendance_is_marked(desk_context, site, odile):
    session = announced(TITLE, facilitators=[odile])
    rows = [
        register(session.places.get(), name=f"{name} Exemple", email=f"{name}@example.org", key=f"cle-de-{name}")
        for name in ("Anne", "Basile", "Carl")
    ]
    begin(session)
    page = walker(desk_context, site, odile).page
    page.goto(f"{site}/animer/{session.pk}/accueil/")
    for row, state in zip(rows, ("present", "excused", "absent"), strict=True):
        button = f"#person-{row.pk} .presence-choice--{state}"
        tab_to(page, button)
        page.keyboard.press("Enter")
        expect(page.locator(button)).to_have_attribute("aria-pressed", "true")
        # What was pressed keeps the focus: the next person is two or three keys away.
        assert page.evaluate("wanted => document.activeElement.matches(wanted)", button)
    expect(page.locator("[data-welcome-waiting]")).to_be_hidden()
    assert list(Attendance.objects.order_by("registration").values_list("registration", "state")) == [
        (row.pk, state) for row, state in zip(rows, ("present", "excused", "absent"), strict=True)
    ]
