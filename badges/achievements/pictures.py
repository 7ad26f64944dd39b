"""What a badge looks like: drawn from its level, domain and theme, or brought by whoever writes it and made harmless."""

from base64 import b64encode
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import override
from PIL import Image

from badges.achievements.formats.content import AchievementContent
from badges.achievements.rasterising import check_work, rasterised
from badges.openbadges import png, sanitising
from badges.openbadges.baking import UnreadableImage
from catalogue.exchange.paper import spoken
from outillerie.drawing import badge_svg
from outillerie.drawing.board import PLATE_EDGE, plate_svg
from outillerie.kits.models.kits import Level
from outillerie.kits.models.vocabularies import Domain
from outillerie.kits.uploads import UploadRefused, encoded, refuse_malware, upright_pixels

SVG, PNG = "image/svg+xml", "image/png"
PIXELS = 600
LEAST_SIDE, LARGEST_SIDE = 90, 1200
MOST_BYTES, MOST_STORED = 5 * 1024 * 1024, 300 * 1000
# Sides of a picture that stays too heavy, and colours when it has too many.
SMALLER_SIDES = (LARGEST_SIDE, 800, 600, 400)
COLOURS = 256
SOCIAL, SOCIAL_COLOURS, ON_BOARD, PLATE = (1200, 630), 64, 420, 504


def generated_svg(content: AchievementContent) -> bytes:
    """Return the badge that the design draws for `content`; it says itself in the language of the badge."""
    with override(spoken(content.language)):
        words = alternative_text(content.level, content.domain)
    return badge_svg(content.domain, content.level, content.glyph, title=words).encode()


def alternative_text(level: int, domain: int) -> str:
    """Return what a drawn badge says to those who do not see it, in the language now in use."""
    sentence = {
        1: _("Washer badge, level 1: %(level)s. Domain: %(domain)s."),
        2: _("Plate badge, level 2: %(level)s. Domain: %(domain)s."),
        3: _("Nut badge, level 3: %(level)s. Domain: %(domain)s."),
        4: _("Pinion badge, level 4: %(level)s. Domain: %(domain)s."),
    }[level]
    return sentence % {"level": Level(level).label, "domain": Domain(domain).label}


def both_forms(media_type: str, content: bytes) -> tuple[bytes, bytes]:
    """Return a badge image as SVG and as PNG: of a drawing, its pixels; of pixels, a drawing that holds them."""
    if media_type == SVG:
        return content, rasterised(content, pixels=PIXELS)
    width, height = png.check(content)
    data = b64encode(content).decode()
    drawing = (
        f'<svg xmlns="{sanitising.SVG}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    )
    return drawing.encode(), content


def social_picture(image: bytes) -> bytes:
    """Return a badge, SVG or PNG, on its plate on the board: a PNG of 1,200 × 630 for those who share its address."""
    pixels = image if image.startswith(png.SIGNATURE) else rasterised(image, pixels=ON_BOARD)
    badge = Image.open(BytesIO(pixels), formats=["PNG"]).convert("RGBA").resize((ON_BOARD, ON_BOARD))
    width, height = SOCIAL
    board = rasterised(plate_svg(width, height, side=PLATE).encode(), pixels=width)
    picture = Image.open(BytesIO(board)).convert("RGB")
    picture.paste(badge, ((width - ON_BOARD) // 2, (height - PLATE_EDGE - ON_BOARD) // 2), badge)
    return encoded(picture.quantize(SOCIAL_COLOURS), "PNG", optimize=True)


def accepted_upload(file) -> tuple[str, bytes]:
    """Return the media type and the bytes to store of an image that somebody brings: square, light, and nothing but an
    image. Raises UploadRefused. `file` is open for reading."""
    data = file.read(MOST_BYTES + 1)
    refuse_malware(data)
    if len(data) > MOST_BYTES:
        raise UploadRefused(_("This image is too heavy: the limit is 5 MB. Shrink it, then add it again."))
    try:
        if data.startswith(png.SIGNATURE):
            return PNG, accepted_png(data)
        return SVG, accepted_svg(data)
    except UnreadableImage as refusal:
        raise UploadRefused(reason(refusal.code)) from refusal


def accepted_svg(data: bytes) -> bytes:
    drawing = sanitising.sanitised(data)
    _left, _top, width, height = sanitising.view_box(drawing)
    check_square(round(width), round(height))
    if len(drawing) > MOST_STORED:
        raise UnreadableImage("too-heavy")
    check_work(drawing, pixels=PIXELS)
    return drawing


def accepted_png(data: bytes) -> bytes:
    """Return the pixels of `data` and nothing else of it, shrunk until they are light enough."""
    width, height = png.check(data)
    check_square(width, height)
    if width < LEAST_SIDE:
        raise UploadRefused(
            _("This image is too small: %(side)s pixels. A badge has at least 90 on a side.") % {"side": width}
        )
    try:
        pixels = upright_pixels(Image.open(BytesIO(data), formats=["PNG"]))
    except (OSError, ValueError, SyntaxError) as error:
        raise UnreadableImage("damaged") from error
    pixels.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    return next(light for side in SMALLER_SIDES for light in light_forms(pixels, side))


def light_forms(pixels: Image.Image, side: int):
    """Yield `pixels` as PNG at most `side` wide, with all its colours, then with few, if that is light enough. The
    smallest form always is."""
    smaller = pixels.copy()
    smaller.thumbnail((side, side))
    for form in (smaller, smaller.quantize(COLOURS, method=Image.Quantize.FASTOCTREE)):
        written = encoded(form, "PNG", optimize=True)
        if len(written) <= MOST_STORED:
            yield written


def check_square(width: int, height: int) -> None:
    if width != height:
        raise UploadRefused(
            _("A badge is square, and this image is %(width)s × %(height)s. Crop it, then add it again.")
            % {"width": width, "height": height}
        )


def reason(code: str) -> str:
    """Return why an image is refused, as a sentence that says what to do."""
    return {
        "not-svg": _("This file is neither a PNG image nor an SVG drawing. Save the badge in one of these two forms."),
        "damaged": _("This image is damaged, or holds something else besides. Export it again, then add it."),
        "animated": _("A badge does not move. Save one image of this animation, then add it."),
        "too-heavy": _("This drawing is too heavy: the limit is 300 kB. Simplify it, then add it again."),
        "too-many-pixels": _("This image is too large: the limit is 4096 pixels a side. Shrink it, then add it again."),
        "too-many-parts": _("This image has too many parts. Simplify it, then add it again."),
        "entities": _("This drawing declares entities, which could hide something. Export it again without them."),
        "bad-size": _("This drawing has no size that can be read. Export it again with a view box."),
    }[code]
