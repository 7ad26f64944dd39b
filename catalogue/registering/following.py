"""What becomes of registrations when their session is moved, changed or cancelled. Called inside the transaction of the
deed, with the session locked: locking it again costs a question and changes nothing."""

from django.utils import timezone

from catalogue.registering import news, seating
from catalogue.registering.models import Registration
from catalogue.sessions.models import PeerSession, SessionMove

State = Registration.State
# What people must know before they set off.
TOLD = frozenset({"title", "places"})


def follow_move(session: PeerSession, move: SessionMove) -> None:
    """Ask everyone who has a seat whether they still come. Whoever says nothing keeps their seat."""
    with seating.held(session.pk) as locked:
        Registration.objects.filter(session=locked, state=State.REGISTERED).update(must_confirm=True)
        seating.shorten_offers(locked)
        seating.settle(locked, timezone.now())
        news.tell_everyone(locked, news.MOVED, again=str(move.pk), move=move.pk)


def follow_change(session: PeerSession, changed: frozenset[str]) -> None:
    """Seats may have been added: offer them. A new title or another place is told to everyone, calendars included."""
    with seating.held(session.pk) as locked:
        seating.settle(locked, timezone.now())
        if changed & TOLD and timezone.now() < locked.starts_at:
            news.tell_everyone(locked, news.CHANGED, again=str(locked.sequence))


def follow_cancellation(session: PeerSession) -> None:
    """Tell everyone, and end what was offered. Registrations stay as they were: they say who was told."""
    with seating.held(session.pk) as locked:
        seating.settle(locked, timezone.now())
        news.tell_everyone(locked, news.SESSION_CANCELLED, again=str(locked.sequence))
