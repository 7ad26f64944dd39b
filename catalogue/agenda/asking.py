"""What a reader asks of the agenda, read from an address. Whatever else the address holds is ignored."""

from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from catalogue.agenda.choices import ALL_FACETS, RADII, READERS, Choice
from catalogue.agenda.formats.typed_day import typed_day
from catalogue.venues.models import Territory
from catalogue.venues.place_names import plain_name
from catalogue.venues.queries import find_territories, territory_by_facet
from outillerie.discovery.search_request import page_number, query_text

LONGEST_PLACE, MOST_CHOSEN, LONGEST_VALUE = 80, 20, 120
MOST_TERRITORIES = 8
PAST = "passees"


@dataclass(frozen=True, kw_only=True)
class AgendaRequest:
    """`typed_where` and `typed_since` are what was typed; `territory` and `since` what it means. `candidates` are the
    territories that the words may mean when they mean several: what takes place in any of them is found."""

    typed_where: str = ""
    territory: Territory | None = None
    candidates: tuple[Territory, ...] = ()
    km: int = 0
    typed_since: str = ""
    since: date | None = None
    has_seats: bool = False
    is_past: bool = False
    chosen: dict[str, tuple[Choice, ...]] = field(default_factory=dict, hash=False)
    page: int = 1

    @property
    def is_place_unknown(self) -> bool:
        return bool(self.typed_where and self.territory is None and not self.candidates)

    @property
    def is_day_unknown(self) -> bool:
        return bool(self.typed_since and self.since is None)

    @property
    def is_filtered(self) -> bool:
        return bool(self.territory or self.candidates or self.since or self.has_seats or self.chosen)

    def without(self, code: str, value: str | None = None) -> "AgendaRequest":
        """Return the same request, on its first page, without a facet or without one of its values."""
        kept = tuple(other for other in self.chosen.get(code, ()) if value is not None and other.value != value)
        chosen = {other: values for other, values in self.chosen.items() if other != code}
        return replace(self, chosen={**chosen, code: kept} if kept else chosen, page=1)

    def parameters(self, *, with_time: bool = True) -> str:
        """Return the query string of this request: the same request always has the same."""
        pairs = []
        if self.territory:
            pairs += [("territoire", self.territory.facet), *([("rayon", str(self.km))] if self.km else [])]
        elif self.typed_where:
            pairs.append(("ou", self.typed_where))
        pairs += [(facet.name, choice.value) for facet in ALL_FACETS for choice in self.chosen.get(facet.code, ())]
        pairs += [("places", "1")] if self.has_seats else []
        if with_time:
            pairs += [("du", self.since.isoformat())] if self.since else []
            pairs += [("quand", PAST)] if self.is_past else []
            pairs += [("page", str(self.page))] if self.page > 1 else []
        return urlencode(pairs)

    def address(self) -> str:
        parameters = self.parameters()
        return reverse("agenda") + (f"?{parameters}" if parameters else "")


def agenda_request(parameters, today: date) -> AgendaRequest:
    """Return what `parameters`, a QueryDict, asks for."""
    typed_since = query_text(parameters.get("du", ""))[:20]
    is_past = parameters.get("quand") == PAST
    radius = parameters.get("rayon", "")
    typed_where, territory, candidates = place_of(parameters)
    is_near = territory is not None and territory.kind == Territory.Kind.COMMUNE and territory.latitude is not None
    return AgendaRequest(
        typed_where=typed_where,
        territory=territory,
        candidates=candidates,
        km=int(radius) if is_near and radius in map(str, RADII) else 0,
        typed_since=typed_since,
        since=typed_day(typed_since, today) if typed_since else None,
        has_seats=parameters.get("places") == "1" and not is_past,
        is_past=is_past,
        chosen=chosen_of(parameters),
        page=page_number(parameters),
    )


def place_of(parameters) -> tuple[str, Territory | None, tuple[Territory, ...]]:
    """Return the words typed, the territory meant, and those that they may mean when they mean several.

    The territory of the address wins, unless other words were typed since.
    """
    typed = query_text(parameters.get("ou", ""))[:LONGEST_PLACE]
    territory = territory_by_facet(parameters.get("territoire", "")[:30])
    if territory and (not typed or plain_name(typed) == plain_name(territory.name)):
        return territory.name, territory, ()
    found = find_territories(typed, most=MOST_TERRITORIES) if typed else []
    exact = [other for other in found if other.plain_name == plain_name(typed)]
    if len(exact or found) == 1:
        return typed, (exact or found)[0], ()
    return typed, None, tuple(exact or found)


def chosen_of(parameters) -> dict[str, tuple[Choice, ...]]:
    """Return the values that the address chooses, known ones alone: what is private or gone chooses nothing."""
    chosen = {}
    for facet in ALL_FACETS:
        values = [value for value in parameters.getlist(facet.name)[:MOST_CHOSEN] if 0 < len(value) <= LONGEST_VALUE]
        values = [value for value in values if "\0" not in value]
        if values and (known := READERS[facet.code](values=values)):
            chosen[facet.code] = tuple(known)
    return chosen
