"""RACE-01 to RACE-04 and RACE-06, for sessions: real processes on one database, all at the same instant (rule 1).

In short, 8 people at once; `make faults` has 32 and ten thousand attempts. A control shows what the lock is for.
"""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from catalogue.registering.models import SEATED, Registration
from catalogue.sessions.models import PeerSession, SessionPlace
from catalogue.sessions.queries import half_days_of
from outillerie.accounts.models import User
from outillerie.outbox.models import OutboxMessage
from tests.catalogue import session_factories as made
from tests.faults.processes import full_or_short
from tests.faults.rush import Crowd, outcomes, pairs

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
State = Registration.State
PEOPLE = full_or_short(10_000, 120)
SEATS = full_or_short([1, 30, 500], [1, 30])
ROUNDS = full_or_short(1_000, 24)
CLICKS = 50
LEAVERS = full_or_short(200, 12)


def people(count: int) -> list[int]:
    rows = User.objects.bulk_create(
        User(email=f"personne{number}@example.org", first_name=f"Personne {number}") for number in range(count)
    )
    return [row.pk for row in rows]


def session_of(capacity: int, **facts) -> SessionPlace:
    return made.peer_session(places=[made.online(capacity=capacity)], **facts).places.get()


def arrivals(place: SessionPlace, persons: list[int]) -> list[dict]:
    return [{"place": place.pk, "person": pk, "key": f"key-{place.pk}-{pk}"} for pk in persons]


def states_of(place: SessionPlace) -> dict[str, int]:
    rows = list(place.registrations.values_list("state", flat=True))
    return {state: rows.count(state) for state in set(rows)}


def check_counts(place: SessionPlace) -> None:
    """The counts of a place say what its rows say, and never more seats than there are."""
    place.refresh_from_db()
    assert place.taken == place.registrations.filter(state__in=SEATED).count() <= place.capacity
    assert place.waiting == place.registrations.filter(state=State.WAITING).count()


def overtaken(journal) -> list[tuple[int, int]]:
    """Return those who were answered before somebody else asked, and who stand behind that one all the same."""
    queue = sorted((line for line in journal if line.answer[2] is not None), key=lambda line: line.answer[2])
    latest, found = None, []
    for line in queue:
        if latest is not None and line.ended < latest.began:
            found.append((latest.attempt, line.attempt))
        if latest is None or line.began > latest.began:
            latest = line
    return found


@pytest.mark.parametrize("capacity", SEATS)
def test_RACE_01_every_seat_is_given_once_and_everybody_else_waits_in_the_order_of_arrival(crowd, capacity):
    place = session_of(capacity)
    journal = crowd.rush("register", arrivals(place, people(PEOPLE)))
    seated = min(capacity, PEOPLE)
    assert outcomes(journal) == {"done": PEOPLE}
    assert sum(line.answer[1] == State.REGISTERED for line in journal) == seated
    line = Registration.objects.filter(place=place, state=State.WAITING).order_by("pk")
    assert list(line.values_list("place_in_line", flat=True)) == list(range(1, PEOPLE - seated + 1))
    assert overtaken(journal) == []
    check_counts(place)


def test_RACE_01_without_a_waiting_list_those_who_come_too_late_are_told_so(crowd):
    place = session_of(5, has_waiting_list=False)
    journal = crowd.rush("register", arrivals(place, people(PEOPLE)))
    assert outcomes(journal) == {"done": 5, "SessionFull": PEOPLE - 5}
    assert states_of(place) == {State.REGISTERED: 5}
    check_counts(place)


def test_RACE_01_control_counting_then_writing_sells_the_same_seat_several_times(crowd):
    place = session_of(1)
    crowd.rush("count_then_insert", arrivals(place, people(8)))
    assert states_of(place)[State.REGISTERED] > 1


