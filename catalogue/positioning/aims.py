"""What one may measure oneself against: a framework at a level, a certification, what a path asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.certifications.models import BlockSkill, Certification
from catalogue.frameworks.models import ProficiencyLevel, Skill, SkillFramework
from catalogue.frameworks.queries import current_frameworks
from catalogue.frameworks.reading import framework_label, level_label
from catalogue.paths.formats.content import PathContent
from catalogue.paths.models import LearningPathPage
from catalogue.paths.queries import newest_version
from catalogue.positioning.formats.gap import Target
from catalogue.positioning.queries import depths_of, levels_by_framework, worded_skills

DRAFT = SkillFramework.Status.DRAFT


@dataclass(frozen=True, kw_only=True)
class Aim:
    """Skills that are asked for, each at a level. `key` and `value` name it in addresses; `detail` says the level that
    was chosen. `content` is what a path says, when it is a path that asks."""

    key: str
    value: str
    title: str
    url: str
    skills: tuple[Skill, ...]
    ranks: dict[str, int]
    detail: str = ""
    rank: int = 0
    content: PathContent | None = None

    @property
    def targets(self) -> list[Target]:
        return [Target(skill=name(skill), rank=self.ranks[name(skill)]) for skill in self.skills]

    @property
    def query(self) -> str:
        """Return what an address says of it, before a level."""
        return f"{urlencode({self.key: self.value})}&"

    @property
    def framework_ids(self) -> set[int]:
        return {skill.framework_id for skill in self.skills}


def name(skill: Skill) -> str:
    return str(skill.identifier)


def levelled_frameworks() -> QuerySet[SkillFramework]:
    """Return the frameworks in force that one may place oneself in: they have levels."""
    return current_frameworks().filter(Exists(ProficiencyLevel.objects.filter(framework=OuterRef("pk"))))


def framework_aim(framework: SkillFramework, rank: int | None) -> Aim:
    """Return the competences of `framework` at the level `rank`: the middle one when none is chosen."""
    levels = levels_by_framework([framework.pk]).get(framework.pk, [])
    known = {level.rank: level for level in levels}
    chosen = known.get(rank) or (levels[(len(levels) - 1) // 2] if levels else None)
    depth = min(1, len(depths_of([framework.pk]).get(framework.pk, ())) - 1)
    skills = worded_skills(framework.skills.filter(is_retired=False, depth=depth))
    asked = chosen.rank if chosen else 0
    return Aim(
        key="referentiel",
        value=framework.code,
        title=framework_label(framework),
        url=framework.get_absolute_url(),
        skills=tuple(skills),
        # A skill that stands for a level is asked at that one.
        ranks={name(skill): skill.level.rank if skill.level else asked for skill in skills},
        detail=_("at the level “%(level)s”") % {"level": level_label(chosen)} if chosen else "",
        rank=asked,
    )


def asking_certifications() -> QuerySet[Certification]:
    """Return the certifications whose blocks say which skills they ask for."""
    asked = BlockSkill.objects.filter(block__certification=OuterRef("pk")).exclude(skill__framework__status=DRAFT)
    return Certification.objects.filter(Exists(asked))


def certification_aim(certification: Certification) -> Aim:
    ranks = certification_ranks(certification)
    return Aim(
        key="certification",
        value=certification.slug,
        title=str(certification),
        url=certification.get_absolute_url(),
        skills=tuple(skills_named(ranks)),
        ranks=ranks,
    )


def certification_ranks(certification: Certification) -> dict[str, int]:
    """Return the highest level asked of each skill by the blocks of `certification`."""
    rows = BlockSkill.objects.filter(block__certification=certification, skill__is_retired=False)
    rows = rows.exclude(skill__framework__status=DRAFT).order_by()
    return highest((str(skill), rank or 0) for skill, rank in rows.values_list("skill__identifier", "level__rank"))


def path_aim(path: LearningPathPage) -> Aim | None:
    """Return what `path` leads to: the skills of its certification, else those that its modules assess, else all that
    they work on. None when it has no version, or says of no skill."""
    version = newest_version(path)
    if version is None:
        return None
    content = version.content
    ranks = certification_ranks(path.certification) if path.certification else {}
    uses = [use for module in content.modules() for use in module.skills]
    ranks = ranks or used_ranks(use for use in uses if use.use == "assessed") or used_ranks(uses)
    skills = skills_named(ranks) if ranks else []
    if not skills:
        return None
    return Aim(
        key="parcours",
        value=path.slug,
        title=content.title,
        url=reverse("path", args=[path.slug]),
        skills=tuple(skills),
        ranks={name(skill): ranks[name(skill)] for skill in skills},
        content=content,
    )


def used_ranks(uses) -> dict[str, int]:
    return highest((use.identifier, use.rank or 0) for use in uses)


def highest(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for skill, rank in pairs:
        found[skill] = max(rank, found.get(skill, 0))
    return found


def skills_named(identifiers: Iterable[str]) -> list[Skill]:
    """Return the skills of these identifiers that are still in a framework that everybody may read."""
    rows = Skill.objects.filter(identifier__in=list(identifiers), is_retired=False)
    return worded_skills(rows.exclude(framework__status=DRAFT))
