"""What feeds and personal calendars hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from catalogue.calendars.models import CalendarAddress
from catalogue.registering.models import Registration
from catalogue.registering.queries import theirs
from catalogue.sessions.models import PeerSession, SessionFacilitator, SessionPlace
from catalogue.sessions.queries import public_sessions
from outillerie.accounts.models import User
from outillerie.pages.queries import current_generation

# A calendar remembers the season; one that is cancelled stays long enough for every program to have read that it is.
PAST = timedelta(days=90)
CANCELLED_FOR = timedelta(days=30)
# Newest first, so that an Atom reader gets what changed.
NEWEST = 50
# What an event says, and nothing else: a feed has thousands.
SAID = (
    "uid", "slug", "state", "title", "intention", "to_bring", "accessibility", "cancel_reason", "starts_at", "ends_at",
    "time_zone", "sequence", "published_at", "created_at", "changed_at", "recurrence_at", "format", "series",
)  # fmt: skip
State = Registration.State


def calendar_sessions(now: datetime | None = None) -> QuerySet[PeerSession]:
    """Return the public sessions that calendars hold at `now`, in order: what was, what will be, what is cancelled."""
    now = now or timezone.now()
    long_cancelled = Q(state=PeerSession.State.CANCELLED, cancelled_at__lt=now - CANCELLED_FOR, starts_at__lt=now)
    kept = public_sessions().filter(ends_at__gte=now - PAST).exclude(long_cancelled)
    return kept.order_by("starts_at", "pk")


def as_events(sessions: QuerySet[PeerSession]) -> QuerySet[PeerSession]:
    """Load what the events of `sessions` say, their places apart. Formats and series are few: each is read once."""
    return sessions.only(*SAID).prefetch_related("format", "series")


def places_by_session(sessions: Sequence[PeerSession]) -> dict[int, list[SessionPlace]]:
    """Return the places of each session, in their order; each venue is read once.

    Apart from the sessions rather than by `prefetch_related`, which ties places and sessions to one another: thousands
    of them would wait in memory for the collector, and stop the feed when it passes.
    """
    found: dict[int, list[SessionPlace]] = {session.pk: [] for session in sessions}
    rows = SessionPlace.objects.filter(session__in=list(found)).defer("directions", "video_link")
    for place in rows.prefetch_related("venue", "territory").order_by("order", "pk"):
        found[place.session_id].append(place)
    return found


@dataclass(frozen=True)
class FeedState:
    """What a feed stands at: `tag` names everything it depends on, `changed_at` is when it last changed."""

    tag: str
    changed_at: datetime
    time_zones: tuple[str, ...]


def feed_state(sessions: QuerySet[PeerSession], about: str, now: datetime | None = None) -> FeedState:
    """Return the state of a feed of `sessions`: a program that has it already is told so, and nothing is read.

    A feed changes by itself at midnight, when the oldest sessions leave it.
    """
    now = now or timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = sessions.order_by().values("time_zone").annotate(
        count=Count("pk"), changed=Max("changed_at"), sequences=Sum("sequence"), newest=Max("pk")
    )  # fmt: skip
    rows = sorted(rows, key=lambda row: row["time_zone"])
    facts = [
        (row["time_zone"], row["count"], row["changed"].isoformat(), row["sequences"], row["newest"]) for row in rows
    ]
    whole = repr((about, midnight.date(), current_generation(), facts))
    return FeedState(
        tag=f'"{sha256(whole.encode()).hexdigest()[:32]}"',
        changed_at=max([midnight, *(row["changed"] for row in rows)]),
        time_zones=tuple(row["time_zone"] for row in rows),
    )


def changed_lately(sessions: QuerySet[PeerSession]) -> QuerySet[PeerSession]:
    """Return the sessions of an Atom feed: those announced, moved or cancelled last, the latest first."""
    return sessions.order_by("-changed_at", "-pk")[:NEWEST]


def living_address(person: User) -> CalendarAddress | None:
    return CalendarAddress.objects.filter(person=person, revoked_at=None).first()


def person_of_address(key: str) -> User | None:
    """Return whose calendar `key` opens; None once it is stopped, or when their account is closed."""
    found = CalendarAddress.objects.filter(key=key, revoked_at=None, person__is_active=True)
    found = found.select_related("person").first()
    return found.person if found else None


def calendar_registrations(person: User, now: datetime | None = None) -> list[Registration]:
    """Return, for each session, the registration that the calendar of `person` says: a seat, an offered one, or for a
    while the one that they or the organiser ended."""
    now = now or timezone.now()
    ended = Q(state__in=[State.CANCELLED, State.LAPSED], ended_at__gte=now - CANCELLED_FOR)
    seated = Q(state__in=[State.REGISTERED, State.OFFERED])
    rows = Registration.objects.filter(theirs(person), ended | seated)
    rows = rows.filter(session__in=calendar_sessions(now).order_by().values("pk"))
    return list(one_a_session(rows.select_related("place__venue", "place__territory")))


def one_a_session(rows: QuerySet[Registration]) -> list[Registration]:
    """Return one row for each session: the one that holds a seat, else the last."""
    kept: dict[int, Registration] = {}
    for row in rows.order_by("pk"):
        other = kept.get(row.session_id)
        if other is None or other.state in (State.CANCELLED, State.LAPSED):
            kept[row.session_id] = row
    return list(kept.values())


def facilitated_by(person: User) -> Exists:
    """Keep the sessions that `person` facilitates: they are in their calendar too."""
    return Exists(SessionFacilitator.objects.filter(session=OuterRef("pk"), person=person))
