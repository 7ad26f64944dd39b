"""The mail that invites, as a mail program reads it: the text, the invitation beside it, the file; for one person alone."""

import base64
from datetime import timedelta
from email import message_from_bytes, policy

import icalendar
import pytest
from django.utils import timezone

from catalogue.calendars.invitations import attach_invitation
from catalogue.registering.models import Registration
from catalogue.sessions.actions import move_session
from catalogue.sessions.models import PeerSession
from outillerie.notifications.emails import PlainMail
from outillerie.outbox.models import OutboxMessage
from outillerie.pages.models import HubSettings
from tests import factories
from tests.catalogue import session_factories as made
from tests.catalogue.calendars.readers import Khal, by_icalendar, by_vobject
from tests.catalogue.calendars.test_feeds import a_series

pytestmark = pytest.mark.django_db
State = Registration.State


def sent(registration, settings, **options):
    """Return the mail as the worker will deliver it: the bytes that the outbox keeps, parsed."""
    settings.MAILERS = {"default": {"BACKEND": "outillerie.outbox.mail.OutboxBackend"}}
    mail = PlainMail("Votre place", "Bonjour Léa,\n\nÀ bientôt.\n", to=[registration.email])
    attach_invitation(mail, registration, **options)
    mail.send()
    raw = base64.b64decode(OutboxMessage.objects.order_by("pk").last().payload["raw"])
    return message_from_bytes(raw, policy=policy.default)


def shape(mail):
    return [part.get_content_type() for part in mail.walk()]


def calendar_part(mail):
    return next(part for part in mail.walk() if part.get_content_type() == "text/calendar")


def read(mail):
    return icalendar.Calendar.from_ical(calendar_part(mail).get_content().encode())


@pytest.fixture
def lea(db):
    return factories.person(email="lea@example.org", public_name="Léa; Martin")


def test_a_mail_program_finds_the_text_the_invitation_and_the_file(settings, lea):
    mail = sent(made.registration(made.peer_session(), lea), settings)
    assert shape(mail) == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/calendar", "application/ics",
    ]  # fmt: skip
    assert mail.get_body(("plain",)).get_content().splitlines() == ["Bonjour Léa,", "", "À bientôt."]
    part = calendar_part(mail)
    assert (part.get_param("method"), part.get_content_charset()) == ("REQUEST", "utf-8")
    [file] = mail.iter_attachments()
    assert (file.get_filename(), file.get_content_disposition()) == ("invitation.ics", "attachment")
    lines = [text.replace("\r\n", "\n") for text in (file.get_content().decode(), part.get_content())]
    assert lines[0] == lines[1]


def test_it_invites_the_person_who_reads_it_and_asks_no_answer(settings, lea):
    HubSettings.objects.update(hub_name="Le hub", contact_email="hub@example.org")
    session = made.peer_session(facilitators=["Jeanne"])
    made.registration(session, email="autre@example.org", name="Autre")
    calendar = read(sent(made.registration(session, lea, name="Léa; Martin"), settings))
    [event] = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["UID"], event["STATUS"]) == ("REQUEST", str(session.uid), "CONFIRMED")
    attendee = event["ATTENDEE"]
    assert (str(attendee), attendee.params["CN"]) == ("mailto:lea@example.org", "Léa; Martin")
    assert (attendee.params["PARTSTAT"], attendee.params["RSVP"]) == ("ACCEPTED", "FALSE")
    assert (str(event["ORGANIZER"]), event["ORGANIZER"].params["CN"]) == ("mailto:hub@example.org", "Le hub")


def test_LEAK_09_an_invitation_says_no_link_of_the_video_room_and_no_one_else(settings, lea):
    session = made.peer_session(places=[made.online()])
    made.registration(session, email="autre@example.org", name="Autre Personne")
    text = calendar_part(sent(made.registration(session, lea), settings)).get_content().replace("\n ", "")
    assert [
        secret for secret in ("salle-secrete", "autre@", "Autre Personne", "/inscriptions/") if secret in text
    ] == []


def test_a_move_is_the_same_event_at_a_higher_sequence_and_a_program_follows(settings, lea, tmp_path):
    session = made.peer_session(starts_at=made.paris(2035, 3, 2, 14))
    registration = made.registration(session, lea)
    khal = Khal(tmp_path / "khal")
    first = calendar_part(sent(registration, settings)).get_content()
    khal.take(first)
    move_session(session, starts_at=made.paris(2035, 3, 4, 9), ends_at=made.paris(2035, 3, 4, 11), by=None)
    second = calendar_part(sent(Registration.objects.get(), settings)).get_content()
    khal.take(second)
    [before], [after] = by_icalendar(first), by_icalendar(second)
    assert (before.uid == after.uid, before.sequence, after.sequence) == (True, 0, 1)
    assert khal.shows("2035-03-01", 10) == [f"2035-03-04 09:00 > 11:00 {session.title} [CONFIRMED]"]


@pytest.mark.parametrize("who", ["the person", "the organiser"])
def test_a_cancellation_takes_the_event_back(settings, lea, who):
    session = made.peer_session()
    registration = made.registration(session, lea)
    if who == "the organiser":
        PeerSession.objects.update(state="cancelled", cancel_reason="La salle est fermée.", sequence=1)
    registration = Registration.objects.get(pk=registration.pk)
    mail = sent(registration, settings, is_cancelled=who == "the person")
    [event] = read(mail).walk("VEVENT")
    assert (calendar_part(mail).get_param("method"), read(mail)["METHOD"], event["STATUS"]) == (
        "CANCEL",
        "CANCEL",
        "CANCELLED",
    )
    assert (event["UID"], str(event["ATTENDEE"])) == (str(session.uid), "mailto:lea@example.org")


@pytest.mark.parametrize("state", [State.WAITING, State.OFFERED, State.UNCONFIRMED, State.CANCELLED, State.LAPSED])
def test_who_has_no_seat_is_not_invited(settings, lea, state):
    facts = {"offer_ends_at": timezone.now() + timedelta(hours=2)} if state == State.OFFERED else {}
    registration = made.registration(made.peer_session(), lea, state=state, **facts)
    assert shape(sent(registration, settings)) == ["text/plain"]


def test_a_session_of_a_series_comes_with_the_other_ones_where_they_have_a_seat(settings, lea):
    series, sessions = a_series()
    other = made.peer_session("Ailleurs")
    rows = [made.registration(session, lea) for session in (sessions[0], sessions[2], other)]
    made.registration(sessions[1], email="autre@example.org")
    reads = by_vobject(calendar_part(sent(rows[1], settings)).get_content())
    assert [(read.uid, read.recurrence) for read in reads] == [
        (str(series.uid), sessions[0].starts_at), (str(series.uid), sessions[2].starts_at),
    ]  # fmt: skip
    cancelled = by_vobject(calendar_part(sent(rows[1], settings, is_cancelled=True)).get_content())
    assert [(read.recurrence, read.status) for read in cancelled] == [(sessions[2].starts_at, "CANCELLED")]
