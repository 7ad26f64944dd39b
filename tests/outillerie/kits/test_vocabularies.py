"""The vocabularies are sound: complete, unambiguous, and their two lists of themes agree about each other."""

import json
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "fixtures" / "vocabularies"
GLYPHS = {
    "boucle",
    "boussole",
    "cadenas",
    "capteur",
    "enveloppe",
    "formulaire",
    "loupe",
    "oeil",
    "photo",
    "relais",
    "souris",
    "voix",
}
REVERSE = {
    "exact": "exact",
    "close": "close",
    "related": "related",
    "broader": "narrower",
    "narrower": "broader",
}


def read(name):
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def themes():
    return read("themes.json")["themes"]


@pytest.fixture(scope="module")
def synonyms():
    return read("synonyms.json")


def plain(word):
    decomposed = unicodedata.normalize("NFKD", word.lower().replace("’", "'").replace("-", " "))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def test_all_the_themes_of_both_sources_are_here(themes):
    assert Counter(theme["source"] for theme in themes) == {"les-bases": 29, "la-coop": 30}


def test_the_categories_are_those_of_the_sources(themes):
    assert Counter((theme["source"], theme["category"]) for theme in themes) == {
        ("les-bases", "Inclusion numérique"): 9,
        ("les-bases", "Culture numérique"): 8,
        ("les-bases", "Communs & souveraineté"): 5,
        ("les-bases", "Numérique & environnement"): 7,
        ("la-coop", "non_administrative"): 19,
        ("la-coop", "administrative"): 11,
    }


def test_no_code_is_given_twice(themes):
    codes = [theme["code"] for theme in themes] + [a["code"] for a in read("audiences.json")["audiences"]]
    assert [code for code, times in Counter(codes).items() if times > 1] == []


def test_a_theme_s_code_is_that_of_its_source_with_a_prefix(themes):
    prefixes = {"les-bases": "bases-", "la-coop": "coop-"}
    assert [
        theme["code"]
        for theme in themes
        if theme["code"] != prefixes[theme["source"]] + theme["source_code"].replace("_", "-")
    ] == []


def test_an_audience_s_code_is_that_of_its_source():
    audiences = read("audiences.json")["audiences"]
    assert [a["code"] for a in audiences if a["code"] != a["source_code"].replace("_", "-")] == []


def test_labels_are_verbatim_and_mended_beside(themes):
    assert {theme["label"]: theme["corrected_label"] for theme in themes if "corrected_label" in theme} == {
        "Emploi & entrepreunariat": "Emploi & entrepreneuriat",
        "Jeux vidéos": "Jeux vidéo",
        "Réseaux sociaux communication": "Réseaux sociaux et communication",
    }


def test_every_theme_has_one_of_the_five_domains_and_all_five_are_used(themes):
    assert {theme["domain"] for theme in themes} == {1, 2, 3, 4, 5}


def test_every_theme_has_one_of_the_twelve_glyphs_and_all_twelve_are_used(themes):
    assert {theme["glyph"] for theme in themes} == GLYPHS


def test_each_match_is_said_the_same_way_by_both_themes(themes):
    said = {(theme["code"], match["code"]): match["strength"] for theme in themes for match in theme["matches"]}
    assert {pair: said.get(pair[::-1]) for pair in said} == {pair: REVERSE[strength] for pair, strength in said.items()}


def test_matches_join_themes_of_different_sources_once(themes):
    sources = {theme["code"]: theme["source"] for theme in themes}
    pairs = [(theme["code"], match["code"]) for theme in themes for match in theme["matches"]]
    assert len(pairs) == len(set(pairs))
    assert [pair for pair in pairs if sources[pair[0]] == sources[pair[1]]] == []


def test_a_theme_has_one_exact_match_at_most(themes):
    exact = {
        theme["code"]: [match["code"] for match in theme["matches"] if match["strength"] == "exact"] for theme in themes
    }
    assert {code: matches for code, matches in exact.items() if matches and code.startswith("bases-")} == {
        "bases-aides-aux-demarches-administratives": ["coop-aide-aux-demarches-administratives"],
        "bases-navigation-sur-internet": ["coop-navigation-sur-internet"],
        "bases-reseaux-sociaux-et-communication": ["coop-reseaux-sociaux"],
        "bases-parentalite": ["coop-parentalite"],
        "bases-intelligence-artificielle": ["coop-intelligence-artificielle"],
    }


