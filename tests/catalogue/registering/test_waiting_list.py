"""The line of a session: first come, first served, one offer at a time and for a time. No seat stays idle."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.registering import actions
from catalogue.registering.actions import (
    OfferOver,
    RegistrationClosed,
    SessionFull,
    accept_offer,
    cancel_registration,
    confirm_again,
    decline_offer,
    expire_offers,
    register,
)
from catalogue.registering.models import Registration
from catalogue.registering.queries import rank_of
from catalogue.sessions.actions import cancel_session, change_capacity, move_session
from catalogue.sessions.models import PeerSession, SessionPlace
from outillerie.outbox.actions import handle
from outillerie.outbox.models import OutboxMessage
from tests.catalogue.session_factories import peer_session, registration

pytestmark = pytest.mark.django_db
State = Registration.State


def states(session):
    return list(session.registrations.order_by("pk").values_list("state", flat=True))


def counts(session):
    place = SessionPlace.objects.get(session=session)
    return place.taken, place.waiting


def mails():
    rows = OutboxMessage.objects.filter(kind="session-mail").order_by("pk")
    return [(row.payload["registration"], row.payload["kind"]) for row in rows]


@pytest.fixture
def line(one_seat, lea, marc, ines):
    """A full session: Léa has the seat, Marc then Inès wait."""
    place = one_seat.places.first()
    people = enumerate((lea, marc, ines))
    return [register(place, person=who, key=f"cle-numero-{number}", joins_queue=True) for number, who in people]


def again(row):
    return Registration.objects.get(pk=row.pk)


def late(session, **before):
    """Have the session start `before` from now, without telling anyone."""
    starts_at = timezone.now() + timedelta(**before)
    PeerSession.objects.filter(pk=session.pk).update(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))


def test_a_cancellation_offers_the_seat_to_the_head_of_the_line_at_once(line, one_seat):
    first, second, third = line
    cancel_registration(first)
    assert (states(one_seat), counts(one_seat)) == (["cancelled", "offered", "waiting"], (1, 1))
    assert mails()[-2:] == [(first.pk, "cancelled"), (second.pk, "offered")]
    assert (rank_of(again(third)), rank_of(again(second))) == (1, None)
    left = again(second).offer_ends_at - timezone.now()
    assert timedelta(hours=23, minutes=59) < left <= timedelta(hours=24)


def test_an_offer_ends_two_hours_before_the_session_at_the_latest(line, one_seat):
    late(one_seat, hours=10)
    cancel_registration(line[0])
    offered = again(line[1])
    one_seat.refresh_from_db()
    assert offered.offer_ends_at == one_seat.starts_at - timedelta(hours=2)


def test_an_accepted_offer_is_a_seat_once(line, one_seat):
    cancel_registration(line[0])
    assert [accept_offer(line[1]).state for _twice in range(2)] == ["registered", "registered"]
    assert (states(one_seat), counts(one_seat)) == (["cancelled", "registered", "waiting"], (1, 1))
    assert [kind for pk, kind in mails() if pk == line[1].pk] == ["waiting", "offered", "registered"]


def test_a_declined_offer_goes_to_the_next_person_at_once(line, one_seat):
    cancel_registration(line[0])
    decline_offer(line[1])
    assert (states(one_seat), counts(one_seat)) == (["cancelled", "cancelled", "offered"], (1, 0))


def test_an_offer_that_nobody_answers_lapses_then_the_next_person_has_it(line, one_seat):
    cancel_registration(line[0])
    Registration.objects.filter(pk=line[1].pk).update(offer_ends_at=timezone.now())
    expire_offers(one_seat)
    assert (states(one_seat), counts(one_seat)) == (["cancelled", "lapsed", "offered"], (1, 0))
    assert mails()[-2:] == [(line[1].pk, "lapsed"), (line[2].pk, "offered")]
    expire_offers(one_seat)
    assert (states(one_seat), len(mails())) == (["cancelled", "lapsed", "offered"], 7)


def test_the_worker_ends_an_offer_when_its_hour_comes_and_not_before(line, one_seat):
    cancel_registration(line[0])
    message = OutboxMessage.objects.get(kind="session-offer-ends")
    assert message.not_before == pytest.approx(again(line[1]).offer_ends_at, abs=timedelta(seconds=1))
    handle(message.pk)
    assert states(one_seat)[1] == "offered"
    past = timezone.now() - timedelta(seconds=1)
    OutboxMessage.objects.filter(pk=message.pk).update(not_before=past)
    Registration.objects.filter(pk=line[1].pk).update(offer_ends_at=past)
    handle(message.pk)
    assert states(one_seat) == ["cancelled", "lapsed", "offered"]


def test_too_late_an_answer_is_refused_and_the_line_moves_without_any_worker(line, one_seat):
    cancel_registration(line[0])
    Registration.objects.filter(pk=line[1].pk).update(offer_ends_at=timezone.now())
    with pytest.raises(OfferOver):
        accept_offer(line[1])
    assert (states(one_seat), counts(one_seat)) == (["cancelled", "lapsed", "offered"], (1, 0))


def test_a_newcomer_who_is_refused_moves_the_line_all_the_same(line, one_seat, organiser):
    cancel_registration(line[0])
    Registration.objects.filter(pk=line[1].pk).update(offer_ends_at=timezone.now())
    with pytest.raises(SessionFull):
        register(one_seat.places.first(), person=organiser, key="cle-d-odile")
    assert states(one_seat) == ["cancelled", "lapsed", "offered"]


def test_a_free_seat_that_somebody_waits_for_is_never_given_to_a_newcomer(line, one_seat, organiser):
    cancel_registration(line[0])
    row = register(one_seat.places.first(), person=organiser, key="cle-d-odile", joins_queue=True)
    assert (row.state, states(one_seat)) == ("waiting", ["cancelled", "offered", "waiting", "waiting"])


def test_leaving_the_line_moves_everyone_up_and_frees_no_seat(line, one_seat):
    cancel_registration(line[1])
    assert (counts(one_seat), rank_of(again(line[2]))) == ((1, 1), 1)
    assert states(one_seat) == ["registered", "cancelled", "waiting"]


def test_more_seats_go_to_the_line_in_order(line, one_seat, organiser):
    change_capacity(one_seat.places.first(), 2, by=organiser)
    assert (states(one_seat), counts(one_seat)) == (["registered", "offered", "waiting"], (2, 1))


def test_two_hours_before_nobody_is_offered_a_seat_but_the_first_who_comes_back_has_it(line, one_seat, organiser):
    late(one_seat, hours=1)
    cancel_registration(line[0])
    assert (states(one_seat), counts(one_seat)) == (["cancelled", "waiting", "waiting"], (0, 2))
    assert mails()[-2:] == [(line[1].pk, "last-minute"), (line[2].pk, "last-minute")]
    with pytest.raises(SessionFull):
        register(one_seat.places.first(), person=organiser, key="cle-d-odile", joins_queue=True)
    assert accept_offer(line[2]).state == "registered"
    with pytest.raises(OfferOver):
        accept_offer(line[1])
    assert (states(one_seat), counts(one_seat)) == (["cancelled", "waiting", "registered"], (1, 1))


def test_without_a_waiting_list_nobody_waits(lea, marc):
    session = peer_session(places=[{"capacity": 1}], has_waiting_list=False)
    register(session.places.first(), person=lea, key="cle-de-lea")
    with pytest.raises(SessionFull) as refusal:
        register(session.places.first(), person=marc, key="cle-de-marc", joins_queue=True)
    assert refusal.value.rank is None


def test_nobody_cancels_once_the_session_has_begun(line, one_seat):
    late(one_seat, minutes=-1)
    with pytest.raises(RegistrationClosed):
        cancel_registration(line[0])
    assert states(one_seat) == ["registered", "waiting", "waiting"]


def test_cancelling_twice_is_cancelling_once(line, one_seat):
    for _twice in range(2):
        cancel_registration(line[0])
    assert (counts(one_seat), [kind for pk, kind in mails() if pk == line[0].pk]) == (
        (1, 1),
        ["registered", "cancelled"],
    )


def test_whoever_is_removed_is_told_why(line, one_seat, organiser):
    cancel_registration(line[0], by=organiser, reason="Séance réservée aux agents.")
    payload = OutboxMessage.objects.get(key=f"session-mail:{line[0].pk}:removed").payload
    assert payload == {"registration": line[0].pk, "kind": "removed", "reason": "Séance réservée aux agents."}


def test_a_number_in_the_line_is_never_used_again(line, one_seat, organiser):
    cancel_registration(line[2])
    row = register(one_seat.places.first(), person=organiser, key="cle-d-odile", joins_queue=True)
    assert (row.place_in_line, rank_of(row)) == (3, 2)


def test_after_a_move_those_who_have_a_seat_are_asked_and_keep_it_while_they_say_nothing(line, one_seat, organiser):
    starts_at = one_seat.starts_at + timedelta(days=1)
    move_session(one_seat, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), by=organiser)
    assert [again(row).must_confirm for row in line] == [True, False, False]
    assert states(one_seat) == ["registered", "waiting", "waiting"]
    handle(OutboxMessage.objects.get(kind="session-mails").pk)
    assert [kind for _pk, kind in mails()[-3:]] == ["moved"] * 3
    assert confirm_again(line[0]).must_confirm is False
    assert [again(row).must_confirm for row in line] == [False] * 3


def test_whoever_can_no_longer_come_after_a_move_leaves_the_seat_to_the_line(line, one_seat, organiser):
    starts_at = one_seat.starts_at + timedelta(days=1)
    move_session(one_seat, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), by=organiser)
    cancel_registration(line[0])
    assert (states(one_seat), again(line[0]).must_confirm) == (["cancelled", "offered", "waiting"], False)


def test_a_move_that_brings_the_session_nearer_shortens_the_offers(line, one_seat, organiser):
    cancel_registration(line[0])
    starts_at = timezone.now() + timedelta(hours=6)
    move_session(one_seat, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), by=organiser)
    assert again(line[1]).offer_ends_at == starts_at - timedelta(hours=2)
    assert OutboxMessage.objects.filter(kind="session-offer-ends").count() == 2


def test_a_cancelled_session_ends_its_offers_and_tells_everyone_once(line, one_seat, organiser):
    cancel_registration(line[0])
    cancel_session(one_seat, reason="La salle est inondée.", by=organiser)
    assert states(one_seat) == ["cancelled", "lapsed", "waiting"]
    message = OutboxMessage.objects.get(kind="session-mails")
    payload = message.payload
    handle(message.pk)
    from catalogue.registering.emails import write_to_everyone

    write_to_everyone(payload)
    told = [pk for pk, kind in mails() if kind == "session-cancelled"]
    assert told == [line[1].pk, line[2].pk]
    # Nobody is offered the seat of a session that does not take place.
    with pytest.raises(OfferOver):
        accept_offer(line[2])


def test_a_seat_counted_twice_is_refused_by_the_database_with_a_sentence(one_seat, lea, monkeypatch):
    """The last word: even a deed that believes that there is a seat cannot give one too many."""
    registration(one_seat)
    monkeypatch.setattr(actions.seating, "can_be_given", lambda place: True)
    with pytest.raises(SessionFull):
        register(one_seat.places.first(), person=lea, key="cle-de-lea")
    assert (states(one_seat), counts(one_seat)) == (["registered"], (1, 0))
