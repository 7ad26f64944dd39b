"""FLT-11 and FLT-12: reminders are due by local days, whatever clocks do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.calendars.formats.reminder_days import days_due, days_left, due_at

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def at(*numbers, zone="Europe/Paris"):
    return datetime(*numbers, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("starts_at", "due"),
    [
        (at(2027, 4, 1, 9), at(2027, 3, 25, 9)),
        (at(2027, 11, 3, 9), at(2027, 10, 27, 9)),
        # The same hour a week before does not exist, or comes twice.
        (at(2027, 4, 4, 2, 30), at(2027, 3, 28, 3, 30)),
        (at(2027, 11, 7, 2, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
    ],
    ids=["through the spring change", "through the autumn change", "an absent hour", "a double hour"],
)
def test_FLT_12_seven_days_before_is_the_same_hour_on_the_wall(starts_at, due):
    assert due_at(starts_at, "Europe/Paris", 7) == due


def test_FLT_12_seven_local_days_are_not_always_168_hours():
    starts_at = at(2027, 4, 1, 9)
    assert (starts_at - due_at(starts_at, "Europe/Paris", 7), starts_at - due_at(starts_at, "Indian/Reunion", 7)) == (
        timedelta(hours=167), timedelta(hours=168),
    )  # fmt: skip


STARTS = at(2027, 3, 16, 14)


@pytest.mark.parametrize(
    ("now", "days"),
    [
        (at(2027, 3, 9, 13, 59), None),
        (at(2027, 3, 9, 14), 7),
        (at(2027, 3, 12, 8), 7),
        (at(2027, 3, 15, 13, 59), 7),
        (at(2027, 3, 15, 14), 1),
        (at(2027, 3, 16, 13, 59), 1),
        (at(2027, 3, 16, 14), None),
        (at(2028, 3, 16, 14), None),
        (at(2026, 3, 16, 14), None),
    ],
)
def test_FLT_11_one_reminder_at_most_is_due_and_it_is_the_nearest(now, days):
    assert days_due(STARTS, "Europe/Paris", known_at=LONG_AGO, now=now) == days


def test_who_learnt_the_date_since_needs_no_reminder():
    late = at(2027, 3, 11, 10)
    dues = [days_due(STARTS, "Europe/Paris", known_at=late, now=now) for now in (late, at(2027, 3, 15, 15))]
    assert dues == [None, 1]


@given(st.datetimes(datetime(2026, 6, 1), datetime(2030, 6, 1), timezones=st.just(UTC)), st.integers(1, 7))
def test_a_reminder_is_due_between_one_hour_less_and_one_hour_more(starts_at, days):
    apart = starts_at - due_at(starts_at, "Europe/Paris", days)
    assert abs(apart - timedelta(days=days)) <= timedelta(hours=1)


def test_days_left_are_nights_on_the_calendar_of_the_place():
    starts_at = at(2027, 3, 16, 8, zone="Indian/Reunion")
    now = at(2027, 3, 15, 21, zone="Europe/Paris")
    assert (days_left(starts_at, "Indian/Reunion", now), days_left(starts_at, "Europe/Paris", now)) == (0, 1)
