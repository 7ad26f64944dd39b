"""Opening hours and distances in words."""

import pytest
from django.utils.translation import override

from catalogue.venues.hours import HoursInWords, hours_in_words, km_words


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def said(text):
    return [(season, [(row.days, row.hours) for row in rows]) for season, rows in hours_in_words(text).seasons]


def test_hours_are_said_day_by_day_and_together():
    assert said("Mo-Fr 09:00-12:00,14:00-17:30; We 14:00-18:00; Sa 10:00-12:00; PH off") == [
        (
            "",
            [
                ("Monday, Tuesday, Thursday and Friday", "09:00 to 12:00 and 14:00 to 17:30"),
                ("Wednesday", "14:00 to 18:00"),
                ("Saturday", "10:00 to 12:00"),
                ("Public holidays", "closed that day"),
            ],
        )
    ]


@pytest.mark.parametrize(
    ("text", "days", "hours"),
    [
        ("Mo-Fr 09:00-12:00", "Monday through Friday", "09:00 to 12:00"),
        ("Mo,We-Fr 09:00+", "Monday and Wednesday through Friday", "from 09:00"),
        ("24/7", "Every day", "day and night"),
        ("Fr 22:00-02:00", "Friday", "22:00 to 02:00"),
        ("Fr 20:00-24:00", "Friday", "20:00 to 24:00"),
        ('Tu[-1] 14:00-16:00 "sur rendez-vous"', "Last Tuesday of the month", "14:00 to 16:00 (sur rendez-vous)"),
        ('Mo "sur rendez-vous"', "Monday", "sur rendez-vous"),
        ("SH Mo-Fr 10:00-12:00", None, None),
    ],
)
def test_each_way_of_opening_has_its_words(text, days, hours):
    if days is None:
        assert hours_in_words(text).raw in ("", text)
    else:
        assert said(text) == [("", [(days, hours)])]


def test_seasons_have_a_title_and_the_year_none():
    assert [season for season, _rows in said("Mo 09:00-12:00; Jul-Aug Mo off; Dec 24-Jan 01 off; May off")] == [
        "",
        "July to August",
        "From 24\u00a0December to 1st\u00a0January",
        "May",
    ]


@pytest.mark.parametrize("text", ["de 9h à 12h", "sunrise-sunset", "Mo-Fr 09:00-12:00 et parfois le samedi"])
def test_what_is_not_understood_is_given_back_as_it_is(text):
    assert hours_in_words(text) == HoursInWords(raw=text)


def test_nothing_is_said_of_nothing():
    assert not hours_in_words("  ")


def test_in_french_hours_have_no_needless_zero():
    with override("fr"):
        ((_season, (row,)),) = hours_in_words("Mo 09:00-17:30").seasons
    assert "9\u00a0h" in row.hours and "17\u00a0h\u00a030" in row.hours


def test_distances_are_to_the_kilometre():
    assert [km_words(km) for km in (0.4, 1.2, 12.6)] == ["less than 1 km away", "1 km away", "13 km away"]
