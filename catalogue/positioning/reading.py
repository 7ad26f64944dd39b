"""A positioning as its pages and its document show it: plain values, in the reader's words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalogue.frameworks.models import ProficiencyLevel, Skill, SkillFramework
from catalogue.frameworks.reading import framework_label, level_label, skill_words
from catalogue.positioning.models import Positioning
from catalogue.positioning.outline import Depth, Outline
from catalogue.positioning.queries import answered_ranks, levels_by_framework, outline_of, worded_skills

# Dots are drawn for frameworks of four levels; the others say a number.
DOTS = 4


@dataclass(frozen=True, kw_only=True)
class LevelWords:
    """A level: its name, and how many of the four dots are full (None: no dots)."""

    label: str
    dots: int | None = None


@dataclass(frozen=True, kw_only=True)
class SkillResult:
    """`rank`: None is no answer, 0 is «not yet». `most` is the highest level that one may answer."""

    id: int
    code: str
    title: str
    domain: int
    rank: int | None
    level: str
    shown: LevelWords
    levels: int
    most: int
    is_official: bool
    notes: str
    lang: str


@dataclass(frozen=True, kw_only=True)
class AreaResult:
    """`share`: from 0 to 100, how far one is on the whole of what one answered there."""

    code: str
    title: str
    domain: int
    share: int
    answered: int
    asked: int
    skills: tuple[SkillResult, ...]
    lang: str = ""


@dataclass(frozen=True, kw_only=True)
class PositioningResult:
    title: str
    framework: str
    depth_label: str
    begun_on: date
    finished_on: date | None
    answered: int
    asked: int
    levels: tuple[str, ...]
    areas: tuple[AreaResult, ...]
    # Whose words the reader gets, when they are not those of the framework's owner.
    translation: str = ""

    @property
    def skills(self) -> tuple[SkillResult, ...]:
        return tuple(skill for area in self.areas for skill in area.skills)


@dataclass(frozen=True)
class Asked:
    """What a questionnaire asks of a framework: its skills in words, its levels, and its tree."""

    outline: Outline
    skills: list[Skill]
    tops: dict[int, Skill]
    levels: list[ProficiencyLevel]


def asked_of(framework: SkillFramework, depth: int) -> Asked:
    """Return what a questionnaire of `framework` asks down to `depth`. As many statements whatever its size."""
    outline = outline_of(framework)
    asked = [skill for page in outline.question_pages(depth) for skill in page.skills]
    tops = {outline.top_of(skill) for skill in asked}
    rows = {row.pk: row for row in worded_skills(framework.skills.filter(pk__in=tops.union(asked)))}
    return Asked(
        outline=outline,
        skills=[rows[skill] for skill in asked],
        tops={top: rows[top] for top in tops},
        levels=levels_by_framework([framework.pk]).get(framework.pk, []),
    )


def positioning_result(positioning: Positioning) -> PositioningResult:
    """Return everything that `positioning` says, area by area, for its person and nobody else."""
    asked = asked_of(positioning.framework, positioning.depth)
    return result_of(positioning, asked, answered_ranks([positioning])[positioning.pk])


def result_of(positioning: Positioning, asked: Asked, ranks: dict[int, int]) -> PositioningResult:
    framework = positioning.framework
    groups: dict[int, list[SkillResult]] = {}
    for skill in asked.skills:
        groups.setdefault(asked.outline.top_of(skill.pk), []).append(skill_result(skill, ranks.get(skill.pk), asked))
    areas = tuple(area_result(asked.tops[top], rows, asked) for top, rows in groups.items())
    return PositioningResult(
        title=framework.title,
        framework=framework_label(framework),
        depth_label=depth_label(asked.outline.depth(positioning.depth)),
        begun_on=day(positioning.started_at),
        finished_on=day(positioning.finished_at) if positioning.finished_at else None,
        answered=sum(area.answered for area in areas),
        asked=sum(area.asked for area in areas),
        levels=tuple(level_label(level) for level in asked.levels),
        areas=areas,
        translation=translation_of(asked.skills),
    )


def skill_result(skill: Skill, rank: int | None, asked: Asked) -> SkillResult:
    words = skill_words(skill)
    shown = said_level(rank, skill, asked.levels)
    return SkillResult(
        id=skill.pk,
        code=words.code,
        title=words.statement,
        domain=asked.outline.colours[skill.pk],
        rank=rank,
        level=shown.label,
        shown=shown,
        levels=len(asked.levels),
        most=skill.level.rank if skill.level else len(asked.levels),
        is_official=words.is_official,
        notes=words.notes,
        lang=words.lang,
    )


def area_result(top: Skill, rows: list[SkillResult], asked: Asked) -> AreaResult:
    words = skill_words(top)
    answers = [row for row in rows if row.rank is not None]
    most = sum(row.most for row in answers)
    return AreaResult(
        code=words.code,
        title=words.statement,
        lang=words.lang,
        domain=asked.outline.colours[top.pk],
        share=100 * sum(min(row.rank, row.most) for row in answers) // most if most else 0,
        answered=len(answers),
        asked=len(rows),
        skills=tuple(rows),
    )


def said_level(rank: int | None, skill: Skill, levels: list[ProficiencyLevel]) -> LevelWords:
    """Return what one answered of `skill`, in words."""
    if rank is None:
        return LevelWords(label=_("Not answered"))
    if rank == 0:
        return LevelWords(label=_("Not yet"), dots=0 if len(levels) == DOTS and not skill.level else None)
    return LevelWords(label=_("I do it")) if skill.level else level_words(rank, levels)


def level_words(rank: int, levels: list[ProficiencyLevel]) -> LevelWords:
    """Return the level `rank` of a framework: dots when it has four levels, else its place among them."""
    label = next((level_label(level) for level in levels if level.rank == rank), str(rank))
    if len(levels) == DOTS:
        return LevelWords(label=label, dots=rank)
    return LevelWords(label=_("%(level)s (%(rank)s of %(most)s)") % {"level": label, "rank": rank, "most": len(levels)})


def translation_of(skills: Iterable[Skill]) -> str:
    """Return whose words the reader gets when they are not those of the framework's owner; nothing when they are."""
    words = (skill_words(skill) for skill in skills)
    found = next((row for row in words if not row.is_official), None)
    return (found.source or _("unofficial translation")) if found else ""


def depth_label(depth: Depth) -> str:
    known = {
        "area": pgettext("how detailed", "by area"),
        "competence": pgettext("how detailed", "by competence"),
        "statement": pgettext("how detailed", "by statement"),
        "outcome": pgettext("how detailed", "by learning outcome"),
    }
    return known.get(depth.kind) or _("level %(number)s of the tree") % {"number": depth.depth + 1}


def day(moment) -> date:
    return timezone.localtime(moment).date()
