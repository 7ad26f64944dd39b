"""Sessions as calendars give them. What is private is in none: no video link, no address that cancels, no participant.

Calendars get shared: whoever has an event of ours has what everyone may read on the page of its session.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from email.utils import parseaddr
from itertools import batched

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from catalogue.calendars.formats.events import CalendarEvent, CalendarFacts, Mailbox, Status, calendar_text, event_lines
from catalogue.calendars.queries import places_by_session
from catalogue.sessions.models import PeerSession, SessionPlace
from catalogue.sessions.queries import calendar_uid
from catalogue.sessions.wording import address_words
from outillerie.pages.models import HubSettings
from outillerie.pages.queries import absolute

AT_ONCE = 500


def hub_mailbox(hub: HubSettings) -> Mailbox:
    """Return who organises every session in calendars: the hub, never a person."""
    return Mailbox(hub.hub_name, hub.contact_email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1])


def event_of(
    session: PeerSession,
    *,
    organizer: Mailbox,
    status: Status | None = None,
    places: list[SessionPlace] | None = None,
    changed_at: datetime | None = None,
    stamp: datetime | None = None,
    attendee: Mailbox | None = None,
) -> CalendarEvent:
    """Return `session` as an event, at all its places unless some are given; `changed_at` is later than the session's
    when what changed is somebody's seat."""
    places = list(session.places.all()) if places is None else places
    status = status or status_of(session)
    changed_at = max(session.changed_at, changed_at or session.changed_at)
    return CalendarEvent(
        uid=calendar_uid(session),
        recurrence=(session.recurrence_at or session.starts_at) if session.series_id else None,
        sequence=session.sequence,
        status=status,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        time_zone=session.time_zone,
        created_at=session.created_at,
        changed_at=changed_at,
        stamp=stamp or changed_at,
        organizer=organizer,
        attendee=attendee,
        **words_of(session, places, status),
    )


def words_of(session: PeerSession, places: list[SessionPlace], status: Status) -> dict:
    """Return what people read in an event."""
    latitude, longitude = position(places)
    address = absolute(session.get_absolute_url())
    return {
        "title": title_of(session, status),
        "description": description(session, places, address),
        "location": " / ".join(dict.fromkeys(filter(None, map(address_words, places)))),
        "latitude": latitude,
        "longitude": longitude,
        "url": address,
        "categories": (session.format.label,),
    }


def status_of(session: PeerSession) -> Status:
    return Status.CANCELLED if session.state == PeerSession.State.CANCELLED else Status.CONFIRMED


def title_of(session: PeerSession, status: Status) -> str:
    """Return the title, which says that it is cancelled: some programs do not show what STATUS says."""
    if status == Status.CANCELLED:
        return _("Cancelled: %(title)s") % {"title": session.title}
    return session.title


def description(session: PeerSession, places: list[SessionPlace], address: str) -> str:
    """Return what everyone may read of the session, and where the rest is: at `address`."""
    cancelled = session.state == PeerSession.State.CANCELLED
    paragraphs = [
        _("This session is cancelled: %(reason)s") % {"reason": session.cancel_reason} if cancelled else "",
        session.intention,
        _("To bring: %(things)s") % {"things": session.to_bring} if session.to_bring else "",
        _("Accessibility: %(words)s") % {"words": session.accessibility} if session.accessibility else "",
        _("The video link is on the page of the session, once you are signed in, and in your e-mail.")
        if any(place.is_online for place in places)
        else "",
        address,
    ]
    return "\n\n".join(filter(None, paragraphs))


def position(places: list[SessionPlace]) -> tuple[float | None, float | None]:
    """Return where the first venue that says it is: WGS84, degrees."""
    for place in places:
        if place.venue_id and place.venue.latitude is not None:
            return place.venue.latitude, place.venue.longitude
    return None, None


def calendar_chunks(facts: CalendarFacts, sessions: Iterable[PeerSession], organizer: Mailbox) -> Iterator[str]:
    """Yield a calendar of `sessions` as it is read from the database, in the language of the site: whoever asks is a
    program, and what it asked with has been answered when the end is written."""
    head, end = calendar_text(facts, ())
    yield head
    for some in batched(sessions, AT_ONCE, strict=False):
        places = places_by_session(some)
        with translation.override(settings.LANGUAGE_CODE):
            events = [event_of(session, organizer=organizer, places=places[session.pk]) for session in some]
        yield "".join(event_lines(event) for event in events)
    yield end
