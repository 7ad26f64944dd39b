"""The QR code that a photograph shows: of a certificate on paper, or on somebody's screen. Read in a child process.

Decoded by Pillow, bounded, and read by zxing-cpp (ISO/IEC 18004). What the code says is only what is verified next:
nothing else of the picture is looked at.
"""

from io import BytesIO

import zxingcpp
from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
# The cameras of today, of which 24 bits a pixel fit in the memory of the child.
MOST_PIXELS = 50_000_000
# A code that fills a tenth of the picture keeps some four pixels for each of its squares.
LONGEST_SIDE = 2400
MOST_TEXT = 8192


def codes_in(picture: bytes) -> list[str]:
    """Return what the QR codes of `picture` say, each once. Never raises for what the file holds."""
    try:
        shown = _decoded(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        # Pillow says in many ways that a file is not what it should be.
        return []
    found = zxingcpp.read_barcodes(shown, formats=zxingcpp.BarcodeFormat.QRCode)
    return list(dict.fromkeys(code.text for code in found if code.valid and len(code.text) <= MOST_TEXT))


def _decoded(picture: bytes) -> Image.Image:
    """Return `picture` upright, in grey, small enough to be read. Raises ValueError when it has too many pixels."""
    with Image.open(BytesIO(picture), formats=FORMATS) as opened:
        # Only the header was read yet. Pillow's own limit belongs to the whole process: it is left alone.
        if opened.width * opened.height > MOST_PIXELS:
            raise ValueError(f"more than {MOST_PIXELS} pixels: {opened.size}")
        # A JPEG is decoded at the size that is asked, not at its own.
        opened.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
        shown = ImageOps.exif_transpose(opened).convert("L")
    shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return shown
