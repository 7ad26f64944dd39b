"""Questions about those who come, one function each."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.utils import timezone

from catalogue.registering.models import LIVING, Registration
from catalogue.sessions.models import PeerSession, SessionPlace
from outillerie.accounts.models import User

State = Registration.State


def participants_of(session: PeerSession) -> QuerySet[Registration]:
    """Return those who have a seat, by name."""
    return session.registrations.filter(state=State.REGISTERED).order_by("name", "pk")


def waiting_of(place: SessionPlace) -> QuerySet[Registration]:
    """Return those who wait for a seat of `place`, the first one first."""
    return place.registrations.filter(state=State.WAITING).order_by("place_in_line")


def registration_of(session: PeerSession, person: User) -> Registration | None:
    """Return the living registration of `person`: made with their account, or with an address that they confirmed."""
    if not person.is_authenticated:
        return None
    living = Registration.objects.filter(session=session, state__in=LIVING).select_related("place")
    return living.filter(theirs(person)).order_by("pk").first()


def theirs(person: User) -> Q:
    """Return what tells the registrations of `person`. Addresses are kept without capitals."""
    return Q(person=person) | Q(person=None, email__in=confirmed_addresses(person))


def confirmed_addresses(person: User) -> list[str]:
    found = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return [email.lower() for email in found]


def person_with_address(email: str) -> User | None:
    """Return the active account that confirmed `email`."""
    if not email:
        return None
    found = EmailAddress.objects.filter(email__iexact=email, verified=True, user__is_active=True)
    row = found.select_related("user").order_by("pk").first()
    return row.user if row else None


def rank_of(registration: Registration) -> int | None:
    """Return how many-th `registration` is in the line of its place; None when it does not wait."""
    if registration.state != State.WAITING:
        return None
    before = Registration.objects.filter(
        place=registration.place_id, state=State.WAITING, place_in_line__lt=registration.place_in_line
    )
    return before.count() + 1


def overlapping(person: User, session: PeerSession) -> list[PeerSession]:
    """Return the other sessions that `person` has a seat of, or waits for, at the same hours. It warns; it blocks nothing."""
    if not person.is_authenticated:
        return []
    return list(sessions_at_once(session, theirs(person)))


def overlapping_of(registration: Registration) -> list[PeerSession]:
    """Return the same for whoever holds `registration`, with an account or without one."""
    who = Q(email=registration.email.lower()) if registration.email else Q(pk=None)
    if registration.person_id:
        who |= Q(person=registration.person_id)
    return list(sessions_at_once(registration.session, who))


def sessions_at_once(session: PeerSession, who: Q) -> QuerySet[PeerSession]:
    rows = Registration.objects.filter(who, state__in=LIVING).exclude(session=session)
    return PeerSession.objects.filter(
        pk__in=rows.values("session"),
        state=PeerSession.State.PUBLISHED,
        starts_at__lt=session.ends_at,
        ends_at__gt=session.starts_at,
    ).order_by("starts_at", "pk")


def registrations_of(person: User, *, now: datetime | None = None) -> QuerySet[Registration]:
    """Return what `person` registered for and did not cancel, with what a line of it shows, the nearest first."""
    now = now or timezone.now()
    rows = Registration.objects.filter(theirs(person), session__published_at__isnull=False)
    kept = Q(state__in=LIVING) | Q(state=State.LAPSED, session__starts_at__gt=now)
    return (
        rows.filter(kept)
        .select_related("session__format", "place__venue", "place__territory")
        .order_by("session__starts_at", "pk")
    )


def ranks_of(rows: list[Registration]) -> dict[int, int]:
    """Return the rank in its line of each of `rows` that waits, in one question."""
    places = {row.place_id for row in rows if row.state == State.WAITING}
    if not places:
        return {}
    line = Registration.objects.filter(place__in=places, state=State.WAITING).order_by("place", "place_in_line")
    ranks, place, rank = {}, None, 0
    for pk, place_id in line.values_list("pk", "place"):
        place, rank = place_id, rank + 1 if place_id == place else 1
        ranks[pk] = rank
    return ranks
