"""What is read is readable: contrasts of both themes (WCAG 2.2, 1.4.3 and 1.4.11), letters of the three faces."""

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from outillerie import drawing

STATIC = Path(drawing.__file__).parents[1] / "static" / "outillerie"
FACES = {"titre": 800, "texte-400": 400, "texte-700": 700}
FRENCH = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789àâäçéèêëîïôöùûüÿæœÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸÆŒ«»‹›“”‘’…–—·•€°²©®§%&@ \u00a0\u202f"
TEXT_PAIRS = [
    *[(text, ground) for text in ("text", "text-soft", "link", "error") for ground in ("page", "plate", "section")],
    ("text", "tag"), ("text", "attention-ground"), ("info-ink", "info-ground"), ("acquired-ink", "acquired-ground"),
    ("error-ink", "error-ground"), ("white", "action"), ("second-ink", "plate"), ("ink", "rule"), ("white", "foot"),
    ("acquired", "page"), ("warning-ink", "page"), ("page", "link"), ("page", "text"),
]  # fmt: skip
SIGN_PAIRS = [
    ("line", "page"),
    ("line", "plate"),
    ("line", "section"),
    ("second-edge", "plate"),
    ("link", "info-ground"),
]


def palettes():
    light, dark = (STATIC / "css" / "tokens.css").read_text().split(':root[data-theme="dark"]')
    colours = dict(re.findall(r"--color-([\w-]+): (#\w+);", light))
    return {"light": colours, "dark": {**colours, **dict(re.findall(r"--color-([\w-]+): (#\w+);", dark))}}


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colours, first, second):
    low, high = sorted((luminance(colours[first]), luminance(colours[second])))
    return (high + 0.05) / (low + 0.05)


def too_close(colours, pairs, least):
    return [f"{a} on {b}: {contrast(colours, a, b):.2f}" for a, b in pairs if contrast(colours, a, b) < least]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_can_be_read_on_its_ground(theme):
    assert too_close(palettes()[theme], TEXT_PAIRS, 4.5) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_outline_can_be_seen_on_its_ground(theme):
    assert too_close(palettes()[theme], SIGN_PAIRS, 3) == []


def test_two_colours_too_close_are_found():
    assert too_close({"a": "#000000", "b": "#777777", "c": "#ffffff"}, [("a", "c"), ("b", "c")], 4.5) == [
        "b on c: 4.48"
    ]


@pytest.mark.parametrize("ending", ["woff2", "ttf"])
@pytest.mark.parametrize(("name", "weight"), FACES.items())
def test_every_face_is_one_weight_and_writes_french(name, weight, ending):
    font = TTFont(STATIC / "fonts" / f"{name}.{ending}")
    assert ("fvar" in font, font["OS/2"].usWeightClass) == (False, weight)
    assert [letter for letter in FRENCH if ord(letter) not in font.getBestCmap()] == []


def test_the_narrow_no_break_space_is_half_a_space_wide():
    font = TTFont(STATIC / "fonts" / "texte-400.woff2")
    assert font["hmtx"][font.getBestCmap()[0x202F]][0] * 2 == font["hmtx"]["space"][0]


def test_the_three_faces_of_the_screen_weigh_less_than_41_kilobytes():
    assert sum((STATIC / "fonts" / f"{name}.woff2").stat().st_size for name in FACES) < 41_000
