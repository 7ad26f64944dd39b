"""What one may do with a session now: one function for its page, its card, search and calendars."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class SessionStatus(StrEnum):
    """In the order in which lists prefer them."""

    OPEN = "open"
    LAST_SEAT = "last-seat"
    WAITING_LIST = "waiting-list"
    FULL = "full"
    NOT_NAMED = "not-named"
    CLOSED = "closed"
    UNDER_WAY = "under-way"
    OVER = "over"
    HELD = "held"
    CANCELLED = "cancelled"
    DRAFT = "draft"


class Call(StrEnum):
    """What the page asks people to do."""

    REGISTER = "register"
    JOIN_WAITING_LIST = "join-waiting-list"
    COME = "come"
    TELL = "tell"
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True)
class SessionFacts:
    """What the state depends on. `state` is that of the row; `seats` and `waiting` are those of all its places."""

    state: str
    starts_at: datetime
    ends_at: datetime
    closes_at: datetime | None
    seats_left: int
    has_waiting_list: bool
    is_anonymous: bool


CALLS = {
    SessionStatus.OPEN: Call.REGISTER,
    SessionStatus.LAST_SEAT: Call.REGISTER,
    SessionStatus.WAITING_LIST: Call.JOIN_WAITING_LIST,
    SessionStatus.NOT_NAMED: Call.COME,
    SessionStatus.UNDER_WAY: Call.COME,
    SessionStatus.OVER: Call.TELL,
    SessionStatus.HELD: Call.TELL,
}
# Nobody is offered a seat later than this before the session starts.
LAST_OFFER = timedelta(hours=2)


def status(facts: SessionFacts, now: datetime) -> SessionStatus:
    if facts.state in ("draft", "cancelled", "held"):
        return SessionStatus(facts.state)
    if now >= facts.ends_at:
        return SessionStatus.OVER
    if now >= facts.starts_at:
        return SessionStatus.UNDER_WAY
    if facts.is_anonymous:
        return SessionStatus.NOT_NAMED
    if facts.closes_at is not None and now >= facts.closes_at:
        return SessionStatus.CLOSED
    if facts.seats_left > 1:
        return SessionStatus.OPEN
    if facts.seats_left == 1:
        return SessionStatus.LAST_SEAT
    if facts.has_waiting_list and now < facts.starts_at - LAST_OFFER:
        return SessionStatus.WAITING_LIST
    return SessionStatus.FULL


def call_to_action(found: SessionStatus) -> Call:
    return CALLS.get(found, Call.NOTHING)
