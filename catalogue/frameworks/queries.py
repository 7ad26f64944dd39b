"""Questions about frameworks and their skills. What the public meets is never a draft (rule 7)."""

import uuid

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from catalogue.frameworks.models import KitSkill, ProficiencyLevel, Skill, SkillFramework, SkillLink
from catalogue.paths.models import PathFacet, PathVersion
from catalogue.paths.queries import public_paths
from outillerie.kits.models import KitPage
from outillerie.kits.queries import public_kits

# A page shows as many skills at most, whole levels of the tree; the others are on the page of what holds them.
MOST_SHOWN = 60
MOST_PATHS = 20
DRAFT, ADOPTED = SkillFramework.Status.DRAFT, SkillFramework.Status.ADOPTED


def current_frameworks() -> QuerySet[SkillFramework]:
    """Return the frameworks in force, each in its newest version."""
    replaced = SkillFramework.objects.filter(replaces__isnull=False, status=ADOPTED).values("replaces")
    return SkillFramework.objects.filter(status=ADOPTED).exclude(pk__in=replaced)


def listed_frameworks(*, with_drafts: bool) -> QuerySet[SkillFramework]:
    """Return every framework that is not a draft, and drafts when asked; `skill_count` says how many skills it has."""
    frameworks = SkillFramework.objects.all() if with_drafts else SkillFramework.objects.exclude(status=DRAFT)
    counted = frameworks.annotate(skill_count=Count("skills", filter=Q(skills__is_retired=False)))
    return counted.order_by("title", "-changed_at", "pk")


def newer_version(framework: SkillFramework) -> SkillFramework | None:
    """Return the newest adopted version that replaces `framework`, through those between them."""
    newest, seen = None, {framework.pk}
    following = framework.replaced_by.filter(status=ADOPTED).first()
    while following and following.pk not in seen:
        newest = following
        seen.add(following.pk)
        following = following.replaced_by.filter(status=ADOPTED).first()
    return newest


def depth_to_show(framework: SkillFramework) -> int:
    """Return how deep the page of `framework` goes: whole when it is short, its first levels when it is long."""
    rows = framework.skills.filter(is_retired=False).order_by().values("depth").annotate(count=Count("pk"))
    counts = {row["depth"]: row["count"] for row in rows}
    deepest, total = 0, counts.get(0, 0)
    for depth in sorted(counts.keys() - {0}):
        total += counts[depth]
        if total > MOST_SHOWN:
            break
        deepest = depth
    return deepest


def skills_to_show(framework: SkillFramework, *, depth: int) -> list[Skill]:
    """Return the skills of `framework` down to `depth`, in reading order; `below` counts those right under each."""
    below = Count("children", filter=Q(children__is_retired=False))
    rows = framework.skills.filter(is_retired=False, depth__lte=depth).annotate(below=below).order_by("order", "pk")
    return list(rows.select_related("framework").prefetch_related("texts"))


def tree_of(framework: SkillFramework) -> list[Skill]:
    """Return all the skills of `framework` in reading order, with their texts; those that are retired come too."""
    return list(framework.skills.order_by("order", "pk").select_related("level").prefetch_related("texts"))


def skill_named(framework: SkillFramework, reference: str) -> Skill | None:
    """Return the skill of `framework` whose UUID or code is `reference`."""
    skills = framework.skills.select_related("framework", "level").prefetch_related("texts")
    try:
        return skills.filter(identifier=uuid.UUID(reference)).first()
    except ValueError:
        return skills.filter(code__iexact=reference).order_by("is_retired", "order").first()


def skills_above(skill: Skill) -> list[Skill]:
    """Return what `skill` is in, from the top. One question asked for each level above it."""
    above, parent_id = [], skill.parent_id
    while parent_id and len(above) < skill.depth:
        row = Skill.objects.select_related("framework").prefetch_related("texts").get(pk=parent_id)
        above.append(row)
        parent_id = row.parent_id
    return above[::-1]


def skills_below(skill: Skill) -> list[Skill]:
    """Return everything under `skill`, in reading order: what comes after it, until one that is no deeper."""
    after = skill.framework.skills.filter(order__gt=skill.order)
    end = after.filter(depth__lte=skill.depth).order_by("order").values_list("order", flat=True).first()
    inside = after.filter(is_retired=False) if end is None else after.filter(is_retired=False, order__lt=end)
    return list(inside.order_by("order", "pk").select_related("framework", "level").prefetch_related("texts"))


def links_of(skill: Skill, *, with_drafts: bool) -> list[tuple[SkillLink, bool]]:
    """Return how `skill` stands to those of other frameworks: each link, and whether `skill` is its target."""
    others = ("target__framework", "origin__framework")
    parts = ("target__texts", "origin__texts")
    rows = SkillLink.objects.filter(Q(origin=skill) | Q(target=skill))
    if not with_drafts:
        rows = rows.exclude(target__framework__status=DRAFT).exclude(origin__framework__status=DRAFT)
    found = rows.select_related(*others).prefetch_related(*parts).order_by("pk")
    return [(link, link.target_id == skill.pk) for link in found]


def kits_for(skill: Skill) -> QuerySet[KitSkill]:
    """Return the public kits that work on `skill`, by title."""
    shown = public_kits().order_by()
    return (
        KitSkill.objects.filter(skill=skill, kit__in=shown).select_related("kit", "level").order_by("kit__title", "use")
    )


def skills_of_kit(kit: KitPage) -> list[KitSkill]:
    """Return the skills that `kit` works on, framework by framework; those of drafts are left out."""
    rows = kit.skill_rows.exclude(skill__framework__status=DRAFT).select_related("skill__framework", "level")
    ordered = rows.order_by("skill__framework__title", "skill__framework", "skill__order", "use")
    return list(ordered.prefetch_related("skill__texts"))


def paths_for(skill: Skill) -> list[PathVersion]:
    """Return the newest versions of the public paths with a module that works on `skill`, by title."""
    with_skill = PathFacet.objects.filter(
        facet="skill", value=str(skill.identifier), path__in=public_paths().order_by()
    )
    newest = PathVersion.objects.filter(path=OuterRef("path")).order_by("-number").values("number")[:1]
    versions = PathVersion.objects.filter(path__in=with_skill.values("path"), number=Subquery(newest))
    return list(versions.select_related("path").order_by("title", "pk")[:MOST_PATHS])


def levels_of(frameworks) -> list[ProficiencyLevel]:
    """Return the levels of `frameworks`, one framework after the other, from the lowest."""
    levels = ProficiencyLevel.objects.filter(framework__in=frameworks).select_related("framework")
    return list(levels.order_by("framework__title", "framework", "rank"))
