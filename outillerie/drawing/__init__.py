"""Everything that the site and its prints draw: covers, weaves, glyphs, rules, logo, signs. Plain values in, SVG text out.

A domain is given by its number, 1 to 5, or its code; a glyph by its name. The same input always gives the same bytes.
"""

from .badge import badge_svg, outline_key, outline_svg, outlines_from_key
from .cover import MOST_COVERS, cover_addresses, cover_from_key, cover_key, cover_svg
from .glyph import glyph_shadow, glyph_svg
from .logo import logo_svg
from .tokens import DOMAINS, GLYPHS, domain_of
from .weave import print_colours, swatch_svg, weave_svg, weave_tile

__all__ = [
    "DOMAINS", "GLYPHS", "MOST_COVERS", "badge_svg", "cover_addresses", "cover_from_key", "cover_key", "cover_svg", "domain_code", "domain_colour",
    "domain_label", "domain_of", "glyph_shadow", "glyph_svg", "logo_svg", "outline_key", "outline_svg", "outlines_from_key", "print_colours", "swatch_svg",
    "weave_svg", "weave_tile",
]  # fmt: skip


def domain_code(domain: int | str) -> str:
    return domain_of(domain).code


def domain_colour(domain: int | str) -> str:
    return domain_of(domain).colour


def domain_label(domain: int | str) -> str:
    return domain_of(domain).label
