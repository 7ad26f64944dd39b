"""Registering, waiting, leaving: each deed is one transaction that locks the session first (rule 1, `seating.py`).

A deed done again gives the same answer. What the database refuses, one seat too many or a person twice, becomes a sentence.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.registering import news, seating
from catalogue.registering.models import LIVING, Registration
from catalogue.registering.queries import person_with_address
from catalogue.sessions.formats.state import LAST_OFFER
from catalogue.sessions.models import PeerSession, SessionPlace
from outillerie.accounts.models import Organisation, User
from outillerie.errors import Refused

State, Source = Registration.State, Registration.Source
ENDED = (State.CANCELLED, State.LAPSED)
# How long the link of a mail may confirm an address.
TIME_TO_CONFIRM = timedelta(hours=48)


class RegistrationClosed(Refused):
    pass


class NotYours(Refused):
    """The key of a form was used by somebody else, or for another session."""


class OfferOver(Refused):
    pass


class AlreadyRegistered(Refused):
    """`registration` is the one that stands."""

    def __init__(self, sentence: str, registration: Registration):
        super().__init__(sentence)
        self.registration = registration


class SessionFull(Refused):
    """No seat for a newcomer. `rank` is the one they would have in the line; None when there is no line to join."""

    def __init__(self, sentence: str, *, rank: int | None):
        super().__init__(sentence)
        self.rank = rank


# --- coming in ---


def register(
    place: SessionPlace,
    *,
    key: str,
    person: User | None = None,
    name: str = "",
    email: str = "",
    employer: str = "",
    needs: str = "",
    note: str = "",
    source: str = Source.SELF,
    organisation: Organisation | None = None,
    joins_queue: bool = False,
    by: User | None = None,
) -> Registration:
    """Give a seat of `place`, or with `joins_queue` a place in its line. The same `key` again is the same answer."""
    row = asked(place, key, person, name, email, employer=employer, needs=needs, note=note, source=source)
    row.organisation, row.registered_by = organisation, by
    return entered(row, joins_queue=joins_queue)


def ask_registration(
    place: SessionPlace, *, key: str, name: str, email: str, employer: str = "", needs: str = "", note: str = ""
) -> Registration:
    """Keep what somebody without an account asks, and send a link to their address. No seat is held meanwhile.

    Nothing here depends on whether the address is known or registered already: the mail alone says it (ATK-ENUM-01).
    """
    row = asked(place, key, None, name, email, employer=employer, needs=needs, note=note, source=Source.SELF)
    row.state = State.UNCONFIRMED
    try:
        with seating.held(row.session_id) as session:
            if found := answered(row):
                return found
            check_open(session, row.source, timezone.now())
            row.save()
            news.tell(row, news.TO_CONFIRM)
    except IntegrityError:
        return the_one_that_stands(row)
    return row


def confirm_address(registration: Registration) -> Registration:
    """Register whoever opened the link sent to their address, or put them in the line. Return what stands for them."""
    try:
        with seating.held(registration.session_id) as session:
            row, now = seating.as_it_is(registration), timezone.now()
            if row.state in LIVING:
                return row
            if row.state in ENDED:
                raise RegistrationClosed(
                    _("You cancelled this registration. Register again on the page of the session.")
                )
            if now > row.asked_at + TIME_TO_CONFIRM:
                raise RegistrationClosed(
                    _("This link is over after 48 hours. Register again on the page of the session.")
                )
            row.person = person_with_address(row.email)
            if standing := standing_of(row):
                return standing
            check_open(session, row.source, now)
            return place_somewhere(session, row, joins_queue=True, now=now)
    except SessionFull:
        move_the_line(registration)
        raise
    except IntegrityError:
        return the_one_that_stands(registration)


def walk_in(
    place: SessionPlace,
    *,
    name: str,
    key: str,
    email: str = "",
    employer: str = "",
    person: User | None = None,
    by: User | None = None,
) -> Registration:
    """Give a free seat to somebody who came without one. Whoever waited for it and came keeps the same registration."""
    row = asked(place, key, person, name, email, employer=employer, source=Source.WALK_IN)
    row.registered_by = by
    return entered(row)


def asked(place, key, person, name, email, **facts) -> Registration:
    """Return the row that is asked for, not written yet."""
    return Registration(
        session_id=place.session_id,
        place=place,
        person=person,
        name=(name or (str(person) if person else "")).strip()[:120],
        email=(email or (person.email if person else "")).strip().lower(),
        key=key,
        asked_at=timezone.now(),
        **facts,
    )


def entered(row: Registration, *, joins_queue: bool = False) -> Registration:
    try:
        with seating.held(row.session_id) as session:
            if found := answered(row):
                return found
            now = timezone.now()
            check_open(session, row.source, now)
            if standing := standing_of(row):
                return welcomed_from_line(session, standing, row, now)
            return place_somewhere(session, row, joins_queue=joins_queue, now=now)
    except SessionFull:
        move_the_line(row)
        raise
    except IntegrityError:
        return the_one_that_stands(row)


def move_the_line(row: Registration) -> None:
    """A refusal undid what the hour had freed: the line moves all the same, and only when it must."""
    running = Registration.objects.filter(session=row.session_id, state=State.OFFERED)
    if running.filter(offer_ends_at__lte=timezone.now()).exists():
        promote(PeerSession(pk=row.session_id))


def answered(row: Registration) -> Registration | None:
    """Return what the same form was already answered. Raises NotYours when the key is somebody else's."""
    found = Registration.objects.filter(key=row.key).first()
    if found is None:
        return None
    is_theirs = (found.person_id, found.email.lower()) == (row.person_id, row.email) or (
        # The account was found when the address was confirmed.
        row.person_id is None and row.email and found.email.lower() == row.email
    )
    if found.session_id != row.session_id or not is_theirs:
        raise NotYours(_("This form was already sent. Open the page of the session again to register."))
    return found


