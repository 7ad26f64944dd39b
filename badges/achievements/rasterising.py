"""Drawings made pixels by resvg (https://github.com/linebender/resvg), which is given our text face and nothing else: no
font, file or address of the machine. The same drawing always gives the same bytes.

A small drawing may take minutes: one that somebody brings is drawn a first time apart, in a process of its own with
bounded processor time and memory. What passed takes as long the next time. No Django here: that process starts at once.
"""

import os
import resource
import subprocess
import sys
from pathlib import Path

import resvg_py

from badges.openbadges.baking import UnreadableImage
from badges.openbadges.sanitising import sanitised

ROOT = Path(__file__).parents[2]
FACES = [str(ROOT / "outillerie" / "static" / "outillerie" / "fonts" / f"texte-{weight}.ttf") for weight in (400, 700)]
# Whatever face a drawing asks for: it has no other.
LETTERS = "text, tspan { font-family: 'Atkinson Hyperlegible Next' }"
PROCESSOR_SECONDS, SECONDS, MEMORY = 4, 20, 512 * 1024**2


def rasterised(svg: bytes, *, pixels: int) -> bytes:
    """Return `svg` as a PNG `pixels` wide. Raises UnreadableImage: only what `sanitised` keeps is drawn."""
    drawing = sanitised(svg).decode()
    letters = {"font_files": FACES, "style_sheet": LETTERS} if "<text" in drawing else {}
    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, width=pixels, skip_system_fonts=True, **letters))


def check_work(svg: bytes, *, pixels: int) -> None:
    """Raise UnreadableImage for a drawing that takes too long, or too much memory, to be drawn."""
    command = [sys.executable, "-P", "-m", __name__, str(pixels), str(PROCESSOR_SECONDS), str(MEMORY)]
    environment = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath}
    try:
        done = subprocess.run(  # noqa: S603
            command, input=svg, capture_output=True, timeout=SECONDS, cwd=ROOT, env=environment
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableImage("too-many-parts") from error
    if done.returncode:
        raise UnreadableImage("too-many-parts")


def main(pixels: int, processor_seconds: int, memory: int) -> None:
    limits = {resource.RLIMIT_CPU: processor_seconds, resource.RLIMIT_DATA: memory, resource.RLIMIT_CORE: 0}
    for kind, limit in limits.items():
        resource.setrlimit(kind, (limit, limit))
    rasterised(sys.stdin.buffer.read(), pixels=pixels)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
