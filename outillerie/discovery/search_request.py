"""What a reader asks of the search, read from an address. Whatever else the address holds is ignored."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from outillerie.discovery.choices import KITS
from outillerie.discovery.shelf import RELEVANCE, Shelf
from outillerie.kits.formats.content import clean_text

LONGEST_QUERY = 200
MOST_VALUES = 100


@dataclass(frozen=True, kw_only=True)
class SearchRequest:
    """`chosen` gives the values ticked in a facet by its code; `sort` is empty for the usual order; `carried` are the
    parameters of the address that are not about the search, and that its links keep."""

    text: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    sort: str = ""
    page: int = 1
    carried: tuple[tuple[str, str], ...] = ()
    shelf: Shelf = field(default=KITS, hash=False)

    @property
    def order(self) -> str:
        return self.sort or (RELEVANCE if self.text else self.shelf.usual_order)

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.chosen)

    def without(self, code: str, value: str | None = None) -> "SearchRequest":
        """Return the same request, on its first page, without a facet or without one of its values."""
        kept = tuple(other for other in self.chosen.get(code, ()) if value is not None and other != value)
        chosen = {other: values for other, values in self.chosen.items() if other != code}
        return replace(self, chosen={**chosen, code: kept} if kept else chosen, page=1)

    def parameters(self) -> str:
        """Return the query string of this request: the same request always has the same."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(facet.name, value) for facet in self.shelf.facets for value in self.chosen.get(facet.code, ())]
        pairs += [("tri", self.sort)] if self.sort else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return urlencode([*pairs, *self.carried])


def search_request(parameters, *, shelf: Shelf = KITS, carried: tuple[tuple[str, str], ...] = ()) -> SearchRequest:
    """Return what `parameters`, a QueryDict, asks for of `shelf`."""
    text = query_text(parameters.get("q", ""))
    chosen = {}
    for facet in shelf.facets:
        values = shelf.known_values(facet.code, parameters.getlist(facet.name)[:MOST_VALUES])
        if values:
            chosen[facet.code] = values[:1] if facet.kind == "radio" else values
    sort = parameters.get("tri", "")
    sorts = set(shelf.orders) - (set() if text else {shelf.usual_order})
    return SearchRequest(
        text=text,
        chosen=chosen,
        sort=sort if sort in sorts else "",
        page=page_number(parameters),
        carried=carried,
        shelf=shelf,
    )


def query_text(typed: str) -> str:
    """Return what was typed on one line, without control characters, cut at a length nobody types."""
    # Cut before cleaning too: composing a very long run of accents takes quadratic time.
    return " ".join(clean_text(typed[: 2 * LONGEST_QUERY]).split())[:LONGEST_QUERY].strip()


def page_number(parameters) -> int:
    number = parameters.get("page", "")
    return max(int(number), 1) if number.isascii() and number.isdigit() and len(number) < 9 else 1
