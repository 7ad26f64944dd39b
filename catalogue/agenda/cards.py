"""A session in a list: what its card says, and what its seats look like. State and call come from one function."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from catalogue.sessions.formats.state import SessionFacts, SessionStatus, status
from catalogue.sessions.models import PeerSession
from catalogue.sessions.wording import hours_words, place_words, walls_of
from outillerie.drawing.stools import Stools, stools
from outillerie.kits.formats.text import typography

# More stools than this are no longer counted at a glance: words alone.
MOST_STOOLS = 20


@dataclass(frozen=True, kw_only=True)
class Seats:
    """`stools` are the seats one by one, True when taken, none when there are too many or when they say nothing.
    `kind` is the colour of the words: free, last, waiting, none."""

    status: str
    kind: str
    icon: str
    words: str
    taken: int
    capacity: int
    stools: tuple[bool, ...]

    @property
    def drawn(self) -> Stools:
        return stools(self.stools)


@dataclass(frozen=True, kw_only=True)
class DateColumn:
    """A day as a column: `iso` for machines, `number` in large."""

    iso: str
    weekday: str
    number: str
    month: str


@dataclass(frozen=True, kw_only=True)
class CardPlace:
    """A place in words; `number` is that of its pin on the map, None without one."""

    words: str
    is_online: bool
    number: int | None = None


@dataclass(frozen=True, kw_only=True)
class SessionCard:
    """Words and addresses, ready for `components/session_card.html`."""

    url: str
    title: str
    date: DateColumn
    hours: str
    places: tuple[CardPlace, ...]
    seats: Seats


def facts_of(session: PeerSession) -> SessionFacts:
    """Return what the state of `session` depends on; its places are loaded. A seat that somebody waits for is not for
    newcomers."""
    places = session.places.all()
    return SessionFacts(
        state=session.state,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        closes_at=session.registration_closes_at,
        seats_left=sum(place.seats_left for place in places if not place.waiting),
        has_waiting_list=session.has_waiting_list,
        is_anonymous=session.is_anonymous,
    )


def session_cards(
    sessions: Iterable[PeerSession], now: datetime | None = None, *, pins: Mapping[int, int] | None = None
) -> list[SessionCard]:
    """Return the cards of `sessions`, loaded by `with_places`. `pins` numbers the places that are on the map."""
    now, pins = now or timezone.now(), pins or {}
    return [
        SessionCard(
            url=session.get_absolute_url(),
            title=typography(session.title, "fr"),
            date=date_column(walls_of(session)[0], now=now),
            hours=hours_words(session),
            places=tuple(
                CardPlace(words=place_words(place), is_online=place.is_online, number=pins.get(place.pk))
                for place in session.places.all()
            ),
            seats=seats_of(session, now),
        )
        for session in sessions
    ]


def date_column(wall: datetime, *, now: datetime, with_year: bool = False) -> DateColumn:
    """Return the day of `wall`, with its year when it is asked for or not the present one."""
    shows_year = with_year or wall.year != timezone.localtime(now).year
    return DateColumn(
        iso=wall.date().isoformat(),
        weekday=date_format(wall, "l"),
        number="1er" if wall.day == 1 and get_language() == "fr" else str(wall.day),
        month=date_format(wall, "F Y" if shows_year else "F"),
    )


def seats_of(session: PeerSession, now: datetime) -> Seats:
    """Return the seats of all the places of `session`, in stools and in words."""
    facts = facts_of(session)
    found = status(facts, now)
    places = session.places.all()
    capacity = sum(place.capacity for place in places)
    taken = sum(place.taken for place in places)
    kind, icon = LOOKS.get(found, ("none", "info"))
    shows_stools = found in STOOLS and capacity <= MOST_STOOLS
    return Seats(
        status=found.value,
        kind=kind,
        icon=icon,
        words=seat_words(found, facts.seats_left),
        taken=taken,
        capacity=capacity,
        stools=tuple(number < taken for number in range(capacity)) if shows_stools else (),
    )


LOOKS = {
    SessionStatus.OPEN: ("free", "check"),
    SessionStatus.LAST_SEAT: ("last", "warning"),
    SessionStatus.WAITING_LIST: ("waiting", "clock"),
    SessionStatus.FULL: ("waiting", "clock"),
    SessionStatus.NOT_NAMED: ("free", "check"),
    SessionStatus.CLOSED: ("waiting", "clock"),
    SessionStatus.UNDER_WAY: ("waiting", "clock"),
    SessionStatus.OVER: ("none", "calendar"),
    SessionStatus.HELD: ("none", "calendar"),
    SessionStatus.CANCELLED: ("last", "close"),
    SessionStatus.DRAFT: ("none", "info"),
}
STOOLS = frozenset({SessionStatus.OPEN, SessionStatus.LAST_SEAT})
WORDS = {
    SessionStatus.LAST_SEAT: gettext_lazy("Last seat"),
    SessionStatus.WAITING_LIST: gettext_lazy("Full: waiting list"),
    SessionStatus.FULL: gettext_lazy("Full"),
    SessionStatus.NOT_NAMED: gettext_lazy("Come without registering"),
    SessionStatus.CLOSED: gettext_lazy("Registration is closed"),
    SessionStatus.UNDER_WAY: gettext_lazy("Under way"),
    SessionStatus.OVER: gettext_lazy("This session is over"),
    SessionStatus.HELD: gettext_lazy("This session took place"),
    SessionStatus.CANCELLED: gettext_lazy("Cancelled"),
    SessionStatus.DRAFT: gettext_lazy("Draft"),
}


def seat_words(found: SessionStatus, seats_left: int) -> str:
    if found == SessionStatus.OPEN:
        return ngettext("%(count)s free seat", "%(count)s free seats", seats_left) % {"count": seats_left}
    return str(WORDS[found])


def taken_words(seats: Seats) -> str:
    """Return “9 places prises sur 12”."""
    words = ngettext("%(taken)s seat taken out of %(all)s", "%(taken)s seats taken out of %(all)s", seats.taken)
    return words % {"taken": seats.taken, "all": seats.capacity} if seats.capacity else _("No seat yet")
