"""What is searched together: kits here, paths in the app above. The search, its page and its counts are the same."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Model
from django.utils.functional import Promise

# Orders that every shelf may have; `RELEVANCE` needs words.
RELEVANCE, TITLE, SHORTEST = "pertinence", "titre", "duree"


@dataclass(frozen=True, kw_only=True)
class Facet:
    """`code` is that of the rows, `name` the parameter in addresses, `kind` is checkbox or radio. One that is not
    offered has too many values to list them: a link leads to one of them, and it can then be taken off. Of one with
    more than `most` values, those that most things have are offered."""

    code: str
    name: str
    legend: str | Promise
    kind: str = "checkbox"
    is_offered: bool = True
    most: int = 60


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """`route` names the page of the search; `values_of` gives every value that a facet may take, in the order of
    reading, with its label; `orders` the names of the orders by code, the usual one first. The facts are in `rows`,
    whose column `owner` says of what."""

    route: str
    facets: tuple[Facet, ...]
    values_of: Callable[[str], Mapping[str, str | Promise]]
    orders: Mapping[str, str | Promise]
    per_page: int
    rows: type[Model]
    owner: str
    count_label: Callable[[int], str]

    @property
    def usual_order(self) -> str:
        return next(iter(self.orders))

    def known_values(self, code: str, values: Iterable[str]) -> tuple[str, ...]:
        """Return those of `values` that the facet may take, each once, in the order of reading."""
        asked = set(values)
        return tuple(value for value in self.values_of(code) if value in asked) if asked else ()
