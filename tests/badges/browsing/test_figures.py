"""Figures without a name: small groups are never told, nor can they be worked out."""

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from badges.awarding.actions import revoke
from badges.browsing.formats.small_numbers import FEWEST, shown
from tests.badges.factories import credential, published

COUNTS = st.dictionaries(st.integers(0, 8), st.integers(0, 30), max_size=8)


@settings(max_examples=200)
@given(COUNTS)
def test_no_number_between_one_and_four_is_shown(counts):
    assert all(value is None or value == 0 or value >= FEWEST for value in shown(counts).values())


@settings(max_examples=200)
@given(COUNTS)
def test_the_sum_never_gives_away_a_number_alone_when_there_is_another_to_hide_it(counts):
    said = shown(counts)
    silent = [key for key, value in said.items() if value is None]
    others = [key for key, count in counts.items() if count >= FEWEST]
    assert len(silent) != 1 or not others


def test_the_smallest_of_the_others_is_kept_silent_too():
    assert shown({"a": 3, "b": 12, "c": 7, "d": 0}) == {"a": None, "b": 12, "c": None, "d": 0}
    assert shown({"a": 3, "b": 4, "c": 7}) == {"a": None, "b": None, "c": 7}
    assert shown({"a": 5}) == {"a": 5}


@pytest.fixture
def given_badges(db):
    many, few = (
        published("Souvent", slug="souvent", level=1, domain=1),
        published("Rare", slug="rare", level=1, domain=1),
    )
    for number in range(6):
        credential(version=many, email=f"souvent-{number}@example.org")
    for number in range(3):
        credential(version=few, email=f"rare-{number}@example.org")
    return many, few


def figures(client):
    response = client.get(reverse("badge-figures"))
    assert response.status_code == 200
    return response


def test_a_badge_given_to_a_few_shows_no_number_and_counts_nowhere(client, given_badges):
    context = figures(client).context
    often, rare = context["by_badge"]
    assert (often.label, often.value, often.share) == ("Souvent", "6", 100)
    assert (rare.label, rare.share) == ("Rare", 0)
    assert "3" not in rare.value
    assert (context["total"], context["kinds"]) == (6, 1)
    assert [bar.value for bar in context["by_domain"]] == ["6", "0", "0", "0", "0"]
    assert [bar.value for bar in context["by_level"]] == ["6", "0", "0", "0"]
    assert [bar.value for bar in context["by_month"]] == ["6"]


def test_what_was_taken_back_is_not_counted(client, given_badges):
    many, _few = given_badges
    for held in many.credentials.all()[:2]:
        revoke(held, by=None, reason="Par erreur.")
    context = figures(client).context
    assert (context["total"], len(context["by_badge"])) == (0, 2)


def test_nobody_is_named(client, given_badges):
    text = figures(client).text
    assert "@example.org" not in text


@pytest.mark.django_db
def test_without_any_figure_the_page_says_when_there_will_be_some(client):
    assert figures(client).context["total"] == 0


@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 3])
def test_figures_ask_as_many_questions_whatever_they_count(client, django_assert_num_queries, many):
    for number in range(many):
        credential(version=published(slug=f"badge-{number}"), email="personne@example.org")
    figures(client)
    with django_assert_num_queries(4):
        client.get(reverse("badge-figures") + "?encore")
