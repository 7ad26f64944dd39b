"""RACE-01 to RACE-04: people who come at the same moment. Each has a control: without the lock, it breaks (rule 1)."""

import threading
from contextlib import contextmanager

import pytest
from django.db import connection
from django.db.models import Max

from catalogue.registering import seating
from catalogue.registering.actions import accept_offer, cancel_registration, expire_offers, register
from catalogue.registering.models import SEATED, Registration
from catalogue.sessions.actions import change_capacity
from catalogue.sessions.models import PeerSession, SessionPlace
from outillerie.errors import Refused
from outillerie.outbox.models import OutboxMessage
from tests.catalogue.session_factories import peer_session

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
State = Registration.State


def at_once(*deeds):
    """Do `deeds` in as many threads, started together. Return what each gave, or what it was refused."""
    start, ends = threading.Barrier(len(deeds)), [None] * len(deeds)

    def alone(number, deed):
        try:
            start.wait(20)
            ends[number] = deed()
        except Refused as refusal:
            ends[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=alone, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ends


def comes(session, number, *, key="", joins_queue=True):
    place = SessionPlace(pk=session.places.first().pk, session_id=session.pk)
    who = {"name": f"Personne {number}", "email": f"personne-{number}@example.org"}
    return lambda: register(place, key=key or f"cle-numero-{number}", joins_queue=joins_queue, **who)


def counted(session):
    """Return the seats and the line as the rows say, then as the place says."""
    place, rows = SessionPlace.objects.get(session=session), session.registrations
    seated = rows.filter(state__in=SEATED).count()
    return (seated, rows.filter(state=State.WAITING).count()), (place.taken, place.waiting)


@contextmanager
def without_lock(session_id):
    """The control: the session is read, nobody waits for anybody."""
    yield PeerSession.objects.get(pk=session_id)


@pytest.fixture
def no_lock(monkeypatch):
    """Take the lock away, and the counts that the database checks: they would still refuse one seat too many."""
    monkeypatch.setattr(seating, "held", without_lock)
    monkeypatch.setattr(seating, "count", lambda place, **_moved: None)
    together = threading.Barrier(2)
    free = seating.can_be_given

    def seen_by_both(place):
        answer = free(place)
        together.wait(10)
        return answer

    monkeypatch.setattr(seating, "can_be_given", seen_by_both)


def test_RACE_01_no_seat_is_given_twice_and_all_the_others_wait_in_order():
    session = peer_session(places=[{"capacity": 5}])
    ends = at_once(*[comes(session, number) for number in range(24)])
    assert [end.state for end in ends].count("registered") == 5
    assert counted(session) == ((5, 19), (5, 19))
    line = session.registrations.filter(state=State.WAITING).order_by("pk").values_list("place_in_line", flat=True)
    assert list(line) == list(range(1, 20))
    assert OutboxMessage.objects.filter(kind="session-mail").count() == 24


def test_RACE_01_control_without_the_lock_one_seat_is_given_twice(no_lock):
    session = peer_session(places=[{"capacity": 1}])
    ends = at_once(comes(session, 1), comes(session, 2))
    assert [end.state for end in ends] == ["registered", "registered"]
    assert counted(session)[0] == (2, 0)


def test_RACE_01_without_the_lock_the_database_still_refuses_one_seat_too_many(monkeypatch):
    monkeypatch.setattr(seating, "held", without_lock)
    session = peer_session(places=[{"capacity": 1}])
    together, free = threading.Barrier(2), seating.can_be_given

    def seen_by_both(place):
        answer = free(place)
        together.wait(10)
        return answer

    monkeypatch.setattr(seating, "can_be_given", seen_by_both)
    ends = at_once(comes(session, 1, joins_queue=False), comes(session, 2, joins_queue=False))
    assert sorted(type(end).__name__ for end in ends) == ["Registration", "SessionFull"]
    assert SessionPlace.objects.get(session=session).taken == 1


def test_RACE_02_a_freed_seat_goes_to_the_head_of_the_line_once():
    for turn in range(6):
        session = peer_session(places=[{"capacity": 1}])
        first, second = comes(session, f"{turn}-a")(), comes(session, f"{turn}-b")()
        at_once(lambda row=first: cancel_registration(row), comes(session, f"{turn}-c"))
        states = list(session.registrations.order_by("pk").values_list("email", "state"))
        assert dict(states)[second.email] == "offered"
        assert counted(session) == ((1, 1), (1, 1))


def test_RACE_02_control_without_the_lock_the_same_seat_is_offered_twice(monkeypatch):
    session = peer_session(places=[{"capacity": 1}])
    rows = [comes(session, number)() for number in range(3)]
    cancel_registration(rows[0])
    Registration.objects.filter(pk=rows[1].pk).update(state=State.WAITING)
    SessionPlace.objects.filter(session=session).update(taken=0, waiting=2)
    monkeypatch.setattr(seating, "held", without_lock)
    together, offered = threading.Barrier(2), []

    def offer(session, place, row, now):
        together.wait(10)
        offered.append(row.pk)

    monkeypatch.setattr(seating, "offer", offer)
    at_once(lambda: expire_offers(session), lambda: expire_offers(session))
    assert offered == [rows[1].pk, rows[1].pk]


def test_RACE_02_an_offer_that_ends_and_its_answer_never_both_count():
    for turn in range(6):
        session = peer_session(places=[{"capacity": 1}])
        rows = [comes(session, f"{turn}-{number}")() for number in range(3)]
        cancel_registration(rows[0])
        ends = at_once(lambda row=rows[1]: accept_offer(row), lambda row=rows[1]: cancel_registration(row))
        state = Registration.objects.get(pk=rows[1].pk).state
        assert state == State.CANCELLED or isinstance(ends[1], Refused)
        assert counted(session)[0] == counted(session)[1]
        assert counted(session)[0][0] == 1


def test_RACE_03_fewer_seats_during_a_rush_never_go_below_those_who_sit():
    session = peer_session(places=[{"capacity": 10}])
    place = session.places.first()
    at_once(*[comes(session, number) for number in range(16)], *[lambda: change_capacity(place, 4, by=None)] * 4)
    place.refresh_from_db()
    (seated, waiting), stored = counted(session)
    assert (seated + waiting, stored) == (16, (seated, waiting))
    assert seated == place.capacity
    assert place.capacity in (4, 10)


def test_RACE_04_fifty_presses_are_one_registration_one_mail_and_the_same_answer():
    session = peer_session()
    ends = at_once(*[comes(session, 1, key="la-meme-cle")] * 50)
    assert {end.pk for end in ends} == {session.registrations.get().pk}
    assert counted(session) == ((1, 0), (1, 0))
    assert OutboxMessage.objects.filter(kind="session-mail").count() == 1


def test_RACE_04_one_person_with_two_keys_stands_once():
    session = peer_session()
    ends = at_once(*[comes(session, 1, key=f"une-cle-{number}") for number in range(8)])
    assert sorted(type(end).__name__ for end in ends) == ["AlreadyRegistered"] * 7 + ["Registration"]
    assert counted(session) == ((1, 0), (1, 0))


def test_RACE_04_without_the_lock_the_constraints_have_the_last_word(monkeypatch):
    """Two presses that both saw nobody: the database lets one in, and the other is answered with it."""
    monkeypatch.setattr(seating, "held", without_lock)
    session = peer_session()
    together, free = threading.Barrier(2), seating.can_be_given

    def seen_by_both(place):
        answer = free(place)
        together.wait(10)
        return answer

    monkeypatch.setattr(seating, "can_be_given", seen_by_both)
    ends = at_once(*[comes(session, 1, key="la-meme-cle")] * 2)
    assert [end.pk for end in ends] == [session.registrations.get().pk] * 2


def test_RACE_06_the_same_person_in_two_sessions_at_once_has_both_and_both_say_so():
    session, other = (peer_session() for _twice in range(2))
    PeerSession.objects.filter(pk=other.pk).update(starts_at=session.starts_at, ends_at=session.ends_at)
    ends = at_once(comes(session, 1, key="une-cle-une"), comes(other, 1, key="une-cle-deux"))
    from catalogue.registering.queries import overlapping_of

    assert [end.state for end in ends] == ["registered", "registered"]
    found = [overlapping_of(Registration.objects.select_related("session").get(pk=end.pk)) for end in ends]
    assert found == [[other], [session]]


def test_numbers_in_the_line_only_grow():
    session = peer_session(places=[{"capacity": 1}])
    rows = [comes(session, number)() for number in range(4)]
    cancel_registration(rows[3])
    last = Registration.objects.filter(session=session).aggregate(last=Max("place_in_line"))["last"]
    assert comes(session, 9)().place_in_line == last + 1
