"""What a session lacks before everyone may read it, in sentences: each says what to do, and where in its form."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from catalogue.sessions.models import PeerSession, SessionPlace


@dataclass(frozen=True)
class Lack:
    """`field` is the anchor of the form where it is filled."""

    field: str
    sentence: str


def lacks_of(session: PeerSession, now: datetime) -> list[Lack]:
    """Return everything that `session` lacks to be published at `now`, in the order of its form."""
    places = list(session.places.all())
    found = [
        (not session.title.strip(), "title", _("Write a title.")),
        (session.format_id is None, "format", _("Choose a format: how people will meet.")),
        (session.starts_at <= now, "date", _("The date is past: choose a day to come.")),
        (not places, "places", _("Say where it takes place: a venue, an address, or online.")),
        (not session.facilitators.all(), "facilitators", _("Name at least one person who facilitates.")),
    ]
    closes = session.registration_closes_at
    if closes is not None and closes > session.starts_at:
        found.append((True, "closes", _("Registration must close before the session starts.")))
    found += [(not is_somewhere(place), "places", place_sentence(place)) for place in places]
    return [Lack(field, sentence) for is_missing, field, sentence in found if is_missing]


def is_somewhere(place: SessionPlace) -> bool:
    """Online is somewhere, even before its link is known; else a venue, or an address in a commune."""
    return place.is_online or place.venue_id is not None or bool(place.address.strip() and place.territory_id)


def place_sentence(place: SessionPlace) -> str:
    name = place.name or place.address
    if name:
        return _("“%(place)s”: give the address and the commune, or choose a venue of the list.") % {"place": name}
    return _("A place has no address: choose a venue of the list, or give an address and its commune.")
