"""What is written is read back the same by three parsers, whatever titles hold (ATK-ICS-01)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.calendars.formats.content_lines import clean
from catalogue.calendars.formats.events import (
    CalendarEvent,
    CalendarFacts,
    Mailbox,
    Method,
    Status,
    calendar_text,
    event_lines,
)
from tests.catalogue.calendars.readers import by_icalendar, by_ics, by_vobject

ZONES = [
    "Europe/Paris",
    "Indian/Reunion",
    "America/Cayenne",
    "America/Guadeloupe",
    "America/Miquelon",
    "Pacific/Noumea",
]
MADE = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
HOSTILE = {
    "ends of lines": "Atelier\r\nSTATUS:CANCELLED\rX\nY",
    "separators": 'Savoir, faire; dire: \\n \\; \\, "ça" | ^n',
    "a component": "Atelier\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:autre\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM",
    "10 kB": "Séance à découvrir ; 🧶, " * 400,
    "marks that end lines elsewhere": "un\x85deux\u2028trois\u2029quatre\x0bcinq\x0csix\x1csept",
    "controls": "a\x00b\x07c\x1bd\x7fe\ufefff",
    "a folded line": "x" * 73 + "é" + " " + "y" * 80 + "\n" + " z",
}


def event(**facts) -> CalendarEvent:
    facts = {
        "uid": "6f1c9d1e-0000-4000-8000-000000000001",
        "sequence": 2,
        "status": Status.CONFIRMED,
        "starts_at": datetime(2027, 3, 2, 13, 0, tzinfo=UTC),
        "ends_at": datetime(2027, 3, 2, 15, 30, tzinfo=UTC),
        "time_zone": "Europe/Paris",
        "created_at": MADE,
        "changed_at": MADE,
        "stamp": MADE,
        "title": "Tester un kit avant de l’animer",
        **facts,
    }
    return CalendarEvent(**facts)


def written(*events: CalendarEvent, **facts) -> str:
    zones = tuple(one.time_zone for one in events)
    return "".join(calendar_text(CalendarFacts(time_zones=zones, **facts), events))


def said(one: CalendarEvent) -> tuple:
    texts = (clean(one.title), clean(one.description), clean(one.location))
    return (one.uid, one.starts_at, one.ends_at, *texts, str(one.status), one.sequence)


def understood(read) -> tuple:
    texts = (read.title, read.description, read.location)
    return (read.uid, read.starts_at, read.ends_at, *texts, read.status, read.sequence)


def unique_hour(moment: datetime, zone: str) -> bool:
    return not moment.astimezone(ZoneInfo(zone)).fold


texts = st.text(max_size=200)
moments = st.datetimes(datetime(2025, 1, 1), datetime(2036, 12, 31), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)
events = st.builds(
    event,
    title=texts.filter(lambda text: clean(text).strip()),
    description=texts,
    location=texts,
    sequence=st.integers(0, 10_000),
    status=st.sampled_from(Status),
    starts_at=moments,
    time_zone=st.sampled_from(ZONES),
    organizer=st.builds(Mailbox, texts, st.just("hub@example.org")),
    categories=st.tuples(texts),
).map(lambda one: replace(one, ends_at=one.starts_at + timedelta(hours=2)))


@given(events)
def test_icalendar_reads_what_was_written(one):
    [read] = by_icalendar(written(one))
    assert understood(read) == said(one)


@given(events)
def test_vobject_reads_what_was_written_by_the_time_zones_of_the_file(one):
    [read] = by_vobject(written(one))
    assert understood(read) == said(one)


# This parser takes an escaped backslash and an n for an end of line, and trims what surrounds a text.
plain_texts = st.text(st.characters(exclude_characters="\\", exclude_categories=["C", "Z"]), max_size=200)


@given(events, plain_texts.filter(bool), plain_texts)
def test_ics_reads_what_was_written_by_the_time_zones_of_the_file(one, title, other):
    one = replace(one, title=title, description=other, location=other)
    [read] = by_ics(written(one))
    assert understood(read) == said(one)


@given(events)
def test_no_line_has_more_than_75_octets_and_no_character_is_cut(one):
    lines = written(one, name=one.title, description=one.description).encode().split(b"\r\n")
    assert [line for line in lines if len(line) > 75 or line.decode() != line.decode(errors="replace")] == []


def test_a_line_with_accents_is_folded_between_characters_at_75_octets():
    lines = event_lines(event(title="é" * 60)).encode().split(b"\r\n")
    start = next(place for place, line in enumerate(lines) if line.startswith(b"SUMMARY"))
    # 8 octets of name, 33 characters of two octets; then a space and 27 of them.
    assert [len(line) for line in lines[start : start + 2]] == [74, 55]


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE.keys())
def test_ATK_ICS_01_a_hostile_title_is_read_back_as_a_text(title):
    text = written(event(title=title, description=title, location=title), event(uid="other"))
    expected = [clean(title), "Tester un kit avant de l’animer"]
    assert [[read.title for read in parser(text)] for parser in (by_icalendar, by_vobject)] == [expected, expected]
    assert [read.description for read in by_icalendar(text)] == [clean(title), ""]
    components = icalendar.Calendar.from_ical(text.encode()).walk()
    assert sorted(one.name for one in components if one.name not in ("STANDARD", "DAYLIGHT")) == [
        "VCALENDAR", "VEVENT", "VEVENT", "VTIMEZONE",
    ]  # fmt: skip


def test_ATK_ICS_01_a_name_and_an_address_do_not_leave_their_property():
    hostile = Mailbox('Léa";CN="x"\r\nSTATUS:CANCELLED', "lea@example.org\r\nATTENDEE:mailto:eve@example.org")
    [read] = icalendar.Calendar.from_ical(written(event(attendee=hostile)).encode()).walk("VEVENT")
    assert isinstance(read["ATTENDEE"], icalendar.vCalAddress)
    assert (read["STATUS"], read["ATTENDEE"].params["CN"]) == ("CONFIRMED", "Léa’;CN=’x’ STATUS:CANCELLED")
    assert (read["ATTENDEE"].params["RSVP"], "eve" in str(read["ATTENDEE"]).split("@")[0]) == ("FALSE", False)


def test_the_second_time_of_an_hour_that_comes_twice_is_written_in_utc():
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    first = second - timedelta(hours=1)
    lines = event_lines(event(starts_at=first, ends_at=second))
    assert "DTSTART;TZID=Europe/Paris:20271031T023000\r\nDTEND:20271031T013000Z\r\n" in lines
    [read] = by_vobject(written(event(starts_at=first, ends_at=second)))
    assert (read.starts_at, read.ends_at) == (first, second)


@pytest.mark.parametrize(
    ("zone", "wall"),
    [
        ("Europe/Paris", "DTSTART;TZID=Europe/Paris:20270702T150000"),
        ("Indian/Reunion", "DTSTART;TZID=Indian/Reunion:20270702T170000"),
        ("America/Cayenne", "DTSTART;TZID=America/Cayenne:20270702T100000"),
    ],
)
def test_the_hour_is_that_of_the_wall_and_the_moment_is_the_same_for_all(zone, wall):
    moment = datetime(2027, 7, 2, 13, 0, tzinfo=UTC)
    text = written(event(starts_at=moment, ends_at=moment + timedelta(hours=1), time_zone=zone))
    assert wall in text
    assert [[read.starts_at for read in parser(text)] for parser in (by_icalendar, by_vobject, by_ics)] == [
        [moment]
    ] * 3


def test_occurrences_of_a_series_share_their_uid_and_name_the_date_of_the_rule():
    rule = datetime(2027, 3, 9, 13, 0, tzinfo=UTC)
    moved = rule + timedelta(days=1)
    text = written(
        event(recurrence=event().starts_at),
        event(recurrence=rule, starts_at=moved, ends_at=moved + timedelta(hours=2), sequence=3),
    )
    assert "RECURRENCE-ID;TZID=Europe/Paris:20270309T140000\r\n" in text
    assert "RRULE" not in text.split("END:VTIMEZONE")[1]
    expected = [(event().starts_at, event().starts_at), (rule, moved)]
    for parser in (by_icalendar, by_vobject):
        assert [(read.recurrence, read.starts_at) for read in parser(text)] == expected
    assert [read.starts_at for read in by_ics(text)] == [event().starts_at, moved]


def test_a_calendar_says_its_name_and_how_often_to_come_back():
    head = icalendar.Calendar.from_ical(written(event(), name="Agenda du Nord").encode())
    assert {name: str(head[name]) for name in ("METHOD", "NAME", "X-WR-CALNAME", "X-PUBLISHED-TTL")} == {
        "METHOD": "PUBLISH", "NAME": "Agenda du Nord", "X-WR-CALNAME": "Agenda du Nord", "X-PUBLISHED-TTL": "PT4H",
    }  # fmt: skip
    assert head["REFRESH-INTERVAL"].dt == timedelta(hours=4)
    assert "METHOD:CANCEL\r\n" in written(event(), method=Method.CANCEL)
    assert "\r\nNAME:Agenda\\, Nord\r\nX-WR-CALNAME:Agenda\\, Nord\r\n" in written(event(), name="Agenda, Nord")


def test_place_address_and_kind_are_given():
    one = event(
        latitude=50.692, longitude=3.178, url="https://hub.example/seances/x/", categories=("Échange, pairs", "B")
    )
    [read] = icalendar.Calendar.from_ical(written(one).encode()).walk("VEVENT")
    categories = [str(category) for category in read["CATEGORIES"].cats]
    assert (read["GEO"].to_ical(), str(read["URL"]), categories) == (
        "50.692;3.178", "https://hub.example/seances/x/", ["Échange, pairs", "B"],
    )  # fmt: skip


def test_a_calendar_without_events_is_a_calendar():
    assert (by_icalendar(written()), by_vobject(written())) == ([], [])
