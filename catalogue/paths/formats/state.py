"""Where a path is between “soon” and “over”, computed from the dates of its sessions and from the day. Pure.

The states and their order come from richie (`CourseState`, openfun/richie, MIT licence): the smaller, the sooner
somebody may begin. Two differences: «archived but open» means nothing for dated sessions, and a path that one may begin
at any time has a state of its own. Pages, the order of search and exports all ask `state_of`.

Days are whole and count from their first to their last hour: one may still enrol on the day when enrolment closes. A
session without a last day lasts one day; without a day of closing, one may enrol until its first day; without a day of
opening, since it is announced. A session that is cancelled counts for nothing.
"""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol


class Run(Protocol):
    """The dates of a session: `PathRun` has them, and so may any plain value."""

    starts_on: date
    ends_on: date | None
    enrolment_opens_on: date | None
    enrolment_closes_on: date | None


class State(enum.IntEnum):
    """The eight states, from the one that welcomes soonest to the one that promises nothing."""

    ONGOING_OPEN = 0
    FUTURE_OPEN = 1
    ALWAYS_OPEN = 2
    FUTURE_NOT_YET_OPEN = 3
    FUTURE_CLOSED = 4
    ONGOING_CLOSED = 5
    ARCHIVED_CLOSED = 6
    TO_BE_SCHEDULED = 7

    @property
    def is_open(self) -> bool:
        """Return whether one may enrol today."""
        return self <= State.ALWAYS_OPEN

    @property
    def code(self) -> str:
        """Return the name for addresses and stylesheets: “future-not-yet-open”."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The state of a path, and the session that decides of it (None: no session does)."""

    state: State
    run: Run | None = None

    @property
    def is_open(self) -> bool:
        return self.state.is_open


def state_of(runs: Iterable[Run], today: date, is_always_open: bool = False) -> Standing:
    """Return the best state among those of `runs`, and the nearest of the runs that are in it."""
    known = [(state_of_run(run, today), run) for run in runs if not is_cancelled(run)]
    states = [state for state, _run in known] + ([State.ALWAYS_OPEN] if is_always_open else [])
    best = min(states, default=State.TO_BE_SCHEDULED)
    same = sorted((run for state, run in known if state is best), key=lambda run: run.starts_on)
    if not same:
        return Standing(state=best)
    return Standing(state=best, run=same[-1] if best is State.ARCHIVED_CLOSED else same[0])


def state_of_run(run: Run, today: date) -> State:
    """Return the state of one session, never ALWAYS_OPEN nor TO_BE_SCHEDULED."""
    if today > last_day(run):
        return State.ARCHIVED_CLOSED
    is_begun = today >= run.starts_on
    if today > closes_on(run):
        return State.ONGOING_CLOSED if is_begun else State.FUTURE_CLOSED
    if run.enrolment_opens_on and today < run.enrolment_opens_on:
        return State.ONGOING_CLOSED if is_begun else State.FUTURE_NOT_YET_OPEN
    return State.ONGOING_OPEN if is_begun else State.FUTURE_OPEN


def last_day(run: Run) -> date:
    return run.ends_on or run.starts_on


def closes_on(run: Run) -> date:
    """Return the last day when one may enrol: never after the session."""
    return min(run.enrolment_closes_on or run.starts_on, last_day(run))


def is_cancelled(run: Run) -> bool:
    return bool(getattr(run, "is_cancelled", False))


def upcoming(runs: Iterable[Run], today: date) -> list[Run]:
    """Return the sessions that are not over, the nearest first."""
    return sorted(
        (run for run in runs if not is_cancelled(run) and last_day(run) >= today), key=lambda run: run.starts_on
    )
