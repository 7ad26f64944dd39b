"""What the pages of a questionnaire show, and what may be chosen before it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalogue.frameworks.models import ProficiencyLevel, Skill, SkillFramework
from catalogue.frameworks.reading import SkillWords, framework_label, level_label, skill_words
from catalogue.learning.queries import living_enrolments
from catalogue.positioning.aims import Aim, asking_certifications, levelled_frameworks
from catalogue.positioning.models import Positioning
from catalogue.positioning.outline import QuestionPage
from catalogue.positioning.queries import answered_ranks, depths_of, levels_by_framework, outline_of, worded_skills
from catalogue.positioning.reading import depth_label, translation_of


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of questions: `parent` is what its skills are under (None at the top)."""

    number: int
    count: int
    parent: SkillWords | None
    domain: int
    part: str
    skills: list[Skill]
    levels: list[ProficiencyLevel]
    translation: str


@dataclass(frozen=True, kw_only=True)
class PageLeft:
    """A page as the list of pages names it: how much of it is answered."""

    number: int
    title: str
    lang: str
    answered: int
    asked: int

    @property
    def is_whole(self) -> bool:
        return self.answered == self.asked


def offered() -> list[dict]:
    """Return the frameworks that one may place oneself in, each with the details that it has."""
    frameworks = list(levelled_frameworks())
    depths = depths_of([framework.pk for framework in frameworks])
    return [
        {
            "id": framework.pk,
            "label": framework_label(framework),
            "url": framework.get_absolute_url(),
            "depths": [
                {"depth": row.depth, "label": depth_label(row), "count": row.count} for row in depths[framework.pk]
            ],
        }
        for framework in frameworks
        if framework.pk in depths
    ]


def listed(rows: Iterable[Positioning]) -> list[Positioning]:
    """Return `rows`, each with how detailed it is in words (`depth_label`). One statement."""
    rows = list(rows)
    depths = depths_of({row.framework_id for row in rows})
    known = {(framework, depth.depth): depth for framework, found in depths.items() for depth in found}
    for row in rows:
        depth = known.get((row.framework_id, row.depth))
        row.depth_label = depth_label(depth) if depth else ""
    return rows


def pages_of(positioning: Positioning) -> list[QuestionPage]:
    return outline_of(positioning.framework).question_pages(positioning.depth)


def page_of(positioning: Positioning, number: int) -> Page | None:
    """Return page `number`, with the words of its own skills only; None when there is no such page."""
    outline = outline_of(positioning.framework)
    pages = outline.question_pages(positioning.depth)
    if not 1 <= number <= len(pages):
        return None
    page = pages[number - 1]
    asked = positioning.framework.skills.filter(pk__in=[*page.skills, *filter(None, [page.parent])])
    rows = {row.pk: row for row in worded_skills(asked)}
    skills = [rows[skill] for skill in page.skills]
    return Page(
        number=number,
        count=len(pages),
        parent=skill_words(rows[page.parent]) if page.parent else None,
        domain=outline.colours[page.parent] if page.parent else 0,
        part=part_label(page),
        skills=skills,
        levels=levels_by_framework([positioning.framework_id]).get(positioning.framework_id, []),
        translation=translation_of(skills),
    )


def part_label(page: QuestionPage) -> str:
    return _("part %(part)s of %(parts)s") % {"part": page.part, "parts": page.parts} if page.parts > 1 else ""


def next_page(positioning: Positioning) -> int:
    """Return the first page with a question left, the first one when everything is answered."""
    known = answered_ranks([positioning])[positioning.pk]
    waiting = (page.number for page in pages_of(positioning) if not known.keys() >= set(page.skills))
    return next(waiting, 1)


def pages_left(positioning: Positioning) -> list[PageLeft]:
    known = answered_ranks([positioning])[positioning.pk]
    pages = pages_of(positioning)
    parents = positioning.framework.skills.filter(pk__in={page.parent for page in pages if page.parent})
    words = {row.pk: skill_words(row) for row in worded_skills(parents)}
    return [page_left(page, words.get(page.parent), positioning.framework, known) for page in pages]


def page_left(
    page: QuestionPage, words: SkillWords | None, framework: SkillFramework, known: dict[int, int]
) -> PageLeft:
    title = f"{words.code} {words.statement}".strip() if words else framework_label(framework)
    return PageLeft(
        number=page.number,
        title=", ".join(filter(None, [title, part_label(page)])),
        lang=words.lang if words else "",
        answered=len(known.keys() & set(page.skills)),
        asked=len(page.skills),
    )


def comparable(rows: Iterable[Positioning]) -> list[dict]:
    """Return the pairs of finished positionings that follow each other in one framework, at one depth, newest first."""
    following: dict[tuple[int, int], Positioning] = {}
    pairs = []
    for row in rows:
        if row.finished_at:
            later = following.get((row.framework_id, row.depth))
            if later:
                pairs.append({"before": row, "after": later})
            following[row.framework_id, row.depth] = row
    return pairs


# --- what to measure oneself against ---


def aim_choices(person) -> list[dict]:
    """Return what the page to choose an aim offers: groups of links, those that have any."""
    groups = [
        (_("A framework"), [("referentiel", row.code, framework_label(row)) for row in levelled_frameworks()]),
        (_("A certification"), [("certification", row.slug, str(row)) for row in asking_certifications()]),
        (_("A path that you follow"), [("parcours", row.path.slug, row.path.title) for row in followed(person)]),
    ]
    return [
        {"title": title, "links": [{"query": f"{key}={value}", "label": label} for key, value, label in links]}
        for title, links in groups
        if links
    ]


def followed(person):
    return living_enrolments(person).filter(path__live=True).select_related("path")


def level_choices(aim: Aim) -> list[dict]:
    """Return the levels at which a framework may be asked; nothing for another aim."""
    if aim.key != "referentiel" or not aim.skills:
        return []
    framework = aim.skills[0].framework_id
    return [
        {"rank": level.rank, "label": level_label(level), "is_current": level.rank == aim.rank}
        for level in levels_by_framework([framework]).get(framework, [])
    ]
