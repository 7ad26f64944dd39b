"""Questions about sessions, one function each."""

from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from catalogue.sessions.formats.half_days import HalfDay, half_days
from catalogue.sessions.formats.local_time import wall_of
from catalogue.sessions.models import PeerSession, SessionFacilitator, SessionPlace
from catalogue.sessions.permissions import PUBLIC


def public_sessions() -> QuerySet[PeerSession]:
    """Return the sessions that everyone may read: published, cancelled since, or held."""
    return PeerSession.objects.filter(state__in=PUBLIC, published_at__isnull=False)


def upcoming_sessions(now: datetime | None = None) -> QuerySet[PeerSession]:
    """Return the published sessions that are not over, the nearest first."""
    now = now or timezone.now()
    return PeerSession.objects.filter(state=PeerSession.State.PUBLISHED, ends_at__gt=now).order_by("starts_at", "pk")


def with_places(sessions: QuerySet[PeerSession]) -> QuerySet[PeerSession]:
    """Load what a line or a page of sessions says, in a fixed number of questions."""
    places = SessionPlace.objects.select_related("venue__territory", "territory")
    facilitators = SessionFacilitator.objects.select_related("person")
    return sessions.select_related("format", "organisation", "series").prefetch_related(
        Prefetch("places", places), Prefetch("facilitators", facilitators)
    )


def half_days_of(session: PeerSession) -> list[HalfDay]:
    """Return the half-days of `session`, on the wall of its own zone."""
    zone = session.time_zone
    pause = None
    if session.break_starts_at and session.break_ends_at:
        pause = (wall_of(session.break_starts_at, zone), wall_of(session.break_ends_at, zone))
    return half_days(wall_of(session.starts_at, zone), wall_of(session.ends_at, zone), pause)


def calendar_uid(session: PeerSession) -> str:
    """Return the UID of `session` in every calendar: its own, or that of its series (with its RECURRENCE-ID)."""
    return str(session.series.uid if session.series_id else session.uid)
