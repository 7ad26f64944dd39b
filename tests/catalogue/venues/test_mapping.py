"""The map: outlines of France, places on them, pins that are links, labels that touch nothing."""

import json
import re

import pytest
from django.template.loader import render_to_string

from catalogue.venues.geography import department_of
from catalogue.venues.mapping import MOST_PINS, MapPoint, map_of, overlap, pin_box
from catalogue.venues.models import Territory
from catalogue.venues.outlines import FILE, department_at, departments, place_of, regions, rings_of
from tests.catalogue.session_factories import territory
from tests.catalogue.venues.samples import HINAURA, LA_POSTE, data

ROUBAIX, LENS, AMIENS, DUNKERQUE = (50.690, 3.177), (50.429, 2.832), (49.894, 2.302), (51.034, 2.377)


def point(place=ROUBAIX, number=1, **facts):
    return MapPoint(
        latitude=place[0],
        longitude=place[1],
        number=number,
        **{"url": f"#lieu-{number}", "title": f"Lieu {number}", "label": "", **facts},
    )


def region(code="32"):
    return Territory(kind="region", code=code, name="Hauts-de-France")


def test_the_outlines_are_those_of_the_96_departments_and_13_regions_and_weigh_little():
    assert (len(departments()), len(regions())) == (96, 13)
    five = [outline.path for outline in departments().values() if outline.region == "32"]
    assert (len(five), sum(map(len, five)) < 12_000) == (5, True)
    assert FILE.stat().st_size < 110_000


def test_every_outline_is_closed_and_in_its_box():
    for outline in [*departments().values(), *regions().values()]:
        assert set(re.sub(r"[-\d. ]", "", outline.path)) == {"M", "l", "z"}
        for ring in rings_of(outline.path):
            for x, y in ring:
                assert outline.box[0] - 0.2 <= x <= outline.box[2] + 0.2
                assert outline.box[1] - 0.2 <= y <= outline.box[3] + 0.2


@pytest.mark.parametrize(
    ("place", "code"),
    [((50.6333, 3.0667), "59"), ((50.2910, 2.7775), "62"), ((49.8942, 2.2957), "80"), ((49.4295, 2.0807), "60"),
     ((49.5640, 3.6240), "02"), ((48.8566, 2.3522), "75"), ((43.2965, 5.3698), "13"), ((48.3904, -4.4861), "29"),
     ((48.5734, 7.7521), "67"), ((42.6887, 2.8948), "66"), ((42.3063, 9.1491), "2B"), ((52.0, 3.0), None)],
)  # fmt: skip
def test_prefectures_fall_in_their_department(place, code):
    found = department_at(place_of(*place))
    assert (found and found.code) == code


def test_real_venues_fall_in_the_department_of_their_postcode(db):
    from catalogue.venues.formats.file import read_venue_file
    from catalogue.venues.formats.standard import read_line

    rows = [row for name in (HINAURA, LA_POSTE) for row in read_venue_file(data(name)).lines]
    venues = [facts for row in rows if (facts := read_line(row.cells).facts)["latitude"] is not None]
    astray = []
    for facts in venues:
        outline = department_at(place_of(facts["latitude"], facts["longitude"]))
        if outline is None or outline.code != department_of(facts["insee_code"] or facts["postcode"]):
            astray.append(facts["commune"])
    # On a border, all but Annecy, whose coordinates are those of Rive-de-Gier.
    assert (len(venues), len(astray), astray.count("Annecy")) == (693, 12, 1)


def test_a_region_is_drawn_by_its_departments_and_pins_are_in_order():
    drawing = map_of([point(DUNKERQUE, 4), point(ROUBAIX, 1), point(AMIENS, 3)], territory=region())
    assert sorted(outline.code for outline, _is_main in drawing.outlines) == ["02", "59", "60", "62", "80"]
    assert [pin.sign for pin in drawing.pins] == ["4", "1", "3"]
    (dunkerque, roubaix, amiens) = drawing.pins
    assert dunkerque.y < roubaix.y < amiens.y and amiens.x < dunkerque.x < roubaix.x


def test_without_a_territory_the_region_of_the_points_is_drawn():
    assert len(map_of([point(ROUBAIX), point(AMIENS)]).outlines) == 5
    assert len(map_of([point(ROUBAIX), point((43.3, 5.37))]).outlines) == 13


