"""Badges and their outlines: the same for ever, light, well formed, one drawing for a whole list."""

from xml.etree import ElementTree

import pytest

from outillerie import drawing
from outillerie.drawing.badge import MOST_OUTLINES, is_inside, outline_key, outline_svg, outlines_from_key

EVERY = [(domain, level, glyph) for domain in range(1, 6) for level in range(5) for glyph in drawing.GLYPHS]


@pytest.mark.parametrize(("domain", "level", "glyph"), EVERY)
def test_every_badge_is_well_formed_and_light(domain, level, glyph):
    badge, outline = drawing.badge_svg(domain, level, glyph), outline_svg(domain, level, glyph)
    assert [ElementTree.fromstring(text).get("viewBox") for text in (badge, outline)] == ["0 0 200 200"] * 2
    assert (len(badge) < 6_000, len(outline) < 2_500) == (True, True)
    assert " id=" not in badge + outline


@pytest.mark.parametrize("level", range(1, 5))
def test_on_a_dark_ground_a_badge_wears_a_white_line_that_the_drawing_has_room_for(level):
    plain, dark = drawing.badge_svg(2, level, "voix"), drawing.badge_svg(2, level, "voix", is_on_dark=True)
    assert ElementTree.fromstring(dark).get("viewBox") == "-5 -5 210 210"
    assert dark.endswith(plain.partition(">")[2])
    assert (plain.count('stroke="#FFFFFF" stroke-width="8"'), dark.count('stroke="#FFFFFF" stroke-width="8"')) == (0, 2)


def test_on_a_dark_ground_an_outline_is_white():
    outline = outline_svg(2, 3, "voix", is_on_dark=True)
    assert (drawing.domain_colour(2) in outline, outline.count('r="4.500"'), "stroke-dasharray" in outline) == (
        False,
        3,
        True,
    )
    with pytest.raises(ValueError, match="No domain"):
        outline_svg(9, 3, "voix", is_on_dark=True)


def test_the_plate_repeats_the_level():
    assert [outline_svg(1, level, "boussole").count('r="4"') for level in range(5)] == [0, 1, 2, 3, 4]


def test_no_thread_lies_outside_the_shape():
    assert [is_inside(0, 90, level) for level in range(5)] == [False] * 5
    assert [is_inside(70, 70, level) for level in (1, 2, 3, 4)] == [False, True, False, False]


def test_several_outlines_are_one_sheet():
    sheet = outlines_from_key("1-2-boussole_2-3-relais")
    views = [element.get("id") for element in ElementTree.fromstring(sheet) if element.tag.endswith("view")]
    assert views == ["1-2-boussole", "2-3-relais"]
    assert outlines_from_key("1-2-boussole") == outline_svg(1, 2, "boussole")


def test_an_unknown_glyph_is_a_compass_and_an_unknown_level_has_no_hole():
    assert outline_key(3, None, "licorne") == "3-0-boussole"


@pytest.mark.parametrize(
    "key",
    ["", "1", "1-5-boussole", "6-1-boussole", "1-1-licorne", "1-1-boussole_1-1-boussole", "²-1-boussole", "١-1-boussole",
     "_".join(f"1-1-boussole{n}" for n in range(MOST_OUTLINES + 1))],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused(key):
    with pytest.raises(ValueError, match=r"."):
        outlines_from_key(key)
