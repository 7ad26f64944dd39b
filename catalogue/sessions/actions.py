"""What happens to a session. Each deed is one transaction that locks the session, and tells its event inside it.

`changed_at` says to calendars and to whoever has its form open that something changed; `sequence` grows with what
calendars must take again.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.sessions import events
from catalogue.sessions.lacks import Lack, lacks_of
from catalogue.sessions.locking import lock_session
from catalogue.sessions.models import PeerSession, SessionMove, SessionPlace
from outillerie.errors import Refused

State = PeerSession.State
DATES = frozenset({"starts_at", "ends_at"})
SHELVES = frozenset({"audiences", "themes"})
# What changes by a plain save. Everything else has a deed of its own.
FACTS = SHELVES | {
    "title", "intention", "format", "kit_version", "module", "aims", "moments", "material", "to_bring", "prerequisites",
    "audience", "level", "price", "accessibility", "organisation", "contact_name", "contact_email", "break_starts_at",
    "break_ends_at", "time_zone", "registration_closes_at", "has_waiting_list", "offer_hours", "is_anonymous",
}  # fmt: skip


class NotPublishable(Refused):
    """`lacks` are what is missing, all of it."""

    def __init__(self, lacks: list[Lack]):
        super().__init__(" ".join(lack.sentence for lack in lacks))
        self.lacks = lacks


class WrongState(Refused):
    pass


class WrongDates(Refused):
    pass


class MovedMeanwhile(Refused):
    pass


class TooFewSeats(Refused):
    pass


class ReasonMissing(Refused):
    pass


@transaction.atomic
def publish_session(session: PeerSession, *, by) -> PeerSession:
    """Let everyone read `session`. Published already, nothing happens: two presses are one."""
    current = lock_session(session)
    if current.state == State.PUBLISHED:
        return current
    check_publishable(current)
    current.state, current.published_at = State.PUBLISHED, timezone.now()
    current.changed_at = current.published_at
    current.save(update_fields=["state", "published_at", "changed_at"])
    events.session_published.send(PeerSession, session=current, by=by)
    return current


@transaction.atomic
def propose_session(session: PeerSession, *, by) -> PeerSession:
    """Ask the staff to publish `session`. Asked already, nothing happens."""
    current = lock_session(session)
    if current.proposed_at is not None and current.state == State.DRAFT:
        return current
    check_publishable(current)
    current.proposed_at = timezone.now()
    current.save(update_fields=["proposed_at"])
    events.session_proposed.send(PeerSession, session=current, by=by)
    return current


def check_publishable(session: PeerSession) -> None:
    if session.state != State.DRAFT:
        raise WrongState(_("Only a draft can be published. Make a new session from this one."))
    if lacks := lacks_of(session, timezone.now()):
        raise NotPublishable(lacks)


@transaction.atomic
def move_session(
    session: PeerSession,
    *,
    starts_at: datetime,
    ends_at: datetime,
    break_starts_at: datetime | None = None,
    break_ends_at: datetime | None = None,
    reason: str = "",
    by,
    with_series: bool = False,
    seen: int | None = None,
) -> SessionMove:
    """Give a published session other dates, and keep the ones before. The end of registration moves along.

    Those who registered are told and asked to confirm by who receives `session_moved`. `with_series` says that the
    whole series moves; else the session differs from its series from now on. `seen` is the sequence that the page had
    shown: of two organisers at once, the second is told, and decides knowing what the first did.
    """
    current = lock_session(session)
    check_published(current)
    if seen is not None and seen != current.sequence:
        raise MovedMeanwhile(
            _(
                "Somebody changed this session meanwhile: read again what is above, then press again if you still mean it."
            )
        )
    now = timezone.now()
    check_dates(current, starts_at, ends_at, now)
    before = {"starts_before": current.starts_at, "ends_before": current.ends_at}
    if current.registration_closes_at is not None:
        current.registration_closes_at += starts_at - current.starts_at
    current.starts_at, current.ends_at = starts_at, ends_at
    current.break_starts_at, current.break_ends_at = break_starts_at, break_ends_at
    current.moved_at = current.changed_at = now
    current.is_exception |= current.series_id is not None and not with_series
    current.sequence += 1
    current.save()
    after = {"starts_after": starts_at, "ends_after": ends_at}
    move = SessionMove.objects.create(
        session=current, reason=reason.strip(), moved_by=by, moved_at=now, **before, **after
    )
    events.session_moved.send(PeerSession, session=current, move=move, by=by)
    return move


def check_published(session: PeerSession) -> None:
    if session.state == State.HELD:
        raise WrongState(_("This session took place and is closed: it cannot be moved, changed or cancelled any more."))
    if session.state == State.CANCELLED:
        raise WrongState(_("This session is cancelled. Make a new one from it to offer it again."))
    if session.state == State.DRAFT:
        raise WrongState(_("This session is a draft: change its dates in its form."))


def check_dates(session: PeerSession, starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    if ends_at <= starts_at:
        raise WrongDates(_("The session must end after it starts."))
    if starts_at <= now:
        raise WrongDates(_("A session cannot be moved into the past: choose a day to come."))
    if session.starts_at <= now:
        raise WrongDates(
            _("This session has begun: it cannot be moved any more. Cancel it, or make a new one from it.")
        )
    if (starts_at, ends_at) == (session.starts_at, session.ends_at):
        raise WrongDates(_("The session already has these dates: nobody needs to be told."))


@transaction.atomic
def change_session(session: PeerSession, *, by, with_series: bool = False, **facts) -> PeerSession:
    """Change what people read of `session`: any of `FACTS`, and its dates while it is a draft."""
    current = lock_session(session)
    check_changeable(current, facts)
    changed = apply_facts(current, facts)
    tell_change(current, changed, by=by, with_series=with_series)
    return current


def check_changeable(session: PeerSession, facts) -> None:
    if unknown := set(facts) - FACTS - DATES:
        raise TypeError(f"change_session does not know {sorted(unknown)}")
    if session.state in (State.CANCELLED, State.HELD):
        check_published(session)
    if session.state == State.PUBLISHED and any(
        name in facts and facts[name] != getattr(session, name) for name in DATES
    ):
        raise WrongState(_("The dates of a published session change by moving it: those who registered are told."))


def apply_facts(session: PeerSession, facts: dict) -> set[str]:
    """Write `facts` on a locked session, and return the names of those that were different."""
    changed = {name for name, value in facts.items() if name not in SHELVES and getattr(session, name) != value}
    for name in changed:
        setattr(session, name, facts[name])
    if changed:
        session.save(update_fields=sorted(changed))
    for name in SHELVES & set(facts):
        shelf, wanted = getattr(session, name), {row.pk for row in facts[name]}
        if set(shelf.values_list("pk", flat=True)) != wanted:
            shelf.set(wanted)
            changed.add(name)
    return changed


def tell_change(session: PeerSession, changed: set[str], *, by, with_series: bool = False) -> None:
    """Date the change of a locked session, and tell it once if everyone may read it."""
    if not changed:
        return
    session.changed_at = timezone.now()
    session.is_exception |= session.series_id is not None and not with_series
    is_public = session.state == State.PUBLISHED
    if is_public:
        session.sequence += 1
    session.save(update_fields=["changed_at", "sequence", "is_exception"])
    if is_public:
        events.session_changed.send(PeerSession, session=session, by=by, changed=frozenset(changed))


@transaction.atomic
def change_capacity(place: SessionPlace, capacity: int, *, by) -> SessionPlace:
    """Give `place` more or fewer seats, never fewer than are taken. Seats that come free go to the waiting list."""
    session = lock_session(place.session)
    check_changeable(session, {})
    current = SessionPlace.objects.get(pk=place.pk)
    check_capacity(current, capacity)
    if current.capacity != capacity:
        current.capacity = capacity
        current.save(update_fields=["capacity"])
        tell_change(session, {"capacity"}, by=by)
    return current


def check_capacity(place: SessionPlace, capacity: int) -> None:
    """Refuse fewer seats than are taken at `place`, read with its session locked."""
    if capacity >= max(place.taken, 1):
        return
    if not place.taken:
        raise TooFewSeats(_("Offer at least one seat."))
    raise TooFewSeats(
        ngettext(
            "%(count)s person has a seat already: cancel their registration first, or offer at least one seat.",
            "%(count)s people have a seat already: cancel some of them first, or offer at least %(count)s seats.",
            place.taken,
        )
        % {"count": place.taken}
    )


@transaction.atomic
def cancel_session(session: PeerSession, *, reason: str, by) -> PeerSession:
    """Say that a published session will not take place. Cancelled already, nothing happens."""
    current = lock_session(session)
    if current.state == State.CANCELLED:
        return current
    check_published(current)
    if not reason.strip():
        raise ReasonMissing(_("Say why the session is cancelled: those who registered will read it."))
    current.state, current.cancel_reason = State.CANCELLED, reason.strip()
    current.cancelled_at = current.changed_at = timezone.now()
    current.sequence += 1
    current.is_exception |= current.series_id is not None
    current.save()
    events.session_cancelled.send(PeerSession, session=current, by=by)
    return current


@transaction.atomic
def hold_session(session: PeerSession, *, by) -> PeerSession:
    """Close a session that took place. Closed already, nothing happens."""
    current = lock_session(session)
    if current.state == State.HELD:
        return current
    check_published(current)
    now = timezone.now()
    if current.starts_at > now:
        raise WrongState(_("This session has not begun: it can be closed once it has taken place."))
    current.state, current.held_at = State.HELD, now
    current.changed_at = now
    current.save(update_fields=["state", "held_at", "changed_at"])
    events.session_held.send(PeerSession, session=current, by=by)
    return current
