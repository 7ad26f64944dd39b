"""Peer sessions: one finds a date, gets a seat, comes, and it counts; whoever organises moves, cancels, tells everyone."""

from datetime import timedelta
from io import BytesIO

import icalendar
import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from catalogue.calendars.reminders import plan_reminders
from catalogue.learning.models import Attendance
from catalogue.registering.actions import register
from catalogue.registering.links import key_of
from catalogue.registering.models import Registration
from catalogue.sessions.models import PeerSession, SessionSeries
from outillerie.outbox.actions import sweep
from outillerie.outbox.models import OutboxMessage
from tests import factories
from tests.catalogue.session_factories import PARIS, venue
from tests.journeys.walkers import (
    ADDRESS,
    NAME,
    announced,
    ask_for_a_seat,
    begin,
    counts,
    known,
    last_mail,
    path_in,
    spaced,
    states,
    walker,
)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
State = Registration.State

TITLE = "Tester un kit avant de l’animer"
LINK = "https://visio.example.org/salle-secrete"


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


def downloaded(page, selector: str) -> bytes:
    """Return what a link of the page gives to its own browser."""
    answer = page.request.get(page.locator(selector).first.evaluate("link => link.href"))
    assert answer.status == 200, answer.text()
    return answer.body()


def words_of_pdf(data: bytes) -> str:
    return spaced(" ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages))


def event_in(calendar: bytes) -> tuple:
    [event] = icalendar.Calendar.from_ical(calendar).events
    return str(event["SUMMARY"]), event.start, str(event["UID"])


def invitations(message) -> list[bytes]:
    parts = message.message().walk()
    return [part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/calendar"]


# --- from a phone, without an account, to an attestation ---


def test_from_the_agenda_on_a_phone_to_an_attestation(phone_context, desk_context, site, odile):
    session = announced(TITLE, facilitators=[odile], aims="Choisir un kit")
    phone = walker(phone_context, site)
    phone.visit("/agenda/")
    phone.press(f"a[href='{session.get_absolute_url()}']")
    expect(phone.page.locator("h1")).to_have_text(TITLE)
    ask_for_a_seat(phone.page)
    phone.press("#inscription form button.button--wide")
    assert (states(session), counts(session)) == ({"Ondine": "unconfirmed"}, (0, 0))

    own = path_in(last_mail(ADDRESS), "/inscriptions/")
    phone.visit(own)
    assert states(session) == {"Ondine": "unconfirmed"}
    phone.press("button[value=confirm]")
    assert (states(session), counts(session)) == ({"Ondine": "registered"}, (1, 0))
    assert own in last_mail(ADDRESS).body
    told = (TITLE, session.starts_at, str(session.uid))
    assert event_in(downloaded(phone.page, "a[href$='/seance.ics']")) == told
    assert {event_in(invitation) for invitation in invitations(last_mail(ADDRESS))} == {told}

    eve = session.starts_at - timedelta(days=1)
    sent = len(mail.outbox)
    assert [plan_reminders(eve), plan_reminders(eve), len(mail.outbox) - sent] == [1, 0, 1]
    reminder = last_mail(ADDRESS)
    assert ("Médiathèque des Tisserands" in reminder.body, own in reminder.body) == (True, True)

    begin(session)
    check_in_by_the_code_of_the_wall(phone, walker(desk_context, site, odile), session)
    close_and_thank(desk_context, site, odile, session)
    paper = path_in(last_mail(ADDRESS), "/inscriptions/")
    phone.visit(own)
    assert phone.page.locator(f"main a[href='{paper}']").count() == 1
    text = words_of_pdf(downloaded(phone.page, f"main a[href='{paper}']"))
    assert [
        words for words in (NAME, TITLE, "2 h sur 2 h", "Odile Vasseur", "Choisir un kit") if words not in text
    ] == []
    answer_four_questions(phone)


def check_in_by_the_code_of_the_wall(phone, desk, session) -> None:
    """The screen shows a code; the phone types it, finds the name by three letters, and says that it is there."""
    desk.visit(f"/animer/{session.pk}/accueil/code/")
    desk.press("form[data-renew] button")
    code = "".join(desk.page.locator(".wall__code").inner_text().split())
    page = phone.visit("/presence/")
    page.locator("#id_code").fill(code.lower())
    phone.press("form button")
    page.locator("#id_name").press_sequentially("ond")
    page.get_by_label("Ondine E.").check()
    page.locator("#id_is_here").check()
    phone.press(".presence__press")
    said = Attendance.objects.values_list("registration__name", "state", "minutes")
    assert list(said) == [(NAME, "present", 120)]


def close_and_thank(context, site, odile, session) -> None:
    desk = walker(context, site, odile)
    desk.visit(f"/animer/{session.pk}/bilan/")
    desk.page.locator("#id_done").fill("On a joué le kit en entier.")
    desk.page.locator("#id_is_public").check()
    desk.press("button[value=close]")
    session.refresh_from_db()
    assert session.state == PeerSession.State.HELD
    desk.press("button[value=thank]")
    desk.visit(session.get_absolute_url())
    expect(desk.page.locator("#report + p")).to_have_text("On a joué le kit en entier.")


def answer_four_questions(phone) -> None:
    phone.visit(path_in(last_mail(ADDRESS), "/avis/"))
    for name in ("useful", "welcome", "learned", "recommend"):
        phone.page.locator(f"input[name={name}][value='4']").check()
    phone.press("form button")
    assert Registration.objects.get().has_given_feedback is True


# --- the last seat, and the line ---


def test_two_people_want_the_last_seat_and_the_line_moves_by_itself(phone_context, desk_context, site, odile):
    lea, marc, ines, tom = (
        known(f"{name}@example.org", first_name=name.capitalize()) for name in ("lea", "marc", "ines", "tom")
    )
    session = announced(TITLE, facilitators=[odile], places=[{"venue": venue(), "capacity": 1}])
    here = session.get_absolute_url()
    leas, marcs = walker(phone_context, site, lea), walker(desk_context, site, marc)
    leas.visit(here)
    marcs.visit(here)
    leas.press("#inscription form button.button--wide")
    assert (states(session), counts(session)) == ({"Lea": "registered"}, (1, 0))

    marcs.press("#inscription form button.button--wide")
    expect(marcs.page.locator("#inscription .flash--warning")).to_contain_text("La dernière place vient d’être prise.")
    assert (states(session), counts(session)) == ({"Lea": "registered"}, (1, 0))
    marcs.press("#inscription form button.button--wide")
    expect(marcs.page.locator("#inscription-title")).to_have_text("Vous êtes 1re sur la liste d’attente")
    for person in (ines, tom):
        register(session.places.get(), person=person, key=f"cle-{person.pk}", joins_queue=True)
    assert counts(session) == (1, 3)

    leas.visit("/mes-seances/")
    leas.press("button[value=cancel]")
    assert list(states(session).values()) == ["cancelled", "offered", "waiting", "waiting"]
    marcs.visit(path_in(last_mail(marc.email), "/inscriptions/"))
    marcs.press("button[value=accept]")
    assert (list(states(session).values()), counts(session)) == (
        ["cancelled", "registered", "waiting", "waiting"],
        (1, 2),
    )

    marcs.visit(here)
    marcs.press("#inscription button[value=cancel]")
    assert list(states(session).values()) == ["cancelled", "cancelled", "offered", "waiting"]
    the_offer_of_a_person_ends(ines)
    assert (list(states(session).values()), counts(session)) == (
        ["cancelled", "cancelled", "lapsed", "offered"],
        (1, 0),
    )
    late = walker(phone_context, site)
    assert path_in(last_mail(ines.email), "/seances/") == here
    late.visit(f"/inscriptions/{key_of(Registration.objects.get(person=ines))}/")
    expect(late.page.locator("main .flash")).to_contain_text("La proposition est passée.")
    toms = walker(desk_context, site, tom)
    toms.visit("/mes-seances/")
    toms.press("button[value=accept]")
    assert (list(states(session).values()), counts(session)) == (
        ["cancelled", "cancelled", "lapsed", "registered"],
        (1, 0),
    )


def the_offer_of_a_person_ends(person) -> None:
    """Have a day go by: the worker finds the end of the offer, which it wrote down when the offer was made."""
    past = timezone.now() - timedelta(minutes=1)
    assert Registration.objects.filter(person=person, state=State.OFFERED).update(offer_ends_at=past) == 1
    assert OutboxMessage.objects.filter(kind="session-offer-ends", state="waiting").update(not_before=past) > 0
    sweep()


# --- who organises: a hybrid series made from a kit ---


def write(page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"#id_{name}").fill(value)


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


def make_a_session_from_a_kit(desk, kit) -> PeerSession:
    """From the page of a kit to a published session, in a venue and online at once."""
    desk.visit(f"/kits/{kit.slug}/")
    desk.press("a[href*='/animer/nouvelle/?kit=']")
    expect(desk.page.locator("#id_title")).to_have_value(kit.title)
    write(desk.page, date=f"{in_days(21):%d/%m/%Y}", starts="10h", ends="midi")
    desk.press("form.form > button.button")
    desk.press("button[value='add:places:venue']")
    write(desk.page, **{"places-0-search": "tisserands", "places-0-capacity": "3"})
    desk.press(".place-search button")
    desk.press("button[value='add:places:online']")
    write(desk.page, **{"places-1-video_link": LINK, "places-1-capacity": "20"})
    desk.press("button[value=publish]")
    [session] = PeerSession.objects.all()
    facts = list(session.places.values_list("is_online", "venue__name", "capacity"))
    assert facts == [(False, "Médiathèque des Tisserands", 3), (True, None, 20)]
    assert (session.state, session.kit_version.kit_id) == ("published", kit.pk)
    return session


def repeat_it(desk, session) -> SessionSeries:
    """Four weeks, less the third one."""
    desk.visit(f"/animer/{session.pk}/")
    desk.press("a[href*='/animer/series/nouvelle/']")
    write(desk.page, count="4")
    desk.press("button[value=show]")
    desk.page.locator("input[name=excluded]").nth(1).check()
    desk.press("button[value=publish]")
    series = SessionSeries.objects.get()
    days = [moment.astimezone(PARIS).date() for moment in series.sessions.values_list("starts_at", flat=True)]
    assert (sorted(days), series.excluded) == ([in_days(21), in_days(28), in_days(42)], [in_days(35).isoformat()])
    return series


def seated(session, name: str, *, is_online: bool = False) -> Registration:
    place = session.places.get(is_online=is_online)
    return register(place, name=f"{name} Exemple", email=f"{name.lower()}@example.org", key=f"cle-de-{name}")


def test_a_hybrid_series_is_made_from_a_kit_moved_and_cancelled_and_everyone_is_told(
    desk_context, phone_context, site, odile
):
    venue()
    kit = factories.kit(slug="camille")
    desk = walker(desk_context, site, odile)
    series = repeat_it(desk, make_a_session_from_a_kit(desk, kit))
    first, second, third = series.sessions.order_by("starts_at")
    ana, bob, carl = seated(second, "Ana"), seated(second, "Bob", is_online=True), seated(third, "Carl")
    assert [LINK in last_mail(row.email).body for row in (ana, bob, carl)] == [False, True, False]

    desk.visit(f"/animer/series/{series.pk}/")
    desk.press(f"a[href='/animer/{second.pk}/deplacer/']")
    write(desk.page, date=f"{in_days(30):%d/%m/%Y}", starts="14 h", ends="16 h", reason="La salle est prise.")
    desk.press("form.form > .buttons button")
    assert sorted(Registration.objects.values_list("name", "must_confirm")) == [
        ("Ana Exemple", True),
        ("Bob Exemple", True),
        ("Carl Exemple", False),
    ]
    assert "La salle est prise." in last_mail(ana.email).body
    phone = walker(phone_context, site)
    phone.visit(path_in(last_mail(ana.email), "/inscriptions/"))
    phone.press("button[value=still-coming]")
    phone.visit(path_in(last_mail(bob.email), "/inscriptions/"))
    phone.press("button[value=cancel]")
    assert list(Registration.objects.order_by("pk").values_list("state", "must_confirm")) == [
        ("registered", False),
        ("cancelled", False),
        ("registered", False),
    ]

    desk.visit(f"/animer/series/{series.pk}/")
    desk.press(f"a[href='/animer/{third.pk}/annuler/']")
    desk.press("form.form .buttons button", status=422)
    write(desk.page, reason="Odile est malade.")
    desk.press("form.form .buttons button")
    assert "Odile est malade." in last_mail(carl.email).body
    what_everyone_reads(phone, series, first, second, third)


def what_everyone_reads(phone, series, first, second, third) -> None:
    """The agenda, the pages and the feeds say the move and the cancellation, and never the link to the video room."""
    for session in (first, second, third):
        session.refresh_from_db()
    page = phone.visit("/agenda/")
    links = page.locator("main .session-card a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert links == [first.get_absolute_url(), second.get_absolute_url()]
    phone.visit(second.get_absolute_url())
    assert [page.locator(f".moved {sign}").count() for sign in ("del", "ins")] == [1, 1]
    phone.says("La salle est prise.")
    assert LINK not in page.content()
    phone.visit(third.get_absolute_url())
    phone.says("Odile est malade.")
    assert page.locator("#inscription form").count() == 0
    for address in ("/agenda/agenda.ics", f"/agenda/series/{series.uid}.ics"):
        text = page.request.get(f"{phone.origin}{address}").text()
        events = icalendar.Calendar.from_ical(text).events
        told = sorted((event["RECURRENCE-ID"].dt, event.start, event["STATUS"]) for event in events)
        assert told == [
            (first.starts_at, first.starts_at, "CONFIRMED"),
            (second.recurrence_at, second.starts_at, "CONFIRMED"),
            (third.starts_at, third.starts_at, "CANCELLED"),
        ]
        assert [event["SEQUENCE"] > 0 for event in events].count(True) == 2
        assert ({event["UID"] for event in events} == {str(series.uid)}, LINK in text) == (True, False)