def test_a_department_is_drawn_among_its_neighbours():
    drawing = map_of([point(ROUBAIX)], territory=Territory(kind="department", code="59", name="Nord"))
    assert [outline.code for outline, is_main in drawing.outlines if is_main] == ["59"]
    assert len(drawing.outlines) > 1


@pytest.mark.django_db
def test_a_commune_is_drawn_with_what_is_around():
    commune = territory("commune", "59512", "Roubaix", latitude=50.69, longitude=3.18)
    drawing = map_of([point(ROUBAIX), point((50.75, 3.1), 2)], territory=commune)
    width = float(drawing.view_box.split()[2])
    assert (20 < width < 30, len(drawing.pins)) == (True, 2)


@pytest.mark.parametrize("place", [(-21.1, 55.5), (89.99, 0), (-90, 180), (0, -180)])
def test_what_is_elsewhere_is_counted_and_not_drawn(place):
    drawing = map_of([point(ROUBAIX), point(place, 2)], territory=region())
    assert (len(drawing.pins), drawing.unplaced) == (1, 1)
    assert not map_of([point(place)])


def test_overseas_has_no_drawing():
    drawing = map_of([point((-21.1, 55.5))], territory=Territory(kind="region", code="04", name="La Réunion"))
    assert (bool(drawing), drawing.unplaced) == (False, 1)


def test_nothing_is_drawn_of_nothing_but_a_territory_is():
    assert not map_of([])
    assert len(map_of([], territory=region()).outlines) == 5


def test_pins_that_would_touch_are_one_which_says_how_many():
    near = [point((ROUBAIX[0] + step / 1000, ROUBAIX[1]), step + 1, label="Roubaix") for step in range(3)]
    (pin,) = map_of(near, territory=region()).pins
    assert (pin.sign, pin.label, pin.url) == ("1 · 2 · 3", "Roubaix", "#lieu-1")
    more = [point(ROUBAIX, number, label="Roubaix") for number in range(1, 8)]
    (pin,) = map_of(more, territory=region()).pins
    assert pin.sign == "×7"
    assert [f"Lieu {number}" in pin.words for number in range(1, 8)] == [True] * 6 + [False]


def test_no_pin_touches_another_and_no_label_covers_one():
    places = [(49.2 + row / 5, 1.6 + column / 4) for row in range(9) for column in range(9)]
    points = [point(place, number, label=f"Commune {number}") for number, place in enumerate(places, start=1)]
    drawing = map_of(points, territory=region())
    assert len(drawing.pins) <= MOST_PINS
    boxes = [pin_box(pin) for pin in drawing.pins]
    singles = [box for pin, box in zip(drawing.pins, boxes, strict=True) if len(pin.points) == 1]
    assert [(a, b) for i, a in enumerate(singles) for b in singles[i + 1 :] if overlap(a, b)] == []


def test_the_same_points_give_the_same_drawing():
    points = [point(ROUBAIX, 1, label="Roubaix"), point(LENS, 2, label="Lens")]
    drawn = [render_to_string("components/map.html", {"map": map_of(points, territory=region()), "label": "Lieux"})] * 2
    assert drawn[0] == drawn[1]


def test_the_component_is_links_without_script_style_or_third_party():
    points = [point(ROUBAIX, 1, title='<b>Lieu</b> & "ailleurs"', label="Roubaix"), point(AMIENS, 2)]
    html = render_to_string("components/map.html", {"map": map_of(points, territory=region()), "label": "Lieux"})
    assert re.findall(r'href="([^"]+)"', html) == ["#lieu-1", "#lieu-2"]
    assert "1: &lt;b&gt;Lieu&lt;/b&gt; &amp; &quot;ailleurs&quot;" in html.replace("\u00a0:", ":")
    assert [word for word in ("<script", "style=", "http://", "https://", "<image", "<b>") if word in html] == []
    assert html.count("<path") == 5


def test_numbers_of_drawings_have_a_point_in_french_too():
    html = render_to_string("components/map.html", {"map": map_of([point(ROUBAIX)], territory=region()), "label": "x"})
    assert re.findall(r"\d,\d", html) == []
    assert json.loads(FILE.read_text(encoding="utf-8"))["projection"]["x_scale"] == 2379.475
