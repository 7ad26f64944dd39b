"""CASE packages as others write them: 1.0 and 1.1, wrapped or bare, with links or plain URIs."""

import json
from pathlib import Path

import pytest

from catalogue.frameworks.formats.case_writing import package_of, write_case
from catalogue.frameworks.formats.reading import read_framework

ROOT = Path(__file__).parents[4]
EXTRACT = (ROOT / "tests/data/frameworks/digcomp-3.0-case-1.1-extract.json").read_bytes()
SUPPLEMENT = (ROOT / "fixtures/frameworks/digcomp-3.0-data-supplement-2025-11-24.jsonld").read_bytes()
DOCUMENT, ONE, TWO, THREE = (f"{number}{'0' * 7}-0000-4000-8000-{'0' * 12}" for number in "1234")
ELSEWHERE = "https://other.example/ims/case/v1p1/CFItems/90000000-0000-4000-8000-000000000000"


def node(identifier, **facts):
    return {"title": "T", "identifier": identifier, "uri": f"https://case.example/CFItems/{identifier}", **facts}


def association(kind, origin, destination, **facts):
    return {"associationType": kind, "originNodeURI": origin, "destinationNodeURI": destination, **facts}


def package(*associations, items=None, **document):
    return {
        "CFDocument": {
            "identifier": DOCUMENT,
            "uri": f"https://case.example/CFDocuments/{DOCUMENT}",
            "title": "Essai",
            "creator": "Quelqu’un",
            "language": "fr",
            "version": "2",
            "lastChangeDateTime": "2025-11-24T01:00:00+01:00",
            **document,
        },
        "CFItems": items
        or [
            {"identifier": ONE, "fullStatement": "Un", "humanCodingScheme": "1"},
            {"identifier": TWO, "fullStatement": "Deux", "humanCodingScheme": "2"},
            {"identifier": THREE, "fullStatement": "Trois", "humanCodingScheme": "3"},
        ],
        "CFAssociations": list(associations),
    }


def read(values):
    return read_framework(json.dumps(values).encode())


def tree(framework):
    codes = {item.identifier: item.code for item in framework.items}
    return [(item.code, codes.get(item.parent, "")) for item in framework.items]


def test_the_official_digcomp_and_a_conversion_of_it_have_the_same_identifiers():
    converted, official = read_framework(EXTRACT), read_framework(SUPPLEMENT)
    known = {item.identifier: (item.code, item.parent) for item in official.items}
    assert converted.identifier == official.identifier
    assert [known[item.identifier] for item in converted.items] == [
        (item.code, item.parent) for item in converted.items
    ]


def test_the_official_digcomp_is_read_whole():
    framework = read_framework(SUPPLEMENT)
    kinds = [item.kind for item in framework.items]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "area": 5,
        "competence": 21,
        "statement": 362,
        "outcome": 523,
    }
    assert [(level.code, level.rank) for level in framework.levels] == [
        ("basic", 1),
        ("intermediate", 2),
        ("advanced", 3),
        ("highly-advanced", 4),
    ]
    assert len(framework.extra["glossary"]) == 126
    assert [row["level"] for row in framework.extra["levels"]] == [
        "basic", "basic", "intermediate", "intermediate", "advanced", "advanced", "highly-advanced", "highly-advanced",
    ]  # fmt: skip
    assert framework.items[0].domain == 1


def test_levels_are_those_that_items_name_in_the_order_of_the_file():
    framework = read_framework(EXTRACT)
    assert [(level.code, level.labels) for level in framework.levels] == [
        ("basic", {"en": "Basic"}),
        ("intermediate", {"en": "Intermediate"}),
        ("advanced", {"en": "Advanced"}),
        ("highly-advanced", {"en": "Highly advanced"}),
    ]


def test_a_package_is_read_bare_or_wrapped():
    values = package()
    assert read({"CFPackage": values}) == read(values)


@pytest.mark.parametrize("name", ["educationLevel", "educationalLevel"])
def test_both_spellings_of_the_level_are_read(name):
    items = [{"identifier": ONE, "fullStatement": "Un", name: ["Novice"]}]
    assert [item.level for item in read(package(items=items)).items] == ["novice"]


def test_an_item_of_several_school_grades_has_no_level_and_keeps_them():
    items = [
        {"identifier": ONE, "fullStatement": "Un", "educationLevel": ["06", "07"]},
        {"identifier": TWO, "fullStatement": "Deux", "educationLevel": ["08"]},
    ]
    framework = read(package(items=items))
    assert (framework.levels, [item.extra for item in framework.items]) == (
        (),
        [{"educationLevel": ["06", "07"]}, {"educationLevel": ["08"]}],
    )


