"""Territories: loaded once, found as people write them, near or inside."""

import pytest

from catalogue.venues import geography as shipped
from catalogue.venues.distance import box_around, km_between
from catalogue.venues.geography import geography, load_territories
from catalogue.venues.models import Territory
from catalogue.venues.place_names import plain_name
from catalogue.venues.queries import find_territories, territory_by_facet, venues_in, venues_near
from tests.catalogue.session_factories import venue

LILLE, DUNKERQUE = (50.633, 3.0586), (51.0344, 2.3768)


def names(text, **options):
    return [str(territory) for territory in find_territories(text, **options)]


def test_the_official_code_is_loaded_whole_and_a_second_time_changes_nothing(django_assert_num_queries, territories):
    kinds = dict.fromkeys(Territory.Kind.values, 0)
    for kind in Territory.objects.values_list("kind", flat=True):
        kinds[kind] += 1
    assert kinds == {"commune": 3782, "intercommunality": 92, "department": 109, "region": 26}
    assert load_territories() == 0
    assert not Territory.objects.filter(kind="commune", latitude=None).exists()
    assert Territory.objects.filter(is_approximate=True).count() == 2248


def test_a_commune_holds_its_three_others(territories):
    roubaix = Territory.objects.get(kind="commune", code="59512")
    assert [str(roubaix.intercommunality), str(roubaix.department), str(roubaix.region)] == [
        "Métropole Européenne de Lille",
        "Nord",
        "Hauts-de-France",
    ]


def test_a_new_release_mends_a_row_and_keeps_what_a_hub_added(territories):
    Territory.objects.filter(code="59512").update(name="Roubaise", plain_name="roubaise")
    Territory.objects.create(kind="commune", code="99999", name="Ailleurs", plain_name="ailleurs")
    assert load_territories() == 1
    assert sorted(Territory.objects.filter(code__in=["59512", "99999"]).values_list("name", flat=True)) == [
        "Ailleurs",
        "Roubaix",
    ]


@pytest.mark.parametrize("text", ["Saint-Omer", "st omer", "SAINT OMER", "saint omer", "St-Omer", "saint’omer"])
def test_a_name_is_found_however_it_is_written(text, territories):
    assert names(text, most=1) == ["Saint-Omer"]


def test_the_beginning_of_a_name_is_enough_and_the_biggest_comes_first(territories):
    assert names("roub") == ["Roubaix"]
    assert names("lens", most=2) == ["Lens", "CA de Lens - Liévin"]
    assert names("lille", most=3) == ["Lille", "Lillers", "Métropole Européenne de Lille"]


def test_a_postcode_or_its_beginning_is_found_before_a_code(territories):
    assert names("59100") == ["Roubaix", "Bousignies"]
    assert names("591", most=2) == ["Lille", "Roubaix"]
    assert names("59", most=1) == ["Nord"]
    assert names("02 300", most=1) == ["Tergnier"] or "Chauny" in names("02 300")


@pytest.mark.parametrize("text", ["", "   ", "-", "zzzz", "%", "_", "' OR 1=1", "\x00", "9" * 300, "é" * 5000])
def test_what_names_nothing_finds_nothing(text, territories):
    assert names(text) == []


def test_only_some_kinds_when_asked(territories):
    assert names("lille", kinds=[Territory.Kind.INTERCOMMUNALITY]) == ["Métropole Européenne de Lille"]


@pytest.mark.parametrize(
    ("facet", "name"),
    [("department-59", "Nord"), ("commune-59512", "Roubaix"), ("region-32", "Hauts-de-France"), ("city-1", None),
     ("department-", None), ("department", None), ("department-9999999999", None)],
)  # fmt: skip
def test_a_facet_names_a_territory(facet, name, territories):
    found = territory_by_facet(facet)
    assert (found and found.name) == name


def test_distances_are_those_of_the_earth():
    assert round(km_between(LILLE, DUNKERQUE), 1) == 65.5
    assert km_between(LILLE, LILLE) == 0
    assert round(km_between((0, 179.5), (0, -179.5))) == 111


@pytest.mark.parametrize("place", [LILLE, (0, 0), (-21.1, 55.5), (89.5, 0), (0, 179.9), (-89.99, 10)])
@pytest.mark.parametrize("km", [1, 20, 300])
def test_the_box_holds_all_that_is_near(place, km):
    south, west, north, east = box_around(*place, km)
    degrees = km / 111.195
    for latitude, longitude in ((place[0] + degrees * 0.999, place[1]), (place[0] - degrees * 0.999, place[1])):
        if -90 <= latitude <= 90:
            assert south <= latitude <= north and west <= longitude <= east


def test_near_is_by_distance_and_says_how_far(territories):
    near, far = venue("Près", latitude=50.64, longitude=3.06), venue("Loin", latitude=50.70, longitude=3.20)
    venue("Ailleurs", latitude=51.03, longitude=2.38)
    venue("Sans lieu", latitude=None, longitude=None)
    hidden = venue("Caché", latitude=50.64, longitude=3.06, is_shown=False)
    found = venues_near(*LILLE, km=15)
    assert [(one.name, round(one.km, 1)) for one in found] == [("Près", 0.8), ("Loin", 12.4)]
    assert hidden not in found
    assert (near.pk, far.pk) == tuple(one.pk for one in found)


def test_a_venue_is_in_its_commune_its_group_its_department_and_its_region(territories):
    roubaix = Territory.objects.get(kind="commune", code="59512")
    here = venue("Ici", territory=roubaix)
    venue("Ailleurs", territory=Territory.objects.get(kind="commune", code="80021"))
    around = [roubaix, roubaix.intercommunality, roubaix.department]
    assert [[one.pk for one in venues_in(territory)] for territory in around] == [[here.pk]] * 3
    assert venues_in(roubaix.region).count() == 2


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"insee_code": "59512", "postcode": "59100", "commune": "?"}, "Roubaix"),
        ({"insee_code": "", "postcode": "62500", "commune": "ST OMER"}, "Saint-Omer"),
        ({"insee_code": "", "postcode": "73100", "commune": "Aix-les-Bains"}, "Savoie"),
        ({"insee_code": "2A004", "postcode": "20000", "commune": "Ajaccio"}, "Corse-du-Sud"),
        ({"insee_code": "", "postcode": "20200", "commune": "Bastia"}, "Haute-Corse"),
        ({"insee_code": "", "postcode": "97400", "commune": "Saint-Denis"}, "La Réunion"),
        ({"insee_code": "", "postcode": "99999", "commune": "?"}, None),
    ],
)
def test_a_venue_is_tied_to_its_commune_or_to_its_department(facts, name, territories):
    pk = geography().territory_of(facts)
    assert (pk and Territory.objects.get(pk=pk).name) == name


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Saint-Omer", "saint omer"), ("L’Isle-Adam", "l isle adam"), ("Œuilly", "oeuilly"), ("LENS CEDEX 9", "lens"),
     ("Ste-Marie", "sainte marie")],
)  # fmt: skip
def test_names_are_compared_plainly(name, plain):
    assert plain_name(name) == plain


def test_what_ships_says_where_it_comes_from():
    text = (shipped.SHIPPED / "README.md").read_text(encoding="utf-8")
    assert [
        word for word in ("INSEE", "GeoNames", "CC BY 4.0", "Licence Ouverte", "svg-maps") if word not in text
    ] == []
