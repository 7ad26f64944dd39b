"""What those who registered are told by mail. Here it is decided and written down, in the transaction of the deed; the
worker renders each mail later (`emails.py`), from the row as it is then: nothing leaves that is no longer true."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from catalogue.registering.models import LIVING, Registration
from catalogue.sessions.models import PeerSession
from outillerie.outbox.actions import schedule

State = Registration.State
# What may be told of one registration. Each is told once a row, those of a move once a move.
TO_CONFIRM, REGISTERED, WAITING, OFFERED = "to-confirm", "registered", "waiting", "offered"
LAPSED, LAST_MINUTE, CANCELLED, REMOVED = "lapsed", "last-minute", "cancelled", "removed"
MOVED, CHANGED, SESSION_CANCELLED, LETTER = "moved", "changed", "session-cancelled", "letter"

# In which states of its row a mail is still true.
TRUE_FOR = {
    TO_CONFIRM: (State.UNCONFIRMED,),
    REGISTERED: (State.REGISTERED,),
    WAITING: (State.WAITING,),
    OFFERED: (State.OFFERED,),
    LAPSED: (State.LAPSED,),
    LAST_MINUTE: (State.WAITING,),
    CANCELLED: (State.CANCELLED,),
    REMOVED: (State.CANCELLED,),
    MOVED: LIVING,
    CHANGED: LIVING,
    SESSION_CANCELLED: (*LIVING, State.LAPSED),
    LETTER: LIVING,
}


def tell(row: Registration, kind: str, *, again: str = "", **facts) -> None:
    """Have the mail `kind` written to whom `row` is about, once; `again` names what makes it another time."""
    if not row.email:
        return
    key = f"session-mail:{row.pk}:{kind}" + (f":{again}" if again else "")
    schedule("session-mail", {"registration": row.pk, "kind": kind, **facts}, key=key)


def tell_everyone(session: PeerSession, kind: str, *, again: str, **facts) -> None:
    """Have the mail `kind` written to each of those who come or wait: the worker lists them, they may be many."""
    payload = {"session": session.pk, "kind": kind, "again": again, **facts}
    schedule("session-mails", payload, key=f"session-mails:{session.pk}:{kind}:{again}")


def expect_end_of_offer(row: Registration) -> None:
    """Have the worker end the offer when its hour comes: then the next person has it."""
    key = f"offer-ends:{row.pk}:{row.offer_ends_at:%Y%m%d%H%M%S}"
    delay = row.offer_ends_at - timezone.now()
    schedule("session-offer-ends", {"session": row.session_id}, key=key, delay=delay)


def is_still_true(kind: str, row: Registration, now: datetime) -> bool:
    """Return whether the mail `kind` may leave now: nothing is sent to whoever cancelled, or was promoted, meanwhile."""
    if row.state not in TRUE_FOR[kind]:
        return False
    if kind == OFFERED:
        return now < row.offer_ends_at and row.session.state == PeerSession.State.PUBLISHED
    if kind in (WAITING, REGISTERED, LAST_MINUTE, MOVED, CHANGED):
        return now < row.session.ends_at and row.session.state == PeerSession.State.PUBLISHED
    return True


def concerned(session: PeerSession, kind: str) -> Q:
    """Return who is told `kind` of `session`. A letter is for participants; an offer that a cancellation ended counts."""
    if kind == LETTER:
        return Q(state=State.REGISTERED)
    if kind == SESSION_CANCELLED and session.cancelled_at:
        return Q(state__in=LIVING) | Q(state=State.LAPSED, ended_at__gte=session.cancelled_at)
    return Q(state__in=LIVING)