def test_RACE_01_control_without_the_lock_people_are_refused_though_there_is_room_for_them(tmp_path):
    """The constraints have the last word: nothing is oversold, but those who read what another one was changing are sent
    away. On SQLite, where Django begins DEFERRED unless told otherwise, they are answered a fault."""
    place, persons = session_of(30), people(64)
    crowd = Crowd(tmp_path, processes=2, threads=4, SQLITE_BEGINS="DEFERRED")
    try:
        found = outcomes(crowd.rush("register_without_lock", arrivals(place, persons)))
    finally:
        crowd.leave()
    refused = "fault: OperationalError: database is locked" if connection.vendor == "sqlite" else "SessionFull"
    assert found.get(refused, 0) > 0, found
    assert found["done"] == place.registrations.count() < len(persons)
    check_counts(place)


def full_house(seats: int = 1, *, waiting: int = 2) -> tuple[SessionPlace, list[Registration], list[Registration]]:
    """Return a place whose seats are taken, who has them, and who waits."""
    place = session_of(seats)
    seated = [made.registration(place.session, place=place) for _seat in range(seats)]
    line = [
        made.registration(place.session, place=place, state=State.WAITING, place_in_line=rank + 1)
        for rank in range(waiting)
    ]
    return place, seated, line


def test_RACE_02_a_freed_seat_goes_to_the_head_of_the_line_once_whoever_comes_at_the_same_moment(crowd):
    houses = [full_house() for _round in range(ROUNDS)]
    cancels = [("cancel_registration", {"registration": seated.pk}) for _place, [seated], _line in houses]
    newcomers = people(ROUNDS)
    arrive = [
        ("register", arrivals(place, [pk])[0]) for (place, _seated, _line), pk in zip(houses, newcomers, strict=True)
    ]
    journal = crowd.rush_mixed(pairs(cancels, arrive))
    assert outcomes(journal) == {"done": 2 * ROUNDS}
    for place, [seated], [first, second] in houses:
        newcomer = place.registrations.get(person__isnull=False)
        rows = [(row.pk, row.state, row.place_in_line) for row in place.registrations.order_by("pk")]
        assert rows == [
            (seated.pk, State.CANCELLED, None),
            (first.pk, State.OFFERED, 1),
            (second.pk, State.WAITING, 2),
            (newcomer.pk, State.WAITING, 3),
        ]
        check_counts(place)
    offers = OutboxMessage.objects.filter(kind="session-mail", payload__kind="offered")
    assert offers.count() == ROUNDS


def test_RACE_02_an_offer_is_taken_or_given_on_never_both(crowd):
    houses = [full_house() for _round in range(ROUNDS)]
    for place, [seated], [first, _second] in houses:
        Registration.objects.filter(pk=seated.pk).update(state=State.CANCELLED)
        Registration.objects.filter(pk=first.pk).update(state=State.OFFERED, offer_ends_at=timezone.now())
        SessionPlace.objects.filter(pk=place.pk).update(waiting=1)
    # Half of the offers end now, half of them while the answer is on its way: whoever comes second is told.
    Registration.objects.filter(state=State.OFFERED).update(offer_ends_at=timezone.now() + timedelta(seconds=0.4))
    accept = [("accept_offer", {"registration": first.pk}) for _place, _seated, [first, _second] in houses]
    expire = [("expire_offers", {"session": place.session_id}) for place, _seated, _line in houses]
    journal = crowd.rush_mixed(pairs(accept, expire))
    for (place, _seated, [first, second]), line in zip(houses, journal[::2], strict=True):
        states = dict(place.registrations.values_list("pk", "state"))
        taken = line.outcome == "done"
        assert line.outcome in ("done", "OfferOver")
        assert states[first.pk] == (State.REGISTERED if taken else State.LAPSED)
        assert states[second.pk] == (State.WAITING if taken else State.OFFERED)
        check_counts(place)


