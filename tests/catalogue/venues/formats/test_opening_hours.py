"""Opening hours: what is said in words is what OpenStreetMap means, or nothing is said."""

import csv
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opening_hours import OpeningHours

from catalogue.venues.formats.opening_hours import DAY, DAYS, Line, NotUnderstood, Season, seasons_of
from tests.catalogue.venues.samples import DATA, HINAURA

# A week without any holiday, of a month that no sample names.
MONDAY = datetime(2026, 3, 2)


def lines(text):
    (season,) = seasons_of(text)
    return season.lines


def open_quarters(text) -> set[int]:
    """Return when OpenStreetMap's own reader says that it is open, as quarters of an hour of the week."""
    hours = OpeningHours(text)
    return {quarter for quarter in range(7 * 96) if hours.is_open(MONDAY + timedelta(minutes=15 * quarter + 1))}


def said_quarters(text) -> set[int]:
    """Return when our words say that it is open."""
    found = set()
    for line in lines(text):
        for day in () if line.holidays else line.days:
            for start, end in line.ranges:
                found |= {(day * 96 + quarter) % (7 * 96) for quarter in range(-(-start // 15), -(-end // 15))}
    return found


def test_days_with_the_same_hours_are_said_together():
    assert lines("Mo-Fr 09:00-12:00,14:00-17:30; Sa 10:00-12:00; PH off") == (
        Line((0, 1, 2, 3, 4), ((540, 720), (840, 1050))),
        Line((5,), ((600, 720),)),
        Line(holidays="PH"),
    )


def test_a_later_rule_takes_the_place_of_an_earlier_one():
    assert lines("Mo-Fr 09:00-17:00; We off") == (Line((0, 1, 3, 4), ((540, 1020),)), Line((2,)))


def test_a_rule_after_a_comma_is_added():
    assert lines("Mo-Fr 09:00-12:00, We 14:00-18:00") == (
        Line((0, 1, 3, 4), ((540, 720),)),
        Line((2,), ((540, 720), (840, 1080))),
    )


def test_months_are_seasons_and_the_year_comes_first():
    assert seasons_of("Jul-Aug Mo 09:00-12:00; Mo-Tu 10:00-12:00; Dec 20-Jan 05 off") == (
        Season((), (Line((0, 1), ((600, 720),)),)),
        Season((((6, None), (7, None)),), (Line((0,), ((540, 720),)),)),
        Season((((11, 20), (0, 5)),), (Line((0, 1, 2, 3, 4, 5, 6)),)),
    )


def test_the_first_monday_of_the_month_is_no_monday():
    assert lines("Mo[1] 14:00-16:00") == (Line((0,), ((840, 960),), nth=1),)


def test_a_comment_is_kept_and_opens_by_itself():
    assert lines('Mo 09:00-12:00 "sur rendez-vous"; Tu "selon les semaines"') == (
        Line((0,), ((540, 720),), comment="sur rendez-vous"),
        Line((1,), comment="selon les semaines"),
    )


def test_day_and_night():
    assert lines("24/7") == (Line((0, 1, 2, 3, 4, 5, 6), ((0, DAY),)),)


@pytest.mark.parametrize(
    "text",
    ["", "de 9h à 12h", "Mo-Fr 25:00-12:00", "sunrise-sunset", "week 1-53/2 Mo 09:00-12:00", "2026 Mo 09:00-10:00",
     "We[1,3] 09:00-10:00", "easter off", "Mo 09:00-10:00 || \"appeler\"", "x" * 600],
)  # fmt: skip
def test_what_cannot_be_said_is_not_said(text):
    with pytest.raises(NotUnderstood):
        seasons_of(text)


def real_hours() -> list[str]:
    with (DATA / HINAURA).open(encoding="utf-8") as file:
        return sorted({row["horaires"] for row in csv.DictReader(file) if row["horaires"]})


def test_all_real_hours_are_understood_as_openstreetmap_means_them():
    hours = real_hours()
    assert len(hours) == 513
    assert [text for text in hours if said_quarters(text) != open_quarters(text)] == []


clock = st.integers(0, 23).flatmap(
    lambda hour: st.integers(hour + 1, 24).map(lambda end: f"{hour:02}:00-{end:02}:00"),
)
rule = st.tuples(
    st.lists(st.sampled_from([*DAYS, "Mo-Fr", "Tu-Th", "Sa-Su", "Fr-Mo"]), max_size=3, unique=True),
    st.lists(clock, max_size=3),
).map(lambda pair: " ".join(filter(None, [",".join(pair[0]), ",".join(pair[1]) or "off"])))


@given(st.lists(rule, min_size=1, max_size=4).map("; ".join))
def test_whatever_is_understood_is_what_openstreetmap_means(text):
    try:
        said = said_quarters(text)
    except NotUnderstood:
        return
    assert said == open_quarters(text)


def test_the_control_sees_a_difference():
    assert said_quarters("Mo 09:00-12:00") != open_quarters("Mo 09:00-12:15")
