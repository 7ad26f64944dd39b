"""Questions of those who organise, one function each."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from catalogue.organising.models import DatePoll
from catalogue.paths.permissions import can_manage_catalogue
from catalogue.registering.models import LIVING, Registration
from catalogue.sessions.models import PeerSession, SessionFacilitator, SessionSeries
from catalogue.sessions.queries import with_places
from catalogue.venues.models import Venue
from catalogue.venues.place_names import plain_name
from catalogue.venues.queries import public_venues
from outillerie.accounts.models import Membership, User

MOST_FOUND = 12
MOST_LISTED = 50


def find_venues(text: str, *, most: int = MOST_FOUND) -> list[Venue]:
    """Return the shown venues that have every word of `text` in their name or their commune, by name."""
    words = plain_name(text).split()
    if not words:
        return []
    rows = public_venues().values_list("pk", "name", "commune", "postcode")
    ids = [pk for pk, *texts in rows if all(word in plain_name(" ".join(texts)) for word in words)]
    return list(Venue.objects.filter(pk__in=ids[:200]).order_by("name", "pk")[:most])


def organised_by(user: User) -> QuerySet[PeerSession]:
    """Return the sessions that `user` made, facilitates, or manages for an organisation."""
    facilitated = SessionFacilitator.objects.filter(person=user).values("session")
    managed = Membership.objects.filter(
        person=user, role=Membership.Role.MANAGER, state=Membership.State.ACTIVE
    ).values("organisation")
    return PeerSession.objects.filter(
        Q(created_by=user) | Q(pk__in=facilitated) | Q(organisation__in=managed)
    )  # fmt: skip


def listed_sessions(user: User, now: datetime | None = None) -> dict[str, list[PeerSession]]:
    """Return the sessions of `user` by where they stand: drafts, to come, over; and for the staff, those to publish."""
    now = now or timezone.now()
    own = with_places(organised_by(user))
    drafts, published = Q(state=PeerSession.State.DRAFT), Q(state=PeerSession.State.PUBLISHED)
    waiting = with_places(PeerSession.objects.filter(drafts, proposed_at__isnull=False))
    return {
        "drafts": list(own.filter(drafts).order_by("starts_at", "pk")[:MOST_LISTED]),
        "to_come": list(own.filter(published, ends_at__gt=now).order_by("starts_at", "pk")[:MOST_LISTED]),
        "over": list(
            own.exclude(drafts).exclude(published, ends_at__gt=now).order_by("-starts_at", "-pk")[:MOST_LISTED]
        ),
        "waiting": list(waiting.order_by("proposed_at", "pk")[:MOST_LISTED]) if can_manage_catalogue(user) else [],
    }


def told_of(session: PeerSession) -> int:
    """Return how many people are told when `session` is moved or cancelled: with a seat, or waiting for one."""
    return Registration.objects.filter(session=session, state__in=LIVING).count()


def series_of(user: User) -> QuerySet[SessionSeries]:
    return SessionSeries.objects.filter(created_by=user).annotate(count=Count("sessions"))


def polls_of(user: User) -> QuerySet[DatePoll]:
    return DatePoll.objects.filter(created_by=user).annotate(replies_count=Count("replies", distinct=True))
