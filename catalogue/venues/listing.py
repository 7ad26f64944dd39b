"""What the page of the venues shows: a search and its results in words and links, a map, the territories below."""

from collections import Counter, defaultdict

from django.utils.translation import gettext as _

from catalogue.venues.asking import RADII, VenueRequest, near_url, territory_url
from catalogue.venues.choices import VENUES_PER_PAGE, venues_with, worded
from catalogue.venues.hours import km_words
from catalogue.venues.mapping import MapPoint, map_of
from catalogue.venues.models import Territory, Venue
from catalogue.venues.queries import public_venues, venues_in, venues_near
from outillerie.discovery.listing import search_words
from outillerie.discovery.queries import SearchResults
from outillerie.discovery.text import fold

MOST_BELOW = 16
MOST_SERVICES = 3
Kind = Territory.Kind
BELOW = {None: Kind.DEPARTMENT, Kind.REGION: Kind.DEPARTMENT, Kind.DEPARTMENT: Kind.INTERCOMMUNALITY,
         Kind.INTERCOMMUNALITY: Kind.COMMUNE}  # fmt: skip


def venues_page(request: VenueRequest) -> dict:
    """Return the context of `venues/index.html`."""
    distances = {}
    if request.is_near:
        place = request.territory
        near = venues_near(place.latitude, place.longitude, km=request.radius)
        distances = {venue.pk: venue.km for venue in near}
    results = search_venues(request, distances)
    shown = public_venues().select_related("territory__department").in_bulk(results.ids)
    first = (results.page - 1) * VENUES_PER_PAGE + 1
    rows = [row_of(shown[pk], number, distances.get(pk)) for number, pk in enumerate(results.ids, first) if pk in shown]
    return {
        **search_words(results, ""),
        "asked": request,
        "territory": request.territory,
        "radii": RADII,
        "others": [{"label": full_name(other), "url": near_url(other)} for other in request.others],
        "is_unknown_place": bool(request.where) and request.territory is None,
        "rows": rows,
        "map": map_of(points_of(rows), territory=request.territory),
        "below": below(request.territory),
        "above": above(request.territory),
    }


def search_venues(request: VenueRequest, distances: dict[int, float]) -> SearchResults:
    """Return one page of the shown venues that match `request`, and what each other choice would leave."""
    words, having = venues_with()
    public = set(words)
    if request.is_near:
        public &= set(distances)
    elif request.territory is not None:
        public &= set(venues_in(request.territory).order_by().values_list("pk", flat=True))
    terms = fold(request.search.text).split()
    base = {pk for pk in public if all(term in words[pk] for term in terms)}
    chosen = {
        code: set().union(*(having[code][value] for value in values)) for code, values in request.search.chosen.items()
    }
    found = base.intersection(*chosen.values())
    lifted = {code: base.intersection(*(ids for other, ids in chosen.items() if other != code)) for code in chosen}
    order = sorted(found, key=distances.get) if request.is_near else [pk for pk in words if pk in found]
    pages = max(1, -(-len(found) // VENUES_PER_PAGE))
    page = min(request.search.page, pages)
    return SearchResults(
        request=request.search,
        ids=order[(page - 1) * VENUES_PER_PAGE : page * VENUES_PER_PAGE],
        count=len(found),
        page=page,
        pages=pages,
        counts={code: sizes(values, lifted.get(code, found)) for code, values in having.items()},
        library={code: sizes(values, set(words)) for code, values in having.items()},
        without={code: len(ids) for code, ids in lifted.items()},
        by_words=len(base),
        allowed=public.intersection(*chosen.values()),
    )


def sizes(values: dict[str, set[int]], among: set[int]) -> Counter:
    return Counter({value: len(ids & among) for value, ids in values.items()})


def row_of(venue: Venue, number: int, km: float | None) -> dict:
    return {
        "venue": venue,
        "number": number,
        "where": where_words(venue),
        "distance": "" if km is None else km_words(km),
        "services": [worded(service) for service in venue.services[:MOST_SERVICES]],
        "more_services": max(0, len(venue.services) - MOST_SERVICES),
        "fees": [worded(fee) for fee in venue.fees],
    }


def where_words(venue: Venue) -> str:
    return " ".join(filter(None, [f"{venue.address},", venue.postcode, venue.commune]))


def points_of(rows: list[dict]) -> list[MapPoint]:
    return [
        MapPoint(
            latitude=row["venue"].latitude,
            longitude=row["venue"].longitude,
            number=row["number"],
            url=f"#lieu-{row['number']}",
            title=row["venue"].name,
            label=row["venue"].territory.name if is_commune(row["venue"].territory) else row["venue"].commune,
        )
        for row in rows
        if row["venue"].latitude is not None
    ]


def is_commune(territory: Territory | None) -> bool:
    return territory is not None and territory.kind == Kind.COMMUNE


def below(territory: Territory | None) -> dict:
    """Return the territories below one, or the departments, that have venues, each with how many: those that have most,
    by name. `more` is how many are left out."""
    kind = BELOW.get(territory.kind if territory else None)
    if kind is None:
        return {"rows": [], "more": 0}
    counts = counts_by(kind, territory)
    most = sorted(counts, key=lambda pk: (-counts[pk], pk))[:MOST_BELOW]
    places = sorted(Territory.objects.in_bulk(most).values(), key=lambda place: place.plain_name)
    rows = [{"label": place.name, "url": territory_url(place), "count": counts[place.pk]} for place in places]
    return {"rows": rows, "more": len(counts) - len(rows), "kind": kind}


def counts_by(kind: str, territory: Territory | None) -> dict[int, int]:
    """Return how many shown venues are in each territory of `kind`, inside `territory`."""
    venues = public_venues() if territory is None else venues_in(territory)
    own, link = ("territory_id", f"territory__{kind}_id")
    rows = venues.order_by().values_list(own, "territory__kind", *([] if kind == Kind.COMMUNE else [link]))
    counts: dict[int, int] = defaultdict(int)
    for own_id, own_kind, *linked in rows.iterator(5_000):
        place = own_id if own_kind == kind else next(iter(linked), None)
        if place is not None:
            counts[place] += 1
    return counts


def above(territory: Territory | None) -> list[dict]:
    """Return the territories above one, the widest first."""
    if territory is None:
        return []
    chain = [territory.region, territory.department, territory.intercommunality]
    return [{"label": place.name, "url": territory_url(place)} for place in chain if place is not None]


def full_name(territory: Territory) -> str:
    """Return the name of a territory, and where or what it is: several communes have one name."""
    if territory.kind == Kind.COMMUNE and territory.department:
        return f"{territory.name} ({territory.department.name})"
    return _("%(name)s (%(kind)s)") % {"name": territory.name, "kind": territory.get_kind_display()}
