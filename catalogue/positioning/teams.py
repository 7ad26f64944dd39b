"""What a team has, by counts alone: never a name, never a number that tells of anyone."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.frameworks.reading import SkillWords, skill_words
from catalogue.positioning.aims import Aim, name
from catalogue.positioning.formats.counts import FEWEST, FIRST_LEVEL, Counts, place_of, told
from catalogue.positioning.formats.gap import MISSING, Target, standings
from catalogue.positioning.queries import gains_of_people, levels_by_framework, trees_of
from catalogue.positioning.reading import LevelWords
from catalogue.positioning.showing import asked_words
from outillerie.accounts.models import Membership, Organisation


@dataclass(frozen=True, kw_only=True)
class TeamRow:
    words: SkillWords
    domain: int
    asked: LevelWords
    counts: Counts


@dataclass(frozen=True, kw_only=True)
class TeamGap:
    aim: Aim
    people: int
    rows: tuple[TeamRow, ...]


def members_of(organisation: Organisation) -> list[int]:
    rows = Membership.objects.filter(
        organisation=organisation, state=Membership.State.ACTIVE, person__is_active=True
    ).order_by("person")
    return list(rows.values_list("person", flat=True))


def is_enough(members: list[int]) -> bool:
    return len(members) >= FEWEST


def team_gap_of(members: list[int], aim: Aim) -> TeamGap:
    """Return how many of `members` stand where on what `aim` asks for. As many statements whatever their number.

    Only the most precise skills are told: a group beside its own skills would be a subtraction away from one person.
    """
    trees, levels = trees_of(aim.framework_ids), levels_by_framework(aim.framework_ids)
    skills = {name(skill): skill for skill in aim.skills}
    targets = most_precise(aim.targets, trees.skills)
    classes = {
        target.skill: [0] * (FIRST_LEVEL + 1 + max(trees.skills.by_skill[target.skill].levels, target.rank))
        for target in targets
    }
    gains = gains_of_people(members)
    for member in members:
        for row in standings(targets, gains.get(member, []), trees.skills):
            classes[row.skill][place_of(row.state != MISSING, row.rank)] += 1
    rows = tuple(
        TeamRow(
            words=skill_words(skills[target.skill]),
            domain=trees.domains[target.skill],
            asked=asked_words(target, levels.get(skills[target.skill].framework_id, [])),
            counts=told(classes[target.skill], target.rank),
        )
        for target in targets
    )
    return TeamGap(aim=aim, people=len(members), rows=rows)


def most_precise(targets: Iterable[Target], skills) -> list[Target]:
    """Return the targets that no other one is under."""
    targets = [target for target in targets if target.skill in skills.by_skill]
    above = set()
    for target in targets:
        parent = skills.by_skill[target.skill].parent
        while parent:
            above.add(parent)
            parent = skills.by_skill[parent].parent if parent in skills.by_skill else ""
    return [target for target in targets if target.skill not in above]
