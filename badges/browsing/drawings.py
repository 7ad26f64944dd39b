"""Badges drawn together: one sheet for a whole list, each shown by its fragment, so that a page asks for one image.

Keys are those of outlines («2-3-boussole»: domain, level, glyph), several joined by `_`. What one reads a badge by is
drawn alone too: `forme-3` is the shape of a level, `theme-2-boussole` a glyph in the colours of a domain.
"""

from outillerie.drawing import badge_svg, glyph_svg
from outillerie.drawing.badge import MOST_OUTLINES, SIZE, known_level, shape
from outillerie.drawing.svg import svg
from outillerie.drawing.tokens import COLOURS, INK, WHITE, YELLOW, domain_of

SHAPE, THEME = "forme-", "theme-"


def drawing_from_key(key: str) -> str:
    """Return what `key` asks for: a badge, the sheet of several, or a part. Raises ValueError for what cannot be drawn."""
    if not key.isascii():
        raise ValueError(f"No drawing has the key {key}.")
    if key.startswith(SHAPE):
        return shape_alone(key.removeprefix(SHAPE))
    if key.startswith(THEME):
        domain, _, glyph = key.removeprefix(THEME).partition("-")
        return glyph_alone(number_of(domain), glyph)
    keys = key.split("_")
    return badge_from_key(key) if len(keys) == 1 else sheet_of(keys)


def sheet_of(keys: list[str]) -> str:
    if len(keys) > MOST_OUTLINES or len(set(keys)) != len(keys):
        raise ValueError("This sheet of badges has too many of them, or twice the same.")
    shown = (
        f'<view id="{one}" viewBox="0 {row * SIZE} {SIZE} {SIZE}"/>'
        f'<svg y="{row * SIZE}" width="{SIZE}" height="{SIZE}"{badge_from_key(one).removeprefix("<svg")}'
        for row, one in enumerate(keys)
    )
    return svg(f"0 0 {SIZE} {SIZE * len(keys)}", "".join(shown))


def badge_from_key(key: str) -> str:
    domain, _, rest = key.partition("-")
    level, _, glyph = rest.partition("-")
    return badge_svg(number_of(domain), earned_level(level), glyph)


def shape_alone(level: str) -> str:
    path = shape(earned_level(level))
    return svg(
        f"0 0 {SIZE} {SIZE}",
        f'<path fill="{WHITE}" stroke="{INK}" stroke-width="12" stroke-linejoin="round" d="{path}"/>',
    )


def glyph_alone(number: int, glyph: str) -> str:
    domain = domain_of(number)
    # Yellow would vanish on yellow.
    accent = COLOURS["warning"] if domain.colour == YELLOW else YELLOW
    return glyph_svg(glyph, main=domain.colour, accent=accent)


def earned_level(text: str) -> int:
    """Return a level from 1 to 4: what is earned has one."""
    return known_level(number_of(text) or -1)


def number_of(text: str) -> int:
    if not text.isdecimal():
        raise ValueError(f"{text} is not a number.")
    return int(text)
