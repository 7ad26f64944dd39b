"""The modules that one may follow: those of the published paths, where and when the next ones begin."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from catalogue.frameworks.models import SkillFramework
from catalogue.paths.formats.state import State, state_of
from catalogue.paths.models import PathFacet, PathRun, PathVersion
from catalogue.paths.queries import public_paths
from catalogue.positioning.formats.gap import Target
from catalogue.positioning.formats.plan import FAR, Offer

# A session that begins on some day may be waited for.
WAITED = frozenset({State.FUTURE_OPEN, State.FUTURE_NOT_YET_OPEN})


@dataclass(frozen=True, kw_only=True)
class Place:
    """A module in a path, and when it may begin: `days` from today, None when nobody knows; `starts_on` and `where` are
    those of the session to wait for."""

    key: str
    title: str
    minutes: int
    path: str
    slug: str
    block: int
    number: int
    days: int | None
    starts_on: date | None
    where: str
    gains: tuple[Target, ...]

    @property
    def offer(self) -> Offer:
        return Offer(key=self.key, gains=self.gains, minutes=self.minutes, days=self.days)

    @property
    def order(self) -> tuple:
        return (FAR if self.days is None else self.days, self.path, self.block, self.number)


def offered_places(framework_ids: Iterable[int], today: date) -> dict[str, Place]:
    """Return the modules that assess a skill of these frameworks, each where it begins first. Three statements.

    The content is read as it is stored: making every object of every path would take longer than the answer may.
    """
    codes = SkillFramework.objects.filter(pk__in=set(framework_ids)).order_by().values("code")
    about = PathFacet.objects.filter(facet="framework", value__in=codes, path__in=public_paths().order_by())
    newest = PathVersion.objects.filter(path=OuterRef("path")).order_by("-number").values("number")[:1]
    versions = list(
        PathVersion.objects.filter(path__in=about.values("path"), number=Subquery(newest))
        .order_by("path")
        .values_list("path_id", "path__slug", "values")
    )
    runs: dict[int, list[PathRun]] = {}
    for run in PathRun.objects.filter(path__in=[path for path, *_rest in versions], is_cancelled=False):
        runs.setdefault(run.path_id, []).append(run)
    found: dict[str, Place] = {}
    for path, slug, values in versions:
        for place in places_in(values, slug, runs.get(path, []), today):
            if place.key not in found or place.order < found[place.key].order:
                found[place.key] = place
    return found


def places_in(values: dict, slug: str, runs: list[PathRun], today: date) -> Iterator[Place]:
    standing = state_of(runs, today, values.get("is_always_open", False))
    run = standing.run if standing.state in WAITED else None
    days = 0 if standing.state in (State.ONGOING_OPEN, State.ALWAYS_OPEN) else None
    for block_number, block in enumerate(values["blocks"], start=1):
        for number, module in enumerate(block["modules"], start=1):
            gains = assessed(module)
            if gains:
                yield Place(
                    key=module["key"],
                    title=module["title"],
                    minutes=module["minutes"],
                    path=values["title"],
                    slug=slug,
                    block=block_number,
                    number=number,
                    days=(run.starts_on - today).days if run else days,
                    starts_on=run.starts_on if run else None,
                    where=run.commune or run.place if run else "",
                    gains=gains,
                )


def assessed(module: dict) -> tuple[Target, ...]:
    """Return what completing `module`, as a version keeps it, acquires."""
    return tuple(
        Target(skill=use["identifier"], rank=use["rank"] or 0) for use in module["skills"] if use["use"] == "assessed"
    )
