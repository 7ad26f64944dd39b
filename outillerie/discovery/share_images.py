"""The picture that stands for a kit when its address is shared: 1,200 × 630, drawn once for each version."""

from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageFont

from outillerie.drawing.tokens import INK, WHITE, Domain, domain_of
from outillerie.drawing.weave import runs, thread_colour
from outillerie.kits.models import KitVersion
from outillerie.kits.queries import domain_of as domain_of_content
from outillerie.licences.licence import LICENCES

WIDTH, HEIGHT, BAND, CELL, MARGIN = 1200, 630, 160, 20, 72
MOST_LINES, LARGEST, SMALLEST = 4, 84, 48
# Flat colours and the edges of letters: more would weigh and not show.
COLOURS = 32
DRAWING = 1
FONTS = Path(__file__).parents[1] / "static" / "outillerie" / "fonts"


def share_image(version: KitVersion) -> File:
    """Return the picture of `version`, open for reading; it is drawn the first time and kept in storage."""
    name = f"partage/{version.kit_id}-v{version.number}-{version.sha256[:12]}-{DRAWING}.png"
    if not default_storage.exists(name):
        licence = LICENCES.get(version.licence)
        words = (version.content.title, licence.short_name if licence else "")
        name = default_storage.save(name, ContentFile(png(*words, domain_of_content(version.content) or 1)))
    return default_storage.open(name, "rb")


def png(title: str, licence: str, domain: int) -> bytes:
    """Return the picture as PNG: the domain's colour and weave, the title, the licence."""
    chosen = domain_of(domain)
    image = Image.new("RGB", (WIDTH, HEIGHT), chosen.colour)
    draw = ImageDraw.Draw(image)
    _weave(draw, chosen)
    _title(draw, title, chosen.on_colour)
    _tag(draw, licence)
    written = BytesIO()
    image.quantize(COLOURS).save(written, "PNG", optimize=True)
    return written.getvalue()


def _weave(draw: ImageDraw.ImageDraw, domain: Domain) -> None:
    for row in range(BAND // CELL):
        line = domain.draft[row % len(domain.draft)]
        line = (line * (WIDTH // CELL // len(line) + 1))[: WIDTH // CELL]
        top = HEIGHT - BAND + row * CELL
        for start, length in runs(line):
            left, right = start * CELL, (start + length) * CELL
            draw.rectangle((left, top, right - 1, top + CELL - 1), fill=thread_colour(domain))


def _title(draw: ImageDraw.ImageDraw, title: str, colour: str) -> None:
    """Write the title as large as it holds; past that, cut it."""
    for size in range(LARGEST, SMALLEST - 1, -4):
        font = ImageFont.truetype(FONTS / "titre.ttf", size)
        lines = wrapped(title, font, WIDTH - 2 * MARGIN)
        if len(lines) <= MOST_LINES and len(lines) * size * 1.1 <= HEIGHT - BAND - 2 * MARGIN:
            break
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1][:24]}…"]
    for rank, line in enumerate(lines):
        draw.text((MARGIN, MARGIN + rank * size * 1.1), line, font=font, fill=colour)


def wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Return the lines of `text` in `width` pixels. A word that is wider is cut."""
    lines = [""]
    for word in text[:400].split():
        while font.getlength(word) > width:
            fitting = next(size for size in range(len(word) - 1, 0, -1) if font.getlength(word[:size]) <= width)
            lines += [word[:fitting]]
            word = word[fitting:]
        longer = f"{lines[-1]} {word}".strip()
        lines = [*lines[:-1], longer] if font.getlength(longer) <= width else [*lines, word]
    return [line for line in lines if line]


def _tag(draw: ImageDraw.ImageDraw, licence: str) -> None:
    """Write the site's name, and the licence, on a white label over the weave."""
    font = ImageFont.truetype(FONTS / "texte-700.ttf", 36)
    words = " · ".join(filter(None, ["Outillerie en commun", licence]))
    left, top = MARGIN, HEIGHT - BAND + 44
    draw.rounded_rectangle((left, top, left + 48 + font.getlength(words), top + 72), 12, fill=WHITE)
    draw.text((left + 24, top + 36), words, font=font, fill=INK, anchor="lm")
