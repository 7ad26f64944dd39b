"""What a reader of the venues asks for, read from an address: where, how far, by which words and facets."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from catalogue.venues.choices import SHELF
from catalogue.venues.models import Territory
from catalogue.venues.place_names import plain_name
from catalogue.venues.queries import find_territories, territory_by_facet
from outillerie.discovery.search_request import SearchRequest, query_text, search_request

RADII = (5, 10, 20, 50)
USUAL_RADIUS = 20
MOST_OTHERS = 4
# The word of a kind of territory in addresses.
KIND_WORDS = {
    "region": Territory.Kind.REGION,
    "departement": Territory.Kind.DEPARTMENT,
    "intercommunalite": Territory.Kind.INTERCOMMUNALITY,
    "commune": Territory.Kind.COMMUNE,
}
WORDS_OF_KINDS = {kind: word for word, kind in KIND_WORDS.items()}


@dataclass(frozen=True, kw_only=True)
class VenueRequest:
    """`where` is what was typed, `territory` what it names, `others` what it may name too. `radius`, in km, is for the
    places that are points: communes."""

    search: SearchRequest
    where: str = ""
    territory: Territory | None = None
    others: tuple[Territory, ...] = ()
    radius: int = USUAL_RADIUS

    @property
    def is_near(self) -> bool:
        """Return whether venues are looked for around a place, rather than inside it."""
        kind = Territory.Kind.COMMUNE
        return self.territory is not None and self.territory.kind == kind and self.territory.latitude is not None


def venue_request(parameters, territory: Territory | None = None) -> VenueRequest:
    """Return what `parameters` (a QueryDict) ask for; `territory` is that of the page, when it is of one."""
    where = query_text(parameters.get("ou", ""))
    known = territory or territory_by_facet(parameters.get("dans", "")[:40])
    is_same = known is not None and (not where or where == known.name)
    found = [] if is_same else find_territories(where, most=MOST_OTHERS + 1)
    chosen = known if is_same else next(iter(found), None)
    radius = parameters.get("rayon", "")
    radius = int(radius) if radius in {str(one) for one in RADII} else USUAL_RADIUS
    carried = carried_by(chosen, radius)
    return VenueRequest(
        search=search_request(parameters, shelf=SHELF, carried=carried),
        where=where or (chosen.name if chosen else ""),
        territory=chosen,
        others=tuple(others_of(found, where)),
        radius=radius,
    )


def others_of(found: list[Territory], where: str) -> list[Territory]:
    """Return what a text may name too: when it is a name, only what has the same."""
    if not found or found[0].plain_name != plain_name(where):
        return found[1:]
    return [other for other in found[1:] if other.plain_name == found[0].plain_name]


def carried_by(territory: Territory | None, radius: int) -> tuple[tuple[str, str], ...]:
    """Return the parameters that say where: links to other pages of the same search keep them."""
    if territory is None:
        return ()
    place = (("dans", territory.facet),)
    return (*place, ("rayon", str(radius))) if territory.kind == Territory.Kind.COMMUNE else place


def territory_url(territory: Territory) -> str:
    return reverse("venues-in", args=[WORDS_OF_KINDS[territory.kind], territory.code])


def near_url(territory: Territory) -> str:
    return f"{reverse('venues')}?{urlencode({'dans': territory.facet})}"
