"""Seats as stools in a row, in one drawing: two paths however many they are, so that a list of sessions stays light.

Solid is taken, dashed is free. Ten stools a row: a phone shows them as wide as a screen does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .svg import number

# Each part of a stool of 24 units: where it begins, then where it goes from there.
TAKEN = ((2, 3.5, "h20v5.5h-20z"), (5.5, 9, "h4l-.7 12h-4.3z"), (14.5, 9, "h4l1 12h-4.3z"), (8.5, 13, "h7v2.5h-7z"))
FREE = ((2.5, 4, "h19v5h-19z"), (6.5, 9.5, "l-1 11.5"), (17.5, 9.5, "l1 11.5"), (6.5, 15, "h11"))
A_ROW, WIDE, HIGH = 10, 35, 30


@dataclass(frozen=True)
class Stools:
    """`taken` and `free` are the data of two paths in a box of `width` by `height` units, 24 to a stool. `small` is its
    width in pixels on a card; beside a form it has a pixel for each unit."""

    width: int
    height: int
    taken: str
    free: str

    @property
    def small(self) -> int:
        return self.width * 5 // 6


def stools(seats: Sequence[bool]) -> Stools:
    """Return the stools of `seats`, True when taken, in their order."""
    rows = -(-len(seats) // A_ROW)
    return Stools(
        width=max(min(len(seats), A_ROW) * WIDE - (WIDE - 24), 0),
        height=max(rows * HIGH - (HIGH - 24), 0),
        taken=_path(TAKEN, (place for place, is_taken in enumerate(seats) if is_taken)),
        free=_path(FREE, (place for place, is_taken in enumerate(seats) if not is_taken)),
    )


def _path(parts, places) -> str:
    return "".join(
        f"M{number(x + place % A_ROW * WIDE)} {number(y + place // A_ROW * HIGH)}{line}"
        for place in places
        for x, y, line in parts
    )
