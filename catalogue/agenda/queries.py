"""Which sessions, in what order, and how many each choice would leave. Only what was published answers (rule 7).

The search of kits and paths (`discovery/shelf.py`) holds all its things in memory to combine their facets and their
words: right for hundreds, and it knows neither days nor distances. Sessions are many, are looked for by date and by
place, and are read a page at a time: here the database combines, and the index on (state, starts_at) gives the page.
"""

from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from django.core.cache import caches
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from catalogue.agenda.asking import AgendaRequest
from catalogue.agenda.choices import ALL_FACETS
from catalogue.sessions.formats.state import LAST_OFFER
from catalogue.sessions.models import PeerSession, SessionFacet, SessionPlace
from catalogue.sessions.queries import public_sessions
from catalogue.venues.distance import km_between
from catalogue.venues.models import Territory, Venue
from catalogue.venues.queries import in_box
from outillerie.discovery.counts import Among
from outillerie.pages.queries import KEPT_SECONDS, current_generation

State = PeerSession.State
Counts = dict[str, Counter]


def matching(request: AgendaRequest, now: datetime) -> QuerySet[PeerSession]:
    """Return the sessions that `request` asks for: those to come, the nearest first, or those that are over."""
    found = narrowed(in_time(request, now), request)
    return found.filter(with_seats(now)) if request.has_seats else found


def in_time(request: AgendaRequest, now: datetime) -> QuerySet[PeerSession]:
    if request.is_past:
        return taking_place().filter(ends_at__lte=now).order_by("-starts_at", "-pk")
    found = public_sessions().filter(state=State.PUBLISHED, ends_at__gt=now).order_by("starts_at", "pk")
    return found.filter(starts_at__gte=midnight(request.since)) if request.since else found


def taking_place() -> QuerySet[PeerSession]:
    """Return what took place or will: a cancelled session keeps its page, and leaves the agenda."""
    return public_sessions().filter(state__in=[State.PUBLISHED, State.HELD])


def between(request: AgendaRequest, first: date, last: date) -> QuerySet[PeerSession]:
    """Return what `request` asks for from one day to another, both included, over or to come."""
    found = taking_place().filter(starts_at__gte=midnight(first), starts_at__lt=midnight(last + timedelta(days=1)))
    return narrowed(found, request).order_by("starts_at", "pk")


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def narrowed(found: QuerySet[PeerSession], request: AgendaRequest, *, but: str = "") -> QuerySet[PeerSession]:
    """Keep what has the place and the chosen values of `request`, save those of the facet `but`."""
    for code in sorted(request.chosen.keys() - {but}):
        found = found.filter(having(code, [choice.row for choice in request.chosen[code]]))
    if request.km:
        return found.filter(near(request.territory, request.km))
    places = [request.territory] if request.territory else request.candidates
    return found.filter(having("territory", [territory.facet for territory in places])) if places else found


def having(code: str, values: list[str]) -> Q:
    """Keep what has one of `values`: as a list of sessions, so that databases may begin with the few that have it."""
    return Q(pk__in=SessionFacet.objects.filter(facet=code, value__in=values).values("session"))


def near(territory: Territory, km: int) -> Q:
    """Keep the sessions with a place within `km` of the middle of a commune; a venue whose own place is not known is
    where its commune is."""
    venues = close(Venue.objects.order_by(), territory, km)
    communes = close(Territory.objects.order_by().filter(kind=Territory.Kind.COMMUNE), territory, km)
    places = SessionPlace.objects.filter(is_online=False)
    without = Q(venue__isnull=True) & Among("territory_id", communes)
    unplaced = Q(venue__latitude__isnull=True) & Among("venue__territory_id", communes)
    return Q(pk__in=places.filter(Among("venue_id", venues) | without | unplaced).order_by().values("session"))


def close(rows: QuerySet, territory: Territory, km: int) -> set[int]:
    here = (territory.latitude, territory.longitude)
    found = in_box(rows, *here, km).values_list("pk", "latitude", "longitude")
    return {pk for pk, latitude, longitude in found if km_between(here, (latitude, longitude)) <= km}


def with_seats(now: datetime) -> Q:
    """Keep what one may still join: a free seat, a waiting list that may still offer one, or no registration."""
    free = Exists(SessionPlace.objects.filter(session=OuterRef("pk"), taken__lt=F("capacity"), waiting=0))
    waiting = Q(has_waiting_list=True, starts_at__gt=now + LAST_OFFER)
    is_open = Q(registration_closes_at__isnull=True) | Q(registration_closes_at__gt=now)
    return Q(starts_at__gt=now) & (Q(is_anonymous=True) | (is_open & (Q(free) | waiting)))


def extent(found: QuerySet[PeerSession]) -> dict:
    """Return how many sessions there are, and when the first and the last begin."""
    return found.order_by().aggregate(count=Count("pk"), first=Min("starts_at"), last=Max("starts_at"))


def facet_counts(request: AgendaRequest, now: datetime) -> Counts:
    """Return how many sessions each value of each facet would leave if nothing else of its facet were chosen.

    Counted once for each request and each state of the site, a few minutes at most: they guide, they do not book.
    """
    asked = sha256(request.parameters().encode()).hexdigest()
    key = f"agenda-counts|{current_generation()}|{timezone.localdate(now)}|{asked}"
    return caches["pages"].get_or_set(key, lambda: counted(request, now), KEPT_SECONDS)


def counted(request: AgendaRequest, now: datetime) -> Counts:
    """Count every facet in one statement."""
    codes = [facet.code for facet in ALL_FACETS if facet.code != "kit"]
    free = [code for code in codes if code not in request.chosen]
    parts = [values_among(free, matching(request, now))]
    parts += [values_among([code], lifted(request, now, code)) for code in codes if code in request.chosen]
    counts: Counts = defaultdict(Counter)
    for row in parts[0].union(*parts[1:], all=True).order_by():
        counts[row["facet"]][row["value"]] = row["times"]
    return dict(counts)


def lifted(request: AgendaRequest, now: datetime, code: str) -> QuerySet[PeerSession]:
    found = narrowed(in_time(request, now), request, but=code)
    return found.filter(with_seats(now)) if request.has_seats else found


def values_among(codes: list[str], sessions: QuerySet[PeerSession]) -> QuerySet:
    """Return how many of `sessions` have each value. Asked from the sessions: from the facets, databases read all of them
    to count a few."""
    rows = sessions.order_by().filter(facets__facet__in=codes)
    return rows.values(facet=F("facets__facet"), value=F("facets__value")).annotate(times=Count("pk"))
