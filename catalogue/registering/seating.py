"""Seats and lines, with the session locked: every function here but `held` is called inside `held` (rule 1).

A free seat with somebody waiting is never given to a newcomer: it is offered to the head of the line. The database has
the last word: `taken` never passes `capacity`, a person and an address stand once, a place in line is of one person.
"""

from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max

from catalogue.registering import news
from catalogue.registering.models import SEATED, Registration
from catalogue.sessions.formats.state import LAST_OFFER
from catalogue.sessions.locking import lock_session
from catalogue.sessions.models import PeerSession, SessionPlace

State = Registration.State


@contextmanager
def held(session_id: int):
    """Give the session as it is now, locked until what is done with it is written, the mails to send included."""
    with transaction.atomic():
        yield lock_session(PeerSession(pk=session_id))


def as_it_is(registration: Registration) -> Registration:
    """Return the row as it stands under the lock: what its holder read may be old."""
    return Registration.objects.select_related("place").get(pk=registration.pk)


def can_be_given(place: SessionPlace) -> bool:
    """Return whether a newcomer may have a seat: one is free, and nobody waits for it."""
    return place.seats_left > 0 and place.waiting == 0


def offers_are_over(session: PeerSession, now: datetime) -> bool:
    return session.state != PeerSession.State.PUBLISHED or now >= session.starts_at - LAST_OFFER


# --- one row, and the counts of its place ---


def count(place: SessionPlace, *, taken: int = 0, waiting: int = 0) -> None:
    """Move the counts of `place` by what is given, in the database and in hand."""
    SessionPlace.objects.filter(pk=place.pk).update(taken=F("taken") + taken, waiting=F("waiting") + waiting)
    place.taken, place.waiting = place.taken + taken, place.waiting + waiting


def seat(row: Registration, place: SessionPlace, now: datetime, *, again: str = "") -> Registration:
    """Give `row`, new or out of the counts already, a seat of `place`. `again` makes its mail another one."""
    row.place, row.state, row.registered_at, row.place_in_line = place, State.REGISTERED, now, None
    row.offered_at = row.offer_ends_at = None
    # The count first: the database refuses one seat too many before anything of the row is written.
    count(place, taken=1)
    row.save()
    news.tell(row, news.REGISTERED, again=again)
    return row


def queue(row: Registration, place: SessionPlace, *, again: str = "") -> Registration:
    """Put `row` at the end of the line of `place`. Numbers are never used again, those of people who left included."""
    last = Registration.objects.filter(place=place).aggregate(last=Max("place_in_line"))["last"] or 0
    row.place, row.state, row.place_in_line = place, State.WAITING, last + 1
    row.save()
    count(place, waiting=1)
    news.tell(row, news.WAITING, again=again)
    return row


def release(row: Registration, state: str, now: datetime) -> None:
    """End `row` in `state`, and give back what it held: a seat, a place in the line, or nothing."""
    was = row.state
    row.state, row.ended_at, row.must_confirm = state, now, False
    row.save(update_fields=["state", "ended_at", "must_confirm"])
    leave(row.place, was)


def leave(place: SessionPlace, was: str) -> None:
    """Take one who was in the state `was` out of the counts of `place`."""
    if was in SEATED:
        count(place, taken=-1)
    elif was == State.WAITING:
        count(place, waiting=-1)


def take_offered_seat(row: Registration, now: datetime) -> None:
    """The seat was kept for `row`: it is theirs."""
    row.state, row.registered_at = State.REGISTERED, now
    row.save(update_fields=["state", "registered_at"])
    news.tell(row, news.REGISTERED)


def take_last_minute_seat(row: Registration, now: datetime) -> None:
    """Too late for an offer, a free seat is for the first of the line who comes back for it."""
    row.state, row.registered_at = State.REGISTERED, now
    row.save(update_fields=["state", "registered_at"])
    count(row.place, taken=1, waiting=-1)
    news.tell(row, news.REGISTERED)


# --- the line moves ---


def settle(session: PeerSession, now: datetime) -> None:
    """Bring `session` to what the hour says: offers that are over end, then free seats are offered."""
    end_offers(session, now)
    offer_free_seats(session, now)


def end_offers(session: PeerSession, now: datetime) -> None:
    """End the offers whose time has passed, or that nobody may take any more."""
    running = Registration.objects.filter(session=session, state=State.OFFERED)
    if session.state == PeerSession.State.PUBLISHED:
        running = running.filter(offer_ends_at__lte=now)
    for row in running.select_related("place").order_by("pk"):
        release(row, State.LAPSED, now)
        if session.state == PeerSession.State.PUBLISHED:
            news.tell(row, news.LAPSED)


def offer_free_seats(session: PeerSession, now: datetime) -> None:
    """Offer each free seat to the head of the line of its place; too late for that, tell the line that one is free."""
    for place in SessionPlace.objects.filter(session=session, waiting__gt=0, taken__lt=F("capacity")).order_by("pk"):
        line = Registration.objects.filter(place=place, state=State.WAITING).order_by("place_in_line")
        if not offers_are_over(session, now):
            for row in line[: place.seats_left]:
                offer(session, place, row, now)
        elif session.state == PeerSession.State.PUBLISHED and now < session.starts_at:
            for row in line:
                news.tell(row, news.LAST_MINUTE)


def offer(session: PeerSession, place: SessionPlace, row: Registration, now: datetime) -> None:
    row.state, row.offered_at = State.OFFERED, now
    row.offer_ends_at = min(now + timedelta(hours=session.offer_hours), session.starts_at - LAST_OFFER)
    row.save(update_fields=["state", "offered_at", "offer_ends_at"])
    count(place, taken=1, waiting=-1)
    news.tell(row, news.OFFERED)
    news.expect_end_of_offer(row)


def shorten_offers(session: PeerSession) -> None:
    """The session comes sooner: no offer runs longer than two hours before it starts."""
    latest = session.starts_at - LAST_OFFER
    for row in Registration.objects.filter(session=session, state=State.OFFERED, offer_ends_at__gt=latest):
        row.offer_ends_at = latest
        row.save(update_fields=["offer_ends_at"])
        news.expect_end_of_offer(row)
