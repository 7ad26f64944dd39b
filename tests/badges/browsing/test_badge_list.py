"""The list of badges: what one may earn, searched and filtered, and nothing that is not published."""

import pytest
from django.urls import reverse

from badges.achievements.actions import archive
from tests.badges.factories import achievement, issuer, published
from tests.catalogue.factories import skill_framework, skill_of

pytestmark = pytest.mark.django_db


def shown(client, address=""):
    response = client.get(f"{reverse('badges')}{address}")
    assert response.status_code == 200
    return response


def names(response):
    return [card.name for card in response.context["cards"]]


def counts(response, name):
    facet = next(facet for facet in response.context["facets"] if facet["name"] == name)
    return {option["value"]: option["count"] for option in facet["options"]}


@pytest.fixture
def three_badges():
    published("Accueillir", slug="accueillir", level=1, domain=2, tags=["accueil"])
    published(
        "Animer",
        slug="animer",
        level=2,
        domain=2,
        tags=["tenue de réunion"],
        rule={"kind": "facilitated", "at_least": 3},
    )
    published(
        "Mots de passe",
        slug="mots-de-passe",
        level=2,
        domain=4,
        description="sait fabriquer une phrase de passe solide.",
        accepts_applications=True,
        issuer=issuer("canal", name="Atelier du Canal"),
    )


def test_without_any_badge_the_page_says_what_to_do_next(client):
    response = shown(client)
    assert response.context["is_empty"] is True
    assert reverse("paths") in response.text
    assert 'id="facets"' not in response.text


def test_badges_come_by_level_then_by_domain(client, three_badges):
    assert names(shown(client)) == ["Accueillir", "Animer", "Mots de passe"]
    assert names(shown(client, "?tri=titre")) == ["Accueillir", "Animer", "Mots de passe"]
    assert set(names(shown(client, "?tri=recent"))) == {"Accueillir", "Animer", "Mots de passe"}


def test_a_draft_and_a_badge_no_longer_given_are_not_listed(client):
    achievement("Brouillon", slug="brouillon")
    version = published("Ancien", slug="ancien")
    archive(version.achievement, by=None)
    assert shown(client).context["is_empty"] is True


def test_facets_count_what_each_choice_would_leave(client, three_badges):
    response = shown(client, "?niveau=2")
    assert names(response) == ["Animer", "Mots de passe"]
    assert counts(response, "niveau") == {"1": 1, "2": 2}
    assert counts(response, "domaine") == {"2": 1, "4": 1}
    assert counts(response, "obtention") == {"seances": 1, "candidature": 1, "decision": 1}
    assert counts(response, "emetteur") == {"canal": 1, "hub": 1}


def test_an_address_keeps_the_search_and_each_filter_can_be_taken_off(client, three_badges):
    response = shown(client, "?domaine=2&niveau=2")
    assert names(response) == ["Animer"]
    assert [chip["remove_url"] for chip in response.context["chips"]] == ["/badges/?niveau=2", "/badges/?domaine=2"]
    assert "noindex" in response.text


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("phrase", ["Mots de passe"]),
        ("phrases de passes", ["Mots de passe"]),
        ("REUNIONS", ["Animer"]),
        ("canal", ["Mots de passe"]),
        ("zzz", []),
    ],
)
def test_words_are_found_in_what_a_badge_says(client, three_badges, words, found):
    assert names(shown(client, f"?q={words}")) == found


def test_a_mistyped_word_is_corrected(client, three_badges):
    response = shown(client, "?q=acueillir")
    assert names(response) == []
    assert response.context["suggestion"] == {"text": "accueillir", "url": "/badges/?q=accueillir"}


def test_nothing_found_says_which_filter_to_take_off(client, three_badges):
    response = shown(client, "?niveau=2&domaine=1")
    assert names(response) == []
    assert response.context["way_out"]["url"] == "/badges/?niveau=2"


def test_the_page_of_a_skill_may_lead_to_its_badges(client, three_badges):
    skill = skill_of(skill_framework(), code="1.1")
    published("Chercher", slug="chercher", skills=[skill])
    response = shown(client, f"?competence={skill.identifier}")
    assert names(response) == ["Chercher"]
    assert [chip["facet"] for chip in response.context["chips"]] == ["skill"]


def test_what_an_address_invents_is_ignored(client, three_badges):
    assert len(names(shown(client, "?niveau=9&domaine=x&competence=1&tri=zz&page=99&emetteur=%00"))) == 3


def test_badges_share_one_sheet_of_drawings(client, three_badges):
    urls = {card.image_url.partition("#")[0] for card in shown(client).context["cards"]}
    assert len(urls) == 1
    response = client.get(urls.pop())
    assert (response.status_code, response["Content-Type"]) == (200, "image/svg+xml")
    assert response.text.count("<view ") == 3


@pytest.mark.parametrize(
    "key", ["0-1-boussole", "1-5-boussole", "1-1-rien", "1-0-boussole", "forme-9", "theme-1-rien", "1-1"]
)
def test_a_drawing_that_cannot_be_is_not_found(client, key):
    assert client.get(reverse("badge-drawing", args=[key])).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_as_many_questions_whatever_its_length(client, django_assert_num_queries, many):
    for number in range(many):
        published(f"Badge {number}", slug=f"badge-{number}")
    shown(client)
    with django_assert_num_queries(3):
        shown(client, "?tri=titre")
