"""Registering: once, for whom, until when. The last seat is given once (rule 1)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from catalogue.registering.actions import (
    AlreadyRegistered,
    NotYours,
    RegistrationClosed,
    SessionFull,
    cancel_registration,
    change_place,
    confirm_address,
    register,
    walk_in,
)
from catalogue.registering.actions import ask_registration as ask
from catalogue.registering.models import Registration
from catalogue.registering.queries import overlapping, participants_of, rank_of, registration_of
from catalogue.sessions.models import PeerSession, SessionPlace
from outillerie.accounts.models import Organisation
from outillerie.outbox.models import OutboxMessage
from tests.catalogue.session_factories import online, peer_session, registration

pytestmark = pytest.mark.django_db
State = Registration.State


def place_of(session):
    return session.places.first()


def counts(session):
    return list(SessionPlace.objects.filter(session=session).values_list("taken", "waiting"))


def mails(kind="session-mail"):
    return list(OutboxMessage.objects.filter(kind=kind).order_by("pk").values_list("payload__kind", flat=True))


def confirmed(person):
    person.emailaddress_set.update_or_create(email=person.email, defaults={"verified": True, "primary": True})
    return person


def test_one_press_gives_a_seat_and_writes_the_mail(one_seat, lea):
    row = register(place_of(one_seat), person=lea, key="cle-de-lea", needs="Boucle magnétique")
    assert (row.state, row.name, row.email, row.needs) == ("registered", "Léa", "lea@example.org", "Boucle magnétique")
    assert (counts(one_seat), mails()) == ([(1, 0)], ["registered"])
    assert list(participants_of(one_seat)) == [row]


def test_the_last_seat_is_given_once(one_seat, lea, marc):
    register(place_of(one_seat), person=lea, key="cle-de-lea")
    with pytest.raises(SessionFull) as refusal:
        register(place_of(one_seat), person=marc, key="cle-de-marc")
    assert (refusal.value.rank, counts(one_seat)) == (1, [(1, 0)])
    assert [row.person for row in participants_of(one_seat)] == [lea]


def test_whoever_agrees_to_wait_stands_in_the_line_in_order(one_seat, lea, marc, ines):
    register(place_of(one_seat), person=lea, key="cle-de-lea")
    rows = [register(place_of(one_seat), person=who, key=f"cle-{who.pk}-x", joins_queue=True) for who in (marc, ines)]
    assert [(row.state, rank_of(row)) for row in rows] == [("waiting", 1), ("waiting", 2)]
    assert (counts(one_seat), mails()) == ([(1, 2)], ["registered", "waiting", "waiting"])


def test_a_person_registers_once_and_an_address_too_whatever_its_capitals(one_seat, lea):
    place = place_of(peer_session())
    first = register(place, person=lea, key="cle-de-lea")
    for again in ({"person": lea}, {"name": "Léa", "email": "LEA@Example.org"}):
        with pytest.raises(AlreadyRegistered) as refusal:
            register(place, key="une-autre-cle", **again)
        assert refusal.value.registration == first
    place.refresh_from_db()
    assert place.taken == 1


def test_the_same_key_again_is_the_same_answer_even_once_cancelled(one_seat, lea):
    place = place_of(one_seat)
    first = register(place, person=lea, key="cle-de-lea")
    assert register(place, person=lea, key="cle-de-lea") == first
    cancel_registration(first)
    assert register(place, person=lea, key="cle-de-lea").state == State.CANCELLED
    assert register(place, person=lea, key="une-autre-cle").state == State.REGISTERED


def test_the_key_of_somebody_else_answers_nothing(one_seat, lea, marc):
    session = peer_session()
    register(place_of(session), person=lea, key="cle-de-lea", needs="Secret")
    for place in (place_of(session), place_of(one_seat)):
        with pytest.raises(NotYours):
            register(place, person=marc, key="cle-de-lea")
    with pytest.raises(NotYours):
        register(place_of(one_seat), person=lea, key="cle-de-lea")


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"state": "draft", "published_at": None}, "not published"),
        ({"state": "cancelled"}, "cancelled"),
        ({"state": "held"}, "has begun"),
        ({"is_anonymous": True}, "come as you are"),
        ({"starts_at": timezone.now() - timedelta(minutes=1)}, "has begun"),
        ({"registration_closes_at": timezone.now() - timedelta(minutes=1)}, "Registration is closed"),
    ],
)
def test_nobody_registers_when_it_is_not_the_time(lea, facts, sentence):
    session = peer_session(**facts)
    with pytest.raises(RegistrationClosed, match=sentence), translation.override("en"):
        register(place_of(session), person=lea, key="cle-de-lea")
    assert Registration.objects.count() == 0


def test_whoever_organises_adds_people_after_the_deadline(lea):
    session = peer_session(registration_closes_at=timezone.now() - timedelta(minutes=1))
    assert register(place_of(session), person=lea, key="cle-de-lea", source="organiser").state == State.REGISTERED


def test_an_address_holds_no_seat_until_it_is_confirmed_then_the_order_is_that_of_confirmations(one_seat):
    place = place_of(one_seat)
    first = ask(place, key="premiere-cle", name="Ana", email="Ana@Example.org")
    second = ask(place, key="seconde-cle", name="Bo", email="bo@example.org")
    assert (first.state, counts(one_seat), mails()) == ("unconfirmed", [(0, 0)], ["to-confirm"] * 2)
    assert [confirm_address(row).state for row in (second, first)] == ["registered", "waiting"]
    assert confirm_address(second).state == "registered"
    assert (counts(one_seat), mails()) == ([(1, 1)], ["to-confirm", "to-confirm", "registered", "waiting"])


def test_a_link_is_worth_48_hours(one_seat):
    row = ask(place_of(one_seat), key="premiere-cle", name="Ana", email="ana@example.org")
    Registration.objects.filter(pk=row.pk).update(asked_at=timezone.now() - timedelta(hours=48, minutes=1))
    with pytest.raises(RegistrationClosed):
        confirm_address(row)
    assert counts(one_seat) == [(0, 0)]


def test_confirming_an_address_that_is_registered_already_changes_nothing(lea):
    session = peer_session()
    standing = register(place_of(session), person=lea, key="cle-de-lea")
    row = ask(place_of(session), key="une-autre-cle", name="Léa", email="lea@example.org")
    assert confirm_address(row) == standing
    assert (counts(session), row.state) == ([(1, 0)], "unconfirmed")


def test_a_confirmed_address_is_linked_to_the_account_that_proved_it(one_seat, lea):
    row = ask(place_of(one_seat), key="premiere-cle", name="Léa", email="LEA@example.org")
    assert confirm_address(row).person is None
    other = ask(place_of(peer_session()), key="seconde-cle", name="Léa", email="lea@example.org")
    assert confirm_address(other if confirmed(lea) else None).person == lea
    assert registration_of(one_seat, lea) == row


def test_walk_ins_come_on_the_day_and_take_the_seats_that_are_left(lea, marc, organiser):
    session = peer_session(starts_at=timezone.now() - timedelta(minutes=10), places=[{"capacity": 1}])
    waiting = registration(session, marc, state=State.WAITING, place_in_line=1)
    assert walk_in(place_of(session), name="Marc", person=marc, key="cle-de-marc", by=organiser) == waiting
    waiting.refresh_from_db()
    assert (waiting.state, counts(session)) == ("registered", [(1, 0)])
    with pytest.raises(SessionFull):
        walk_in(place_of(session), name="Léa", key="cle-de-lea", by=organiser)
    with pytest.raises(RegistrationClosed):
        walk_in(place_of(peer_session()), name="Léa", key="cle-de-lea", by=organiser)


def test_another_place_of_a_hybrid_session_is_taken_only_if_it_has_a_seat(lea, marc):
    session = peer_session(places=[{"capacity": 1}, online(capacity=1)])
    room, screen = session.places.all()
    mine = register(room, person=lea, key="cle-de-lea")
    other = register(screen, person=marc, key="cle-de-marc")
    with pytest.raises(SessionFull):
        change_place(mine, screen)
    cancel_registration(other)
    assert change_place(mine, screen).place == screen
    assert counts(session) == [(0, 0), (1, 0)]
    assert mails()[-1] == "registered"


def test_changing_place_frees_the_seat_for_the_line_of_the_other(lea, marc):
    session = peer_session(places=[{"capacity": 1}, online(capacity=1)])
    room, screen = session.places.all()
    mine = register(room, person=lea, key="cle-de-lea")
    waits = register(room, person=marc, key="cle-de-marc", joins_queue=True)
    change_place(mine, screen)
    waits.refresh_from_db()
    assert (waits.state, counts(session)) == ("offered", [(1, 0), (1, 0)])


def test_RACE_06_overlapping_sessions_are_warned_of_and_not_refused(lea):
    now = timezone.now() + timedelta(days=3)
    first, second = peer_session("Une", starts_at=now), peer_session("Deux", starts_at=now + timedelta(hours=1))
    after = peer_session("Trois", starts_at=now + timedelta(hours=2))
    assert register(place_of(first), person=lea, key="cle-une-lea").state == "registered"
    assert overlapping(lea, second) == [first]
    assert register(place_of(second), person=lea, key="cle-deux-lea").state == "registered"
    # One that begins when the other ends is not at the same hours.
    assert (overlapping(lea, first), overlapping(lea, after)) == ([second], [second])


def test_sessions_that_a_person_left_or_that_are_cancelled_do_not_overlap(lea):
    now = timezone.now() + timedelta(days=3)
    first, second, third = (peer_session(starts_at=now) for _number in range(3))
    cancel_registration(register(place_of(first), person=lea, key="cle-une-lea"))
    register(place_of(second), person=lea, key="cle-deux-lea")
    PeerSession.objects.filter(pk=second.pk).update(state="cancelled")
    assert overlapping(lea, third) == []


def test_registering_costs_the_same_whatever_the_number_of_people(lea, marc):
    for session in (peer_session(), peer_session()):
        for _number in range(0 if session.pk % 2 else 6):
            registration(session)
    sessions = PeerSession.objects.order_by("pk")
    costs = []
    for session in sessions:
        place = SessionPlace.objects.get(session=session)
        with CaptureQueriesContext(connection) as queries:
            register(place, person=lea, key=f"cle-{session.pk}-lea")
        costs.append(len([query for query in queries if "SAVEPOINT" not in query["sql"]]))
    # Lock, key, who stands, place, row, count, then the mail: looked up and written.
    assert costs == [8, 8]


def test_a_deactivated_account_is_not_linked(lea):
    confirmed(lea)
    lea.is_active = False
    lea.save()
    row = ask(place_of(peer_session()), key="premiere-cle", name="Léa", email="lea@example.org")
    assert confirm_address(row).person is None


def test_somebody_of_an_organisation_is_registered_with_its_name(lea):
    hub = Organisation.objects.create(name="Médiathèque")
    row = register(
        place_of(peer_session()),
        key="cle-invitee",
        name="Zoé",
        email="zoe@example.org",
        source="organisation",
        organisation=hub,
        by=lea,
    )
    assert (row.organisation, row.registered_by, row.source, row.person) == (hub, lea, "organisation", None)
