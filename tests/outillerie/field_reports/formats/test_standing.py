"""The ranking cannot be boosted by one person, whatever they tell: properties of the formula of docs/ranking.md."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outillerie.field_reports.formats.standing import HIGHEST, LOWEST, MIDDLE, Voice, standing

TODAY = date(2026, 11, 1)
CLOSE_ENOUGH = 1e-9


@st.composite
def voices(draw, people=6, close=True):
    return Voice(
        person=draw(st.one_of(st.integers(1, people), st.none())),
        recommendation=draw(st.integers(LOWEST, HIGHEST)),
        held_on=TODAY - timedelta(days=draw(st.integers(-40, 9000))),
        is_close=draw(st.booleans()) if close else False,
    )


def score(*told):
    return standing(told, on=TODAY).score


def voice(person, recommendation, *, days=0, **facts):
    return Voice(person=person, recommendation=recommendation, held_on=TODAY - timedelta(days=days), **facts)


def test_a_kit_that_nobody_told_stands_in_the_middle():
    assert (standing([], on=TODAY).people, score()) == (0, MIDDLE)


def test_one_enthusiast_does_not_pass_before_several_people_who_agree():
    alone = [voice(1, 4)]
    several = [voice(person, 3) for person in range(10)]
    assert (score(*alone), score(*several)) == (2.75, pytest.approx(42.5 / 15))


def test_a_report_counts_for_half_after_three_years():
    old = voice(1, 4, days=3 * 365)
    assert score(old) == pytest.approx((5 * 2.5 + 0.5 * 4) / 5.5)


def test_a_workshop_told_before_the_month_is_weighed_counts_whole():
    assert score(voice(1, 4, days=-20)) == score(voice(1, 4))


@given(st.lists(voices(), max_size=30), st.lists(voices(), min_size=1, max_size=8))
def test_nobody_raises_a_kit_above_what_their_best_report_alone_would_give(others, told):
    others = [row for row in others if row.person != 99]
    own = [voice(99, row.recommendation, days=(TODAY - row.held_on).days) for row in told]
    assert score(*others, *own) <= max(score(*others, one) for one in own) + CLOSE_ENOUGH


@given(st.lists(voices(), max_size=30), st.lists(voices(), min_size=1, max_size=8))
def test_nobody_lowers_a_kit_below_what_their_worst_report_alone_would_give(others, told):
    own = [voice(99, row.recommendation, days=(TODAY - row.held_on).days) for row in told]
    assert score(*others, *own) >= min(score(*others, one) for one in own) - CLOSE_ENOUGH


@given(st.lists(voices(), max_size=30), st.lists(voices(), max_size=8))
def test_those_who_have_a_part_in_the_kit_change_nothing(others, told):
    close = [voice(("maker", i), row.recommendation, is_close=True) for i, row in enumerate(told)]
    assert standing([*others, *close], on=TODAY) == standing(others, on=TODAY)


@given(st.lists(voices(), max_size=30), st.lists(st.integers(LOWEST, HIGHEST), max_size=8))
def test_reports_that_nobody_signs_any_more_change_nothing(others, told):
    unsigned = [voice(None, recommendation) for recommendation in told]
    assert standing([*others, *unsigned], on=TODAY) == standing(others, on=TODAY)


@given(st.lists(voices(), max_size=30), st.integers(0, 9000))
def test_one_more_person_who_recommends_it_very_much_never_lowers_a_kit(others, days):
    assert score(*others, voice("new", HIGHEST, days=days)) >= score(*others) - CLOSE_ENOUGH


@given(st.lists(voices(), max_size=30), st.integers(LOWEST, HIGHEST), st.integers(0, 9000))
def test_one_more_person_pulls_a_kit_towards_what_they_say(others, recommendation, days):
    before, after = score(*others), score(*others, voice("new", recommendation, days=days))
    low, high = sorted([before, recommendation])
    assert low - CLOSE_ENOUGH <= after <= high + CLOSE_ENOUGH


@given(st.lists(voices(), max_size=60))
def test_a_score_stays_on_the_scale(told):
    assert LOWEST <= score(*told) <= HIGHEST


@given(st.lists(voices(), max_size=12), st.randoms())
def test_the_order_of_the_reports_changes_nothing(told, random):
    shuffled = list(told)
    random.shuffle(shuffled)
    assert standing(shuffled, on=TODAY).people == standing(told, on=TODAY).people
    assert score(*shuffled) == pytest.approx(score(*told), abs=CLOSE_ENOUGH)


@given(st.lists(voices(close=False), min_size=1, max_size=12))
def test_people_are_counted_once(told):
    assert standing(told, on=TODAY).people == len({row.person for row in told} - {None})


def test_without_one_voice_a_person_the_boost_would_be_seen():
    """The control: counted one by one, forty reports of one person would raise the kit."""
    alone, forty = [voice(1, 4)], [voice(1, 4, days=day) for day in range(40)]
    as_many_people = [voice(day, 4, days=day) for day in range(40)]
    assert score(*forty) <= score(*alone) + CLOSE_ENOUGH < score(*as_many_people)
