"""How many of a team have a skill, told without telling anything of anyone.

People stand on a skill in classes, in order: nothing yet, in progress without any level, then acquired at each level.
Neighbouring classes are joined until each group has five people at least; only what is a sum of whole groups is told.
Whatever is subtracted from whatever else, at one level or between two, is a sum of whole groups too: nobody can find a
number from one to four, nor one to four people short of the whole. Plain values, no Django.
"""

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 5
# The classes below those of the levels.
NOTHING, BEGUN, FIRST_LEVEL = 0, 1, 2


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many have acquired a skill at the level asked, have it in progress, miss it. None: not told."""

    acquired: int | None = None
    in_progress: int | None = None
    missing: int | None = None

    @property
    def is_told(self) -> bool:
        """Return whether any of the three may be told."""
        return self != Counts()


def place_of(state_is_begun: bool, rank: int | None) -> int:
    """Return the class of someone: `rank` is the level acquired, None when nothing is."""
    if rank is not None:
        return FIRST_LEVEL + rank
    return BEGUN if state_is_begun else NOTHING


def told(people: Sequence[int], asked: int) -> Counts:
    """Return what may be told of `people`, the number of them in each class, for the level `asked`."""
    cuts = cuts_of(people)
    first = FIRST_LEVEL + asked
    return Counts(
        acquired=between(people, first, len(people), cuts),
        in_progress=between(people, BEGUN, first, cuts),
        missing=between(people, NOTHING, BEGUN, cuts),
    )


def cuts_of(people: Sequence[int]) -> frozenset[int]:
    """Return where groups begin and end: from the top, each as soon as it has five people; the rest joins the last."""
    cuts, size, left = [len(people)], 0, sum(people)
    for place in range(len(people) - 1, 0, -1):
        size += people[place]
        left -= people[place]
        if size >= FEWEST and left >= FEWEST:
            cuts.append(place)
            size = 0
    return frozenset([*cuts, 0])


def between(people: Sequence[int], start: int, end: int, cuts: frozenset[int]) -> int | None:
    if {start, end} <= cuts and start < end:
        return sum(people[start:end])
    return None
