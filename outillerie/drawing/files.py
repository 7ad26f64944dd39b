"""The drawings that never change, kept as files: `bin/drawings` writes them."""

from .board import board_svg
from .logo import VIEW_BOX, spanner
from .shapes import stylesheet
from .svg import svg
from .tokens import COLOURS, DOMAINS
from .weave import swatch_svg


def drawn_files() -> dict[str, str]:
    """Return the content of each file, by its path in `static/outillerie/`."""
    swatches = {f"img/weave-{domain.number}.svg": swatch_svg(domain.number) for domain in DOMAINS}
    return {
        "css/drawings.css": stylesheet(),
        "img/board.svg": board_svg(),
        "img/favicon.svg": favicon(),
        **swatches,
    }


def favicon() -> str:
    """Return the logo in the square that browsers give it."""
    _, _, width, height = VIEW_BOX.split()
    top = (int(width) - int(height)) // 2
    return svg(f"0 -{top} {width} {width}", spanner(COLOURS["action"]))
