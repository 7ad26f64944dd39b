"""The rule that counts time: as many ticks as units, whatever the size it is shown at.

Ticks keep their thickness when the drawing is stretched (`vector-effect`), so one drawing serves every duration: a rule
of 30 minutes is the first 30 units of it.
"""

from .svg import number
from .tokens import INK

LONGEST = 600
LYING_HEIGHT, STANDING_WIDTH = 22, 40


def ticks(*, every: int, medium: int, long: int, until: int, is_standing: bool = False) -> str:
    """Return the path of the ticks of a rule of `until` units. Lengths grow from plain to `medium` to `long` ticks.

    Lying, ticks hang from the bottom of a strip 22 high; standing, from the right of a strip 40 wide.
    """
    lengths = (14, 9, 5.5) if not is_standing else (26, 20, 16)
    found = []
    for at in range(every, until, every):
        length = lengths[0] if at % long == 0 else lengths[1] if at % medium == 0 else lengths[2]
        start = f"{number(STANDING_WIDTH - length)} {at}h" if is_standing else f"{at} {LYING_HEIGHT}v-"
        found.append(f"M{start}{number(length)}")
    return "".join(found)


CARD = {"every": 5, "medium": 15, "long": 30}
PAGE = {"every": 1, "medium": 5, "long": 10}


def tick_path(path: str, *, thickness: float = 1.5) -> str:
    return f'<path d="{path}" fill="none" stroke="{INK}" stroke-width="{number(thickness)}" vector-effect="non-scaling-stroke"/>'