def test_RACE_03_seats_taken_away_and_added_during_a_rush_are_never_given_twice(crowd):
    place, [organiser, *persons] = session_of(30), people(1 + max(60, PEOPLE // 4))
    arrive = [("register", attempt) for attempt in arrivals(place, persons)]
    chance = random.Random(5)
    for capacity in (10, 20, 25, 15, 28, 40):
        change = ("set_capacity", {"place": place.pk, "capacity": capacity, "by": organiser})
        arrive.insert(chance.randrange(min(48, len(arrive))), change)
    journal = crowd.rush_mixed(arrive)
    assert set(outcomes(journal)) <= {"done", "TooFewSeats"}
    check_counts(place)
    # Nobody waits while a seat is free: what was added was offered.
    assert place.taken == place.capacity
    assert Registration.objects.filter(place=place).count() == len(persons)


def test_RACE_04_fifty_clicks_on_the_same_form_are_one_registration_one_mail_and_one_answer(crowd):
    place, [person] = session_of(30), people(1)
    [attempt] = arrivals(place, [person])
    journal = crowd.rush("register", [attempt] * CLICKS)
    row = Registration.objects.get()
    assert [(line.outcome, line.answer) for line in journal] == [("done", [row.pk, State.REGISTERED, None])] * CLICKS
    assert list(OutboxMessage.objects.filter(kind="session-mail").values_list("payload", flat=True)) == [
        {"registration": row.pk, "kind": "registered"}
    ]
    check_counts(place)


def test_RACE_04_fifty_windows_are_one_registration_and_the_others_are_told_that_it_stands(crowd):
    place, [person] = session_of(30), people(1)
    attempts = [{"place": place.pk, "person": person, "key": f"window-{number}"} for number in range(CLICKS)]
    journal = crowd.rush("register", attempts)
    assert outcomes(journal) == {"done": 1, "AlreadyRegistered": CLICKS - 1}
    assert (Registration.objects.count(), OutboxMessage.objects.filter(kind="session-mail").count()) == (1, 1)
    check_counts(place)


def test_RACE_04_somebody_who_clicks_in_two_places_of_a_session_has_one_seat(crowd):
    session = made.peer_session(places=[made.online(), {"venue": made.venue(), "capacity": 12}])
    persons = people(CLICKS)
    [here, there] = session.places.all()
    journal = crowd.rush("register", pairs(arrivals(here, persons), arrivals(there, persons)))
    assert outcomes(journal) == {"done": CLICKS, "AlreadyRegistered": CLICKS}
    assert session.registrations.count() == CLICKS
    check_counts(here)
    check_counts(there)


def test_RACE_05_two_organisers_cancel_at_once_and_people_are_told_once(crowd):
    sessions = [full_house()[0].session for _round in range(ROUNDS)]
    first, second = people(2)
    cancels = pairs(
        [{"session": session.pk, "reason": "Salle fermée", "by": first} for session in sessions],
        [{"session": session.pk, "reason": "Grève", "by": second} for session in sessions],
    )
    journal = crowd.rush("cancel", cancels)
    assert outcomes(journal) == {"done": 2 * ROUNDS}
    for session, mine, theirs in zip(sessions, journal[::2], journal[1::2], strict=True):
        session.refresh_from_db()
        # Whoever came second reads the reason that stands.
        assert {mine.answer, theirs.answer} == {session.cancel_reason}
        assert (session.state, session.sequence) == (PeerSession.State.CANCELLED, 1)
    told = OutboxMessage.objects.filter(kind="session-mails", payload__kind="session-cancelled")
    assert told.count() == ROUNDS


def test_RACE_05_one_moves_while_the_other_cancels_and_what_was_said_last_is_what_is(crowd):
    sessions = [full_house()[0].session for _round in range(ROUNDS)]
    mover, canceller = people(2)
    later = [(session.starts_at + timedelta(days=7), session.ends_at + timedelta(days=7)) for session in sessions]
    moves = [
        ("move", {"session": session.pk, "starts_at": starts.isoformat(), "ends_at": ends.isoformat(), "by": mover})
        for session, (starts, ends) in zip(sessions, later, strict=True)
    ]
    cancels = [("cancel", {"session": session.pk, "reason": "Grève", "by": canceller}) for session in sessions]
    journal = crowd.rush_mixed(pairs(moves, cancels))
    for session, moving, cancelling in zip(sessions, journal[::2], journal[1::2], strict=True):
        session.refresh_from_db()
        is_moved = moving.outcome == "done"
        assert (cancelling.outcome, session.state) == ("done", PeerSession.State.CANCELLED)
        assert moving.outcome in ("done", "WrongState")
        assert (session.moves.count(), session.sequence) == ((1, 2) if is_moved else (0, 1))


def test_RACE_06_two_overlapping_sessions_at_once_warn_and_count_each_once(crowd):
    first, second = session_of(CLICKS), session_of(CLICKS)
    persons = people(CLICKS)
    journal = crowd.rush("register", pairs(arrivals(first, persons), arrivals(second, persons)))
    assert outcomes(journal) == {"done": 2 * CLICKS}
    for place in (first, second):
        assert states_of(place) == {State.REGISTERED: CLICKS}
        check_counts(place)


def test_RACE_06_of_two_opposite_marks_the_last_one_counts_and_both_are_kept(crowd):
    starts_at = timezone.now() - timedelta(hours=1)
    session = made.peer_session(starts_at=starts_at, places=[made.online(ROUNDS)])
    rows = [made.registration(session) for _round in range(ROUNDS)]
    first, second = people(2)
    for person in (first, second):
        session.facilitators.create(person_id=person)
    half_day = half_day_of(session)
    marks = pairs(
        [
            {"registration": row.pk, "half_day": half_day, "state": "present", "key": f"a{row.pk}", "by": first}
            for row in rows
        ],
        [
            {"registration": row.pk, "half_day": half_day, "state": "absent", "key": f"b{row.pk}", "by": second}
            for row in rows
        ],
    )
    # A phone that comes back on the network says it all again.
    journal = crowd.rush("mark", marks + marks)
    assert outcomes(journal) == {"done": 4 * ROUNDS}
    for row in rows:
        attendance = row.attendances.get()
        said = list(attendance.marks.order_by("pk").values_list("state", flat=True))
        assert sorted(said) == ["absent", "present"]
        assert (attendance.state, attendance.has_conflict) == (said[-1], True)


def half_day_of(session: PeerSession) -> str:
    [half_day] = half_days_of(session)
    return half_day.code


def marked_and_erased(deed: str, marking: str = "mark") -> list[tuple[str, dict]]:
    """Return people who are marked excused in a session to come, and who erase their account by `deed` meanwhile."""
    by, attempts = User.objects.create(email="animatrice@example.org"), []
    for pk in people(LEAVERS):
        session = made.peer_session(places=[made.online(capacity=2)])
        row = made.registration(session, User.objects.get(pk=pk), place=session.places.get())
        half_day = half_days_of(session)[0].code
        facts = {"registration": row.pk, "half_day": half_day, "state": "excused", "key": f"mark-{pk}", "by": by.pk}
        attempts += [(marking, facts), (deed, {"person": pk})]
    return attempts


def test_RACE_06_whoever_leaves_while_they_are_marked_is_waited_for_and_nobody_waits_in_turn(crowd):
    told = outcomes(crowd.rush_mixed(marked_and_erased("erase_person")))
    assert [outcome for outcome in told if "OperationalError" in outcome] == []
    assert not User.objects.filter(email__startswith="personne").exists()


def test_RACE_06_control_with_the_person_locked_first_each_waits_for_the_other(tmp_path):
    """PostgreSQL ends one of the two, by its own timeout or ours. SQLite has one lock for everything: nobody can wait in turn."""
    crowd = Crowd(tmp_path, processes=2, threads=4)
    try:
        told = outcomes(crowd.rush_mixed(marked_and_erased("erase_person_first", marking="mark_hesitating")))
    finally:
        crowd.leave()
    assert any(outcome.startswith("fault: OperationalError") for outcome in told) == (
        connection.vendor == "postgresql"
    ), told
