"""What badges look like: drawn, brought, shared. Nothing here touches the database."""

import io
import struct
import zlib
from xml.etree import ElementTree

import pytest
from django.utils.translation import override
from PIL import Image

from badges.achievements import pictures, rasterising
from badges.achievements.formats.content import AchievementContent
from badges.achievements.pictures import (
    PNG,
    SVG,
    accepted_upload,
    alternative_text,
    both_forms,
    generated_svg,
    social_picture,
)
from badges.achievements.rasterising import rasterised
from badges.openbadges.baking import OB3
from badges.openbadges.png import bake, check, unbake
from badges.openbadges.svg import sanitised
from outillerie.kits.uploads import UploadRefused

CONTENT = AchievementContent(name="Accueillir", description="sait accueillir", level=2, domain=2, glyph="relais")
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
REASONS = (
    "not-svg", "damaged", "animated", "too-heavy", "too-many-pixels", "too-many-parts", "entities", "bad-size",
)  # fmt: skip


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def pixels_of(picture):
    return Image.open(io.BytesIO(picture))


def as_png(image, **options):
    written = io.BytesIO()
    image.save(written, "PNG", **options)
    return written.getvalue()


def noise(side):
    return Image.merge("RGB", [Image.effect_noise((side, side), 200) for _channel in "rgb"])


def refusal_of(data):
    with pytest.raises(UploadRefused) as refusal:
        accepted_upload(io.BytesIO(data))
    return str(refusal.value)


def test_a_badge_is_drawn_from_what_it_says_the_same_for_ever():
    drawing = generated_svg(CONTENT)
    assert drawing == generated_svg(CONTENT) == sanitised(drawing)
    assert len(drawing) < 6_000


def test_a_drawn_badge_says_itself_in_its_own_language():
    drawn = [
        ElementTree.fromstring(generated_svg(AchievementContent(name="", description="", language=language))).attrib
        for language in ("fr", "en", "oc")
    ]
    assert [attributes["role"] for attributes in drawn] == ["img"] * 3
    assert drawn[1]["aria-label"] == "Washer badge, level 1: Discovery. Domain: Information and data."
    # A language that the site does not speak is said in French.
    assert drawn[2] == drawn[0] != drawn[1]


def test_every_level_has_its_shape_in_words():
    assert [alternative_text(level, 2).partition(".")[0] for level in range(1, 5)] == [
        "Washer badge, level 1: Discovery",
        "Plate badge, level 2: Practice",
        "Nut badge, level 3: Mastery",
        "Pinion badge, level 4: Transmission",
    ]


def test_a_drawing_becomes_the_same_pixels_every_time():
    picture = rasterised(generated_svg(CONTENT), pixels=120)
    assert picture == rasterised(generated_svg(CONTENT), pixels=120)
    assert (check(picture), pixels_of(picture).getpixel((0, 0))[3]) == ((120, 120), 0)


def test_letters_are_drawn_in_our_faces():
    with_letters = rasterised(
        f'{HEAD}<text y="80" font-size="90" font-family="Nowhere">A</text></svg>'.encode(), pixels=50
    )
    assert pixels_of(with_letters).getbbox() is not None


def test_ATK_SVG_01_no_file_of_the_machine_is_drawn(tmp_path):
    (tmp_path / "secret.png").write_bytes(as_png(Image.new("RGB", (9, 9), "red")))
    drawing = f'{HEAD}<image width="100" height="100" href="{tmp_path}/secret.png"/></svg>'
    assert pixels_of(rasterised(drawing.encode(), pixels=20)).getbbox() is None


def test_the_engine_alone_would_draw_it(tmp_path):
    # The control of the test above: the same drawing, given to resvg as it is.
    (tmp_path / "secret.png").write_bytes(as_png(Image.new("RGB", (9, 9), "red")))
    drawing = f'{HEAD}<image width="100" height="100" href="{tmp_path}/secret.png"/></svg>'
    drawn = bytes(rasterising.resvg_py.svg_to_bytes(svg_string=drawing, width=20, skip_system_fonts=True))
    assert pixels_of(drawn).getpixel((10, 10)) == (255, 0, 0, 255)


def test_ATK_SVG_03_a_drawing_that_would_take_minutes_is_refused(monkeypatch):
    monkeypatch.setattr(rasterising, "PROCESSOR_SECONDS", 1)
    shades = '<radialGradient id="g"><stop offset="0" stop-color="#f00"/><stop offset="1"/></radialGradient>'
    area = '<rect fill="url(#g)" width="100" height="100"/>'
    assert refusal_of(f"{HEAD}{shades}{area * 740}</svg>".encode()).startswith("This image has too many parts.")
    assert accepted_upload(io.BytesIO(f"{HEAD}{shades}{area}</svg>".encode()))[0] == SVG


