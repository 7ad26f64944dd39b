"""A gap as its pages show it: what one has, what is asked, why, and what to follow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue.frameworks.models import ProficiencyLevel, Skill
from catalogue.frameworks.reading import SkillWords, skill_words
from catalogue.paths.formats.content import PathContent, SkillUse
from catalogue.positioning.aims import Aim, name
from catalogue.positioning.formats.gap import ACQUIRED, IN_PROGRESS, Ground, Standing, Target, standings
from catalogue.positioning.models import Positioning
from catalogue.positioning.offers import offered_places
from catalogue.positioning.plans import Lead, PlanView, leads_of_plan, plan_view, planned
from catalogue.positioning.queries import (
    Trees,
    answered_ranks,
    gains_of,
    last_finished,
    levels_by_framework,
    trees_of,
)
from catalogue.positioning.reading import DOTS, LevelWords, level_words, said_level

# What a table of a path's page shows; the whole is one link away.
MOST_ROWS = 6
# Past as many, a reason says how many others there are.
MOST_REASONS = 3


@dataclass(frozen=True, kw_only=True)
class GapRow:
    """One skill: `has` is the level acquired, `said` what its person says of themselves (None: never asked)."""

    words: SkillWords
    domain: int
    state: str
    state_label: str
    has: LevelWords
    asked: LevelWords
    said: LevelWords | None = None
    reasons: tuple[str, ...] = ()
    leads: tuple[Lead, ...] = ()

    @property
    def is_acquired(self) -> bool:
        return self.state == ACQUIRED


@dataclass(frozen=True, kw_only=True)
class Gap:
    """`rows` in the order of the framework; `plan` is None when nothing is missing or no plan was asked for."""

    aim: Aim
    rows: tuple[GapRow, ...]
    counts: dict[str, int]
    plan: PlanView | None = None
    said_on: str = ""

    @property
    def short(self) -> tuple[GapRow, ...]:
        """Return a few rows, what is not acquired before what is, in the order of the whole."""
        first = sorted(self.rows, key=lambda row: row.is_acquired)[:MOST_ROWS]
        return tuple(row for row in self.rows if any(row is kept for kept in first))


def gap_of(person, aim: Aim) -> Gap:
    """Return where `person` stands on what `aim` asks for, and the shortest way to the rest."""
    trees, gains, levels = trees_of(aim.framework_ids), gains_of(person), levels_by_framework(aim.framework_ids)
    found = standings(aim.targets, gains, trees.skills)
    finished = last_finished(person, aim.framework_ids)
    said = said_by(finished)
    places = offered_places(trees.framework_ids, timezone.localdate())
    missing = [standing.target for standing in found if standing.state != ACQUIRED]
    made = planned(missing, gains, places, trees)
    leads = leads_of_plan(made, places) if aim.content is None else leads_of_path(aim, missing, trees)
    return Gap(
        aim=aim,
        rows=gap_rows(aim, found, trees, levels, leads, said),
        counts=counts_of(found),
        plan=plan_view(made, places, aim.skills) if missing else None,
        said_on=said_on(finished.values()),
    )


def short_gap(person, aim: Aim) -> Gap:
    """Return the same without a plan: what the page of a path has the time for."""
    trees, levels = trees_of(aim.framework_ids), levels_by_framework(aim.framework_ids)
    found = standings(aim.targets, gains_of(person), trees.skills)
    missing = [standing.target for standing in found if standing.state != ACQUIRED]
    rows = gap_rows(aim, found, trees, levels, leads_of_path(aim, missing, trees), {})
    return Gap(aim=aim, rows=rows, counts=counts_of(found))


def counts_of(found: Iterable[Standing]) -> dict[str, int]:
    counts = {"acquired": 0, "in_progress": 0, "missing": 0}
    for row in found:
        counts[row.state.replace("-", "_")] += 1
    return counts


def gap_rows(
    aim: Aim,
    found: Iterable[Standing],
    trees: Trees,
    levels: dict[int, list[ProficiencyLevel]],
    leads: dict[str, tuple[Lead, ...]],
    said: dict[int, int],
) -> tuple[GapRow, ...]:
    skills = {name(skill): skill for skill in aim.skills}
    return tuple(
        gap_row(skills[row.skill], row, trees, levels.get(skills[row.skill].framework_id, []), leads, said)
        for row in found
    )


def gap_row(skill: Skill, row: Standing, trees: Trees, levels, leads, said) -> GapRow:
    return GapRow(
        words=skill_words(skill),
        domain=trees.domains[row.skill],
        state=row.state,
        state_label=state_label(row.state),
        has=has_words(row, levels),
        asked=asked_words(row.target, levels),
        said=said_level(said[skill.pk], skill, levels) if skill.pk in said else None,
        reasons=reasons(row.grounds),
        leads=leads.get(row.skill, ()),
    )


def state_label(state: str) -> str:
    return {ACQUIRED: _("Reached"), IN_PROGRESS: _("Under way")}.get(state, _("To be acquired"))


def has_words(row: Standing, levels: list[ProficiencyLevel]) -> LevelWords:
    if row.rank:
        return level_words(row.rank, levels)
    if row.rank == 0:
        return LevelWords(label=_("Assessed"))
    return LevelWords(label=_("Not assessed"), dots=0 if len(levels) == DOTS else None)


def asked_words(target: Target, levels: list[ProficiencyLevel]) -> LevelWords:
    return level_words(target.rank, levels) if target.rank else LevelWords(label=_("No level in particular"))


def reasons(grounds: tuple[Ground, ...]) -> tuple[str, ...]:
    """Return in words what gave a skill, each module once."""
    told = list(dict.fromkeys(reason(ground) for ground in grounds))
    if len(told) <= MOST_REASONS:
        return tuple(told)
    others = len(told) - MOST_REASONS
    more = ngettext("and %(count)s other module", "and %(count)s other modules", others) % {"count": others}
    return (*told[:MOST_REASONS], more)


LINKS = {"exact": gettext_lazy("by exact correspondence"), "close": gettext_lazy("by close correspondence")}


def reason(ground: Ground) -> str:
    source = ground.source
    day = date_format(date.fromisoformat(source.on), "DATE_FORMAT") if source.on else ""
    return ", ".join(filter(None, [source.title, source.path, day, str(LINKS.get(ground.link, ""))]))


def leads_of_path(aim: Aim, missing: list[Target], trees: Trees) -> dict[str, tuple[Lead, ...]]:
    """Return, by skill, where the path itself leads to it: the modules that give it at the level asked, else the first
    one that works on it."""
    return {target.skill: lead for target in missing if (lead := leads_in(aim.content, aim.url, target, trees))}


def leads_in(content: PathContent, url: str, target: Target, trees: Trees) -> tuple[Lead, ...]:
    near = {target.skill, *(other for other, _strength in trees.skills.same.get(target.skill, ()))}
    places = [
        (block_number, number, [use for use in module.skills if use.identifier in near])
        for block_number, block in enumerate(content.blocks, start=1)
        for number, module in enumerate(block.modules, start=1)
    ]
    working = [(block, number) for block, number, uses in places if any(gives(use, target, trees) for use in uses)]
    working = working or [(block, number) for block, number, uses in places if uses][:1]
    return tuple(
        Lead(
            label=_("Block %(block)s, module %(module)s") % {"block": block, "module": number},
            url=f"{url}#block-{block}",
        )
        for block, number in working[:2]
    )


def gives(use: SkillUse, target: Target, trees: Trees) -> bool:
    """Return whether completing a module with `use` acquires `target`."""
    if use.use != "assessed":
        return False
    rank = use.rank or trees.skills.by_skill[use.identifier].rank
    return trees.skills.carried(rank, origin=use.identifier, target=target.skill) >= target.rank


# --- what one says of oneself ---


def said_by(finished: dict[int, Positioning]) -> dict[int, int]:
    """Return the level that each answer of these positionings gives, by skill."""
    return {skill: rank for ranks in answered_ranks(finished.values()).values() for skill, rank in ranks.items()}


def said_on(positionings: Iterable[Positioning]) -> str:
    newest = max((row.finished_at for row in positionings), default=None)
    return date_format(timezone.localtime(newest), "DATE_FORMAT") if newest else ""
