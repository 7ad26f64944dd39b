"""What the panel of a session shows: seats, and what whoever reads it may do now (pictures 08 and 09)."""

from dataclasses import replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.agenda.cards import Seats, facts_of, seats_of
from catalogue.agenda.cards import taken_words as seats_taken_words
from catalogue.paths.models import LearningPathPage
from catalogue.paths.queries import public_paths
from catalogue.registering.actions import is_last_minute
from catalogue.registering.forms import AskForm, SeatForm
from catalogue.registering.links import key_of
from catalogue.registering.models import Registration
from catalogue.registering.permissions import can_register_guests
from catalogue.registering.queries import overlapping, rank_of, registration_of
from catalogue.registering.wording import (
    left_words,
    rank_words,
    start_words,
    until_words,
    waiting_words,
    would_be_words,
)
from catalogue.sessions.formats.state import SessionStatus, status
from catalogue.sessions.models import PeerSession
from catalogue.sessions.wording import place_words, when_words

State = Registration.State
MOST_STOOLS = 20
OPEN = (SessionStatus.OPEN, SessionStatus.LAST_SEAT)
WITH_SEATS = (*OPEN, SessionStatus.WAITING_LIST, SessionStatus.FULL, SessionStatus.CLOSED)


def registration_panel(request, session: PeerSession, *, form=None, refusal=None) -> dict:
    """Return what `registering/panel.html` says of `session`, loaded by `with_places`, to whoever asks.

    `form` is the one that was sent and is shown again, `refusal` what it was answered.
    """
    now = timezone.now()
    found = status_for_newcomers(session, now)
    mine = registration_of(session, request.user)
    panel = {
        "session": session,
        "status": found.value,
        "seats": stools_of(session, now) if found in WITH_SEATS else None,
        "seats_words": seats_taken_words(seats_of(session, now)) if found in WITH_SEATS else "",
        "done": request.GET.get("inscription", "") if mine else "",
        "when": when_words(session),
        "start": start_words(session),
        "refusal": refusal,
        "can_register_guests": can_register_guests(request.user, session)
        and found in (*OPEN, SessionStatus.WAITING_LIST),
        "overlapping": overlaps(request.user, session) if is_to_come(session, now) else [],
    }
    if mine is not None and found != SessionStatus.CANCELLED:
        return panel | own_panel(mine, session, now)
    return panel | newcomer_panel(request, session, found, form, refusal)


def is_to_come(session: PeerSession, now: datetime) -> bool:
    return session.state == PeerSession.State.PUBLISHED and now < session.starts_at


def status_for_newcomers(session: PeerSession, now: datetime) -> SessionStatus:
    """A seat that somebody waits for is not for newcomers."""
    free = sum(place.seats_left for place in session.places.all() if place.waiting == 0)
    return status(replace(facts_of(session), seats_left=free), now)


def stools_of(session: PeerSession, now: datetime) -> Seats:
    """Return the seats drawn one by one, a full session too, unless there are too many to be counted at a glance."""
    seats = seats_of(session, now)
    is_drawn = seats.capacity <= MOST_STOOLS
    return replace(seats, stools=tuple(number < seats.taken for number in range(seats.capacity)) if is_drawn else ())


def overlaps(person, session: PeerSession) -> list[dict]:
    return [
        {"title": other.title, "when": when_words(other), "url": other.get_absolute_url()}
        for other in overlapping(person, session)
    ]


# --- whoever registered ---


def own_panel(row: Registration, session: PeerSession, now: datetime) -> dict:
    row.session = session
    rank = rank_of(row)
    return {
        "kind": row.state,
        "row": row,
        "key": key_of(row),
        "place": own_place(row, session),
        "rank": rank_words(rank) if rank else "",
        "until": until_words(row.offer_ends_at, session.time_zone, now) if row.offer_ends_at else "",
        "may_cancel": now < session.starts_at,
        "may_take_seat": row.state == State.WAITING and is_last_minute(session, now) and row.place.seats_left > 0,
        # LEAK-09: for those who have a seat, and while there is something to join.
        "video_link": row.place.video_link if row.state == State.REGISTERED and now < session.ends_at else "",
    }


def own_place(row: Registration, session: PeerSession) -> str:
    """Return the place of `row` when the session has several."""
    places = {place.pk: place for place in session.places.all()}
    return place_words(places[row.place_id]) if len(places) > 1 else ""


# --- whoever did not ---


def newcomer_panel(request, session: PeerSession, found: SessionStatus, form, refusal) -> dict:
    waits = found == SessionStatus.WAITING_LIST or getattr(refusal, "rank", None) is not None
    if found in OPEN or found == SessionStatus.WAITING_LIST:
        shown = form or new_form(request, session, joins_queue=waits)
        told = paths_of(session) if waits else []
        return {"kind": "queue" if waits else "form", "form": shown, "interest_paths": told} | queue_words(
            session, found, refusal
        )
    return {
        "kind": "closed",
        "title": CLOSED_TITLES[found](),
        "session_over": found in (SessionStatus.OVER, SessionStatus.HELD),
        "interest_paths": paths_of(session)
        if found in (SessionStatus.FULL, SessionStatus.OVER, SessionStatus.HELD, SessionStatus.CANCELLED)
        else [],
    }


def paths_of(session: PeerSession) -> list[LearningPathPage]:
    """Return the public paths that the session trains for, as the agenda counts them: people may be told of more."""
    if session.module_id is None:
        return []
    named = session.facets.filter(facet="path").values_list("value", flat=True)
    return list(public_paths().filter(pk__in=[int(pk) for pk in named if pk.isdigit()]))


def new_form(request, session: PeerSession, data=None, *, joins_queue: bool = False):
    """Return the form for whoever asks: a button when signed in, a name and an address otherwise."""
    kind = SeatForm if request.user.is_authenticated else AskForm
    return kind(data, places=list(session.places.all()), initial={"joins_queue": joins_queue})


def queue_words(session: PeerSession, found: SessionStatus, refusal) -> dict:
    """Return the title of the form, and what whoever would wait reads first."""
    places = session.places.all()
    rank = getattr(refusal, "rank", None)
    free = sum(place.seats_left for place in places if place.waiting == 0)
    if rank is not None:
        title = left_words(free) if free else _("It is full")
        return {"title": title, "just_taken": True, "rank": rank_words(rank)}
    if found == SessionStatus.WAITING_LIST:
        # With several places, each has its own line: its length stands beside it.
        waiting = min(place.waiting for place in places)
        return {"title": _("It is full"), "waiting": waiting_words(waiting), "would_be": would_be_words(waiting)}
    return {"title": left_words(free)}


CLOSED_TITLES = {
    SessionStatus.FULL: lambda: _("It is full"),
    SessionStatus.CLOSED: lambda: _("Registration is closed"),
    SessionStatus.NOT_NAMED: lambda: _("Come without registering"),
    SessionStatus.UNDER_WAY: lambda: _("The session has begun"),
    SessionStatus.OVER: lambda: _("This session is over"),
    SessionStatus.HELD: lambda: _("This session took place"),
    SessionStatus.CANCELLED: lambda: _("This session is cancelled"),
    SessionStatus.DRAFT: lambda: _("Not published yet"),
}
