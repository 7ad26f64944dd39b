"""Badges and their outlines: the shape says the level, colour and weave the domain, the glyph the theme.

Solid is earned, dashed is waiting. An outline depends on three words only, its key («2-3-boussole»: domain, level,
glyph; level 0 is not known yet); several keys joined by `_` give one sheet, each shown by its fragment.
"""

from math import cos, hypot, pi, sin

from .svg import number, svg
from .tokens import COLOURS, GLYPHS, INK, WHITE, YELLOW, Domain, domain_of, mixed, slots
from .weave import runs

SIZE, CENTRE, MIDDLE = 200, 100, 97
CELL, EDGE = 5, 5
MOST_OUTLINES = 60
# On a dark ground, how wide the white line around the shape is, and what it needs around the drawing.
RIM, AROUND = 4, 5
DARK_BOX = f"{-AROUND} {-AROUND} {SIZE + 2 * AROUND} {SIZE + 2 * AROUND}"
# How far the weave goes into the shape.
INSIDE = 80 / 88
TEETH, ROOT, TIP = 8, 82, 97
# Under the disc nobody sees threads.
COVERED = 52
# Half a tooth, in radians, at its root and at its tip.
TOOTH = (0.24, 0.17)

Point = tuple[float, float]


def badge_svg(domain: int | str, level: int, glyph: str, *, title: str = "", is_on_dark: bool = False) -> str:
    """Return the badge as one who earned it shows it; on a dark ground, with a white line around it. Raises ValueError
    for an unknown domain, level or glyph."""
    chosen = domain_of(domain)
    path = shape(known_level(level))
    return svg(
        DARK_BOX if is_on_dark else f"0 0 {SIZE} {SIZE}",
        (_rim(path) if is_on_dark else "") + f'<path transform="translate(0 {EDGE})" fill="{chosen.edge}" d="{path}"/>'
        f'<path fill="{chosen.colour}" d="{path}"/>'
        f'<path transform="scale({CELL})" fill="{_thread(chosen)}" d="{woven(chosen, level)}"/>'
        + _disc(chosen)
        + _glyph(chosen, glyph)
        + _holes(level, fill=INK),
        title=title,
    )


def outline_svg(domain: int | str, level: int, glyph: str, *, title: str = "", is_on_dark: bool = False) -> str:
    """Return the outline that waits for the badge, in the colours of its domain or in white for a dark ground. Raises
    ValueError for an unknown domain, level or glyph."""
    if is_on_dark:
        domain_of(domain)
        return svg(DARK_BOX, _outlined_on_dark(known_level(level), glyph), title=title)
    return svg(f"0 0 {SIZE} {SIZE}", outlined(domain_of(domain), known_level(level), glyph), title=title)


def outline_key(domain: int | str, level: int | None, glyph: str) -> str:
    """Return the key of an outline; a glyph that nobody drew is a compass."""
    return f"{domain_of(domain).number}-{known_level(level or 0)}-{glyph if glyph in GLYPHS else 'boussole'}"


def outlines_from_key(key: str) -> str:
    """Return the outline of `key`, or the sheet of several. Raises ValueError for what cannot be drawn."""
    keys = key.split("_")
    if len(keys) == 1:
        return svg(f"0 0 {SIZE} {SIZE}", _from_key(key))
    if len(keys) > MOST_OUTLINES or len(set(keys)) != len(keys):
        raise ValueError("This sheet of outlines has too many of them, or twice the same.")
    shown = (
        f'<view id="{one}" viewBox="0 {row * SIZE} {SIZE} {SIZE}"/>'
        f'<svg y="{row * SIZE}" width="{SIZE}" height="{SIZE}">{_from_key(one)}</svg>'
        for row, one in enumerate(keys)
    )
    return svg(f"0 0 {SIZE} {SIZE * len(keys)}", "".join(shown))


def known_level(level: int) -> int:
    if level not in range(5):
        raise ValueError(f"No level has the number {level}.")
    return level


def outlined(domain: Domain, level: int, glyph: str) -> str:
    stroke = f'stroke="{_mark(domain)}" stroke-width="4" stroke-dasharray="9 8" stroke-linejoin="round"'
    return (
        f'<path fill="{domain.tint}" {stroke} d="{shape(level)}"/>' + _glyph(domain, glyph) + _holes(level, fill=WHITE)
    )


def shape(level: int) -> str:
    """Return the path of a level: washer, plate, nut, pinion."""
    if level < 2:
        return f"M{CENTRE - 88} {MIDDLE}a88 88 0 1 1 176 0a88 88 0 1 1-176 0z"
    if level == 2:
        return (
            f"M{number(CENTRE - 63.4)} {MIDDLE - 81}h126.8a17.6 17.6 0 0 1 17.6 17.6v126.8a17.6 17.6 0 0 1-17.6 17.6"
            "h-126.8a17.6 17.6 0 0 1-17.6-17.6v-126.8a17.6 17.6 0 0 1 17.6-17.6z"
        )
    if level == 3:
        return polygon(hexagon(95))
    return polygon(pinion())


