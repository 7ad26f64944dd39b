"""Days as people type them, weeks and months as they are laid out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.agenda.formats.typed_day import typed_day
from catalogue.agenda.formats.weeks import monday_of, month_beside, month_grid, week_of

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14/10/2026", date(2026, 10, 14)),
        (" 14.10.26 ", date(2026, 10, 14)),
        ("14-10-2026", date(2026, 10, 14)),
        ("14 10 2026", date(2026, 10, 14)),
        ("2026-10-14", date(2026, 10, 14)),
        ("24/12", date(2026, 12, 24)),
        ("14/10", date(2027, 10, 14)),
        ("31/02/2027", None),
        ("14/13/2027", None),
        ("demain", None),
        ("14/10/2026' OR 1=1", None),
        ("1/1/1926", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_people_type_it(typed, meant):
    assert typed_day(typed, TODAY) == meant


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_day_or_none(text):
    found = typed_day(text, TODAY)
    assert found is None or 2000 <= found.year <= 2100


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_a_day_written_out_is_that_day(day):
    assert typed_day(day.strftime("%d/%m/%Y"), TODAY) == day


@given(st.integers(2000, 2100), st.integers(1, 12))
def test_a_month_holds_each_of_its_days_once_in_weeks_from_monday_to_sunday(year, month):
    grid = month_grid(year, month)
    assert {(week[0].weekday(), len(week)) for week in grid} == {(0, 7)}
    days = [day for week in grid for day in week if (day.year, day.month) == (year, month)]
    assert days == sorted(set(days))
    assert (days[0].day, (days[-1] - days[0]).days) == (1, len(days) - 1)


def test_months_follow_each_other_through_the_year():
    assert [month_beside(2026, 12, 1), month_beside(2027, 1, -1)] == [(2027, 1), (2026, 12)]


def test_a_week_begins_on_monday():
    assert [str(day) for day in (monday_of(TODAY), week_of(TODAY)[-1])] == ["2026-11-16", "2026-11-22"]
