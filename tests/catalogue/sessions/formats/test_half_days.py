from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.sessions.formats.half_days import half_days, part_of_day

PARIS = ZoneInfo("Europe/Paris")


def at(hour, minute=0, *, day=14, month=10, year=2026, fold=0):
    return datetime(year, month, day, hour, minute, tzinfo=PARIS, fold=fold)


def codes(*moments, pause=None):
    return [(half.code, half.minutes) for half in half_days(*moments, pause)]


@pytest.mark.parametrize(
    ("starts", "code"),
    [(at(0), "am"), (at(11, 59), "am"), (at(12), "pm"), (at(17, 59), "pm"), (at(18), "ev"), (at(23, 59), "ev")],
)
def test_noon_begins_the_afternoon_and_six_the_evening(starts, code):
    assert part_of_day(starts) == code


def test_without_a_pause_there_is_one_half_day_that_begins_when_the_session_does():
    assert codes(at(9), at(17)) == [("am", 480)]
    assert codes(at(13, 30), at(20)) == [("pm", 390)]


def test_a_lunch_makes_a_morning_and_an_afternoon_without_the_lunch():
    assert codes(at(9), at(17), pause=(at(12, 30), at(13, 30))) == [("am", 210), ("pm", 210)]


def test_a_pause_within_the_morning_makes_two_half_days_with_two_names():
    assert codes(at(8), at(11, 30), pause=(at(9), at(9, 15))) == [("am", 60), ("pm", 135)]


def test_a_dinner_makes_an_afternoon_and_an_evening():
    assert codes(at(16), at(21), pause=(at(18, 30), at(19, 30))) == [("pm", 150), ("ev", 90)]


def test_an_evening_with_a_pause_is_signed_twice():
    assert codes(at(18), at(22), pause=(at(19, 30), at(20))) == [("pm", 90), ("ev", 120)]


def test_a_morning_that_resumes_in_the_evening_keeps_both_names():
    assert codes(at(9), at(20), pause=(at(12), at(18))) == [("am", 180), ("ev", 120)]


def test_minutes_are_real_ones_in_the_nights_when_clocks_change():
    spring = half_days(at(1, day=28, month=3, year=2027), at(4, day=28, month=3, year=2027))
    autumn = half_days(at(1, day=31, month=10, year=2027), at(4, day=31, month=10, year=2027))
    assert [half.minutes for half in spring + autumn] == [120, 240]


@given(data=st.data())
def test_two_half_days_never_have_one_name_and_hold_all_but_the_pause(data):
    minutes = sorted(data.draw(st.sets(st.integers(0, 24 * 60 - 1), min_size=4, max_size=4)))
    starts, begins, resumes, ends = (at(*divmod(minute, 60)) for minute in minutes)
    first, second = half_days(starts, ends, (begins, resumes))
    order = ["am", "pm", "ev"]
    assert order.index(first.code) < order.index(second.code)
    assert first.minutes + second.minutes == minutes[3] - minutes[0] - (minutes[2] - minutes[1])
    assert (first.day, second.day) == (starts.date(), starts.date())
