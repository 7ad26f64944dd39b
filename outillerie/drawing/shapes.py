"""The drawings that stylesheets carry, as data: they show on many elements of a page, and cost no request and no element.

A swatch is a picture; a shape is a mask, painted in the colour of the words beside it.
"""

from urllib.parse import quote

from .icons import LINES
from .sprite import STROKE
from .tokens import DOMAINS
from .weave import swatch_svg

SHAPES = ("check", "person", "people")


def stylesheet() -> str:
    """Return the custom properties `--swatch-1` to `--swatch-5`, and `--shape-…` for the icons of `SHAPES`."""
    lines = [f"  --swatch-{domain.number}: {as_url(swatch_svg(domain.number))};" for domain in DOMAINS]
    for name in SHAPES:
        drawn = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><g {STROKE}>{LINES[name]}</g></svg>'
        )
        lines.append(f"  --shape-{name}: {as_url(drawn)};")
    return "/* Written by bin/drawings. */\n:root {\n" + "\n".join(lines) + "\n}\n"


def as_url(drawing: str) -> str:
    """Return `drawing` as an address; quotes as CSS and XML both read them, parentheses kept away from `url()`."""
    return f'url("data:image/svg+xml,{quote(drawing.replace(chr(34), chr(39)), safe=" :/=,;'")}")'
