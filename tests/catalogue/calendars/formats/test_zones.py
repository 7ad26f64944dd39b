"""The time zones that a file says are those of the world, hour by hour, as another program reckons them."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from catalogue.calendars.formats.zones import zone_lines

FRENCH = [
    "Europe/Paris", "Indian/Reunion", "Indian/Mayotte", "America/Cayenne", "America/Guadeloupe", "America/Martinique",
    "America/Miquelon", "Pacific/Noumea", "Pacific/Tahiti", "Pacific/Wallis", "Pacific/Marquesas",
]  # fmt: skip
# Clocks that change by a rule elsewhere, in winter, by half an hour, by the moon, and that stopped changing.
OTHERS = ["America/New_York", "Europe/Dublin", "Australia/Lord_Howe", "Africa/Casablanca", "America/Mexico_City", "UTC"]


def read(zone):
    return tzical(StringIO(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{zone_lines(zone)}END:VCALENDAR\r\n")).get(zone)


@pytest.mark.parametrize("zone", FRENCH + OTHERS)
def test_every_fourth_hour_of_twelve_years_is_the_same(zone):
    theirs, ours = read(zone), ZoneInfo(zone)
    moment, wrong = datetime(2025, 1, 1, tzinfo=UTC), []
    while moment < datetime(2037, 1, 1, tzinfo=UTC):
        wall = moment.astimezone(ours)
        # Hours that come twice are told apart elsewhere: a file names their first time only.
        if not wall.fold and wall.replace(tzinfo=None, fold=0).replace(tzinfo=theirs).utcoffset() != wall.utcoffset():
            wrong.append(wall.isoformat())
        moment += timedelta(hours=4)
    assert wrong == []


def test_the_days_when_clocks_change_are_right_to_the_minute():
    theirs = read("Europe/Paris")
    walls = [(2027, 3, 28, 1, 59), (2027, 3, 28, 3, 0), (2027, 10, 31, 1, 59), (2027, 10, 31, 3, 0)]
    hours = [datetime(*wall, tzinfo=theirs).utcoffset() // timedelta(hours=1) for wall in walls]
    assert hours == [1, 2, 2, 1]


def test_a_zone_that_follows_a_rule_says_it():
    lines = zone_lines("Europe/Paris").split("\r\n")
    assert [line for line in lines if line.startswith("RRULE")] == [
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    ]  # fmt: skip


def test_a_zone_whose_clocks_never_change_has_one_offset():
    assert zone_lines("Indian/Reunion").count("TZOFFSETTO:+0400") == 1
    assert zone_lines("Indian/Reunion").count("BEGIN:") == 2


def test_a_zone_that_follows_the_moon_lists_its_changes():
    assert ("RRULE" in zone_lines("Africa/Casablanca"), zone_lines("Africa/Casablanca").count("BEGIN:DAYLIGHT") > 15) == (
        False, True,
    )  # fmt: skip
