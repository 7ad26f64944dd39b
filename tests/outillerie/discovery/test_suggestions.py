import pytest

from outillerie.discovery.queries import search_kits
from outillerie.discovery.search_request import SearchRequest
from outillerie.discovery.suggestions import corrected_text, nearest, suggestion, words_of
from tests import factories

KNOWN = words_of(["Un capteur de pollution", "Les capteurs du quartier", "Le mot de passe", "L’ordinateur du café"])


def suggestion_for(request):
    return suggestion(search_kits(request))


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("capteru", "capteur"),
        ("polution", "pollution"),
        ("capteur de polluton", "capteur de pollution"),
        ("mot de pase", "mot de passe"),
        ("l’ordinatuer", "ordinateur"),
        ("Polutoin", "pollution"),
        ("caffé", "café"),
    ],
)
def test_a_mistyped_word_becomes_the_nearest_known_one(typed, meant):
    assert corrected_text(typed, KNOWN) == meant


@pytest.mark.parametrize("typed", ["capteurs", "mdp", "girafe", "pollution", "12", "le la", "* \" '", "zz"])
def test_a_known_word_or_one_far_from_all_stays(typed):
    assert corrected_text(typed, KNOWN) == typed


def test_of_two_near_words_the_most_used_wins():
    known = words_of(["carte carte carte", "carne"])
    assert nearest("carze", known) == "carte"


@pytest.mark.django_db
def test_the_suggestion_gives_results():
    factories.kit(title="Construire un capteur", hook="")
    assert suggestion_for(SearchRequest(text="capteru")) == "capteur"


@pytest.mark.django_db
def test_a_suggestion_that_the_filters_exclude_is_not_made():
    factories.kit(title="Construire un capteur", hook="", mode="onsite")
    assert suggestion_for(SearchRequest(text="capteru", chosen={"mode": ("remote",)})) == ""


@pytest.mark.django_db
def test_a_withdrawn_kit_gives_no_word_to_suggestions():
    """LEAK-03: right after withdrawing, even with the vocabulary of before."""
    kit = factories.kit(title="Girafe", hook="")
    assert suggestion_for(SearchRequest(text="griafe")) == "girafe"
    kit.unpublish()
    assert suggestion_for(SearchRequest(text="griafe")) == ""


@pytest.mark.django_db
def test_a_draft_gives_no_word_to_suggestions():
    factories.draft(title="Girafe")
    assert suggestion_for(SearchRequest(text="griafe")) == ""
