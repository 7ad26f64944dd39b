"""From the clock on the wall to a moment (FLT-12). Every change of clocks of 2026 to 2028, where the field works."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.sessions.formats.local_time import Absent, Double, is_absent, moment_of, shifted_days, wall_of

PARIS = "Europe/Paris"
WITHOUT_CHANGE = (
    "Indian/Reunion", "America/Guadeloupe", "America/Cayenne", "America/Martinique", "Indian/Mayotte", "Pacific/Noumea",
)  # fmt: skip
ZONES = (PARIS, "America/Miquelon", *WITHOUT_CHANGE)
SPRINGS = (date(2026, 3, 29), date(2027, 3, 28), date(2028, 3, 26))
AUTUMNS = (date(2026, 10, 25), date(2027, 10, 31), date(2028, 10, 29))


def walls():
    return st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31, 23, 59)).map(
        lambda wall: wall.replace(second=0, microsecond=0)
    )


def test_FLT_12_half_past_two_does_not_exist_on_28_march_2027():
    assert moment_of(datetime(2027, 3, 28, 2, 30), PARIS) == Absent(
        proposals=(datetime(2027, 3, 28, 1, 30), datetime(2027, 3, 28, 3, 30))
    )


def test_FLT_12_half_past_two_comes_twice_on_31_october_2027():
    wall = datetime(2027, 10, 31, 2, 30)
    first, second = datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    assert moment_of(wall, PARIS) == Double(first, second)
    assert moment_of(wall, PARIS, is_second=False) == first
    assert moment_of(wall, PARIS, is_second=True) == second


@pytest.mark.parametrize("day", SPRINGS)
def test_the_missing_hour_is_missing_to_the_minute_and_its_edges_are_not(day):
    absent = [minute for minute in range(24 * 60) if is_absent(datetime.combine(day, time(*divmod(minute, 60))), PARIS)]
    assert absent == list(range(2 * 60, 3 * 60))


@pytest.mark.parametrize("day", AUTUMNS)
def test_the_hour_that_comes_twice_does_to_the_minute_and_its_edges_do_not(day):
    found = [moment_of(datetime.combine(day, time(*divmod(minute, 60))), PARIS) for minute in range(24 * 60)]
    assert [minute for minute, moment in enumerate(found) if isinstance(moment, Double)] == list(range(2 * 60, 3 * 60))


@pytest.mark.parametrize("day", SPRINGS)
def test_both_proposals_of_a_missing_hour_exist_and_are_one_real_hour_apart(day):
    for minute in (0, 1, 30, 59):
        before, after = moment_of(datetime.combine(day, time(2, minute)), PARIS).proposals
        moments = [moment_of(wall, PARIS) for wall in (before, after)]
        assert [wall_of(moment, PARIS).replace(tzinfo=None) for moment in moments] == [before, after]
        assert moments[1] - moments[0] == timedelta(hours=1)


@pytest.mark.parametrize("day", AUTUMNS)
def test_the_two_answers_to_a_double_hour_are_one_real_hour_apart(day):
    found = moment_of(datetime.combine(day, time(2, 15)), PARIS)
    assert found.second - found.first == timedelta(hours=1)
    assert [wall_of(moment, PARIS).utcoffset() for moment in (found.first, found.second)] == [
        timedelta(hours=2),
        timedelta(hours=1),
    ]


@given(wall=walls(), zone=st.sampled_from(WITHOUT_CHANGE))
def test_overseas_clocks_never_jump_so_each_hour_is_one_moment(wall, zone):
    found = moment_of(wall, zone)
    assert wall_of(found, zone).replace(tzinfo=None) == wall
    assert [moment_of(wall, zone, is_second=answer) for answer in (True, False)] == [found, found]


@given(wall=walls(), zone=st.sampled_from(ZONES))
def test_every_hour_is_one_moment_that_shows_it_or_absent_or_double(wall, zone):
    found = moment_of(wall, zone)
    if isinstance(found, Absent):
        # No moment shows it: an oracle that tries each minute of a day around it.
        around = datetime.combine(wall.date(), time(), UTC) - timedelta(hours=14)
        shown = {
            (around + timedelta(minutes=n)).astimezone(ZoneInfo(zone)).replace(tzinfo=None) for n in range(52 * 60)
        }
        assert wall not in shown
        return
    for moment in (found.first, found.second) if isinstance(found, Double) else (found,):
        assert wall_of(moment, zone).replace(tzinfo=None) == wall
        assert moment.tzinfo == UTC


@given(wall=walls(), zone=st.sampled_from(ZONES), days=st.integers(0, 730))
def test_days_later_the_wall_shows_the_same_hour(wall, zone, days):
    assert shifted_days(wall, days).time() == wall.time()
    assert (shifted_days(wall, days).date() - wall.date()).days == days


def test_the_same_hour_is_another_moment_in_winter_and_in_summer_in_paris_only():
    winter, summer = datetime(2027, 1, 12, 10), datetime(2027, 7, 13, 10)
    offsets = {
        zone: [moment_of(wall, zone).hour for wall in (winter, summer)]
        for zone in (PARIS, "Indian/Reunion", "America/Guadeloupe")
    }
    assert offsets == {PARIS: [9, 8], "Indian/Reunion": [6, 6], "America/Guadeloupe": [14, 14]}


@pytest.mark.parametrize(
    "wall", [datetime(2038, 1, 19, 3, 14, 8), datetime(2028, 2, 29, 10), datetime(2099, 12, 31, 23, 59)]
)
def test_FLT_13_far_days_and_leap_days_are_moments_too(wall):
    assert wall_of(moment_of(wall, PARIS), PARIS).replace(tzinfo=None) == wall
