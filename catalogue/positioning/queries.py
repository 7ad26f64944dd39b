"""Questions about where people stand: trees and links, what people acquired, questionnaires. None tells of anyone else."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from catalogue.frameworks.models import ProficiencyLevel, Skill, SkillFramework, SkillLink, SkillText
from catalogue.learning.skills import SkillFact, skills_of_people
from catalogue.positioning.formats.gap import SAME, Gain, Link, Node, SkillMap, Source
from catalogue.positioning.models import Positioning, PositioningAnswer
from catalogue.positioning.outline import Depth, Outline, Row, coloured, most_detailed


@dataclass(frozen=True)
class Trees:
    """Frameworks as the gap reads them: their map, the colour (1 to 5) of each skill, which frameworks they are."""

    skills: SkillMap
    domains: dict[str, int]
    framework_ids: frozenset[int]


def trees_of(framework_ids: Iterable[int]) -> Trees:
    """Return `framework_ids` with every framework that a skill of theirs is linked to. Three statements."""
    wanted = set(framework_ids)
    here = Q(origin__framework__in=wanted) | Q(target__framework__in=wanted)
    links = list(
        SkillLink.objects.filter(here, strength__in=SAME, target__isnull=False)
        .order_by("pk")
        .values_list("origin__identifier", "target__identifier", "strength", "origin__framework", "target__framework")
    )
    every = wanted.union(*((origin, target) for *_link, origin, target in links))
    levels = dict(
        ProficiencyLevel.objects.filter(framework__in=every).order_by().values("framework").annotate(most=Max("rank"))
        .values_list("framework", "most")
    )  # fmt: skip
    rows = list(
        Skill.objects.filter(framework__in=every, is_retired=False)
        .order_by("framework", "order", "pk")
        .values_list("pk", "identifier", "parent", "level__rank", "domain", "framework")
    )
    return Trees(
        SkillMap(
            nodes_of(rows, levels), tuple(Link(origin=str(o), target=str(t), strength=s) for o, t, s, *_f in links)
        ),
        domains_of(rows),
        frozenset(every),
    )


def nodes_of(rows, levels: dict[int, int]) -> tuple[Node, ...]:
    names = {pk: str(identifier) for pk, identifier, *_rest in rows}
    return tuple(
        Node(
            skill=str(identifier),
            parent=names.get(parent, ""),
            rank=rank or 0,
            levels=levels.get(framework, 0),
        )
        for _pk, identifier, parent, rank, _domain, framework in rows
    )


def domains_of(rows) -> dict[str, int]:
    colours = coloured((pk, parent, domain, framework) for pk, _name, parent, _rank, domain, framework in rows)
    return {str(identifier): colours[pk] for pk, identifier, *_rest in rows}


def gains_of(person) -> list[Gain]:
    """Return what the modules of `person` gave, done or begun."""
    return gains_of_people([person.pk]).get(person.pk, [])


def gains_of_people(person_ids) -> dict[int, list[Gain]]:
    return {
        person: [gain(fact, is_acquired=True) for fact in facts.acquired]
        + [gain(fact, is_acquired=False) for fact in facts.in_progress]
        for person, facts in skills_of_people(person_ids).items()
    }


def gain(fact: SkillFact, *, is_acquired: bool) -> Gain:
    return Gain(
        skill=fact.identifier,
        rank=fact.rank or 0,
        is_acquired=is_acquired,
        source=Source(
            on=fact.on.isoformat() if fact.on else "",
            module=fact.module_key,
            title=fact.module,
            path=fact.path,
            slug=fact.path_slug,
        ),
    )


def worded_skills(skills: QuerySet[Skill]) -> list[Skill]:
    """Return `skills` with all that saying them reads, in reading order."""
    rows = skills.select_related("framework", "level").order_by("framework__title", "framework", "order", "pk")
    return list(rows.prefetch_related(Prefetch("texts", SkillText.objects.order_by("pk"))))


def levels_by_framework(framework_ids) -> dict[int, list[ProficiencyLevel]]:
    found: dict[int, list[ProficiencyLevel]] = {}
    for level in ProficiencyLevel.objects.filter(framework__in=framework_ids).order_by("framework", "rank"):
        found.setdefault(level.framework_id, []).append(level)
    return found


# --- positionings ---


def outline_of(framework: SkillFramework) -> Outline:
    """Return the tree of `framework` without its words. One statement."""
    rows = framework.skills.filter(is_retired=False).order_by("order", "pk")
    return Outline([Row(*row) for row in rows.values_list("pk", "parent", "depth", "kind", "domain")])


def depths_of(framework_ids) -> dict[int, list[Depth]]:
    """Return how far down one may be asked in each framework. One statement."""
    rows = Skill.objects.filter(framework__in=framework_ids, is_retired=False).order_by()
    found: dict[int, list[Depth]] = {}
    for row in rows.values("framework", "depth", "kind").annotate(count=Count("pk")):
        found.setdefault(row.pop("framework"), []).append(Depth(**row))
    return {framework: most_detailed(depths) for framework, depths in found.items()}


def positionings_of(person) -> QuerySet[Positioning]:
    """Return those of `person`, newest first; `answered` counts their answers."""
    rows = Positioning.objects.filter(person=person).select_related("framework")
    return rows.annotate(answered=Count("answers")).order_by("-started_at", "-pk")


def last_finished(person, framework_ids) -> dict[int, Positioning]:
    """Return the last finished positioning of `person` in each framework."""
    rows = Positioning.objects.filter(person=person, framework__in=framework_ids, finished_at__isnull=False)
    return {row.framework_id: row for row in rows.order_by("finished_at", "pk")}


def answered_ranks(positionings: Iterable[Positioning]) -> dict[int, dict[int, int]]:
    """Return, by positioning, the level answered for each skill; 0 is «not yet»."""
    found: dict[int, dict[int, int]] = {row.pk: {} for row in positionings}
    rows = PositioningAnswer.objects.filter(positioning__in=found).order_by()
    for positioning, skill, rank in rows.values_list("positioning", "skill", "level__rank"):
        found[positioning][skill] = rank or 0
    return found
