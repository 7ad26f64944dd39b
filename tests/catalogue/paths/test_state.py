"""Where a path stands on a given day: richie's states, checked on each side of each date."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from catalogue.paths.formats.state import Standing, State, state_of, state_of_run, upcoming


@dataclass(frozen=True)
class Dates:
    starts_on: date
    ends_on: date | None = None
    enrolment_opens_on: date | None = None
    enrolment_closes_on: date | None = None
    is_cancelled: bool = False


def november(day: int) -> date:
    return date(2026, 11, day)


# Enrolment from the 5th to the 12th, session from the 10th to the 20th.
WHOLE = Dates(november(10), november(20), november(5), november(12))


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (4, State.FUTURE_NOT_YET_OPEN),
        (5, State.FUTURE_OPEN),
        (9, State.FUTURE_OPEN),
        (10, State.ONGOING_OPEN),
        (12, State.ONGOING_OPEN),
        (13, State.ONGOING_CLOSED),
        (20, State.ONGOING_CLOSED),
        (21, State.ARCHIVED_CLOSED),
    ],
)
def test_each_date_of_a_session_changes_its_state_the_day_it_says(day, state):
    assert state_of_run(WHOLE, november(day)) is state


@pytest.mark.parametrize(
    ("day", "state"), [(7, State.FUTURE_OPEN), (8, State.FUTURE_CLOSED), (10, State.ONGOING_CLOSED)]
)
def test_enrolment_that_closes_before_the_first_day_is_closed_until_the_end(day, state):
    early = Dates(november(10), november(20), november(1), november(7))
    assert state_of_run(early, november(day)) is state


@pytest.mark.parametrize(
    ("day", "state"), [(1, State.FUTURE_OPEN), (10, State.ONGOING_OPEN), (11, State.ARCHIVED_CLOSED)]
)
def test_a_session_with_a_single_date_lasts_one_day_and_is_open_until_then(day, state):
    assert state_of_run(Dates(november(10)), november(day)) is state


@pytest.mark.parametrize(
    ("day", "state"), [(10, State.ONGOING_OPEN), (11, State.ONGOING_CLOSED), (21, State.ARCHIVED_CLOSED)]
)
def test_without_a_day_of_closing_one_enrols_until_the_first_day(day, state):
    assert state_of_run(Dates(november(10), november(20)), november(day)) is state


def test_enrolment_never_outlives_the_session():
    late = Dates(november(10), november(20), None, november(30))
    assert state_of_run(late, november(20)) is State.ONGOING_OPEN
    assert state_of_run(late, november(21)) is State.ARCHIVED_CLOSED


@pytest.mark.parametrize(("day", "state"), [(14, State.ONGOING_CLOSED), (15, State.ONGOING_OPEN)])
def test_enrolment_may_open_after_the_session_began(day, state):
    later = Dates(november(10), november(20), november(15), november(18))
    assert state_of_run(later, november(day)) is state


def test_a_path_has_the_best_state_of_its_sessions_and_names_the_nearest():
    far, near = Dates(november(25)), Dates(november(15))
    over = Dates(november(1))
    assert state_of([far, over, near], november(3)) == Standing(state=State.FUTURE_OPEN, run=near)


def test_a_path_that_is_over_names_its_last_session():
    first, last = Dates(november(1)), Dates(november(5))
    assert state_of([last, first], november(9)) == Standing(state=State.ARCHIVED_CLOSED, run=last)


def test_a_cancelled_session_counts_for_nothing():
    cancelled = Dates(november(15), is_cancelled=True)
    assert state_of([cancelled], november(3)) == Standing(state=State.TO_BE_SCHEDULED)
    assert upcoming([cancelled, WHOLE], november(3)) == [WHOLE]


def test_a_path_without_a_session_is_to_be_scheduled_unless_one_may_begin_at_any_time():
    assert state_of([], november(3)) == Standing(state=State.TO_BE_SCHEDULED)
    assert state_of([], november(3), is_always_open=True) == Standing(state=State.ALWAYS_OPEN)


def test_a_path_open_at_any_time_says_its_open_session_first_and_never_says_closed():
    assert state_of([WHOLE], november(6), is_always_open=True) == Standing(state=State.FUTURE_OPEN, run=WHOLE)
    assert state_of([WHOLE], november(15), is_always_open=True) == Standing(state=State.ALWAYS_OPEN)


def test_the_states_in_order_and_which_of_them_are_open():
    assert [state.code for state in sorted(State)] == [
        "ongoing-open", "future-open", "always-open", "future-not-yet-open", "future-closed", "ongoing-closed",
        "archived-closed", "to-be-scheduled",
    ]  # fmt: skip
    assert [state for state in State if state.is_open] == [State.ONGOING_OPEN, State.FUTURE_OPEN, State.ALWAYS_OPEN]


def test_upcoming_sessions_are_those_that_are_not_over_the_nearest_first():
    over, today, later = Dates(november(2)), Dates(november(1), november(3)), Dates(november(9))
    assert upcoming([later, over, today], november(3)) == [today, later]
    assert upcoming([later, over, today], november(9) + timedelta(days=1)) == []
