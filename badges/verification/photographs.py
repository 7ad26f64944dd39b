"""The QR code that a photograph shows: of a certificate on paper, or on somebody's screen. Read in a child process.

Decoded by Pillow, bounded, and read by zxing-cpp (ISO/IEC 18004). What the code says is only what is verified next:
nothing else of the picture is looked at.
"""

import warnings
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
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        # Pillow says in many ways that a file is not what it should be.
        return []
    found = zxingcpp.read_barcodes(shown, formats=zxingcpp.BarcodeFormat.QRCode)
    return list(dict.fromkeys(code.text for code in found if code.valid and len(code.text) <= MOST_TEXT))


def _decoded(picture: bytes) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(BytesIO(picture), formats=FORMATS) as opened:
            # A JPEG is decoded at the size that is asked, not at its own.
            opened.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
            shown = ImageOps.exif_transpose(opened).convert("L")
    shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return shown
