"""What is drawn: the same for ever, well formed, harmless wherever it is shown, and as the tokens say."""

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from outillerie import drawing
from outillerie.drawing.cover import BANDS
from outillerie.drawing.files import drawn_files
from outillerie.drawing.ruler import CARD, LONGEST, PAGE, ticks
from outillerie.drawing.shapes import as_address
from outillerie.drawing.stools import Stools, stools
from outillerie.drawing.tokens import COLOURS, TOKENS, mixed
from outillerie.drawing.weave import cells, dashes, runs

STATIC = Path(drawing.__file__).parents[1] / "static" / "outillerie"
KEYS = [f"{domain.number}-{glyph}-{band}" for domain in drawing.DOMAINS for glyph in drawing.GLYPHS for band in BANDS]


def test_the_same_kit_always_has_the_same_cover():
    assert drawing.cover_key(2, "loupe", "ou-est-camille") == "2-loupe-left"
    assert drawing.cover_svg(2, "loupe", "ou-est-camille") == drawing.cover_from_key("2-loupe-left")


def test_a_domain_goes_by_its_number_or_its_code():
    assert drawing.cover_key("com", "loupe", "ou-est-camille") == "2-loupe-left"
    assert [drawing.domain_code(number) for number in range(1, 6)] == ["info", "com", "crea", "secu", "prob"]


def test_bands_lie_on_every_side_about_as_often():
    bands = Counter(drawing.cover_key(1, "oeil", f"kit-{number}").rpartition("-")[2] for number in range(400))
    assert bands == {"left": 84, "bottom": 124, "top": 98, "right": 94}


@pytest.mark.parametrize("key", KEYS)
def test_every_cover_is_a_light_drawing_of_three_by_two(key):
    cover = drawing.cover_from_key(key)
    root = ElementTree.fromstring(cover)
    assert (root.get("viewBox"), root.get("aria-hidden")) == ("0 0 384 256", "true")
    assert len(cover) < 2600


def test_a_cover_may_say_its_title_whatever_it_holds():
    root = ElementTree.fromstring(drawing.cover_svg(1, "oeil", "x", title='Vrai & "faux" <script>'))
    assert (root.get("role"), root.get("aria-label"), root.get("aria-hidden")) == (
        "img",
        'Vrai & "faux" <script>',
        None,
    )


@pytest.mark.parametrize(
    "key",
    ["", "2-loupe", "9-loupe-top", "2-loupe-middle", "2-<script>-top", "²-loupe-top", "2-loupe-top_2-loupe-top", "2-loupe-top_",
     "_".join(KEYS)],
)  # fmt: skip
def test_what_is_not_a_cover_is_refused(key):
    with pytest.raises(ValueError):
        drawing.cover_from_key(key)


def test_the_covers_of_a_page_are_one_sheet_and_each_has_its_fragment():
    addresses = drawing.cover_addresses(["2-loupe-left", "1-oeil-top", "2-loupe-left"], folder="/couvertures/")
    assert addresses == [
        "/couvertures/1-oeil-top_2-loupe-left.svg#2-loupe-left",
        "/couvertures/1-oeil-top_2-loupe-left.svg#1-oeil-top",
        "/couvertures/1-oeil-top_2-loupe-left.svg#2-loupe-left",
    ]
    root = ElementTree.fromstring(drawing.cover_from_key("1-oeil-top_2-loupe-left"))
    views = {view.get("id"): view.get("viewBox") for view in root.iter("{http://www.w3.org/2000/svg}view")}
    assert views == {"1-oeil-top": "0 0 384 256", "2-loupe-left": "0 256 384 256"}


def test_one_cover_alone_needs_no_fragment():
    assert drawing.cover_addresses(["1-oeil-top"], folder="/c/") == ["/c/1-oeil-top.svg"]


def test_threads_are_drawn_as_runs():
    assert runs("11001001") == [(0, 2), (4, 1), (7, 1)]
    assert cells(("110",), columns=4, rows=1) == "M0 0h2v1h-2zM3 0h1v1h-1z"


@pytest.mark.parametrize("row", [row for draft in TOKENS["weave"]["drafts"].values() for row in draft])
def test_dashes_say_the_same_as_cells(row):
    lengths, shift = dashes(row)
    drawn = "".join(sign * length for sign, length in zip("10" * len(lengths), lengths, strict=False))
    assert (drawn * 2)[shift : shift + len(row)] == row


def test_a_rule_has_a_tick_for_each_unit_inside_it():
    assert ticks(**CARD, until=30).count("M") == 5
    assert ticks(**PAGE, until=8, is_standing=True).count("M") == 7


def test_a_rule_is_the_beginning_of_a_longer_one():
    assert ticks(**CARD, until=LONGEST).startswith(ticks(**CARD, until=90))


