"""What a person has of the skills that something asks for: acquired, in progress, missing, and by what.

Plain values in, plain values out. The definitions (docs/gap-analysis.md):

- a skill is **acquired** at a level when a completed module assessed it there or above; directly, or through one link of
  strength «exact» or «close». «Broader», «narrower» and «related» give nothing;
- a skill that has skills under it is acquired at a level when all those that bear on that level are; the contrary is
  never true: having the whole says nothing of a part;
- it is **in progress** when it was taught or practised, when a module that works on it is begun, when it is acquired
  below the level asked, or when something under it is acquired or in progress;
- levels are numbers from 1 within one framework; 0 says «at no level in particular». Through a link between frameworks
  that do not have as many levels, the share of the way is kept and rounded down.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

ACQUIRED, IN_PROGRESS, MISSING = "acquired", "in-progress", "missing"
SAME = frozenset({"exact", "close"})


@dataclass(frozen=True, kw_only=True)
class Target:
    """A skill that is asked for, at the level `rank`; 0: at any."""

    skill: str
    rank: int = 0


@dataclass(frozen=True, kw_only=True)
class Node:
    """A skill in its tree. `rank` is the level that it stands for by itself, as an outcome does (0: none); `levels`
    is how many levels its framework has."""

    skill: str
    parent: str = ""
    rank: int = 0
    levels: int = 0


@dataclass(frozen=True, kw_only=True)
class Link:
    origin: str
    target: str
    strength: str


@dataclass(frozen=True, kw_only=True, order=True)
class Source:
    """What gave it: a module, in a path, on a day (ISO 8601; empty when it is not over)."""

    on: str = ""
    module: str = ""
    title: str = ""
    path: str = ""
    slug: str = ""


@dataclass(frozen=True, kw_only=True)
class Gain:
    """What a module that is done or begun gave: acquired, or only in progress. `rank` 0: it says no level."""

    skill: str
    rank: int = 0
    is_acquired: bool = True
    source: Source = Source()


@dataclass(frozen=True, kw_only=True, order=True)
class Ground:
    """Why a skill is held: `source`, and the strength of the link when it came by one."""

    source: Source
    link: str = ""


@dataclass(frozen=True)
class Held:
    """A skill acquired at `rank`, and why."""

    rank: int
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a person stands on one target. `rank` is the level that is acquired; None when nothing is."""

    target: Target
    state: str
    rank: int | None = None
    grounds: tuple[Ground, ...] = ()

    @property
    def skill(self) -> str:
        return self.target.skill


@dataclass(frozen=True)
class SkillMap:
    """The trees of some frameworks, in reading order (a parent before its children), and the links between them."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...] = ()

    @cached_property
    def by_skill(self) -> dict[str, Node]:
        return {node.skill: node for node in self.nodes}

    @cached_property
    def children(self) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = {}
        for node in self.nodes:
            found.setdefault(node.parent, []).append(node)
        found.pop("", None)
        return found

    @cached_property
    def wholes(self) -> list[Node]:
        """Return what has something under it, the most precise first: children come after their parent."""
        return [node for node in reversed(self.nodes) if node.skill in self.children]

    @cached_property
    def same(self) -> dict[str, list[tuple[str, str]]]:
        """Return, by skill, those that stand for the same one with the strength of the link, in both directions."""
        found: dict[str, set[tuple[str, str]]] = {}
        for link in self.links:
            if link.strength in SAME and {link.origin, link.target} <= self.by_skill.keys():
                found.setdefault(link.origin, set()).add((link.target, link.strength))
                found.setdefault(link.target, set()).add((link.origin, link.strength))
        # Exact before close: of two reasons, the stronger is told.
        return {
            skill: sorted(others, key=lambda pair: (pair[1] != "exact", pair[0])) for skill, others in found.items()
        }

    def carried(self, rank: int, *, origin: str, target: str) -> int:
        """Return the level of `target` that the level `rank` of `origin`, another framework's skill, is worth."""
        before, after = self.by_skill[origin].levels, self.by_skill[target].levels
        if before == after:
            return rank
        return rank * after // before if before else 0

    def least_carried(self, rank: int, *, origin: str, target: str) -> int | None:
        """Return the lowest level of `origin` that is worth `rank` of `target`; None when none is."""
        levels = self.by_skill[origin].levels
        return next((r for r in range(levels + 1) if self.carried(r, origin=origin, target=target) >= rank), None)

    def bearing(self, skill: str, rank: int) -> list[tuple[str, int]]:
        """Return what must be acquired under `skill` for it to be at `rank`: pairs of a child and its level.

        A child that stands for a level bears on that level and above; the others bear on each. When none bears on
        `rank`, the next level on which one does is asked.
        """
        children = self.children.get(skill, [])
        least = min((child.rank for child in children), default=0)
        asked = max(rank, least)
        return [(child.skill, child.rank or asked) for child in children if child.rank <= asked]


