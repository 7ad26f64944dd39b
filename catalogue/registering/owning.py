"""One's own registrations: what the page of a link and «Mes séances» show, and those that an account takes up."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from catalogue.outcomes.showing import document_rows, feedback_offered
from catalogue.registering.actions import TIME_TO_CONFIRM, is_last_minute
from catalogue.registering.forms import PlaceForm
from catalogue.registering.links import key_of
from catalogue.registering.models import LIVING, Registration
from catalogue.registering.queries import confirmed_addresses, overlapping_of, rank_of, ranks_of, registrations_of
from catalogue.registering.wording import rank_words, until_words
from catalogue.sessions.models import PeerSession
from catalogue.sessions.queries import with_places
from catalogue.sessions.wording import address_words, place_words, when_words
from outillerie.accounts.models import User

State = Registration.State


def link_registrations(person: User) -> None:
    """Give `person` the registrations made without an account with an address that they confirmed."""
    for row in Registration.objects.filter(person=None, email__in=confirmed_addresses(person)).order_by("pk"):
        try:
            with transaction.atomic():
                Registration.objects.filter(pk=row.pk, person=None).update(person=person)
        except IntegrityError:
            # They registered with their account too: the two stand for one seat each, and each may be cancelled.
            continue


def registration_page(row: Registration) -> dict:
    """Return what whoever has the link of `row` reads."""
    now = timezone.now()
    session = row.session = with_places(PeerSession.objects.all()).get(pk=row.session_id)
    places = list(session.places.all())
    row.place = next(place for place in places if place.pk == row.place_id)
    rank, is_to_come = rank_of(row), session.state == PeerSession.State.PUBLISHED and now < session.starts_at
    has_seat = row.state == State.REGISTERED
    return {
        "row": row,
        "session": session,
        "when": when_words(session),
        "where": address_words(row.place),
        "rank": rank_words(rank) if rank else "",
        "until": until_words(row.offer_ends_at, session.time_zone, now) if row.offer_ends_at else "",
        "is_to_come": is_to_come,
        "is_living": row.state in LIVING,
        "is_too_late": row.state == State.UNCONFIRMED and now > row.asked_at + TIME_TO_CONFIRM,
        "offer_runs": row.state == State.OFFERED and now < row.offer_ends_at,
        "may_take_seat": row.state == State.WAITING and is_last_minute(session, now) and row.place.seats_left > 0,
        "video_link": row.place.video_link if has_seat and now < session.ends_at else "",
        "place_form": PlaceForm(places=places, initial={"place": row.place_id}) if len(places) > 1 else None,
        "documents": document_rows(row) if has_seat else [],
        "feedback_url": feedback_offered(row) if has_seat else "",
        "overlapping": [
            {"title": other.title, "when": when_words(other), "url": other.get_absolute_url()}
            for other in overlapping_of(row)
        ],
    }


def own_sessions(person: User, now: datetime) -> dict:
    """Return what «Mes séances» shows: to come, waiting, past. Their number costs no question more."""
    rows = list(registrations_of(person, now=now))
    ranks = ranks_of(rows)
    lines = [own_line(row, ranks.get(row.pk), now) for row in rows]
    to_come = [line for line in lines if line["row"].session.ends_at > now]
    return {
        "coming": [line for line in to_come if line["row"].state == State.REGISTERED],
        "waiting": [line for line in to_come if line["row"].state != State.REGISTERED],
        "past": [
            line
            for line in reversed(lines)
            if line["row"].session.ends_at <= now and line["row"].state == State.REGISTERED
        ][:50],
    }


def next_seats(person: User, now: datetime) -> list[dict]:
    """Return the next sessions where `person` has a seat, three at most."""
    coming = registrations_of(person, now=now).filter(state=State.REGISTERED, session__ends_at__gt=now)
    return [own_line(row, None, now) for row in coming[:3]]


def own_line(row: Registration, rank: int | None, now: datetime) -> dict:
    session = row.session
    return {
        "row": row,
        "session": session,
        "key": key_of(row),
        "when": when_words(session),
        "where": place_words(row.place),
        "rank": rank_words(rank) if rank else "",
        "until": until_words(row.offer_ends_at, session.time_zone, now) if row.offer_ends_at else "",
        "is_to_come": session.state == PeerSession.State.PUBLISHED and now < session.starts_at,
    }
