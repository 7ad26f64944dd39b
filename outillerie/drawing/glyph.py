"""The twelve glyphs, on 120 × 120, in three flat colours, alone or over their own silhouette."""

from .svg import svg
from .tokens import INK, WHITE, YELLOW, slots

SHADOW = "translate(9 10)"


def glyph_svg(glyph: str, *, main: str = WHITE, accent: str = YELLOW, ink: str = INK) -> str:
    return svg("0 0 120 120", slots(glyph, main=main, accent=accent, ink=ink))


def with_shadow(glyph: str, *, shadow: str, main: str = WHITE, accent: str = YELLOW, ink: str = INK) -> str:
    """Return the shapes of `glyph` over its silhouette, which is lower and to the right, without their `svg` element."""
    silhouette = slots(glyph, main=shadow, accent=shadow, ink=shadow)
    return f'<g transform="{SHADOW}">{silhouette}</g>{slots(glyph, main=main, accent=accent, ink=ink)}'


def glyph_shadow(glyph: str, *, shadow: str = INK) -> str:
    """Return `glyph` over its silhouette, on 130 × 130."""
    return svg("0 0 130 130", with_shadow(glyph, shadow=shadow))