def polygon(points: list[Point]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "z"


def hexagon(radius: float) -> list[Point]:
    return [at(radius, turn * pi / 3) for turn in range(6)]


def pinion() -> list[Point]:
    root, tip = TOOTH
    points = []
    for tooth in range(TEETH):
        angle = tooth * 2 * pi / TEETH
        points += [at(ROOT, angle - root), at(TIP, angle - tip), at(TIP, angle + tip), at(ROOT, angle + root)]
        # The hollow between two teeth is round enough with one more point.
        points.append(at(ROOT, angle + pi / TEETH))
    return points


def at(radius: float, angle: float) -> Point:
    """Return the point at `angle`, in radians, clockwise from the top."""
    return CENTRE + radius * sin(angle), MIDDLE - radius * cos(angle)


def woven(domain: Domain, level: int) -> str:
    """Return the path of the threads that lie inside the shape of `level`: whole cells of one unit, in runs of a row."""
    lines = []
    for y in range(SIZE // CELL):
        row = domain.draft[y % len(domain.draft)]
        signs = "".join(
            row[x % len(row)] if is_inside((x + 0.5) * CELL - CENTRE, (y + 0.5) * CELL - MIDDLE, level) else "0"
            for x in range(SIZE // CELL)
        )
        lines += [f"M{start} {y}h{length}v1h-{length}z" for start, length in runs(signs)]
    return "".join(lines)


def is_inside(x: float, y: float, level: int) -> bool:
    """Return whether a point, seen from the centre, lies where the weave of `level` does."""
    if hypot(x, y) < COVERED:
        return False
    if level < 2:
        return hypot(x, y) <= 88 * INSIDE
    if level == 2:
        return max(abs(x), abs(y)) <= 81 * INSIDE
    if level == 3:
        # A hexagon, point up: within two upright sides and under four leaning ones.
        radius = 95 * INSIDE
        return abs(x) <= radius * cos(pi / 6) and abs(y) + abs(x) * sin(pi / 6) / cos(pi / 6) <= radius
    return hypot(x, y) <= ROOT * INSIDE


def _from_key(key: str) -> str:
    domain, _, rest = key.partition("-")
    level, _, glyph = rest.partition("-")
    # Digits of other scripts are digits too: an address has ours.
    if not (domain.isdecimal() and level.isdecimal() and key.isascii()):
        raise ValueError(f"No outline has the key {key}.")
    return outlined(domain_of(int(domain)), known_level(int(level)), glyph)


def _rim(path: str) -> str:
    """Return the white line around the shape and the edge under it."""
    line = f'fill="{WHITE}" stroke="{WHITE}" stroke-width="{2 * RIM}" stroke-linejoin="round"'
    return f'<path {line} d="{path}"/><path transform="translate(0 {EDGE})" {line} d="{path}"/>'


def _outlined_on_dark(level: int, glyph: str) -> str:
    stroke = f'stroke="{WHITE}" stroke-width="4" stroke-dasharray="9 8" stroke-linejoin="round"'
    shapes = slots(glyph, main=WHITE, accent=WHITE, ink=COLOURS["line"])
    first = CENTRE - 7 * (level - 1)
    holes = "".join(
        f'<circle cx="{first + 14 * turn}" cy="164" r="4.500" fill="none" stroke="{WHITE}" stroke-width="2.500"/>'
        for turn in range(level)
    )
    return (
        f'<path fill="none" {stroke} d="{shape(level)}"/>'
        f'<g transform="translate(55.5 51.5) scale(.745)" fill="none" opacity=".72">{shapes}</g>{holes}'
    )


def _thread(domain: Domain) -> str:
    return mixed(domain.colour, "#8a5f00", 0.55) if domain.code == "crea" else mixed(domain.colour, WHITE, 0.42)


def _mark(domain: Domain) -> str:
    return domain.edge if domain.colour == YELLOW else domain.colour


def _disc(domain: Domain) -> str:
    stroke = INK if domain.colour == YELLOW else domain.edge
    return f'<circle cx="{CENTRE}" cy="{MIDDLE}" r="57" fill="{WHITE}" stroke="{stroke}" stroke-width="4"/>'


def _glyph(domain: Domain, glyph: str) -> str:
    accent = COLOURS["warning"] if domain.colour == YELLOW else YELLOW
    shapes = slots(glyph, main=domain.colour, accent=accent, ink=INK)
    return f'<g transform="translate(55.5 51.5) scale(.745)" fill="none">{shapes}</g>'


def _holes(level: int, *, fill: str) -> str:
    """Return the plate that repeats the level: a hole for each, solid or hollow."""
    if not level:
        return ""
    width = 14 * level + 13
    plate = (
        f'<rect x="{number(CENTRE - width / 2)}" y="143.500" width="{width}" height="21" rx="10.500" '
        f'fill="{WHITE}" stroke="{INK}" stroke-width="3"/>'
    )
    first = CENTRE - 7 * (level - 1)
    holes = "".join(
        f'<circle cx="{first + 14 * turn}" cy="154" r="4" fill="{fill}" stroke="{INK}" stroke-width="1.600"/>'
        for turn in range(level)
    )
    return plate + holes