def test_neighbours_are_in_the_order_of_their_sequence_numbers():
    framework = read(
        package(
            association("isChildOf", node(ONE), node(DOCUMENT), sequenceNumber=2),
            association("isChildOf", node(TWO), node(DOCUMENT), sequenceNumber=1),
            association("isChildOf", node(THREE), node(TWO)),
        )
    )
    assert tree(framework) == [("2", ""), ("3", "2"), ("1", "")]


def test_the_ends_of_an_association_are_links_or_plain_uris():
    framework = read(package(association("isChildOf", f"urn:uuid:{TWO}", f"https://case.example/CFItems/{ONE}")))
    assert tree(framework) == [("1", ""), ("2", "1"), ("3", "")]


def test_an_item_of_two_parents_stays_under_the_first_and_the_other_is_kept():
    second = association("isChildOf", node(THREE), node(TWO))
    framework = read(package(association("isChildOf", node(THREE), node(ONE)), second))
    assert tree(framework) == [("1", ""), ("3", "1"), ("2", "")]
    assert framework.extra["CFAssociations"] == [second]


def test_correspondences_are_those_with_other_frameworks():
    outside = node("9" + ONE[1:], uri=ELSEWHERE, title="Ailleurs")
    inside = association("isRelatedTo", node(ONE), node(TWO))
    framework = read(
        package(
            association("exactMatchOf", node(ONE), outside),
            association("ext:broadMatchOf", node(TWO), {**outside, "uri": "urn:x:2"}, notes="Nous"),
            inside,
        )
    )
    assert [(link.origin, link.target, link.strength, link.target_title, link.source) for link in framework.links] == [
        (ONE, ELSEWHERE, "exact", "Ailleurs", ""),
        (TWO, "urn:x:2", "broader", "Ailleurs", "Nous"),
    ]
    assert framework.extra["CFAssociations"] == [inside]


def test_an_item_that_translates_another_becomes_its_text():
    items = [
        {"identifier": ONE, "fullStatement": "Un"},
        {"identifier": TWO, "fullStatement": "One", "language": "en"},
    ]
    framework = read(package(association("isTranslationOf", node(TWO), node(ONE)), items=items))
    assert [[(text.language, text.statement) for text in item.texts] for item in framework.items] == [
        [("fr", "Un"), ("en", "One")]
    ]


def test_what_has_no_field_is_kept_and_written_again_at_its_place():
    values = package(association("isPeerOf", node(ONE), node(TWO), identifier=THREE), subject=["Numérique"])
    values["CFItems"][0] |= {"abbreviatedStatement": "U", "conceptKeywords": ["premier"], "extensions": {"theirs": 1}}
    values["CFDefinitions"] = {"CFConcepts": [{"identifier": TWO, "title": "C"}]}
    values["CFRubrics"] = [{"identifier": THREE, "title": "R"}]
    framework = read(values)
    written = package_of(framework)
    assert read_framework(write_case(framework)) == framework
    assert framework.items[0].texts[0].synonyms == ("premier",)
    assert (written["CFRubrics"], written["CFDefinitions"]) == (values["CFRubrics"], values["CFDefinitions"])
    assert [written["CFDocument"]["subject"], written["CFItems"][0]["abbreviatedStatement"]] == [["Numérique"], "U"]
    assert written["CFItems"][0]["extensions"] == {"theirs": 1}
    assert written["CFAssociations"][-1] == values["CFAssociations"][0]


def test_what_is_written_has_every_field_that_case_requires():
    package = json.loads(write_case(read_framework(SUPPLEMENT)))
    required = {"identifier", "uri", "lastChangeDateTime"}
    assert not {"title", "creator", *required} - package["CFDocument"].keys()
    assert [row for row in package["CFItems"] if {"fullStatement", *required} - row.keys()] == []
    ends = {"associationType", "originNodeURI", "destinationNodeURI"}
    assert [row for row in package["CFAssociations"] if {*ends, *required} - row.keys()] == []
    nodes = [row[end] for row in package["CFAssociations"] for end in ("originNodeURI", "destinationNodeURI")]
    assert [row for row in nodes if {"title", "identifier", "uri"} - row.keys()] == []


def test_the_moment_of_change_is_the_same_wherever_it_was_written():
    assert read(package()).changed_at == "2025-11-24T00:00:00Z"