def test_only_accessibility_has_no_match(themes):
    assert [theme["code"] for theme in themes if not theme["matches"]] == ["bases-accessibilite"]


def test_every_audience_of_les_bases_is_present():
    assert [(a["code"], a["label"]) for a in read("audiences.json")["audiences"]] == [
        ("tous-publics", "Tous publics"),
        ("enfants-mineurs", "Enfants mineurs"),
        ("adultes", "Adultes"),
        ("seniors-personnes-agees", "Seniors & personnes âgées"),
        ("parents", "Parents"),
        ("personnes-tres-eloignees-numerique", "Personnes très éloignées du numérique"),
        (
            "personne-situation-handicap-ou-perte-autonomie",
            "Personne en situation de handicap et/ou de perte d'autonomie",
        ),
        ("personne-situation-illetrisme", "Personne en situation d’illettrisme"),
        (
            "personne-allophone-ou-refugies-demandeurs-asile",
            "Personne allophone / Réfugiés / demandeurs d’asile",
        ),
        (
            "personnes-en-insertion-sociale-ou-professionnelle",
            "Personnes en insertion sociale et/ou professionnelle",
        ),
    ]


def test_the_four_levels_are_those_of_the_design_and_each_of_la_coop_has_one():
    levels = read("levels.json")
    assert [(level["level"], level["label"]) for level in levels["levels"]] == [
        (1, "Découverte"),
        (2, "Pratique"),
        (3, "Maîtrise"),
        (4, "Transmission"),
    ]
    assert {level["code"]: level["level"] for level in levels["coop_levels"]} == {
        "debutant": 1,
        "intermediaire": 2,
        "avance": 3,
    }
    assert {match["code"] for level in levels["levels"] for match in level["matches"]} == {
        "debutant",
        "intermediaire",
        "avance",
    }


def test_there_are_synonyms_enough_for_the_field(synonyms):
    assert len(synonyms["equivalent"]) >= 120
    assert min(len(group) for group in synonyms["equivalent"]) == 2


def test_a_word_is_in_one_group_of_synonyms_only(synonyms):
    words = Counter(plain(word) for group in synonyms["equivalent"] for word in group)
    assert [word for word, times in words.items() if times > 1] == []


def test_a_directed_synonym_never_leads_to_its_own_group(synonyms):
    group_of = {word: i for i, group in enumerate(synonyms["equivalent"]) for word in group}
    starts = [start for start, _ in synonyms["directed"]]
    assert len(starts) == len(set(starts))
    assert [
        (start, end)
        for start, ends in synonyms["directed"]
        for end in ends
        if start == end or group_of.get(start, start) == group_of.get(end, end)
    ] == []


def test_the_words_people_type_lead_to_the_words_of_the_kits(synonyms):
    group_of = {word: group for group in synonyms["equivalent"] for word in group}
    assert [
        (typed, wanted)
        for typed, wanted in [
            ("mdp", "mot de passe"),
            ("pc", "ordinateur"),
            ("ado", "adolescent"),
            ("mail", "courriel"),
            ("wifi", "wi-fi"),
            ("rgpd", "données personnelles"),
            ("fake news", "désinformation"),
            ("caf", "caisse d’allocations familiales"),
            ("france connect", "franceconnect"),
            ("ia", "intelligence artificielle"),
        ]
        if wanted not in group_of.get(typed, [])
    ] == []
    assert dict(synonyms["directed"])["portable"] == ["téléphone portable", "ordinateur portable"]


@pytest.mark.parametrize("name", ["themes.json", "audiences.json", "levels.json", "synonyms.json"])
def test_a_file_reads_line_by_line_in_a_diff(name):
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert text.endswith("\n}\n")
    assert "\\u" not in text
    assert max(map(len, text.splitlines())) <= 160
