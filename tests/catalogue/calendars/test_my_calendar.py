"""The secret address of one's calendar: what it shows, to whom, and how it ends."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.calendars.actions import make_address, replace_address, stop_address
from catalogue.calendars.models import CalendarAddress
from catalogue.registering.models import Registration
from catalogue.sessions.models import PeerSession
from tests import factories
from tests.catalogue import session_factories as made
from tests.catalogue.calendars.readers import by_icalendar

pytestmark = pytest.mark.django_db
PAGE = "/mon-agenda/"
State = Registration.State


@pytest.fixture
def lea(db):
    return factories.person(email="lea@example.org", public_name="Léa Martin")


def address_of(person):
    return f"/mon-agenda/{make_address(person).key}.ics"


def lines(feed, person):
    return [(read.title, read.status) for read in by_icalendar(feed(address_of(person)))]


def in_days(days):
    return timezone.now() + timedelta(days=days)


def test_it_holds_ones_seats_what_is_offered_and_what_one_facilitates(feed, lea):
    states = [
        ("Inscrite", State.REGISTERED, {}),
        ("Proposée", State.OFFERED, {"offer_ends_at": in_days(1)}),
        ("En attente", State.WAITING, {}),
        ("Non confirmée", State.UNCONFIRMED, {}),
        ("Rendue", State.CANCELLED, {"ended_at": in_days(-29)}),
        ("Rendue il y a longtemps", State.CANCELLED, {"ended_at": in_days(-31)}),
        ("Laissée passer", State.LAPSED, {"ended_at": in_days(-1)}),
    ]
    for day, (title, state, facts) in enumerate(states, start=1):
        made.registration(made.peer_session(title, starts_at=in_days(day)), lea, state=state, **facts)
    made.peer_session("Animée", starts_at=in_days(10), facilitators=[lea])
    made.peer_session("Animée, brouillon", starts_at=in_days(11), facilitators=[lea], state=PeerSession.State.DRAFT)
    made.peer_session("Des autres", starts_at=in_days(12))
    assert lines(feed, lea) == [
        ("Inscrite", "CONFIRMED"),
        ("Proposée", "TENTATIVE"),
        ("Annulée\u00a0: Rendue", "CANCELLED"),
        ("Annulée\u00a0: Laissée passer", "CANCELLED"),
        ("Animée", "CONFIRMED"),
    ]


def test_who_comes_back_after_giving_up_has_one_event_and_a_seat(feed, lea):
    session = made.peer_session()
    made.registration(session, lea, state=State.CANCELLED, ended_at=in_days(-1))
    made.registration(session, lea)
    assert lines(feed, lea) == [(session.title, "CONFIRMED")]


def test_LEAK_09_it_holds_no_name_no_address_and_no_private_link(feed, lea):
    session = made.peer_session(places=[made.online()], facilitators=["Jeanne Privée"])
    made.registration(session, lea, note="Mot privé", needs="Boucle magnétique")
    text = feed(address_of(lea)).replace("\r\n ", "")
    secrets = ("salle-secrete", "Léa", "lea@", "Jeanne", "Mot privé", "magnétique", "/inscriptions/", "ATTENDEE")
    assert [secret for secret in secrets if secret in text] == []


def test_an_address_that_was_stopped_or_never_made_does_not_exist(client, lea):
    old = make_address(lea)
    new = replace_address(lea, key=old.key)
    assert [client.get(f"/mon-agenda/{key}.ics").status_code for key in (old.key, new.key, "0" * 32)] == [404, 200, 404]
    stop_address(lea)
    assert client.get(f"/mon-agenda/{new.key}.ics").status_code == 404


def test_a_closed_account_shows_nothing(client, lea):
    address = address_of(lea)
    lea.is_active = False
    lea.save()
    assert client.get(address).status_code == 404


def test_no_cache_and_no_search_engine_keeps_it(client, lea):
    made.registration(made.peer_session(), lea)
    address = address_of(lea)
    answer = client.get(address)
    assert (answer["Cache-Control"], answer["X-Robots-Tag"], answer["Content-Type"]) == (
        "private, no-cache", "noindex, nofollow", "text/calendar; charset=utf-8",
    )  # fmt: skip
    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    PeerSession.objects.update(title="Un autre titre")
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 200


def test_an_address_is_128_random_bits_and_a_second_press_makes_no_other(lea):
    first, second = make_address(lea), make_address(lea)
    other = make_address(factories.person(email="autre@example.org"))
    assert (first.key, len(bytes.fromhex(first.key)), first.key == other.key) == (second.key, 16, False)


def test_replacing_twice_with_the_same_page_replaces_once(lea):
    old = make_address(lea)
    keys = {replace_address(lea, key=old.key).key for _press in range(2)}
    assert (len(keys), CalendarAddress.objects.filter(person=lea).count()) == (1, 2)


def test_the_page_makes_shows_replaces_and_stops_the_address(client, lea):
    client.force_login(lea)
    assert "Créer mon adresse" in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"deed": "make"}).url == PAGE
    key = CalendarAddress.objects.get().key
    page = client.get(PAGE)
    assert (f"/mon-agenda/{key}.ics" in page.content.decode(), "webcal://" in page.content.decode()) == (True, True)
    assert "no-store" in page["Cache-Control"]
    client.post(PAGE, {"deed": "replace", "key": key})
    assert key not in client.get(PAGE).content.decode()
    client.post(PAGE, {"deed": "stop"})
    assert CalendarAddress.objects.filter(revoked_at=None).count() == 0


def test_the_page_is_for_who_signs_in(client):
    assert client.get(PAGE).url == "/compte/connexion/?next=/mon-agenda/"


def test_two_people_never_see_the_calendar_of_one_another(feed, lea):
    other = factories.person(email="autre@example.org")
    made.registration(made.peer_session("De Léa"), lea)
    made.registration(made.peer_session("De l’autre"), other)
    assert (lines(feed, lea), lines(feed, other)) == ([("De Léa", "CONFIRMED")], [("De l’autre", "CONFIRMED")])


@pytest.mark.parametrize("count", [1, 3])
def test_a_calendar_costs_the_same_whatever_it_holds(client, lea, django_assert_num_queries, count):
    for _number in range(count):
        made.registration(made.peer_session(), lea)
    address = address_of(lea)
    client.get(address)
    with django_assert_num_queries(7):
        assert client.get(address).content.count(b"BEGIN:VEVENT") == count
