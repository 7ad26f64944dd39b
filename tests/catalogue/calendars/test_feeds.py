"""The feeds of the agenda: who is in them, what they hide, what they cost, and when they say that nothing changed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.sessions.actions import cancel_session, change_session, hold_session, move_session
from catalogue.sessions.models import PeerSession, SessionSeries
from tests import factories
from tests.catalogue import session_factories as made
from tests.catalogue.calendars.readers import by_icalendar, by_ics, by_vobject

pytestmark = pytest.mark.django_db
HUB = "/agenda/agenda.ics"
State = PeerSession.State


def titles(text):
    return [read.title for read in by_icalendar(text)]


def ago(**spent):
    return timezone.now() - timedelta(**spent)


def test_a_session_is_one_event_the_same_for_three_parsers(feed, settings):
    session = made.peer_session(
        starts_at=made.paris(2035, 3, 2, 14), intention="Essayer ; comparer, ensemble.", to_bring="Votre téléphone"
    )
    text = feed(f"/seances/{session.slug}/seance.ics")
    reads = [parser(text) for parser in (by_icalendar, by_vobject, by_ics)]
    assert reads[0] == reads[1] == reads[2]
    [read] = reads[0]
    assert (read.uid, read.starts_at, read.ends_at) == (str(session.uid), session.starts_at, session.ends_at)
    assert (read.status, read.sequence, read.recurrence) == ("CONFIRMED", 0, None)
    assert read.location == "Médiathèque des Tisserands, 12 rue Exemple, 59100 Roubaix"
    assert read.description.splitlines() == [
        "Essayer ; comparer, ensemble.", "", "À apporter\u00a0: Votre téléphone", "",
        f"{settings.BASE_URL}/seances/{session.slug}/",
    ]  # fmt: skip


@pytest.mark.parametrize("state", [State.DRAFT, State.PUBLISHED, State.CANCELLED, State.HELD])
def test_LEAK_06_a_draft_is_in_no_feed(client, shown, state):
    session = made.peer_session(state=state, published_at=None if state == State.DRAFT else timezone.now())
    shown(session)
    is_public = state != State.DRAFT
    assert client.get(f"/seances/{session.slug}/seance.ics").status_code == (200 if is_public else 404)
    for address in (HUB, "/agenda/territoire/department-59.ics"):
        assert titles(b"".join(client.get(address).streaming_content).decode()) == (
            [("Annulée\u00a0: " if state == State.CANCELLED else "") + session.title] if is_public else []
        )
    assert (session.title in client.get("/agenda/agenda.atom").content.decode()) is is_public


def test_LEAK_09_no_feed_says_a_video_link_an_address_or_a_name(feed, client, shown):
    person = factories.person(email="fatou@example.org")
    facilitator = factories.person(email="jeanne@example.org")
    session = made.peer_session(
        places=[{"venue": made.venue()}, made.online()],
        facilitators=[facilitator],
        contact_email="contact-prive@example.org",
    )
    made.registration(session, person, name="Fatou Diallo", note="Mot privé", needs="Boucle magnétique")
    shown(session)
    texts = [feed(f"/seances/{session.slug}/seance.ics"), feed(HUB), client.get("/agenda/agenda.atom").content.decode()]
    secrets = (
        "salle-secrete",
        "Fatou",
        "fatou@",
        "jeanne@",
        "contact-prive",
        "Mot privé",
        "magnétique",
        "/inscriptions/",
    )
    assert [secret for secret in secrets for text in texts if secret in text.replace("\r\n ", "")] == []
    assert "Le lien de la visio est sur la page de la séance" in by_icalendar(texts[0])[0].description


def test_a_feed_goes_from_90_days_ago_and_keeps_what_is_cancelled_for_30_days(feed):
    made.peer_session("Trop vieille", starts_at=ago(days=91), state=State.HELD)
    made.peer_session("De la saison", starts_at=ago(days=89), state=State.HELD)
    made.peer_session(
        "Annulée de longue date", starts_at=ago(days=40), state=State.CANCELLED, cancelled_at=ago(days=50)
    )
    made.peer_session("Venue annulée", starts_at=ago(days=5), state=State.CANCELLED, cancelled_at=ago(days=29))
    made.peer_session("À venir", starts_at=timezone.now() + timedelta(days=400))
    assert titles(feed(HUB)) == ["De la saison", "Annulée\u00a0: Venue annulée", "À venir"]


def test_a_feed_gives_the_sessions_of_its_territory_of_its_path_and_of_its_choices(feed, client, shown):
    oise = made.territory("commune", "60057", "Beauvais", department=made.territory("department", "60", "Oise"))
    north = made.peer_session("À Roubaix")
    south = made.peer_session("À Beauvais", places=[{"venue": made.venue(territory=oise)}], format=webinar())
    shown(north, south)
    by_format = f"{HUB}?format=webinaire"
    addresses = ["/agenda/territoire/department-59.ics", f"{HUB}?territoire=department-60", by_format, HUB]
    assert [sorted(titles(feed(address))) for address in addresses] == [
        ["À Roubaix"], ["À Beauvais"], ["À Beauvais"], ["À Beauvais", "À Roubaix"],
    ]  # fmt: skip
    assert "X-WR-CALNAME:Agenda\u00a0: Nord – Outillerie en commun" in feed(addresses[0])
    unknown = ("/agenda/territoire/department-99.ics", "/agenda/territoire/rien.ics", "/agenda/parcours/rien.ics")
    assert [client.get(address).status_code for address in unknown] == [404, 404, 404]
    entries = client.get("/agenda/territoire/department-60.atom").content.decode()
    assert ("À Beauvais" in entries, "À Roubaix" in entries) == (True, False)


def webinar():
    return made.SessionFormat.objects.get_or_create(code="webinaire", defaults={"label": "Webinaire"})[0]


def a_series(count=3):
    series = SessionSeries.objects.create(
        title="Mardis", rule="FREQ=WEEKLY", first_day="2035-03-16", local_start="14:00", local_end="16:00"
    )
    starts = [made.paris(2035, 3, 16, 14), made.paris(2035, 3, 23, 14), made.paris(2035, 3, 30, 14)][:count]
    return series, [
        made.peer_session(f"Mardi {n}", series=series, starts_at=at, recurrence_at=at) for n, at in enumerate(starts)
    ]


def test_sessions_of_a_series_are_occurrences_of_one_uid_and_keep_their_local_hour(feed):
    series, sessions = a_series()
    move_session(sessions[1], starts_at=made.paris(2035, 3, 24, 10), ends_at=made.paris(2035, 3, 24, 12), by=None)
    reads = by_vobject(feed(f"/agenda/series/{series.uid}.ics"))
    assert {read.uid for read in reads} == {str(series.uid)}
    assert [(read.recurrence, read.starts_at, read.sequence) for read in reads] == [
        (sessions[0].starts_at, sessions[0].starts_at, 0),
        (sessions[1].starts_at, made.paris(2035, 3, 24, 10), 1),
        (sessions[2].starts_at, made.paris(2035, 3, 30, 14), 0),
    ]
    assert by_icalendar(feed(f"/seances/{sessions[2].slug}/seance.ics")) == [reads[2]]


def test_a_series_without_a_public_session_does_not_exist(client):
    series, [draft] = a_series(1)
    PeerSession.objects.filter(pk=draft.pk).update(state=State.DRAFT, published_at=None)
    assert client.get(f"/agenda/series/{series.uid}.ics").status_code == 404


def test_the_sequence_strictly_grows_with_what_calendars_must_take_again(feed):
    session = made.peer_session(facilitators=["Jeanne"])
    later = session.starts_at + timedelta(days=1)
    address, sequences, stamps = f"/seances/{session.slug}/seance.ics", [], []
    deeds = [
        lambda: None,
        lambda: change_session(session, by=None, title="Un autre titre"),
        lambda: move_session(session, starts_at=later, ends_at=later + timedelta(hours=2), by=None),
        lambda: cancel_session(session, reason="La salle est fermée.", by=None),
    ]
    for deed in deeds:
        deed()
        text = feed(address)
        sequences.append(by_icalendar(text)[0].sequence)
        stamps.append(next(line for line in text.splitlines() if line.startswith("LAST-MODIFIED")))
    assert (sequences, stamps) == ([0, 1, 2, 3], sorted(stamps))
    [read] = by_icalendar(text)
    assert (read.status, read.title, read.starts_at) == ("CANCELLED", "Annulée\u00a0: Un autre titre", later)
    assert "La salle est fermée." in read.description


def test_a_program_that_has_the_feed_already_is_told_so_until_it_changes(client, shown):
    session = shown(made.peer_session(facilitators=["Jeanne"]))
    first = client.get(HUB)
    tag, date = first["ETag"], first["Last-Modified"]
    assert first["Cache-Control"] == "public, max-age=900"
    again = [client.get(HUB, headers={"if-none-match": tag}), client.get(HUB, headers={"if-modified-since": date})]
    assert [(answer.status_code, answer.content, answer["ETag"]) for answer in again] == [(304, b"", tag)] * 2
    cancel_session(session, reason="La salle est fermée.", by=None)
    changed = client.get(HUB, headers={"if-none-match": tag})
    assert (changed.status_code, changed["ETag"] == tag) == (200, False)


def test_a_held_session_stays_as_it_was(feed):
    session = made.peer_session(starts_at=ago(hours=3))
    hold_session(session, by=None)
    assert [(read.status, read.title) for read in by_icalendar(feed(HUB))] == [("CONFIRMED", session.title)]


@pytest.mark.parametrize("count", [1, 3])
def test_a_feed_costs_the_same_whatever_it_holds(client, shown, django_assert_num_queries, count):
    shown(*[made.peer_session(places=[{"venue": made.venue()}, made.online()]) for _number in range(count)])
    client.get(HUB)
    with django_assert_num_queries(8):
        events = by_icalendar(b"".join(client.get(HUB).streaming_content).decode())
    assert len(events) == count
    with django_assert_num_queries(6):
        entries = client.get("/agenda/agenda.atom").content.decode().count("<entry>")
    assert entries == count


def test_a_feed_speaks_the_language_of_the_site_whoever_asks(client, shown):
    shown(made.peer_session(to_bring="Un carnet"))
    client.cookies["affichage"] = "language=en"
    [read] = by_icalendar(b"".join(client.get(HUB).streaming_content).decode())
    assert "À apporter\u00a0: Un carnet" in read.description
