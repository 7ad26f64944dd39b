"""Ranks, seats and deadlines of registrations, in words."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from catalogue.sessions.formats.local_time import wall_of
from catalogue.sessions.models import PeerSession, SessionPlace
from catalogue.sessions.wording import day_words, hour_words, place_words


def rank_words(rank: int) -> str:
    """Return “1re”, “5e”: the place of a person in a line."""
    if (get_language() or "fr") == "fr":
        return "1re" if rank == 1 else f"{rank}e"
    ending = "th" if rank % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{ending}"


def until_words(moment: datetime, zone: str, now: datetime | None = None) -> str:
    """Return “demain, 10 h”, “aujourd’hui, 18 h 30”, “mardi 14 octobre, 10 h”: until when an offer runs."""
    wall, today = wall_of(moment, zone), wall_of(now or timezone.now(), zone).date()
    near = {today: _("today"), today + timedelta(days=1): _("tomorrow")}
    return _("%(day)s, %(hour)s") % {"day": near.get(wall.date()) or day_words(wall), "hour": hour_words(wall)}


def start_words(session: PeerSession) -> str:
    """Return “mardi 14 octobre à 10 h”, without the year: what somebody who just registered reads."""
    wall = wall_of(session.starts_at, session.time_zone)
    return _("%(day)s at %(hour)s") % {"day": day_words(wall), "hour": hour_words(wall)}


def waiting_words(waiting: int) -> str:
    if not waiting:
        return _("Nobody waits yet.")
    words = ngettext("%(count)s person waits already.", "%(count)s people wait already.", waiting)
    return words % {"count": waiting}


def would_be_words(waiting: int) -> str:
    return _("You would be %(rank)s.") % {"rank": rank_words(waiting + 1)}


def left_words(left: int) -> str:
    """Return the title of the form: “Il reste 3 places”."""
    if left == 1:
        return _("Last seat")
    return ngettext("%(count)s seat is left", "%(count)s seats are left", left) % {"count": left}


def choice_words(place: SessionPlace) -> str:
    """Return one place to choose from, with its seats: “En ligne : 3 places libres”."""
    free = place.seats_left if place.waiting == 0 else 0
    if free:
        seats = ngettext("%(count)s free seat", "%(count)s free seats", free) % {"count": free}
    else:
        seats = _("Full: waiting list")
    return _("%(place)s (%(seats)s)") % {"place": place_words(place), "seats": seats}
