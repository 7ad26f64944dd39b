"""What a card says of a session follows from one function, whatever the facts."""

from datetime import UTC, datetime, timedelta

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from catalogue.agenda.cards import LOOKS, MOST_STOOLS, WORDS, facts_of, seat_words, seats_of
from catalogue.sessions.formats.state import Call, SessionStatus, call_to_action, status
from catalogue.sessions.models import PeerSession, SessionPlace

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
moments = st.integers(-100, 100).map(lambda hours: NOW + timedelta(hours=hours))


@st.composite
def sessions(draw):
    starts = draw(moments)
    places = [
        SessionPlace(capacity=capacity, taken=draw(st.integers(0, capacity)), waiting=draw(st.integers(0, 2)))
        for capacity in draw(st.lists(st.integers(1, 30), max_size=3))
    ]
    session = PeerSession(
        pk=1,
        state=draw(st.sampled_from(PeerSession.State.values)),
        starts_at=starts,
        ends_at=starts + timedelta(hours=draw(st.integers(1, 8))),
        registration_closes_at=draw(st.none() | moments),
        has_waiting_list=draw(st.booleans()),
        is_anonymous=draw(st.booleans()),
    )
    session._prefetched_objects_cache = {"places": places}
    return session


@given(sessions())
def test_the_words_the_stools_and_the_status_of_a_card_agree(session):
    facts, seats = facts_of(session), seats_of(session, NOW)
    assert seats.status == status(facts, NOW)
    assert len(seats.stools) in (0, seats.capacity)
    assert sum(seats.stools) in (0, seats.taken)
    if seats.stools:
        assert seats.capacity <= MOST_STOOLS
        assert seats.status in (SessionStatus.OPEN, SessionStatus.LAST_SEAT)
        assert seats.capacity - seats.taken >= facts.seats_left >= 1


@given(sessions())
def test_nobody_is_called_to_register_where_no_seat_is_free(session):
    facts = facts_of(session)
    found = status(facts, NOW)
    if call_to_action(found) == Call.REGISTER:
        assert facts.seats_left > 0
        assert facts.starts_at > NOW
        assert facts.state == "published"
    if call_to_action(found) == Call.JOIN_WAITING_LIST:
        assert (facts.seats_left, facts.has_waiting_list) == (0, True)


def test_every_status_has_its_words_and_its_look():
    with translation.override("en"):
        words = {found: seat_words(found, 3) for found in SessionStatus}
    assert set(LOOKS) == set(SessionStatus)
    assert set(WORDS) == set(SessionStatus) - {SessionStatus.OPEN}
    assert len(set(words.values())) == len(SessionStatus)
    assert words[SessionStatus.OPEN] == "3 free seats"


def test_a_seat_that_somebody_waits_for_is_not_announced():
    session = PeerSession(pk=1, state="published", starts_at=NOW + timedelta(days=3), ends_at=NOW + timedelta(days=4))
    places = [SessionPlace(capacity=10, taken=9, waiting=1), SessionPlace(capacity=5, taken=3)]
    session._prefetched_objects_cache = {"places": places}
    seats = seats_of(session, NOW)
    assert (facts_of(session).seats_left, seats.taken, seats.capacity) == (2, 12, 15)