def test_colours_are_mixed_in_the_share_asked():
    assert mixed("#000000", "#ffffff", 0.5) == "#808080"


def test_a_printed_weave_has_no_ground_when_ink_is_spared():
    assert drawing.print_colours(3) == {"ground": "#FFC72C", "thread": "#B98400"}
    assert drawing.print_colours("crea", is_economical=True) == {"ground": "none", "thread": "#B98400"}
    tile = drawing.weave_tile(1, ground="none", thread="#15356F")
    assert re.findall('fill="([^"]+)"', tile) == ["#15356F"]


def test_the_files_that_never_change_are_those_that_the_code_draws():
    assert {name: (STATIC / name).read_text() for name in drawn_files()} == drawn_files()


@pytest.mark.parametrize("name", [name for name in drawn_files() if name.endswith(".svg")])
def test_a_drawing_runs_nothing_and_asks_for_nothing(name):
    root = ElementTree.fromstring(drawn_files()[name])
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names & {"script", "style", "image", "foreignObject", "use", "a"} == set()
    attributes = [attribute for element in root.iter() for attribute in element.attrib]
    assert [attribute for attribute in attributes if attribute == "style" or attribute.startswith("on")] == []


def test_every_sign_that_a_page_shows_is_in_the_stylesheet():
    sheet = drawn_files()["css/drawings.css"]
    templates = Path(drawing.__file__).parents[2] / "templates"
    pages = "".join(path.read_text() for path in templates.rglob("*.html") if "pdf" not in path.parts)
    asked = set(
        re.findall(r'components/(?:icon|fact|notice)\.html" with (?:kind="\w+" )?(?:name|icon)="([\w-]+)"', pages)
    )
    asked |= set(re.findall(r"icon--([a-z][\w-]*)", pages))
    assert sorted(asked - set(re.findall(r"\.icon--([\w-]+) ", sheet))) == []


def test_the_sign_of_the_tab_is_in_the_page_itself():
    base = (Path(drawing.__file__).parents[2] / "templates" / "base.html").read_text()
    assert as_address(drawn_files()["img/favicon.svg"]) in base


def test_the_stylesheet_has_the_colours_of_the_design():
    css = (STATIC / "css" / "tokens.css").read_text()
    light = dict(re.findall(r"--color-([\w-]+): (#\w+);", css.partition(":root[data-theme")[0]))
    assert {name: light[name] for name in COLOURS} == COLOURS


def test_the_dark_theme_has_the_colours_of_the_design():
    css = (STATIC / "css" / "tokens.css").read_text()
    _, chosen, _ = css.split(":root[data-theme")[:3]
    dark = {
        **dict(re.findall(r"--color-([\w-]+): (#\w+);", css)),
        **dict(re.findall(r"--color-([\w-]+): (#\w+);", chosen)),
    }
    assert {name: dark[name] for name in TOKENS["dark"]} == TOKENS["dark"]


def test_dark_by_choice_and_dark_by_device_are_the_same():
    css = (STATIC / "css" / "tokens.css").read_text()
    chosen, device = (re.findall(r"--color-[\w-]+: #\w+;", part) for part in css.split('data-theme="')[1:])
    assert chosen == device


def test_every_stylesheet_of_the_site_is_in_the_bundle():
    folder = STATIC / "css"
    written = {path.relative_to(folder).as_posix() for path in folder.rglob("*.css") if "print/" not in path.as_posix()}
    assert sorted(written) == sorted((folder / "order.txt").read_text().split())


def test_every_colour_that_a_stylesheet_asks_for_exists():
    sheets = {path.name: path.read_text() for path in (STATIC / "css").rglob("*.css")}
    known = set(re.findall(r"(--[\w-]+):", "".join(sheets.values())))
    asked = {
        name
        for text in sheets.values()
        for name in re.findall(r"var\((--(?:color|size|space|shape|swatch|radius)-[\w-]+)", text)
    }
    assert sorted(asked - known) == []


def test_seats_are_drawn_in_two_paths_ten_a_row():
    three = stools([True, False, True])
    assert (three.width, three.height, three.small) == (94, 24, 78)
    assert three.taken.startswith("M2 3.5h20v5.5h-20zM5.5 9h") and three.taken.count("v5.5h-20z") == 2
    assert three.free == "M37.5 4h19v5h-19zM41.5 9.5l-1 11.5M52.5 9.5l1 11.5M41.5 15h11"
    twelve = stools([False] * 12)
    assert (twelve.width, twelve.height) == (339, 54)
    assert "M37.5 34h19v5h-19z" in twelve.free
    assert stools([]) == Stools(0, 0, "", "")
