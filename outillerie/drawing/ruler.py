"""The rule that counts time: as many ticks as units, whatever the size it is shown at.

Ticks keep their thickness when the drawing is stretched (`vector-effect`), so one drawing serves every duration: a rule
of 30 minutes is the first 30 units of it.
"""

from .svg import number, svg
from .tokens import INK, YELLOW

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


def ruler_svg(minutes: int, *, is_page: bool = False) -> str:
    """Return a lying rule of `minutes`, 1.7 units a minute, one tick for 5 minutes, or for one when `is_page`."""
    scale = PAGE if is_page else CARD
    ground = f'<path fill="{YELLOW}" d="M0 0h{minutes}v{LYING_HEIGHT}H0z"/>'
    size = f' width="{number(minutes * 1.7)}" height="{LYING_HEIGHT}" preserveAspectRatio="none"'
    path = tick_path(ticks(**scale, until=minutes))
    return svg(f"0 0 {minutes} {LYING_HEIGHT}", ground + path, attributes=size)


def ticks_svg(minutes: int, kind: str) -> str:
    """Return the ticks alone, to lay over a yellow ground: `h` lying, one for 5 minutes; `v` standing, one a minute."""
    if kind not in {"h", "v"} or minutes < 1:
        raise ValueError(f"No rule of {minutes} minutes is called {kind}.")
    if kind == "h":
        box, path = f"0 0 {minutes} {LYING_HEIGHT}", ticks(**CARD, until=minutes)
    else:
        box, path = f"0 0 {STANDING_WIDTH} {minutes}", ticks(**PAGE, until=minutes, is_standing=True)
    return svg(box, tick_path(path), attributes=' preserveAspectRatio="none"')
