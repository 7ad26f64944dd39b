"""The invitation that a mail carries, and what takes it back (iMIP, RFC 6047): calendars take it by themselves.

A mail holds it twice, because programs disagree on where they look: as another form of the text, which says its METHOD
(Outlook, Gmail, Thunderbird; [MS-OXCMAIL] 2.1.3.1), and as a file to open. It invites the person who reads it, alone.
"""

from email import message

from django.utils import timezone

from catalogue.calendars.exports import event_of, hub_mailbox
from catalogue.calendars.formats.events import CalendarEvent, CalendarFacts, Mailbox, Method, Status, calendar_text
from catalogue.registering.models import Registration
from catalogue.sessions.models import PeerSession
from outillerie.notifications.emails import PlainMail
from outillerie.pages.models import HubSettings

FILE_NAME = "invitation.ics"
State = Registration.State


def attach_invitation(mail: PlainMail, registration: Registration, *, is_cancelled: bool = False) -> None:
    """Put in `mail` the invitation of `registration`, or what takes it back when it, or its session, is cancelled.

    Nothing is put for somebody who has no seat (who waits, or has not confirmed their address), nor for a draft.
    """
    is_cancelled = is_cancelled or registration.session.state == PeerSession.State.CANCELLED
    if registration.session.published_at is None or not (is_cancelled or registration.state == State.REGISTERED):
        return
    method = Method.CANCEL if is_cancelled else Method.REQUEST
    text = invitation_text(registration, method)
    mail.attach_alternative(text, f"text/calendar; method={method}")
    mail.attach(calendar_file(text))


def invitation_text(registration: Registration, method: Method) -> str:
    """Return the calendar of an invitation. One UID has one calendar: an invitation to a session of a series says the
    other sessions of it where they have a seat, since some programs keep only the last file of a UID."""
    rows = [registration]
    if method == Method.REQUEST and registration.session.series_id:
        rows += other_seats(registration)
    events = [invited(row, method) for row in sorted(rows, key=lambda row: row.session.starts_at)]
    facts = CalendarFacts(method=method, time_zones=tuple(event.time_zone for event in events))
    return "".join(calendar_text(facts, events))


def other_seats(registration: Registration) -> list[Registration]:
    """Return the seats that the same person has in the other sessions of the series, cancelled ones left out."""
    seats = Registration.objects.filter(
        state=State.REGISTERED,
        session__series=registration.session.series_id,
        session__state=PeerSession.State.PUBLISHED,
    ).exclude(session=registration.session_id)
    whose = {"person": registration.person_id} if registration.person_id else {"email__iexact": registration.email}
    return list(seats.filter(**whose).select_related("session__format", "session__series", "place__venue"))


def invited(registration: Registration, method: Method) -> CalendarEvent:
    return event_of(
        registration.session,
        organizer=hub_mailbox(HubSettings.objects.first() or HubSettings()),
        status=Status.CANCELLED if method == Method.CANCEL else Status.CONFIRMED,
        places=[registration.place],
        # Of two mails about the same session as it is, the later one is right.
        stamp=timezone.now(),
        attendee=Mailbox(registration.name, registration.email),
    )


def calendar_file(text: str) -> message.MIMEPart:
    part = message.EmailMessage()
    part.set_content(text.encode(), "application", "ics", disposition="attachment", filename=FILE_NAME)
    del part["MIME-Version"]
    return part
