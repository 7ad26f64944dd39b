"""Frameworks written by hand, their translations, and those that come with the site."""

import json
from pathlib import Path

import pytest

from catalogue.frameworks.formats.reading import read_framework
from catalogue.frameworks.formats.refusals import FrameworkRefused
from catalogue.frameworks.formats.short import with_correspondences, with_translation

SHIPPED = Path(__file__).parents[4] / "fixtures/frameworks"
ESSAI = {
    "code": "essai",
    "version": "1",
    "title": "Essai",
    "language": "fr",
    "levels": [{"code": "bas", "label": "Bas"}, {"code": "haut", "label": "Haut"}],
    "items": [{"code": "1", "statement": "Un", "items": [{"code": "1.1", "statement": "Un un", "level": "haut"}]}],
}


def written(**facts):
    return json.dumps(ESSAI | facts).encode()


def refusal(read, *arguments, **options):
    with pytest.raises(FrameworkRefused) as caught:
        read(*arguments, **options)
    return str(caught.value)


def test_a_tree_written_by_hand_is_read():
    framework = read_framework(written(), "essai.json")
    area, competence = framework.items
    assert [(level.code, level.rank, level.labels) for level in framework.levels] == [
        ("bas", 1, {"fr": "Bas"}), ("haut", 2, {"fr": "Haut"}),
    ]  # fmt: skip
    assert (competence.parent, competence.level, competence.texts[0].statement) == (area.identifier, "haut", "Un un")
    assert read_framework(written()) == framework


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"title": ""}, "This framework does not say its “title”."),
        ({"items": [{"code": "1", "statement": "a"}] * 2}, "Two items have the same code: “1”."),
        ({"items": [{"code": "1"}]}, "“1” says nothing: it has no statement."),
        ({"items": ["1"]}, "This file does not hold an object where one is expected."),
        ({"items": "1"}, "This file does not hold a list where one is expected."),
        ({"licence_url": "javascript:alert(1)"}, "“javascript:alert(1)” is not a web address."),
        ({"creator": 3}, "The field “creator” of this file does not hold what it should."),
    ],
)
def test_a_tree_that_is_wrong_is_refused(facts, sentence):
    assert refusal(read_framework, written(**facts)) == sentence


def test_a_translation_speaks_of_items_by_their_codes():
    words = {
        "language": "en",
        "source": "Us",
        "levels": {"bas": "Low", "haut": "High"},
        "texts": {"1.1": {"statement": "One"}},
    }
    framework = with_translation(read_framework(written()), json.dumps(words).encode())
    text = framework.items[1].text("en")
    assert (text.statement, text.is_official, text.source) == ("One", False, "Us")
    assert [level.labels["en"] for level in framework.levels] == ["Low", "High"]
    words["texts"]["9"] = {"statement": "Nine"}
    assert refusal(with_translation, read_framework(written()), json.dumps(words).encode()) == (
        "The translation speaks of “9”, which the framework does not have."
    )


def test_correspondences_name_both_items_by_their_codes():
    here, there = read_framework(written()), read_framework(written(code="autre"))
    words = {"source": "Us", "links": [{"from": "1.1", "to": "1", "strength": "broader"}]}
    framework = with_correspondences(here, json.dumps(words).encode(), other=there)
    assert [(link.origin, link.target, link.strength, link.target_title, link.source) for link in framework.links] == [
        (here.items[1].identifier, f"urn:uuid:{there.items[0].identifier}", "broader", "1 Un", "Us")
    ]
    words["links"][0]["to"] = "9"
    assert refusal(with_correspondences, here, json.dumps(words).encode(), other=there) == (
        "A correspondence goes from “1.1” to “9”: one of them is unknown."
    )


def test_the_shipped_french_has_every_area_and_competence_and_is_marked_as_ours():
    english = read_framework((SHIPPED / "digcomp-3.0-data-supplement-2025-11-24.jsonld").read_bytes(), "a.jsonld")
    framework = with_translation(english, (SHIPPED / "digcomp-3.0.fr.json").read_bytes())
    named = [item for item in framework.items if item.kind in {"area", "competence"}]
    assert [item.code for item in named if not item.text("fr").notes] == []
    assert {(item.text("fr").language, item.text("fr").is_official) for item in named} == {("fr", False)}
    assert [level.labels["fr"] for level in framework.levels] == [
        "Élémentaire",
        "Intermédiaire",
        "Avancé",
        "Très avancé",
    ]


def test_the_shipped_crcn_is_that_of_the_decree():
    framework = read_framework((SHIPPED / "crcn.json").read_bytes())
    kinds = [item.kind for item in framework.items]
    assert (kinds.count("area"), kinds.count("competence"), len(framework.levels)) == (5, 16, 8)


def test_the_shipped_title_says_only_what_is_published():
    framework = read_framework((SHIPPED / "titre-professionnel-mediateur.json").read_bytes())
    assert [item.code for item in framework.items] == ["CCP1", "CCP1.1", "CCP1.2", "CCP1.3", "CCP1.4", "CCP2", "CCP3"]
    assert (framework.valid_from, framework.valid_until, framework.status) == ("2019-07-13", "", "deprecated")


@pytest.mark.parametrize("word", ["mot de passe", "arnaque", "mails", "traitement de texte", "impôts", "ameli"])
def test_the_words_of_everyday_lead_to_a_competence(word):
    framework = read_framework((SHIPPED / "crcn.json").read_bytes())
    assert [item.code for item in framework.items if word in item.texts[0].synonyms] != []
