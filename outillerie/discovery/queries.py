"""The search: which public kits, or other things of a shelf, in what order, and how many each other choice would give.

The number of statements depends neither on how many there are nor on how much is asked. Sets of them are combined
here, as sets of numbers: it is faster than asking the database again for each facet, and the same on every database.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, F, Model, Q
from django.db.models.functions import Coalesce
from modelsearch.query import And, Or, PlainText

from outillerie.accounts.models import Organisation
from outillerie.discovery.choices import PROVEN
from outillerie.discovery.counts import facet_counts
from outillerie.discovery.search_backend import ranked_ids
from outillerie.discovery.search_request import SearchRequest
from outillerie.discovery.shelf import RELEVANCE, SHORTEST, TITLE, Shelf
from outillerie.discovery.synonyms import query_terms
from outillerie.discovery.text import fold
from outillerie.field_reports.formats.standing import MIDDLE
from outillerie.kits.models import KitFacet, KitPage, Theme
from outillerie.kits.models.vocabularies import Domain
from outillerie.kits.queries import public_kits, themes_by_code

# Thousands of bare numbers: fetched a hundred at a time, as Django does, they take twice as long.
AT_ONCE = 20_000


@dataclass(frozen=True, kw_only=True)
class SearchResults:
    """`ids` are those of the page shown. `counts` gives, by facet and value, how many the value would leave if nothing
    else of its facet were ticked; `library` how many public ones have it at all. `without` gives how many there would
    be without each facet in use, `by_words` without any. `allowed` are the public ones that the facets leave,
    whatever the words."""

    request: SearchRequest
    ids: list[int]
    count: int
    page: int
    pages: int
    counts: dict[str, Counter]
    library: dict[str, Counter]
    without: dict[str, int]
    by_words: int
    allowed: set[int]


# Facets that depend on the day, by code and value: they have no rows.
Computed = dict[str, dict[str, set[int]]]


def search_kits(request: SearchRequest) -> SearchResults:
    """Return one page of the public kits that match `request`, and the counts of every facet."""
    return results_of(request, ordered=kits_in_order(request.order), ranked=matching_ids(KitPage, request.text))


def results_of(
    request: SearchRequest, *, ordered: list[int], ranked: list[int] | None, computed: Computed | None = None
) -> SearchResults:
    """Return one page of what matches `request`. `ordered` are all the public ids of its shelf, in the order asked for;
    `ranked` those whose words match, best first, public or not (None when no word is asked)."""
    computed = computed or {}
    public = set(ordered)
    base = public if ranked is None else public.intersection(ranked)
    indexed, having = by_facet(request.shelf, request.chosen)
    having |= {
        code: set().union(*(values.get(v, ()) for v in request.chosen[code]))
        for code, values in computed.items()
        if code in having
    }
    found = base.intersection(*having.values())
    lifted = {code: base.intersection(*_others(having, code)) for code in having}
    stored = {code: ids for code, ids in lifted.items() if code not in computed}
    library, counts = facet_counts(request.shelf, indexed, public=public, found=found, lifted=stored)
    library |= {code: _sizes(values, public) for code, values in computed.items()}
    counts |= {code: _sizes(values, lifted.get(code, found)) for code, values in computed.items()}
    per_page = request.shelf.per_page
    pages = max(1, -(-len(found) // per_page))
    page = min(request.page, pages)
    order = ordered if ranked is None or request.order != RELEVANCE else ranked
    listed = [pk for pk in order if pk in found]
    return SearchResults(
        request=request,
        ids=listed[(page - 1) * per_page : page * per_page],
        count=len(found),
        page=page,
        pages=pages,
        counts=counts,
        library=library,
        without={code: len(ids) for code, ids in lifted.items()},
        by_words=len(base),
        allowed=public.intersection(*having.values()),
    )


def _sizes(values: dict[str, set[int]], among: set[int]) -> Counter:
    return Counter({value: len(ids & among) for value, ids in values.items()})


def kits_in_order(order: str) -> list[int]:
    """Return the ids of every public kit: by title, by duration, by what the field says, or the newest first."""
    kits = public_kits().order_by("-last_published_at", "-pk")
    if order == TITLE:
        # Databases do not agree on where «É» goes.
        titles = kits.values_list("pk", "title")
        return [pk for pk, _title in sorted(titles, key=lambda row: (fold(row[1]), row[0]))]
    if order == SHORTEST:
        kits = kits.order_by(F("duration").asc(nulls_last=True), "-last_published_at", "-pk")
    if order == PROVEN:
        score, people = Coalesce("field_standing__score", MIDDLE), Coalesce("field_standing__people", 0)
        kits = kits.order_by(score.desc(), people.desc(), "-last_published_at", "-pk")
    return list(kits.values_list("pk", flat=True).iterator(AT_ONCE))


def matching_ids(model: type[Model], text: str) -> list[int] | None:
    """Return the ids of all those of `model`, public or not, whose text matches, best first; None when nothing is
    asked."""
    terms = query_terms(text)
    if not terms:
        return None
    clauses = [_either([PlainText(" ".join(phrase), operator="and") for phrase in term]) for term in terms]
    return ranked_ids(model, clauses[0] if len(clauses) == 1 else And(clauses))


def _either(clauses):
    return clauses[0] if len(clauses) == 1 else Or(clauses)


def by_facet(shelf: Shelf, chosen: dict[str, tuple[str, ...]]) -> tuple[set[int], dict[str, set[int]]]:
    """Return all those that have facets and, for each facet in use, those that have one of its chosen values."""
    indexed, having = set(), {code: set() for code in chosen}
    # Everything has a language, so these rows name them all.
    wanted = Q(facet="language")
    for code, values in chosen.items():
        wanted |= Q(facet=code, value__in=values)
    rows = shelf.rows.objects.filter(wanted).values_list("facet", "value", shelf.owner)
    for code, value, owner_id in rows.iterator(AT_ONCE):
        if code == "language":
            indexed.add(owner_id)
        if value in chosen.get(code, ()):
            having[code].add(owner_id)
    return indexed, having


def _others(having: dict[str, set[int]], code: str) -> list[set[int]]:
    return [ids for other, ids in having.items() if other != code]


def domains_with_themes() -> list[dict]:
    """Return the five domains in order, each with its public kits counted and its themes that have any."""
    rows = KitFacet.objects.filter(facet__in=["domain", "theme"], kit__in=public_kits().order_by())
    counts = {
        (row["facet"], row["value"]): row["kits"]
        for row in rows.order_by().values("facet", "value").annotate(kits=Count("pk"))
    }
    themes = sorted(themes_by_code().values(), key=lambda theme: fold(theme.label))
    return [
        {
            "number": number,
            "label": label,
            "count": counts.get(("domain", str(number)), 0),
            "themes": [
                {"theme": theme, "count": counts[("theme", theme.code)]}
                for theme in themes
                if theme.domain == number and ("theme", theme.code) in counts
            ],
        }
        for number, label in Domain.choices
    ]


def kits_of_theme(theme: Theme) -> list[int]:
    """Return the ids of the public kits on `theme`, the newest first."""
    on_theme = KitFacet.objects.filter(facet="theme", value=theme.code).values("kit")
    return list(
        public_kits().filter(pk__in=on_theme).order_by("-last_published_at", "-pk").values_list("pk", flat=True)
    )


def kits_of_organisation(organisation: Organisation) -> list[int]:
    """Return the ids of the public kits of `organisation`, the newest first."""
    kits = public_kits().filter(organisation=organisation).order_by("-last_published_at", "-pk")
    return list(kits.values_list("pk", flat=True))


def organisations_with_kits():
    """Return the organisations that have public kits, by name, each with `kits_count`."""
    count = Count("kits", filter=Q(kits__in=public_kits().order_by()))
    return sorted(
        Organisation.objects.annotate(kits_count=count).filter(kits_count__gt=0),
        key=lambda organisation: fold(organisation.name),
    )


def public_themes():
    """Return the themes that have public kits."""
    codes = KitFacet.objects.filter(facet="theme", kit__in=public_kits().order_by()).values("value")
    return Theme.objects.filter(code__in=codes)
