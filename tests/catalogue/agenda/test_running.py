"""How a session goes: its moments on the clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

from catalogue.agenda.formats.running import running

PARIS = ZoneInfo("Europe/Paris")


def at(hour, minute=0, day=2, month=3):
    return datetime(2027, month, day, hour, minute, tzinfo=PARIS)


def told(steps):
    return [(f"{step.starts:%H:%M}" if step.starts else "", step.minutes, step.index) for step in steps]


def test_each_moment_begins_when_the_one_before_ends():
    assert told(running([15, 40, 35, 30], at(10), at(12))) == [
        ("10:00", 15, 0), ("10:15", 40, 1), ("10:55", 35, 2), ("11:30", 30, 3),
    ]  # fmt: skip


def test_after_a_moment_without_length_nobody_knows_the_hour():
    assert told(running([15, None, 20], at(10), at(12))) == [("10:00", 15, 0), ("10:15", None, 1), ("", 20, 2)]


def test_the_break_stands_where_it_is_and_pushes_what_follows():
    steps = running([120, 120], at(10), at(15), (at(12), at(13)))
    assert told(steps) == [("10:00", 120, 0), ("12:00", 60, None), ("13:00", 120, 1)]


def test_moments_that_fill_the_whole_time_say_their_break_themselves():
    steps = running([120, 60, 120], at(10), at(15), (at(12), at(13)))
    assert [step.index for step in steps] == [0, 1, 2]


def test_the_clock_changes_meanwhile_and_the_steps_show_what_the_wall_shows():
    # The night of 28 March 2027 has no hour from two to three.
    steps = running([60, 30], at(1, 30, day=28, month=3), at(5, day=28, month=3))
    assert told(steps) == [("01:30", 60, 0), ("03:30", 30, 1)]


def test_no_moment_is_no_step():
    assert running([], at(10), at(12)) == []
