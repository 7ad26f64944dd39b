"""Two positionings of one person side by side: what moved in between, area by area."""

from dataclasses import dataclass

from catalogue.positioning.models import Positioning
from catalogue.positioning.queries import answered_ranks
from catalogue.positioning.reading import AreaResult, SkillResult, asked_of, result_of


@dataclass(frozen=True, kw_only=True)
class SkillMove:
    before: SkillResult
    after: SkillResult

    @property
    def kind(self) -> str:
        """Return "up", "down" or "same"; "new" when one of the two has no answer."""
        if self.before.rank is None or self.after.rank is None:
            return "new"
        difference = self.after.rank - self.before.rank
        return "up" if difference > 0 else "down" if difference else "same"


@dataclass(frozen=True, kw_only=True)
class AreaMove:
    """`moves` are the skills whose answer changed."""

    before: AreaResult
    after: AreaResult
    moves: tuple[SkillMove, ...]

    @property
    def difference(self) -> int:
        return self.after.share - self.before.share

    @property
    def points(self) -> int:
        return abs(self.difference)


def comparison(before: Positioning, after: Positioning) -> tuple[AreaMove, ...]:
    """Return what moved from `before` to `after`, two positionings in one framework at one depth."""
    asked = asked_of(before.framework, before.depth)
    ranks = answered_ranks([before, after])
    old, new = (result_of(row, asked, ranks[row.pk]) for row in (before, after))
    return tuple(area_move(*areas) for areas in zip(old.areas, new.areas, strict=True))


def area_move(before: AreaResult, after: AreaResult) -> AreaMove:
    pairs = (SkillMove(before=old, after=new) for old, new in zip(before.skills, after.skills, strict=True))
    return AreaMove(
        before=before, after=after, moves=tuple(move for move in pairs if move.before.rank != move.after.rank)
    )