def test_the_shared_picture_shows_the_badge_on_its_plate():
    shared = social_picture(generated_svg(CONTENT))
    assert (check(shared), len(shared) < 40_000) == ((1200, 630), True)
    colours = [pixels_of(shared).convert("RGB").getpixel(point) for point in ((5, 5), (370, 80), (600, 140))]
    assert colours == [(221, 185, 139), (255, 255, 255), (27, 107, 75)]


def test_a_badge_of_pixels_is_shared_too():
    shared = social_picture(as_png(Image.new("RGBA", (100, 100), "#8E2A4E")))
    assert pixels_of(shared).convert("RGB").getpixel((600, 300)) == (142, 42, 78)


def test_a_badge_of_pixels_has_a_drawing_that_holds_them():
    brought = as_png(Image.new("RGB", (120, 120), "#8E2A4E"))
    drawing, picture = both_forms(PNG, brought)
    assert picture == brought
    assert ElementTree.fromstring(drawing)[0].get("href").startswith("data:image/png;base64,iVBOR")


def test_a_drawn_badge_has_pixels():
    drawing, picture = both_forms(SVG, generated_svg(CONTENT))
    assert (drawing, check(picture)) == (generated_svg(CONTENT), (600, 600))


# --- what people bring ---


def test_a_drawing_is_kept_without_what_it_could_do():
    kind, stored = accepted_upload(
        io.BytesIO(f'{HEAD}<script>x()</script><path onclick="x()" d="M0 0"/></svg>'.encode())
    )
    assert (kind, stored) == (SVG, f'{HEAD}<path d="M0 0"/></svg>'.encode())


def test_pixels_are_written_again_without_what_goes_with_them():
    brought = bake(as_png(Image.new("RGBA", (120, 120), "#8E2A4E80")), {OB3: '{"somebody": "else"}'})
    kind, stored = accepted_upload(io.BytesIO(brought))
    assert (kind, check(stored), unbake(stored), len(stored) < len(brought)) == (PNG, (120, 120), {}, True)
    assert pixels_of(stored).getpixel((60, 60)) == (142, 42, 78, 128)
    assert accepted_upload(io.BytesIO(stored)) == (PNG, stored)


def test_a_large_picture_is_shrunk():
    _kind, stored = accepted_upload(io.BytesIO(as_png(Image.new("L", (1_500, 1_500)))))
    assert check(stored) == (1_200, 1_200)


def test_a_heavy_picture_is_made_lighter():
    _kind, stored = accepted_upload(io.BytesIO(as_png(noise(400))))
    assert (check(stored), pixels_of(stored).mode, len(stored) <= 300_000) == ((400, 400), "P", True)


def test_what_is_not_square_is_refused_with_its_size():
    sentence = "A badge is square, and this image is 120 × 90. Crop it, then add it again."
    wide = HEAD.replace("0 0 100 100", "0 0 120 90")
    assert [refusal_of(as_png(Image.new("L", (120, 90)))), refusal_of(f"{wide}</svg>".encode())] == [sentence] * 2


def test_what_is_too_small_is_refused():
    assert refusal_of(as_png(Image.new("L", (40, 40)))).startswith("This image is too small: 40 pixels.")


def test_what_is_too_heavy_is_refused(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_BYTES", 100)
    assert refusal_of(b" " * 101).startswith("This image is too heavy: the limit is 5 MB.")


def test_a_drawing_too_heavy_to_serve_is_refused():
    path = f'<path d="{"M0 0" * 80_000}"/>'
    assert refusal_of(f"{HEAD}{path}</svg>".encode()).startswith("This drawing is too heavy: the limit is 300 kB.")


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"II*\0", b"SIMPLE  =", b"8BPS", b"%PDF-1.7", b"<html></html>"])
def test_ATK_IMG_02_what_is_no_badge_image_is_refused(data):
    assert refusal_of(data).startswith("This file is neither a PNG image nor an SVG drawing.")


def test_ATK_IMG_01_a_picture_of_billions_of_pixels_is_refused_before_it_is_decoded():
    header = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    huge = b"\x89PNG\r\n\x1a\n\0\0\0\x0d" + header + struct.pack(">I", zlib.crc32(header))
    assert refusal_of(huge).startswith("This image is too large: the limit is 4096 pixels a side.")


def test_ATK_IMG_03_what_is_two_things_at_once_is_refused():
    assert refusal_of(as_png(Image.new("L", (90, 90))) + b"<script>").startswith("This image is damaged, or holds")


def test_pixels_that_do_not_add_up_are_refused():
    whole = as_png(Image.new("L", (90, 90)))
    start = whole.index(b"IDAT") - 4
    data = b"IDAT" + zlib.compress(b"\0" * 100)
    parts = [whole[:start], struct.pack(">I", len(data) - 4), data, struct.pack(">I", zlib.crc32(data)), whole[-12:]]
    assert refusal_of(b"".join(parts)).startswith("This image is damaged, or holds")


def test_every_refusal_is_a_sentence():
    assert all(pictures.reason(code).endswith(".") for code in REASONS)