def standing_of(row: Registration) -> Registration | None:
    """Return the living registration of the same person, or of the same address, to the same session."""
    same = Q(email__iexact=row.email) if row.email else Q(pk=None)
    if row.person_id:
        same |= Q(person=row.person_id)
    living = Registration.objects.filter(same, session=row.session_id, state__in=LIVING)
    return living.order_by("pk").first()


def welcomed_from_line(session: PeerSession, standing: Registration, row: Registration, now: datetime) -> Registration:
    """On the day, a free seat is for whoever waited and came. Otherwise one registration is enough."""
    if row.source == Source.WALK_IN and standing.state != State.REGISTERED:
        if standing.state == State.OFFERED:
            seating.take_offered_seat(standing, now)
            return standing
        if standing.place.seats_left > 0:
            seating.take_last_minute_seat(standing, now)
            return standing
        raise full(session, standing.place, now, source=row.source)
    raise AlreadyRegistered(already(standing), standing)


def place_somewhere(session: PeerSession, row: Registration, *, joins_queue: bool, now: datetime) -> Registration:
    """Give `row` a seat of its place or, asked to, a place in the line."""
    place = place_now(session, row.place_id)
    if not seating.can_be_given(place):
        # Whatever the worker did not do yet: offers that are over free a seat, and the line moves first.
        seating.settle(session, now)
        place.refresh_from_db(fields=["taken", "waiting"])
    if seating.can_be_given(place) or (row.source == Source.WALK_IN and place.seats_left > 0):
        return seating.seat(row, place, now)
    if joins_queue and can_wait(session, now):
        return seating.queue(row, place)
    raise full(session, place, now, source=row.source)


def place_now(session: PeerSession, place_id: int) -> SessionPlace:
    found = SessionPlace.objects.filter(pk=place_id, session=session).first()
    if found is None:
        raise RegistrationClosed(_("This place is no longer one of the session. Choose another one."))
    return found


def can_wait(session: PeerSession, now: datetime) -> bool:
    return session.has_waiting_list and not seating.offers_are_over(session, now)


def check_open(session: PeerSession, source: str, now: datetime) -> None:
    """Refuse whoever comes too late, or to a session for which nobody registers."""
    if session.state == PeerSession.State.CANCELLED:
        raise RegistrationClosed(_("This session is cancelled. Look at the agenda for another one."))
    if session.published_at is None or session.state == PeerSession.State.DRAFT:
        raise RegistrationClosed(_("This session is not published yet: nobody may register."))
    if session.is_anonymous:
        raise RegistrationClosed(_("Nobody registers for this session: come as you are."))
    if source == Source.WALK_IN:
        if now < session.starts_at - LAST_OFFER:
            raise RegistrationClosed(_("It is too early to welcome people: register them instead."))
        return
    if now >= session.starts_at or session.state == PeerSession.State.HELD:
        raise RegistrationClosed(_("This session has begun: registration is over."))
    is_late = session.registration_closes_at is not None and now >= session.registration_closes_at
    if is_late and source != Source.ORGANISER:
        raise RegistrationClosed(_("Registration is closed. Write to whoever organises the session."))


