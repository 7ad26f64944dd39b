"""A calendar program that people use (khal) follows the feeds: it shows the new hour and not the old one."""

import pytest

from catalogue.calendars.actions import make_address
from catalogue.registering.actions import cancel_registration
from catalogue.sessions.actions import cancel_session, move_session
from tests import factories
from tests.catalogue import session_factories as made
from tests.catalogue.calendars.readers import Khal
from tests.catalogue.calendars.test_feeds import a_series

pytestmark = pytest.mark.django_db
TITLE = "Tester un kit avant de l’animer"


@pytest.fixture
def khal(tmp_path):
    return Khal(tmp_path / "khal")


def test_a_moved_session_is_at_its_new_hour_and_no_longer_at_the_old_one(khal, feed):
    session = made.peer_session(starts_at=made.paris(2035, 3, 2, 14))
    address = f"/seances/{session.slug}/seance.ics"
    khal.take(feed(address))
    assert khal.shows("2035-03-01", 14) == [f"2035-03-02 14:00 > 16:00 {TITLE} [CONFIRMED]"]
    move_session(session, starts_at=made.paris(2035, 3, 4, 9, 30), ends_at=made.paris(2035, 3, 4, 11), by=None)
    khal.take(feed(address))
    assert khal.shows("2035-03-01", 14) == [f"2035-03-04 09:30 > 11:00 {TITLE} [CONFIRMED]"]


def test_a_cancelled_session_says_that_it_is(khal, feed):
    session = made.peer_session(starts_at=made.paris(2035, 3, 2, 14))
    khal.take(feed("/agenda/agenda.ics"))
    cancel_session(session, reason="La salle est fermée.", by=None)
    khal.take(feed("/agenda/agenda.ics"))
    assert khal.shows("2035-03-01", 14) == [f"2035-03-02 14:00 > 16:00 Annulée\u00a0: {TITLE} [CANCELLED]"]


@pytest.mark.parametrize(
    ("zone", "hours"),
    [("Europe/Paris", "14:00 > 16:00"), ("Indian/Reunion", "17:00 > 19:00"), ("America/Cayenne", "10:00 > 12:00")],
)
def test_each_device_shows_its_own_hour(tmp_path, feed, zone, hours):
    session = made.peer_session(starts_at=made.paris(2035, 3, 2, 14))
    device = Khal(tmp_path / "khal", zone)
    device.take(feed(f"/seances/{session.slug}/seance.ics"))
    assert device.shows("2035-03-02", 1) == [f"2035-03-02 {hours} {TITLE} [CONFIRMED]"]


def test_a_session_of_la_reunion_is_at_its_hour_seen_from_paris(khal, feed):
    session = made.peer_session(starts_at=made.paris(2035, 7, 2, 14), time_zone="Indian/Reunion")
    text = feed(f"/seances/{session.slug}/seance.ics")
    assert "DTSTART;TZID=Indian/Reunion:20350702T160000" in text
    khal.take(text)
    assert khal.shows("2035-07-02", 1) == [f"2035-07-02 14:00 > 16:00 {TITLE} [CONFIRMED]"]


def test_each_date_of_a_series_is_shown_and_follows_alone(khal, feed):
    series, sessions = a_series()
    address = f"/agenda/series/{series.uid}.ics"
    khal.take(feed(address))
    assert khal.shows("2035-03-15", 20) == [
        "2035-03-16 14:00 > 16:00 Mardi 0 [CONFIRMED]",
        "2035-03-23 14:00 > 16:00 Mardi 1 [CONFIRMED]",
        "2035-03-30 14:00 > 16:00 Mardi 2 [CONFIRMED]",
    ]
    move_session(sessions[1], starts_at=made.paris(2035, 3, 24, 10), ends_at=made.paris(2035, 3, 24, 12), by=None)
    cancel_session(sessions[2], reason="La salle est fermée.", by=None)
    khal.take(feed(address))
    assert khal.shows("2035-03-15", 20) == [
        "2035-03-16 14:00 > 16:00 Mardi 0 [CONFIRMED]",
        "2035-03-24 10:00 > 12:00 Mardi 1 [CONFIRMED]",
        "2035-03-30 14:00 > 16:00 Annulée\u00a0: Mardi 2 [CANCELLED]",
    ]


def test_somebody_who_gives_their_seat_back_sees_it_in_their_calendar(khal, feed):
    person = factories.person()
    session = made.peer_session(starts_at=made.paris(2035, 3, 2, 14))
    registration = made.registration(session, person)
    address = f"/mon-agenda/{make_address(person).key}.ics"
    khal.take(feed(address))
    assert khal.shows("2035-03-01", 14) == [f"2035-03-02 14:00 > 16:00 {TITLE} [CONFIRMED]"]
    cancel_registration(registration, by=person)
    khal.take(feed(address))
    assert khal.shows("2035-03-01", 14) == [f"2035-03-02 14:00 > 16:00 Annulée\u00a0: {TITLE} [CANCELLED]"]
