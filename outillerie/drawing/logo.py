"""The combination spanner: the ring is the O, the jaw the C, the handle joins them."""

from .svg import svg
from .tokens import TOKENS, YELLOW

PATH = TOKENS["logo"]["path"]
VIEW_BOX = TOKENS["logo"]["viewBox"]


def spanner(colour: str) -> str:
    return f'<path fill="{colour}" fill-rule="evenodd" d="{PATH}"/>'


def logo_svg(colour: str = YELLOW) -> str:
    """Return the logo in one colour: yellow on a coloured ground, blue on white, black in print."""
    return svg(VIEW_BOX, spanner(colour))
