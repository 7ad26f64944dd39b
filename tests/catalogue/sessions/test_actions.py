"""What happens to a session: published whole, moved knowingly, cancelled with a reason, never behind anybody's back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.sessions import events
from catalogue.sessions.actions import (
    NotPublishable,
    ReasonMissing,
    TooFewSeats,
    WrongDates,
    WrongState,
    cancel_session,
    change_capacity,
    change_session,
    hold_session,
    move_session,
    propose_session,
    publish_session,
)
from catalogue.sessions.lacks import lacks_of
from catalogue.sessions.models import PeerSession, SessionMove, SessionPlace, SessionSeries
from catalogue.sessions.placing import (
    NobodyLeft,
    PlaceInUse,
    TwiceTheSame,
    add_facilitator,
    add_place,
    change_place,
    remove_facilitator,
    remove_place,
    write_facilitators,
)
from tests import factories
from tests.catalogue.session_factories import online, peer_session, registration, venue

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
ALL = (
    "session_proposed", "session_published", "session_moved", "session_changed", "session_cancelled", "session_held",
)  # fmt: skip


@pytest.fixture
def author():
    return factories.person("rose@example.org")


@pytest.fixture
def told():
    """Return the names of the events that were sent, in order, each with what it says beside its session."""
    heard, kept = [], []
    for name in ALL:

        def hear(sender, *, session, name=name, signal=None, **facts):
            heard.append((name, session.pk, facts))

        kept.append((name, hear))
        getattr(events, name).connect(hear)
    yield heard
    for name, hear in kept:
        getattr(events, name).disconnect(hear)


def draft(**facts):
    return peer_session(**{"facilitators": ["Odile Exemple"], "state": PeerSession.State.DRAFT, **facts})


def published(**facts):
    return peer_session(**{"facilitators": ["Odile Exemple"], **facts})


def fresh(session):
    return PeerSession.objects.get(pk=session.pk)


# --- publishing ---


def test_a_whole_draft_is_published_and_told_once(author, told):
    session = draft()
    before = timezone.now()
    done = publish_session(session, by=author)
    again = publish_session(session, by=author)
    assert (done.state, again.state, fresh(session).published_at) == ("published", "published", done.published_at)
    assert before <= done.published_at == done.changed_at
    assert told == [("session_published", session.pk, {"by": author})]


def test_publishing_says_everything_that_is_missing_at_once(author, told):
    session = draft(title=" ", facilitators=[], places=[], starts_at=timezone.now() - HOUR)
    with pytest.raises(NotPublishable) as refused:
        publish_session(session, by=author)
    assert [lack.field for lack in refused.value.lacks] == ["title", "date", "places", "facilitators"]
    assert (fresh(session).state, fresh(session).published_at, told) == ("draft", None, [])


@pytest.mark.parametrize(
    ("place", "fields"),
    [
        ({"is_online": True}, []),
        ({"is_online": True, "video_link": "https://visio.example.org/x"}, []),
        ({"address": "12 rue Exemple"}, ["places"]),
        ({"name": "Salle des fêtes"}, ["places"]),
        ({}, ["places"]),
    ],
)
def test_a_place_is_somewhere_or_online_even_before_its_link(place, fields):
    session = draft(places=[{"capacity": 5, **place}])
    assert [lack.field for lack in lacks_of(session, timezone.now())] == fields


def test_an_address_in_a_commune_is_somewhere():
    commune = venue().territory
    session = draft(places=[{"capacity": 5, "address": "3 place Exemple", "territory": commune}])
    assert lacks_of(session, timezone.now()) == []


def test_registration_that_closes_after_the_start_is_missing_sense():
    session = draft()
    session.registration_closes_at = session.starts_at + HOUR
    assert [lack.field for lack in lacks_of(session, timezone.now())] == ["closes"]


def test_asking_for_publication_needs_as_much_and_is_told_once(author, told):
    with pytest.raises(NotPublishable):
        propose_session(draft(places=[]), by=author)
    session = draft()
    first, again = propose_session(session, by=author), propose_session(session, by=author)
    assert (first.proposed_at, first.state) == (again.proposed_at, "draft")
    assert told == [("session_proposed", session.pk, {"by": author})]


def test_only_a_draft_is_published(author):
    for state in ("cancelled", "held"):
        with pytest.raises(WrongState):
            publish_session(published(state=state), by=author)


# --- moving ---


def test_a_move_keeps_the_dates_before_and_counts_for_calendars(author, told):
    session = published()
    session.registration_closes_at = session.starts_at - timedelta(days=2)
    session.save()
    starts, ends = session.starts_at + timedelta(days=7), session.ends_at + timedelta(days=7)
    move = move_session(session, starts_at=starts, ends_at=ends, reason=" Grève ", by=author)
    kept = fresh(session)
    assert (kept.starts_at, kept.ends_at, kept.sequence, kept.is_exception) == (starts, ends, 1, False)
    assert kept.registration_closes_at == starts - timedelta(days=2)
    assert (kept.moved_at, kept.changed_at) == (move.moved_at, move.moved_at)
    row = SessionMove.objects.get()
    assert (row.starts_before, row.ends_before, row.starts_after, row.ends_after, row.reason, row.moved_by) == (
        session.starts_at, session.ends_at, starts, ends, "Grève", author,
    )  # fmt: skip
    assert told == [("session_moved", session.pk, {"move": move, "by": author})]


@pytest.mark.parametrize(
    ("starts", "ends", "error"),
    [(-HOUR, HOUR, WrongDates), (HOUR, HOUR, WrongDates), (2 * HOUR, HOUR, WrongDates)],
)
def test_a_move_into_the_past_or_backwards_is_refused(author, told, starts, ends, error):
    session, now = published(), timezone.now()
    with pytest.raises(error):
        move_session(session, starts_at=now + starts, ends_at=now + ends, by=author)
    assert (fresh(session).sequence, SessionMove.objects.count(), told) == (0, 0, [])


def test_a_move_to_the_same_dates_tells_nobody(author, told):
    session = published()
    with pytest.raises(WrongDates):
        move_session(session, starts_at=session.starts_at, ends_at=session.ends_at, by=author)
    assert told == []


@pytest.mark.parametrize("state", ["draft", "cancelled", "held"])
def test_only_a_published_session_moves_or_is_cancelled(author, state):
    session = published(state=state)
    with pytest.raises(WrongState):
        move_session(session, starts_at=session.starts_at + HOUR, ends_at=session.ends_at + HOUR, by=author)
    if state != "cancelled":
        with pytest.raises(WrongState):
            cancel_session(session, reason="Non", by=author)
    assert fresh(session).state == state


def test_a_session_that_has_begun_does_not_move(author):
    session = published(starts_at=timezone.now() - HOUR)
    with pytest.raises(WrongDates):
        move_session(session, starts_at=session.starts_at + 5 * HOUR, ends_at=session.ends_at + 5 * HOUR, by=author)


def test_a_move_alone_makes_an_exception_of_a_series_and_keeps_its_date_by_the_rule(author):
    session = published()
    session.series = SessionSeries.objects.create(
        title="Permanence",
        rule="FREQ=WEEKLY",
        first_day=session.starts_at.date(),
        local_start="10:00",
        local_end="12:00",
    )
    session.recurrence_at = session.starts_at
    session.save()
    move_session(session, starts_at=session.starts_at + HOUR, ends_at=session.ends_at + HOUR, by=author)
    assert (fresh(session).is_exception, fresh(session).recurrence_at) == (True, session.starts_at)


# --- changing ---


def test_a_change_of_what_people_read_counts_and_says_what_changed(author, told):
    session = published()
    change_session(session, by=author, title="Autre titre", material="")
    assert (fresh(session).title, fresh(session).sequence) == ("Autre titre", 1)
    assert told == [("session_changed", session.pk, {"by": author, "changed": frozenset({"title"})})]
    assert fresh(session).changed_at > session.changed_at


def test_saving_the_same_changes_nothing_and_tells_nobody(author, told):
    session = published()
    change_session(session, by=author, title=session.title, audiences=[], price="")
    assert (fresh(session).sequence, fresh(session).changed_at, told) == (0, session.changed_at, [])


def test_a_draft_changes_in_silence_dates_too(author, told):
    session = draft()
    change_session(
        session, by=author, title="Brouillon", starts_at=session.starts_at + HOUR, ends_at=session.ends_at + HOUR
    )
    assert (fresh(session).starts_at, fresh(session).sequence, told) == (session.starts_at + HOUR, 0, [])


def test_the_dates_of_a_published_session_change_by_a_move_only(author):
    session = published()
    with pytest.raises(WrongState):
        change_session(session, by=author, starts_at=session.starts_at + HOUR)
    change_session(session, by=author, starts_at=session.starts_at, price="5 euros")
    assert (fresh(session).starts_at, fresh(session).price) == (session.starts_at, "5 euros")


def test_ATK_MASS_01_what_has_a_deed_of_its_own_is_no_fact(author):
    for name in (
        "state",
        "published_at",
        "created_by",
        "slug",
        "uid",
        "sequence",
        "series",
        "recurrence_at",
        "held_at",
    ):
        with pytest.raises(TypeError):
            change_session(draft(), by=author, **{name: None})


def test_what_is_over_is_not_rewritten(author):
    for state in ("cancelled", "held"):
        with pytest.raises(WrongState):
            change_session(published(state=state), by=author, title="Après coup")


# --- seats and places ---


def test_seats_are_never_fewer_than_people_and_the_sentence_counts_them(author):
    session = published()
    place = session.places.get()
    for _n in range(11):
        registration(session)
    with pytest.raises(TooFewSeats) as refused:
        change_capacity(place, 10, by=author)
    assert "11" in str(refused.value)
    assert SessionPlace.objects.get().capacity == 12
    assert change_capacity(place, 11, by=author).capacity == 11
    with pytest.raises(TooFewSeats):
        change_capacity(published().places.get(), 0, by=author)


def test_more_seats_are_told_apart_from_another_place(author, told):
    session = published()
    place = session.places.get()
    change_capacity(place, 20, by=author)
    change_place(place, by=author, room="Salle 2")
    change_place(place, by=author, room="Salle 2")
    add_place(session, by=author, **online())
    assert [facts["changed"] for _name, _pk, facts in told] == [
        frozenset({"capacity"}), frozenset({"places"}), frozenset({"places"}),
    ]  # fmt: skip
    assert fresh(session).sequence == 3


def test_a_place_where_somebody_registered_stays(author):
    session = published(places=[{"venue": venue()}, online()])
    first, second = session.places.all()
    gone = registration(session, place=second, state="cancelled")
    registration(session, place=first)
    for place in (first, second):
        with pytest.raises(PlaceInUse):
            remove_place(place, by=author)
    gone.delete()
    remove_place(second, by=author)
    assert list(session.places.all()) == [first]


def test_a_published_session_keeps_a_place_and_a_facilitator_and_a_draft_need_not(author):
    session = published()
    with pytest.raises(NobodyLeft):
        remove_place(session.places.get(), by=author)
    with pytest.raises(NobodyLeft):
        remove_facilitator(session.facilitators.get(), by=author)
    assert (session.places.count(), session.facilitators.count()) == (1, 1)
    other = draft()
    remove_place(other.places.get(), by=author)
    remove_facilitator(other.facilitators.get(), by=author)
    assert (other.places.count(), other.facilitators.count()) == (0, 0)


def test_the_same_person_facilitates_once(author):
    session = draft()
    assert add_facilitator(session, by=author, person=author) == add_facilitator(session, by=author, person=author)
    row = {"person": author, "name": "", "role": ""}
    with pytest.raises(TwiceTheSame):
        write_facilitators(session, [row, row])
    assert session.facilitators.filter(person=author).count() == 1


# --- the end ---


def test_cancelling_needs_a_reason_is_told_once_and_counts(author, told):
    session = published()
    with pytest.raises(ReasonMissing):
        cancel_session(session, reason="  ", by=author)
    first = cancel_session(session, reason="Salle fermée", by=author)
    again = cancel_session(session, reason="Autre raison", by=author)
    assert (again.state, again.cancel_reason, again.cancelled_at, again.sequence) == (
        "cancelled", "Salle fermée", first.cancelled_at, 1,
    )  # fmt: skip
    assert told == [("session_cancelled", session.pk, {"by": author})]


def test_a_session_is_held_once_it_has_begun_and_only_once(author, told):
    session = published(starts_at=timezone.now() - 3 * HOUR)
    with pytest.raises(WrongState):
        hold_session(published(), by=author)
    first, again = hold_session(session, by=author), hold_session(session, by=author)
    assert (first.state, again.held_at) == ("held", first.held_at)
    assert told == [("session_held", session.pk, {"by": author})]
    with pytest.raises(WrongState):
        cancel_session(session, reason="Trop tard", by=author)


def test_an_event_that_fails_undoes_the_deed(author):
    session = published()

    def break_it(sender, **_facts):
        raise RuntimeError

    events.session_cancelled.connect(break_it)
    try:
        with pytest.raises(RuntimeError):
            cancel_session(session, reason="Panne", by=author)
    finally:
        events.session_cancelled.disconnect(break_it)
    assert fresh(session).state == "published"
