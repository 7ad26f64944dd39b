import time

import pytest

from outillerie.discovery.text import fold, stems, words


@pytest.mark.parametrize(
    "one, other",
    [
        ("atelier", "ateliers"),
        ("Sécurité", "securite"),
        ("pédagogie", "pedagogie"),
        ("animatrice", "animateurs"),
        ("animée", "animés"),
        ("données", "donnée"),
        ("vidéos", "vidéo"),
        ("menus", "menu"),
        ("réseaux", "réseau"),
        ("jeux", "jeu"),
        ("premières", "premier"),
        ("qualités", "qualité"),
        ("cafés", "Café"),
        ("l’œuvre", "oeuvres"),
        ("jusqu’à l'atelier", "ateliers"),
        ("E\u0301cole", "école"),
    ],
)
def test_these_find_each_other(one, other):
    assert stems(one) == stems(other)


@pytest.mark.parametrize("one, other", [("données", "don"), ("café", "CAF"), ("mot", "moteur"), ("visite", "vis")])
def test_these_stay_apart(one, other):
    assert stems(one) != stems(other)


def test_a_text_becomes_the_stems_of_its_meaningful_words_in_order():
    text = "L’animatrice d'un atelier : « aujourd’hui, qu’est-ce qu'un mot de passe ? » (2 fois)"
    assert stems(text) == ["anim", "ateli", "aujourdhui", "mot", "pass", "2", "fois"]


def test_english_texts_have_english_stems():
    assert stems("The passwords of workshops", "en") == ["password", "workshop"]


def test_a_language_without_a_stemmer_keeps_its_folded_words():
    assert stems("Contraseñas de los niños", "es") == ["contrasenas", "de", "los", "ninos"]


def test_signs_and_single_letters_are_no_words():
    assert words("« ? » l a _ \x00 * %' \" -- ( ) é") == []


def test_folding_a_stem_again_changes_nothing():
    text = "L’ÉTÉ À NOËL, ŒUVRE ﬁnale Ⅷ ß"
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "hostile",
    [
        "a" * 100_000,
        "'" * 100_000,
        "a'" * 50_000,
        '"' * 50_000,
        "é" * 100_000,
        "a" + "\u0301\u0316" * 50_000,
        "ﷺ" * 100_000,
    ],
    ids=["one word", "apostrophes", "elisions", "quotes", "accents", "combining marks", "ligatures"],
)
def test_a_hostile_text_costs_no_more_than_its_length(hostile):
    """ATK-REDOS-01. A quadratic treatment of any of these takes many seconds."""
    before = time.process_time()
    stems(hostile)
    assert time.process_time() - before < 1
