"""The one file of signs that every page asks for: icons, glyphs of the doors, ticks of the rules, missing tool.

Pages show a sign with `<svg><use href="…/icons.svg#clock"/></svg>`; it takes the colour of the words around it.
"""

from .icons import HAMMER, icon_symbols
from .logo import PATH, VIEW_BOX
from .ruler import CARD, LONGEST, PAGE, tick_path, ticks
from .tokens import INK, WHITE, YELLOW, slots

# The glyphs that stand before the doors of the home page, on the colour of a domain.
DOOR_GLYPHS = ("relais", "boussole", "formulaire")
STROKE = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'


def sprite_svg() -> str:
    icons = (
        f'<symbol id="{name}" viewBox="0 0 24 24"><g {STROKE}>{content}</g></symbol>'
        for name, content in icon_symbols().items()
    )
    glyphs = (
        f'<symbol id="glyph-{name}" viewBox="0 0 120 120"><g fill="none">{slots(name, main=WHITE, accent=YELLOW, ink=INK)}</g></symbol>'
        for name in DOOR_GLYPHS
    )
    hammer = (
        '<symbol id="hammer" viewBox="0 0 110 116"><path fill="none" stroke="currentColor" stroke-width="2.500"'
        f' stroke-dasharray="7 5" d="{HAMMER}"/></symbol>'
    )
    logo = f'<symbol id="logo" viewBox="{VIEW_BOX}"><path fill="currentColor" fill-rule="evenodd" d="{PATH}"/></symbol>'
    rules = (
        group("ticks-card", tick_path(ticks(**CARD, until=LONGEST))),
        group("ticks-page", tick_path(ticks(**PAGE, until=LONGEST // 2))),
        group("ticks-standing", tick_path(ticks(**PAGE, until=LONGEST // 2, is_standing=True), thickness=2)),
    )
    parts = [*icons, *glyphs, hammer, logo, *rules]
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(parts) + "\n</svg>\n"


def group(name: str, content: str) -> str:
    """Return what a page shows at its own scale: a symbol would have a frame of its own."""
    return f'<g id="{name}">{content}</g>'
