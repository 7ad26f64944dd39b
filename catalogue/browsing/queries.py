"""Which public paths, in what order. What is private is in no answer (rule 7)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from catalogue.browsing.choices import ANY_TIME, OPEN, WITHIN_A_MONTH, WITHIN_A_QUARTER
from catalogue.browsing.models import CatalogueEdition, EditionPath
from catalogue.paths.formats.state import Standing, state_of, upcoming
from catalogue.paths.models import LearningPathPage, PathFacet, PathRun, PathVersion
from catalogue.paths.queries import public_paths
from outillerie.discovery.queries import SearchResults, matching_ids, results_of
from outillerie.discovery.search_request import SearchRequest
from outillerie.discovery.shelf import SHORTEST, TITLE
from outillerie.discovery.text import fold

MONTH, QUARTER = timedelta(days=31), timedelta(days=92)
ENDLESS = 10**9
MOST_OFFERED, MOST_RANKED = 12, 500


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A public path as the search orders it. `runs` are its sessions that are not over, the nearest first."""

    pk: int
    slug: str
    title: str
    is_always_open: bool
    standing: Standing
    runs: tuple[PathRun, ...]

    @property
    def starts_on(self) -> date | None:
        return self.standing.run.starts_on if self.standing.run else None


def offers(today: date, among: QuerySet[LearningPathPage] | None = None) -> dict[int, Offer]:
    """Return the public paths, or those `among` them, by id, as they stand on the day `today`."""
    paths = public_paths() if among is None else among
    rows = list(paths.order_by("pk").values_list("pk", "slug", "title", "is_always_open"))
    runs = runs_by_path([row[0] for row in rows])
    return {
        pk: Offer(
            pk=pk,
            slug=slug,
            title=title,
            is_always_open=is_always_open,
            standing=state_of(runs[pk], today, is_always_open),
            runs=tuple(upcoming(runs[pk], today)),
        )
        for pk, slug, title, is_always_open in rows
    }


def runs_by_path(path_ids: Iterable[int]) -> dict[int, list[PathRun]]:
    """Return the sessions that take place, by path."""
    found = defaultdict(list)
    for run in PathRun.objects.filter(path__in=path_ids, is_cancelled=False).order_by("starts_on", "pk"):
        found[run.path_id].append(run)
    return found


def search_paths(request: SearchRequest, offered: dict[int, Offer], today: date) -> SearchResults:
    """Return one page of the paths of `offered` that match `request`, and the counts of every facet."""
    return results_of(
        request,
        ordered=in_order(offered, request.order),
        ranked=matching_ids(LearningPathPage, request.text),
        computed={"when": by_date(offered, today)},
    )


def in_order(offered: dict[int, Offer], order: str) -> list[int]:
    """Return the ids of `offered`: by title, by duration, or those one may begin soonest first."""
    if order == TITLE:
        keys = {}
    elif order == SHORTEST:
        rows = PathFacet.objects.filter(facet="minutes").values_list("path_id", "value")
        keys = {pk: (int(minutes),) for pk, minutes in rows if pk in offered}
        keys = {pk: keys.get(pk, (ENDLESS,)) for pk in offered}
    else:
        keys = {pk: (offer.standing.state, offer.starts_on or date.max) for pk, offer in offered.items()}
    # Databases do not agree on where «É» goes.
    return sorted(offered, key=lambda pk: (*keys.get(pk, ()), fold(offered[pk].title), pk))


def by_date(offered: dict[int, Offer], today: date) -> dict[str, set[int]]:
    """Return the ids of those that one may enrol in now, that begin soon, that begin whenever one wants."""
    when = {OPEN: set(), WITHIN_A_MONTH: set(), WITHIN_A_QUARTER: set(), ANY_TIME: set()}
    for pk, offer in offered.items():
        starts = [run.starts_on for run in offer.runs if run.starts_on >= today]
        if offer.standing.is_open:
            when[OPEN].add(pk)
        if any(day <= today + MONTH for day in starts):
            when[WITHIN_A_MONTH].add(pk)
        if any(day <= today + QUARTER for day in starts):
            when[WITHIN_A_QUARTER].add(pk)
        if offer.is_always_open:
            when[ANY_TIME].add(pk)
    return when


def newest_versions(path_ids: Iterable[int], *, with_content: bool = True) -> dict[int, PathVersion]:
    """Return the newest version of each path by path id, in one statement. Without its content, it is a light row."""
    newest = PathVersion.objects.filter(path=OuterRef("path")).order_by("-number").values("number")[:1]
    versions = PathVersion.objects.filter(path__in=list(path_ids), number=Subquery(newest))
    return {version.path_id: version for version in (versions if with_content else versions.defer("values"))}


def rows_of(edition: CatalogueEdition) -> list[EditionPath]:
    """Return every path of `edition`, in its order: `is_shown` when anyone may read it, and its `title` and `slug`."""
    shown = Exists(public_paths().order_by().filter(pk=OuterRef("path")))
    rows = edition.path_rows.annotate(is_shown=shown, title=F("path__title"), slug=F("path__slug"))
    return list(rows.order_by("order", "pk"))


def shown_path_ids(edition: CatalogueEdition) -> list[int]:
    """Return the ids of the paths of `edition` that anyone may read, in its order."""
    return [row.path_id for row in rows_of(edition) if row.is_shown]


def public_editions() -> QuerySet[CatalogueEdition]:
    """Return the public editions that hold something to read, by title."""
    public = EditionPath.objects.filter(edition=OuterRef("pk"), path__in=public_paths().order_by())
    return CatalogueEdition.objects.filter(Exists(public), is_public=True).select_related("organisation")


def paths_to_add(edition: CatalogueEdition, text: str) -> list[LearningPathPage]:
    """Return the public paths that `edition` does not hold: those whose words match `text`, or the newest ones."""
    paths = public_paths().exclude(pk__in=edition.path_rows.values("path"))
    ranked = matching_ids(LearningPathPage, text)
    if ranked is None:
        return list(paths.order_by("-last_published_at", "-pk")[:MOST_OFFERED])
    found = paths.in_bulk(ranked[:MOST_RANKED])
    return [found[pk] for pk in ranked if pk in found][:MOST_OFFERED]


def newest_public_version() -> PathVersion | None:
    """Return the version that was published last of all public paths."""
    versions = PathVersion.objects.filter(path__in=public_paths().order_by()).select_related("path")
    return versions.order_by("-published_at", "-pk").first()


def texts_of_paths() -> Iterable[str]:
    """Yield what public paths say in short: the words that a mistyped one may stand for."""
    for title, summary in public_paths().order_by().values_list("title", "summary"):
        yield f"{title} {summary}"
