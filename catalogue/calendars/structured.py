"""A session as search engines read it."""

from django.urls import reverse
from django.utils import timezone

from catalogue.calendars.formats.event_json_ld import SessionEvent, Term, Values, Where, event_json_ld
from catalogue.sessions.formats.local_time import wall_of
from catalogue.sessions.models import PeerSession, SessionFacilitator, SessionPlace
from catalogue.sessions.wording import commune_of, place_words
from outillerie.kits.queries import public_kits
from outillerie.pages.queries import absolute


def session_json_ld(session: PeerSession) -> Values:
    """Return the schema.org Event of a public session, loaded by `with_places`. It holds nothing that its page does not
    show to everyone."""
    places = list(session.places.all())
    address = absolute(session.get_absolute_url())
    previous = previous_start(session)
    return event_json_ld(
        SessionEvent(
            url=address,
            name=session.title,
            description=session.intention,
            starts_at=wall_of(session.starts_at, session.time_zone),
            ends_at=wall_of(session.ends_at, session.time_zone),
            is_cancelled=session.state == PeerSession.State.CANCELLED,
            previous_start=wall_of(previous, session.time_zone) if previous else None,
            where=tuple(where(place, address) for place in places),
            organizer=organizer(session),
            facilitators=tuple(filter(None, map(public_name, session.facilitators.all()))),
            seats=0 if session.is_anonymous else sum(place.capacity for place in places),
            seats_left=sum(place.seats_left for place in places),
            price=session.price,
            is_open=is_open(session),
            kit=kit_of(session),
            about=tuple(
                Term(name=theme.label, url=absolute(theme.get_absolute_url())) for theme in session.themes.all()
            ),
        )
    )


def previous_start(session: PeerSession):
    """Return when it was to start before its last move; nothing for one that only changed its end."""
    if session.moved_at is None:
        return None
    last = session.moves.order_by("-pk").values_list("starts_before", flat=True).first()
    return last if last != session.starts_at else None


def where(place: SessionPlace, session_address: str) -> Where:
    if place.is_online:
        # Never the address of the video room: it is for those who registered.
        return Where(is_online=True, name=place_words(place), url=session_address)
    venue = place.venue
    if venue is None:
        return Where(name=place.name, street=place.address, commune=commune_of(place))
    return Where(
        name=place.name or venue.name,
        street=venue.address,
        postcode=venue.postcode,
        commune=venue.commune,
        url=absolute(venue.get_absolute_url()) if venue.is_shown else "",
        latitude=venue.latitude,
        longitude=venue.longitude,
    )


def organizer(session: PeerSession) -> Term | None:
    if session.organisation is None:
        return None
    return Term(name=session.organisation.name, url=absolute(session.organisation.get_absolute_url()))


def public_name(row: SessionFacilitator) -> str:
    """Return the name that a facilitator shows to machines: that of a public page, or one written for the session."""
    if row.name:
        return row.name
    return row.person.shown_name() if row.person.is_public else ""


def is_open(session: PeerSession) -> bool:
    closes_at = session.registration_closes_at or session.starts_at
    return session.state == PeerSession.State.PUBLISHED and timezone.now() < closes_at


def kit_of(session: PeerSession) -> Term | None:
    """Return the kit, at its version, when everyone may read it."""
    version = session.kit_version
    kit = public_kits().filter(pk=version.kit_id).only("slug").first() if version else None
    return Term(name=version.title, url=absolute(reverse("kit", args=[kit.slug]))) if kit else None