def standings(targets: Iterable[Target], gains: Iterable[Gain], skills: SkillMap) -> list[Standing]:
    """Return where someone who has `gains` stands on each target that `skills` knows, in order."""
    gains = [gain for gain in gains if gain.skill in skills.by_skill]
    held = all_held(gains, skills)
    begun = touched(gains, skills)
    return [standing(target, held, begun) for target in targets if target.skill in skills.by_skill]


def standing(target: Target, held: dict[str, Held], begun: dict[str, tuple[Ground, ...]]) -> Standing:
    has = held.get(target.skill)
    if has and has.rank >= target.rank:
        return Standing(target=target, state=ACQUIRED, rank=has.rank, grounds=has.grounds)
    if has or target.skill in begun:
        grounds = has.grounds if has else begun[target.skill]
        return Standing(target=target, state=IN_PROGRESS, rank=has.rank if has else None, grounds=grounds)
    return Standing(target=target, state=MISSING)


def all_held(gains: Iterable[Gain], skills: SkillMap) -> dict[str, Held]:
    """Return every skill that is acquired: directly, then by what is under it, then by one link, then upwards again."""
    return raised(linked(own_held(gains, skills), skills), skills)


def own_held(gains: Iterable[Gain], skills: SkillMap) -> dict[str, Held]:
    """Return what is acquired without any link."""
    held: dict[str, Held] = {}
    for gain in sorted(gains, key=lambda gain: gain.source):
        if gain.is_acquired:
            keep(held, gain.skill, Held(gain.rank or skills.by_skill[gain.skill].rank, (Ground(source=gain.source),)))
    return raised(held, skills)


def keep(held: dict[str, Held], skill: str, new: Held) -> None:
    """Keep the higher level; of two equal ones, the first that was known."""
    if skill not in held or new.rank > held[skill].rank:
        held[skill] = new


def linked(held: dict[str, Held], skills: SkillMap) -> dict[str, Held]:
    found = dict(held)
    for skill, others in skills.same.items():
        for other, strength in others:
            if has := held.get(other):
                grounds = tuple(Ground(source=ground.source, link=strength) for ground in has.grounds)
                keep(found, skill, Held(skills.carried(has.rank, origin=other, target=skill), grounds))
    return found


def raised(held: dict[str, Held], skills: SkillMap) -> dict[str, Held]:
    """Return `held` with each parent at the highest level that all its children give."""
    found = dict(held)
    for node in skills.wholes:
        if not any(child.skill in found for child in skills.children[node.skill]):
            continue
        for rank in range(node.levels, -1, -1):
            asked = skills.bearing(node.skill, rank)
            if all(child in found and found[child].rank >= level for child, level in asked):
                grounds = sorted({ground for child, _level in asked for ground in found[child].grounds})
                # No child may bear on `rank` itself: what they give is what they stand for.
                keep(found, node.skill, Held(max(rank, *(level for _child, level in asked)), tuple(grounds)))
                break
    return found


def touched(gains: Iterable[Gain], skills: SkillMap) -> dict[str, tuple[Ground, ...]]:
    """Return every skill that something was done for, at whatever level: directly, by one link, or under it."""
    direct: dict[str, set[Ground]] = {}
    for gain in gains:
        direct.setdefault(gain.skill, set()).add(Ground(source=gain.source))
    spread(direct, skills)
    found = {skill: set(grounds) for skill, grounds in direct.items()}
    for skill, others in skills.same.items():
        for other, strength in others:
            for ground in direct.get(other, ()):
                found.setdefault(skill, set()).add(Ground(source=ground.source, link=strength))
    spread(found, skills)
    return {skill: tuple(sorted(grounds)) for skill, grounds in found.items()}


def spread(found: dict[str, set[Ground]], skills: SkillMap) -> None:
    """Tell each parent what was done under it."""
    for node in reversed(skills.nodes):
        if node.parent and node.skill in found:
            found.setdefault(node.parent, set()).update(found[node.skill])
