"""Somebody's calendar: where they have a seat, what is offered to them, what they facilitate, what they just left."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from catalogue.calendars import queries
from catalogue.calendars.exports import event_of, hub_mailbox
from catalogue.calendars.formats.events import CalendarEvent, CalendarFacts, Mailbox, Status, calendar_text
from catalogue.registering.models import Registration
from outillerie.accounts.models import User
from outillerie.pages.models import HubSettings

State = Registration.State
STATUSES = {
    State.REGISTERED: None,
    State.OFFERED: Status.TENTATIVE,
    State.CANCELLED: Status.CANCELLED,
    State.LAPSED: Status.CANCELLED,
}


def personal_calendar(person: User, hub: HubSettings) -> str:
    """Return the calendar of `person` as text, in the language of the site. It holds no name, theirs neither, and no
    private link: whoever has its address reads it."""
    with translation.override(settings.LANGUAGE_CODE):
        events = sorted(personal_events(person, hub_mailbox(hub)), key=lambda event: (event.starts_at, event.uid))
        facts = CalendarFacts(
            time_zones=tuple(event.time_zone for event in events),
            name=_("My sessions – %(hub)s") % {"hub": hub.hub_name},
        )
    return "".join(calendar_text(facts, events))


def personal_events(person: User, organizer: Mailbox) -> Iterator[CalendarEvent]:
    now = timezone.now()
    rows = {row.session_id: row for row in queries.calendar_registrations(person, now)}
    kept = queries.calendar_sessions(now)
    shown = kept.filter(pk__in=rows) | kept.filter(queries.facilitated_by(person))
    sessions = list(queries.as_events(shown))
    places = queries.places_by_session([session for session in sessions if session.pk not in rows])
    for session in sessions:
        row = rows.get(session.pk)
        if row is None:
            yield event_of(session, organizer=organizer, places=places[session.pk])
        else:
            yield own_event(session, row, organizer)


def own_event(session, row: Registration, organizer: Mailbox) -> CalendarEvent:
    """Return `session` as `row` stands: cancelled for everyone, it is for them too."""
    status = STATUSES[State(row.state)]
    if session.state == session.State.CANCELLED:
        status = Status.CANCELLED
    changed = max(filter(None, [row.ended_at, row.registered_at, row.offered_at]), default=None)
    return event_of(session, organizer=organizer, status=status, places=[row.place], changed_at=changed)
