"""A session as a schema.org Event, for search engines and agendas that gather events.

Terms: https://schema.org/Event, EventStatusType, EventAttendanceModeEnumeration, Place, VirtualLocation (schema.org 29).
Moments are ISO 8601 with the offset of the clocks that people read. What is unknown is absent.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

CONTEXT = "https://schema.org"
Values = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Where:
    """One of the places of a session. Online, `url` is a public page: the address of the room is for those who
    registered. `latitude` and `longitude` are WGS84, in degrees, both or not at all."""

    is_online: bool = False
    name: str = ""
    street: str = ""
    postcode: str = ""
    commune: str = ""
    url: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, kw_only=True)
class Term:
    """A kit, a theme, an organisation: a name and the address of its page, if it has one."""

    name: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class SessionEvent:
    """Moments are aware, on the clocks that people read. `previous_start` is that of the last move.

    `seats` and `seats_left` are those of all the places. `facilitators` are names that may be public. `price` is what
    people pay, in words: nothing when it is free.
    """

    url: str
    name: str
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool = False
    previous_start: datetime | None = None
    description: str = ""
    where: tuple[Where, ...] = ()
    organizer: Term | None = None
    facilitators: tuple[str, ...] = ()
    seats: int = 0
    seats_left: int = 0
    price: str = ""
    is_open: bool = False
    kit: Term | None = None
    about: tuple[Term, ...] = ()
    language: str = "fr"


def event_json_ld(event: SessionEvent) -> Values:
    """Return the JSON-LD of `event`."""
    return present(
        {
            "@context": CONTEXT,
            "@type": "EducationEvent",
            "@id": event.url,
            "url": event.url,
            "name": event.name,
            "description": event.description,
            "inLanguage": event.language,
            "startDate": event.starts_at.isoformat(),
            "endDate": event.ends_at.isoformat(),
            "previousStartDate": event.previous_start.isoformat() if event.previous_start else None,
            "eventStatus": f"{CONTEXT}/{status(event)}",
            "eventAttendanceMode": f"{CONTEXT}/{attendance_mode(event.where)}",
            "location": [location(place) for place in event.where],
            "organizer": thing("Organization", event.organizer),
            "performer": [{"@type": "Person", "name": name} for name in event.facilitators],
            "maximumAttendeeCapacity": event.seats or None,
            "remainingAttendeeCapacity": event.seats_left if event.seats else None,
            "isAccessibleForFree": not event.price,
            "offers": offer(event),
            "workFeatured": thing("LearningResource", event.kit),
            "about": [thing("DefinedTerm", term) for term in event.about],
        }
    )


def status(event: SessionEvent) -> str:
    if event.is_cancelled:
        return "EventCancelled"
    return "EventRescheduled" if event.previous_start else "EventScheduled"


def attendance_mode(where: tuple[Where, ...]) -> str:
    online = {place.is_online for place in where}
    if len(online) == 2:
        return "MixedEventAttendanceMode"
    return "OnlineEventAttendanceMode" if online == {True} else "OfflineEventAttendanceMode"


def location(place: Where) -> Values:
    if place.is_online:
        return present({"@type": "VirtualLocation", "name": place.name, "url": place.url})
    address = {
        "@type": "PostalAddress",
        "streetAddress": place.street,
        "postalCode": place.postcode,
        "addressLocality": place.commune,
    }
    geo = {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude}
    return present(
        {
            "@type": "Place",
            "name": place.name or place.street or place.commune,
            "url": place.url,
            "address": present(address, least=2),
            "geo": present(geo, least=3),
        }
    )


def offer(event: SessionEvent) -> Values | None:
    """Return what a seat costs when it costs nothing: a price in words is no number, and is left to the page."""
    if event.price:
        return None
    has_seats = event.is_open and event.seats_left > 0
    return {
        "@type": "Offer",
        "url": event.url,
        "price": "0",
        "priceCurrency": "EUR",
        "availability": f"{CONTEXT}/{'InStock' if has_seats else 'SoldOut'}",
    }


def thing(kind: str, term: Term | None) -> Values | None:
    return present({"@type": kind, "name": term.name, "url": term.url}) if term else None


def present(values: Values, *, least: int = 1) -> Values | None:
    """Return the values that are known, or None when fewer than `least` are."""
    kept = {key: value for key, value in values.items() if value not in (None, "", [], ())}
    return kept if len(kept) >= least else None
