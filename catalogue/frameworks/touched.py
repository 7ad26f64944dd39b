"""What points to skills: said before a framework changes under it. The apps above add their own kinds to `TOUCHED`."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalogue.certifications.models import BlockSkill
from catalogue.frameworks.models import KitSkill
from catalogue.paths.models import BlockModule, ModuleSkill


@dataclass(frozen=True, kw_only=True)
class Touched:
    """One thing that points to the skill `skill_id`. `url` is empty when it has no page of its own."""

    skill_id: int
    kind: str | Promise
    title: str
    url: str = ""


def kits(skill_ids: Collection[int]) -> Iterable[Touched]:
    rows = KitSkill.objects.filter(skill__in=skill_ids, kit__live=True).select_related("kit").order_by("kit__title")
    for row in rows:
        yield Touched(
            skill_id=row.skill_id, kind=_("Kit"), title=row.kit.title, url=reverse("kit", args=[row.kit.slug])
        )


def modules(skill_ids: Collection[int]) -> Iterable[Touched]:
    rows = ModuleSkill.objects.filter(skill__in=skill_ids).select_related("module").order_by("module__title")
    for row in rows:
        yield Touched(skill_id=row.skill_id, kind=_("Module"), title=row.module.title)


def paths(skill_ids: Collection[int]) -> Iterable[Touched]:
    rows = BlockModule.objects.filter(module__skill_rows__skill__in=skill_ids, block__page__live=True)
    rows = rows.values_list("module__skill_rows__skill", "block__page__title", "block__page__slug").distinct()
    for skill_id, title, slug in rows.order_by("block__page__title"):
        if skill_id in skill_ids:
            yield Touched(skill_id=skill_id, kind=_("Path"), title=title, url=reverse("path", args=[slug]))


def certification_blocks(skill_ids: Collection[int]) -> Iterable[Touched]:
    rows = BlockSkill.objects.filter(skill__in=skill_ids).select_related("block__certification")
    for row in rows.order_by("block__certification", "block__order"):
        whole = row.block.certification
        yield Touched(
            skill_id=row.skill_id, kind=_("Certification block"), title=str(row.block), url=whole.get_absolute_url()
        )


TOUCHED: list[Callable[[Collection[int]], Iterable[Touched]]] = [kits, modules, paths, certification_blocks]


def touched_by(skill_ids: Collection[int]) -> dict[int, list[Touched]]:
    """Return what points to these skills, by skill, each thing once."""
    found: dict[int, list[Touched]] = {}
    for kind in TOUCHED:
        for thing in dict.fromkeys(kind(skill_ids)):
            found.setdefault(thing.skill_id, []).append(thing)
    return found