def full(session: PeerSession, place: SessionPlace, now: datetime, *, source: str) -> SessionFull:
    if source == Source.WALK_IN:
        return SessionFull(
            _("Every seat is taken. If the room is large enough, raise the number of seats first."), rank=None
        )
    if not can_wait(session, now):
        return SessionFull(_("Every seat is taken. Look at the agenda for another session."), rank=None)
    return SessionFull(_("Every seat is taken. You can join the waiting list."), rank=place.waiting + 1)


def already(standing: Registration) -> str:
    if standing.state == State.WAITING:
        return _("You are on the waiting list already.")
    if standing.state == State.OFFERED:
        return _("A seat is offered to you already: answer it.")
    return _("You are registered already.")


def the_one_that_stands(row: Registration) -> Registration:
    """The database refused a second one, or one too many: say which. Another deed was quicker."""
    if found := answered(row):
        return found
    if standing := standing_of(row):
        raise AlreadyRegistered(already(standing), standing)
    raise SessionFull(_("Every seat is taken. Open the page of the session again to see where you stand."), rank=None)


# --- going out, and the line that moves ---


def cancel_registration(registration: Registration, *, by: User | None = None, reason: str = "") -> Registration:
    """Free the seat or the place in the line, at once, and offer it to the next person. `by` is None by one's own link."""
    with seating.held(registration.session_id) as session:
        row, now = seating.as_it_is(registration), timezone.now()
        if row.state in ENDED:
            return row
        if now >= session.starts_at:
            raise RegistrationClosed(_("The session has begun: tell whoever facilitates it."))
        was = row.state
        seating.release(row, State.CANCELLED, now)
        if was in LIVING and session.state == PeerSession.State.PUBLISHED:
            is_removed = by is not None and by.pk != row.person_id
            news.tell(row, news.REMOVED if is_removed else news.CANCELLED, reason=reason)
        seating.settle(session, now)
    return row


def accept_offer(registration: Registration) -> Registration:
    """Take the seat that was offered. In the last two hours, whoever waits may take a free seat the same way."""
    with seating.held(registration.session_id) as session:
        row, now = seating.as_it_is(registration), timezone.now()
        if row.state == State.REGISTERED:
            return row
        if row.state == State.OFFERED and now < row.offer_ends_at and session.state == PeerSession.State.PUBLISHED:
            seating.take_offered_seat(row, now)
            return row
        if row.state == State.WAITING and is_last_minute(session, now) and row.place.seats_left > 0:
            seating.take_last_minute_seat(row, now)
            return row
    # The line moves all the same: it is written, and only then is the answer refused.
    expire_offers(registration.session)
    raise OfferOver(_("This seat is no longer kept for you: the time to answer is over."))


def is_last_minute(session: PeerSession, now: datetime) -> bool:
    is_open = session.state == PeerSession.State.PUBLISHED and now < session.starts_at
    return is_open and seating.offers_are_over(session, now)


def decline_offer(registration: Registration) -> Registration:
    """Leave the offered seat to the next person."""
    return cancel_registration(registration)


def confirm_again(registration: Registration) -> Registration:
    """Somebody says, after a move, that they still come."""
    with seating.held(registration.session_id):
        row = seating.as_it_is(registration)
        if row.state == State.REGISTERED and row.must_confirm:
            row.must_confirm = False
            row.save(update_fields=["must_confirm"])
    return row


def change_place(registration: Registration, place: SessionPlace) -> Registration:
    """Move somebody to another place of their session. Whoever has a seat keeps it unless the other place has one free."""
    with seating.held(registration.session_id) as session:
        row, now = seating.as_it_is(registration), timezone.now()
        if row.state not in LIVING or now >= session.starts_at:
            raise RegistrationClosed(_("This registration can no longer be changed."))
        other, old, was = place_now(session, place.pk), row.place, row.state
        if other.pk == old.pk:
            return row
        if seating.can_be_given(other):
            seating.leave(old, was)
            seating.seat(row, other, now, again=now.isoformat())
        elif was == State.WAITING and can_wait(session, now):
            seating.leave(old, was)
            seating.queue(row, other, again=now.isoformat())
        else:
            raise SessionFull(_("Every seat of this place is taken: you keep the one you have."), rank=None)
        seating.settle(session, now)
    return row


def promote(session: PeerSession) -> None:
    """Offer every free seat to the head of its line: seats were added, or somebody left."""
    with seating.held(session.pk) as locked:
        seating.settle(locked, timezone.now())


# What is over is freed and offered on, by the worker when its hour comes and by whoever comes first otherwise.
expire_offers = promote
