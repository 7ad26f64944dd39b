"""When and where a session takes place, in words, on the wall of its own zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.sessions.formats.local_time import wall_of
from catalogue.sessions.models import PeerSession, SessionPlace
from outillerie.kits.formats.text import typography

SPACE = "\u00a0"


def hour_words(wall: datetime) -> str:
    """Return “10 h 30”, “10 h”; in English “10:30”."""
    if (get_language() or "fr") != "fr":
        return f"{wall:%H:%M}"
    minutes = f"{SPACE}{wall:%M}" if wall.minute else ""
    return f"{wall.hour}{SPACE}h{minutes}"


def hours_words(session: PeerSession) -> str:
    """Return “10 h à 12 h”; a zone that is not the site's is named."""
    starts, ends = walls_of(session)
    words = _("%(start)s to %(end)s") % {"start": hour_words(starts), "end": hour_words(ends)}
    return " ".join(filter(None, [words, zone_words(session)]))


def day_words(day: date, *, with_year: bool = False, with_weekday: bool = True) -> str:
    """Return “mardi 14 octobre”; `day` may be a moment on the wall."""
    words = date_format(day, f"{'l ' if with_weekday else ''}j F{' Y' if with_year else ''}")
    if get_language() == "fr" and day.day == 1:
        words = words.replace("1 ", "1er ", 1)
    return words


def when_words(session: PeerSession, today: date | None = None) -> str:
    """Return “mardi 14 octobre, de 10 h à 12 h”, with the year when it is not the present one."""
    starts, ends = walls_of(session)
    today = today or timezone.localdate()
    day = day_words(starts, with_year=starts.year != today.year)
    words = _("%(day)s, from %(start)s to %(end)s") % {"day": day, "start": hour_words(starts), "end": hour_words(ends)}
    return " ".join(filter(None, [words, zone_words(session)]))


def moment_words(moment: datetime, zone: str, today: date | None = None) -> str:
    """Return “mardi 14 octobre à 10 h”: a deadline, the hour before a move."""
    wall = wall_of(moment, zone)
    day = day_words(wall, with_year=wall.year != (today or timezone.localdate()).year)
    return _("%(day)s at %(hour)s") % {"day": day, "hour": hour_words(wall)}


def walls_of(session: PeerSession) -> tuple[datetime, datetime]:
    """Return its start and its end, as the clocks of its zone show them."""
    return wall_of(session.starts_at, session.time_zone), wall_of(session.ends_at, session.time_zone)


def zone_words(session: PeerSession) -> str:
    """Return “(heure de Reunion)” for a zone whose clocks differ from the site's that day, else nothing."""
    if session.time_zone == settings.TIME_ZONE:
        return ""
    starts = session.starts_at
    if starts.astimezone(ZoneInfo(settings.TIME_ZONE)).utcoffset() == wall_of(starts, session.time_zone).utcoffset():
        return ""
    return _("(time of %(zone)s)") % {"zone": session.time_zone.rpartition("/")[2].replace("_", " ")}


def place_words(place: SessionPlace) -> str:
    """Return “Médiathèque des Tisserands, Roubaix”, or “En ligne”."""
    if place.is_online:
        return _("Online")
    name = place.name or (place.venue.name if place.venue_id else "")
    return typography(", ".join(filter(None, [name, commune_of(place)])) or place.address, "fr")


def commune_of(place: SessionPlace) -> str:
    if place.venue_id:
        return place.venue.commune
    return place.territory.name if place.territory_id else ""


def address_words(place: SessionPlace) -> str:
    """Return the name, the street, the postcode and the commune of a place, on one line; “En ligne” for the screen."""
    if place.is_online:
        return _("Online")
    if not place.venue_id:
        return ", ".join(filter(None, [place.name, place.address, commune_of(place)]))
    venue = place.venue
    street = ", ".join(filter(None, [venue.address, venue.address_more]))
    return ", ".join(filter(None, [place.name or venue.name, street, f"{venue.postcode} {venue.commune}".strip()]))
