from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.organising.formats.holidays import holiday_of
from catalogue.organising.formats.recurrence import (
    MOST_DATES,
    Asked,
    Repeat,
    days_of,
    is_last_of_month,
    rank_in_month,
    rule_of,
)

PARIS = "Europe/Paris"
FIRST = date(2026, 10, 13)


def asked(repeat=Repeat.WEEKLY, first_day=FIRST, **facts):
    return Asked(repeat=repeat, first_day=first_day, **facts)


def days(wanted, zone=PARIS):
    return days_of(rule_of(wanted, zone), wanted.first_day, zone)


def test_a_weekly_rule_gives_the_same_day_each_week():
    assert rule_of(asked(count=3), PARIS) == "FREQ=WEEKLY;BYDAY=TU;COUNT=3"
    assert days(asked(count=3)) == [FIRST, date(2026, 10, 20), date(2026, 10, 27)]


def test_every_other_week_until_a_day_holds_that_day():
    wanted = asked(interval=2, until=date(2026, 11, 10))
    assert rule_of(wanted, PARIS) == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20261110T225959Z"
    assert days(wanted) == [FIRST, date(2026, 10, 27), date(2026, 11, 10)]


@pytest.mark.parametrize("zone", [PARIS, "Indian/Reunion", "America/Guadeloupe", "Pacific/Noumea", "Pacific/Tahiti"])
def test_until_holds_its_day_and_not_the_next_whatever_the_clocks(zone):
    assert days(asked(until=date(2026, 10, 27)), zone) == [FIRST, date(2026, 10, 20), date(2026, 10, 27)]
    assert days(asked(until=date(2026, 10, 26)), zone) == [FIRST, date(2026, 10, 20)]


def test_a_day_of_the_month_skips_the_months_that_lack_it():
    found = days(asked(Repeat.MONTHLY_DAY, date(2026, 10, 31), count=4))
    assert found == [date(2026, 10, 31), date(2026, 12, 31), date(2027, 1, 31), date(2027, 3, 31)]


def test_the_second_tuesday_of_the_month():
    assert rule_of(asked(Repeat.MONTHLY_WEEKDAY, count=3), PARIS) == "FREQ=MONTHLY;BYDAY=2TU;COUNT=3"
    assert days(asked(Repeat.MONTHLY_WEEKDAY, count=3)) == [FIRST, date(2026, 11, 10), date(2026, 12, 8)]


def test_the_last_friday_of_the_month():
    found = days(asked(Repeat.MONTHLY_LAST, date(2026, 10, 30), count=3))
    assert found == [date(2026, 10, 30), date(2026, 11, 27), date(2026, 12, 25)]


def test_no_rule_gives_more_than_104_dates():
    assert len(days(asked(until=date(2099, 1, 1)))) == MOST_DATES == 104


def test_what_is_no_rule_is_refused():
    with pytest.raises(ValueError):
        days_of("FREQ=SOMETIMES", FIRST, PARIS)


@given(repeat=st.sampled_from(Repeat), first=st.dates(date(2026, 1, 1), date(2028, 12, 31)), interval=st.integers(1, 6))
def test_each_rule_begins_with_its_first_day_and_goes_forward(repeat, first, interval):
    if repeat == Repeat.MONTHLY_LAST and not is_last_of_month(first):
        return
    found = days(asked(repeat, first, interval=interval, count=5))
    assert found[0] == first
    assert found == sorted(set(found))
    if repeat == Repeat.WEEKLY:
        assert {(after - before).days for before, after in pairwise(found)} == {7 * interval}
    if repeat == Repeat.MONTHLY_WEEKDAY:
        assert {(rank_in_month(day), day.weekday()) for day in found} == {(rank_in_month(first), first.weekday())}


@pytest.mark.parametrize("year", [2026, 2027])
def test_the_rule_read_by_a_calendar_at_the_hour_itself_gives_the_same_days(year):
    """`recurring_ical_events` is not ours; `dateutil` at the very hour, with its zone, is what calendars do."""
    from dateutil.rrule import rrulestr

    wanted = asked(first_day=date(year, 3, 7), count=40)
    begins = datetime.combine(wanted.first_day, time(10), ZoneInfo(PARIS))
    found = list(rrulestr(rule_of(wanted, PARIS), dtstart=begins))
    assert [moment.date() for moment in found] == days(wanted)
    # The hour on the wall never moves; the moment does, twice a year.
    assert {moment.time() for moment in found} == {time(10)}
    assert {moment.astimezone(UTC).hour for moment in found} == {8, 9}


def test_public_holidays_of_2027_are_the_official_ones():
    found = {day: holiday_of(day) for n in range(365) if holiday_of(day := date(2027, 1, 1) + timedelta(days=n))}
    assert found == {
        date(2027, 1, 1): "new-year", date(2027, 3, 29): "easter-monday", date(2027, 5, 1): "labour",
        date(2027, 5, 6): "ascension", date(2027, 5, 8): "victory", date(2027, 5, 17): "whit-monday",
        date(2027, 7, 14): "national", date(2027, 8, 15): "assumption", date(2027, 11, 1): "all-saints",
        date(2027, 11, 11): "armistice", date(2027, 12, 25): "christmas",
    }  # fmt: skip
