"""The drawings that the stylesheet carries, as data: signs, swatches, logo, missing tool cost a page no request.

A swatch is a picture; a shape is a mask, painted in the colour of the words beside it, by the element that
has those words when it can: most signs then cost no element either.
"""

from urllib.parse import quote

from .icons import HAMMER, LINES
from .logo import VIEW_BOX, spanner
from .tokens import DOMAINS, INK
from .weave import swatch_svg

STROKE = "fill='none' stroke='#000' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'"


def stylesheet() -> str:
    """Return `--swatch-1` to `--swatch-5`, `--shape-…`, then a class `icon--…` for each sign."""
    pictures = {f"swatch-{domain.number}": swatch_svg(domain.number) for domain in DOMAINS}
    pictures |= {f"shape-{name}": framed("0 0 24 24", f"<g {STROKE}>{content}</g>") for name, content in LINES.items()}
    pictures |= {
        "shape-logo": framed(VIEW_BOX, spanner(INK)),
        "shape-hammer": framed(
            "0 0 110 116",
            f"<path fill='none' stroke='#000' stroke-width='2.500' stroke-dasharray='7 5' d='{HAMMER}'/>",
        ),
    }
    lines = [f"  --{name}: {as_url(drawing)};" for name, drawing in pictures.items()]
    classes = [f".icon--{name} {{ --icon: var(--shape-{name}); }}" for name in LINES]
    return "/* Written by bin/drawings. */\n:root {\n" + "\n".join(lines) + "\n}\n" + "\n".join(classes) + "\n"


def framed(view_box: str, content: str) -> str:
    return f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='{view_box}'>{content}</svg>"


def as_address(drawing: str) -> str:
    """Return `drawing` as a `data:` address; quotes as CSS and XML both read them, parentheses kept away from `url()`."""
    return f"data:image/svg+xml,{quote(drawing.replace(chr(34), chr(39)), safe=":/=,;'")}"


def as_url(drawing: str) -> str:
    """Return `drawing` for a stylesheet, where a space may stay."""
    return f'url("{as_address(drawing).replace("%20", " ")}")'
