"""Covers, so that no kit needs a picture: the colour of the domain, a band of its weave, the glyph of the theme.

A cover depends on three words only, its key («2-loupe-bottom»): the same key always gives the same bytes. Several keys
joined by `_` give one sheet of covers, each shown by its fragment: a list page then makes one request for all of them.
"""

from hashlib import sha256

from .glyph import with_shadow
from .svg import number, svg
from .tokens import COLOURS, GLYPHS, WHITE, YELLOW, Domain, domain_of, mixed
from .weave import rows_of_dashes, thread_colour

WIDTH, HEIGHT, CELL, SEAM, GLYPH_SCALE = 384, 256, 6, 4, 1.5
MOST_COVERS = 60
# Where the weave lies: x, y, width, height.
BANDS = {
    "bottom": (0, 174, WIDTH, HEIGHT - 174),
    "right": (248, 0, WIDTH - 248, HEIGHT),
    "left": (0, 0, WIDTH - 248, HEIGHT),
    "top": (0, 0, WIDTH, 66),
}
# Where the glyph stands: in the free area, or astride the band that carries it.
PLACES = {"bottom": (104, 24), "right": (40, 40), "left": (172, 40), "top": (102, 58)}
# Where the band ends: its hem is darker.
SEAMS = {
    "bottom": (0, 174, WIDTH, SEAM),
    "right": (248, 0, SEAM, HEIGHT),
    "left": (WIDTH - 248 - SEAM, 0, SEAM, HEIGHT),
    "top": (0, 66 - SEAM, WIDTH, SEAM),
}


def cover_key(domain: int | str, glyph: str, slug: str) -> str:
    """Return the key of the cover of a kit. The slug only chooses where the band lies, for ever the same."""
    band = tuple(BANDS)[sha256(slug.encode()).digest()[0] % len(BANDS)]
    return f"{domain_of(domain).number}-{glyph}-{band}"


def cover_svg(domain: int | str, glyph: str, slug: str, *, title: str = "") -> str:
    return svg(f"0 0 {WIDTH} {HEIGHT}", drawn(cover_key(domain, glyph, slug)), title=title)


def cover_from_key(key: str) -> str:
    """Return the cover of `key`, or the sheet of the covers of several. Raises ValueError for what cannot be drawn."""
    keys = key.split("_")
    if len(keys) == 1:
        return svg(f"0 0 {WIDTH} {HEIGHT}", drawn(key))
    if len(keys) > MOST_COVERS or len(set(keys)) != len(keys):
        raise ValueError("This sheet of covers has too many of them, or twice the same.")
    shown = (
        f'<view id="{one}" viewBox="0 {row * HEIGHT} {WIDTH} {HEIGHT}"/>'
        f'<svg y="{row * HEIGHT}" width="{WIDTH}" height="{HEIGHT}">{drawn(one)}</svg>'
        for row, one in enumerate(keys)
    )
    return svg(f"0 0 {WIDTH} {HEIGHT * len(keys)}", "".join(shown))


def cover_addresses(keys: list[str], *, folder: str) -> list[str]:
    """Return the address of the cover of each key, in order, all of them in one sheet under `folder`."""
    sheet = "_".join(sorted(set(keys)))
    return [f"{folder}{sheet}.svg" + (f"#{key}" if "_" in sheet else "") for key in keys]


def drawn(key: str) -> str:
    number_of_domain, _, rest = key.partition("-")
    glyph, _, band = rest.rpartition("-")
    if not number_of_domain.isdigit() or glyph not in GLYPHS or band not in BANDS:
        raise ValueError(f"No cover has the key {key}.")
    domain = domain_of(int(number_of_domain))
    return ground(domain, band) + hole(domain) + tool(domain, glyph, band)


def ground(domain: Domain, band: str) -> str:
    x, y, width, height = BANDS[band]
    threads = rows_of_dashes(domain.draft, cell=CELL, x=x, y=y, width=width, height=height)
    return (
        f'<path fill="{domain.colour}" d="M0 0h{WIDTH}v{HEIGHT}H0z"/>'
        f'<g fill="none" stroke="{thread_colour(domain)}" stroke-width="{CELL}">{threads}</g>'
        f'<path fill="{mixed(domain.colour, domain.edge, 0.7)}" d="M{rectangle(SEAMS[band])}z"/>'
    )


def rectangle(box: tuple[int, int, int, int]) -> str:
    x, y, width, height = box
    return f"{x} {y}h{width}v{height}h-{width}"


def hole(domain: Domain) -> str:
    """Return what the tool hangs by: a hole with the light coming from above."""
    x, y, radius = WIDTH // 2, 18, 9
    return (
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{mixed(domain.edge, COLOURS["ink"], 0.5)}"/>'
        f'<circle cx="{x}" cy="{number(y + 0.75)}" r="{number(radius - 0.75)}" fill="{WHITE}"/>'
    )


def tool(domain: Domain, glyph: str, band: str) -> str:
    x, y = PLACES[band]
    # Yellow would vanish on yellow.
    accent = COLOURS["warning"] if domain.colour == YELLOW else YELLOW
    shadow = mixed(domain.colour, domain.edge, 0.85)
    shapes = with_shadow(glyph, shadow=shadow, accent=accent)
    return f'<g transform="translate({x} {y}) scale({GLYPH_SCALE})" fill="none">{shapes}</g>'
