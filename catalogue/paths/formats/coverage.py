"""What a path covers of a framework: for each competence, the most that its modules do with it. Pure.

A module that works on something below a competence (an outcome of DigComp, an item of a list) works on it. Working on
an area says nothing of the competences in it: the broader never counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .content import USES, PathContent


@dataclass(frozen=True, kw_only=True)
class FrameworkSkill:
    """A node of the tree of a framework. `parent` is an identifier, empty at the top; `depth` counts from 0."""

    identifier: str
    code: str = ""
    statement: str = ""
    parent: str = ""
    depth: int = 0


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """One competence: `use` is the most that is done with it (taught, practised, assessed), empty when it is missing.
    `rank` is the highest level aimed at, from 1, 0 when none is said; `modules` are the keys of those that work on it."""

    skill: FrameworkSkill
    use: str = ""
    rank: int = 0
    modules: tuple[str, ...] = ()

    @property
    def is_missing(self) -> bool:
        return not self.use


def coverage(
    content: PathContent, skills: Iterable[FrameworkSkill], same: Mapping[str, frozenset[str]] | None = None
) -> tuple[Coverage, ...]:
    """Return a row for each competence among `skills`, in their order.

    `same` gives, for a skill, the identifiers of those that count as the same one (exact and close links).
    """
    skills = list(skills)
    competences = competences_of(skills)
    competence_of = nearest(skills, {skill.identifier for skill in competences})
    found: dict[str, list[tuple[str, str, int]]] = {}
    for module in content.modules():
        for use in module.skills:
            for identifier in {use.identifier, *(same or {}).get(use.identifier, ())}:
                if competence := competence_of.get(identifier):
                    found.setdefault(competence, []).append((module.key, use.use, use.rank or 0))
    return tuple(row(skill, found.get(skill.identifier, [])) for skill in competences)


def competences_of(skills: list[FrameworkSkill]) -> list[FrameworkSkill]:
    """Return what one covers: the second floor of the tree, and what has no floor below at the first."""
    parents = {skill.parent for skill in skills if skill.parent}
    return [skill for skill in skills if skill.depth == 1 or (skill.depth == 0 and skill.identifier not in parents)]


def nearest(skills: list[FrameworkSkill], competences: set[str]) -> dict[str, str]:
    """Return the competence that each skill is, or is below of, by identifier."""
    parent = {skill.identifier: skill.parent for skill in skills}
    found: dict[str, str] = {}
    for identifier in parent:
        at, trail = identifier, []
        # A tree that turns in circles is refused at import; here it would only stop.
        while at and at not in competences and at not in found and at not in trail:
            trail.append(at)
            at = parent.get(at, "")
        reached = at if at in competences else found.get(at, "")
        if reached:
            found |= dict.fromkeys([*trail, identifier], reached)
    return found


def row(skill: FrameworkSkill, uses: list[tuple[str, str, int]]) -> Coverage:
    return Coverage(
        skill=skill,
        use=max((use for _module, use, _rank in uses), key=USES.index, default=""),
        rank=max((rank for *_rest, rank in uses), default=0),
        modules=tuple(dict.fromkeys(module for module, *_rest in uses)),
    )
