"""What a printed sheet wears: the colours, weave and glyph of its domain, the code that leads to its page.

Pure: words in, files out, by the address that the print stylesheets use. An economical sheet has no solid
ground, so its weave is outlined and its glyph tinted.
"""

from io import BytesIO

import segno

from outillerie.drawing.glyph import glyph_svg, with_shadow
from outillerie.drawing.svg import svg
from outillerie.drawing.tokens import COLOURS, INK, TOKENS, WHITE, YELLOW, Domain, domain_of, mixed
from outillerie.drawing.weave import cells, thread_colour

BAND_CELL = "1.500mm"
COVER_ROWS = 23


def ornaments(domain: int | str, glyph: str, *, address: str, is_economical: bool = False) -> dict[str, bytes]:
    """Return the files of one sheet: `drawings/<name>`. Raises ValueError for an unknown domain or glyph."""
    chosen = domain_of(domain)
    colours = _glyph_colours(chosen, is_economical)
    shadow = mixed(WHITE, INK, 0.12) if is_economical else mixed(chosen.colour, chosen.edge, 0.85)
    files = {
        "colours.css": _stylesheet(chosen, is_economical),
        "weave.svg": _weave(chosen, rows=len(chosen.draft), is_economical=is_economical),
        "weave-cover.svg": _weave(chosen, rows=COVER_ROWS, is_economical=is_economical),
        "glyph.svg": glyph_svg(glyph, **colours),
        "glyph-shadow.svg": svg("0 0 130 130", with_shadow(glyph, shadow=shadow, **colours)),
        "square.svg": svg("0 0 14 14", f'<rect width="14" height="14" rx="2.4" fill="{mark_colour(chosen)}"/>'),
        "logo.svg": _logo(COLOURS["action"]),
        "logo-cover.svg": _logo(_logo_colour(chosen, is_economical)),
        "qr.svg": qr_code(address),
    }
    return {f"drawings/{name}": text.encode() for name, text in files.items()}


def qr_code(address: str) -> str:
    """Return the QR code of `address`, without the white margin: the page gives it one."""
    output = BytesIO()
    segno.make(address, error="m", micro=False).save(
        output, kind="svg", xmldecl=False, svgclass=None, lineclass=None, omitsize=True, border=0, dark=INK
    )
    return output.getvalue().decode()


def _stylesheet(domain: Domain, is_economical: bool) -> str:
    """Return the colours by role, as the site's own stylesheets name them, and those of the domain."""
    ground, words = (WHITE, INK) if is_economical else (domain.colour, domain.on_colour)
    colours = {f"color-{role}": colour for role, colour in COLOURS.items()}
    colours |= {"domain": mark_colour(domain), "domain-ground": ground, "on-domain": words}
    return ":root{" + "".join(f"--{name}:{colour};" for name, colour in colours.items()) + "}"


def mark_colour(domain: Domain) -> str:
    """Return the colour of small signs on white: yellow alone would not show, and its edge does."""
    return domain.edge if domain.colour == YELLOW else domain.colour


def _glyph_colours(domain: Domain, is_economical: bool) -> dict[str, str]:
    main = domain.tint if is_economical else WHITE
    return {"main": main, "accent": COLOURS["warning"] if domain.colour == YELLOW else YELLOW}


def _logo_colour(domain: Domain, is_economical: bool) -> str:
    if is_economical:
        return COLOURS["action"]
    return INK if domain.colour == YELLOW else YELLOW


def _weave(domain: Domain, *, rows: int, is_economical: bool) -> str:
    columns = len(domain.draft[0])
    path = cells(domain.draft, columns=columns, rows=rows)
    ink = (
        f'fill="none" stroke="{domain.edge}" stroke-width=".09"' if is_economical else f'fill="{thread_colour(domain)}"'
    )
    return svg(f"0 0 {columns} {rows}", f'<path {ink} d="{path}"/>')


def _logo(colour: str) -> str:
    logo = TOKENS["logo"]
    return svg(logo["viewBox"], f'<path fill="{colour}" fill-rule="{logo["fillRule"]}" d="{logo["path"]}"/>')
