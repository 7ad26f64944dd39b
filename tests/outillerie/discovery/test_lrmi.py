"""The JSON-LD of a kit is judged by the profile's own JSON Schemas."""

import dataclasses
import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry
from referencing import Resource as Schema

from outillerie.discovery.formats.lrmi import Agent, Concept, Media, Resource, Work, learning_resource

AMB = Path(__file__).parents[2] / "data" / "amb"
SCHEMAS = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((AMB / "schemas").glob("*.json"))]
REGISTRY = Registry().with_resources((schema["$id"], Schema.from_contents(schema)) for schema in SCHEMAS)
AMB_SCHEMA = next(schema for schema in SCHEMAS if schema["$id"].endswith("/schema.json"))
JUDGE = Draft7Validator(AMB_SCHEMA, registry=REGISTRY, format_checker=FormatChecker())

MINIMAL = Resource(url="https://hub.example.org/kits/camille/v1/", name="Où est Camille ?", language="fr")
COMPLETE = dataclasses.replace(
    MINIMAL,
    description="Un jeu d’enquête.",
    image="https://hub.example.org/partage/camille-v1.png",
    version=1,
    minutes=90,
    minimum_age=10,
    licence_url="https://creativecommons.org/licenses/by-sa/4.0/",
    based_on=(
        Work(
            url="https://example.org/original",
            name="L’original",
            creators=(Agent(name="Sacha Bois"), Agent(name="Hub", is_organisation=True)),
            licence_url="https://creativecommons.org/licenses/by/4.0/",
        ),
        Work(url="https://example.org/autre", licence_url="https://www.etalab.gouv.fr/licence-ouverte-open-licence/"),
        Work(name="Un livre"),
    ),
    credit_text="« Où est Camille ? » par Élise Vasseur, CC BY-SA 4.0",
    date_published="2026-11-22",
    publisher=Agent(name="Hub des Beffrois", is_organisation=True),
    creators=(Agent(name="Élise Vasseur", url="https://example.org/elise", affiliation="Hub des Beffrois"),),
    contributors=(Agent(name="Sam Delattre"),),
    keywords=("Risques cyber et protection",),
    objectives=("reconnaître un cyberharcèlement", "en parler"),
    audiences=(Concept(url="https://hub.example.org/kits/?public=enfants", label="Enfants"),),
    media=(
        Media(
            url="https://hub.example.org/kits/camille/v1/fichiers/cartes.pdf",
            media_type="application/pdf",
            size=1234,
            sha256="a" * 64,
        ),
    ),
)


def faults(value) -> list[str]:
    return sorted("/".join(map(str, error.path)) for error in JUDGE.iter_errors(value))


@pytest.mark.parametrize("path", sorted((AMB / "examples").glob("*.json")), ids=lambda path: path.stem)
def test_the_judge_accepts_the_examples_of_the_profile(path):
    assert faults(json.loads(path.read_text(encoding="utf-8"))) == []


def test_the_judge_refuses_a_type_that_is_no_learning_resource():
    assert faults({**learning_resource(MINIMAL), "type": ["Book"]}) == ["type"]


@pytest.mark.parametrize("resource", [MINIMAL, COMPLETE, dataclasses.replace(COMPLETE, language="en")])
def test_a_kit_is_a_valid_learning_resource(resource):
    assert faults(learning_resource(resource)) == []


def test_the_french_open_licence_is_the_one_thing_that_the_profile_refuses():
    french = dataclasses.replace(COMPLETE, licence_url="https://www.etalab.gouv.fr/licence-ouverte-open-licence/")
    assert faults(learning_resource(french)) == ["license/id"]


def test_what_is_unknown_is_absent():
    assert sorted(learning_resource(MINIMAL)) == [
        "@context",
        "conditionsOfAccess",
        "id",
        "inLanguage",
        "interactivityType",
        "isAccessibleForFree",
        "learningResourceType",
        "mainEntityOfPage",
        "name",
        "type",
    ]


def test_facts_are_those_of_schema_org():
    values = learning_resource(COMPLETE)
    assert values["timeRequired"] == "PT90M"
    assert values["typicalAgeRange"] == "10-"
    assert values["creator"] == [
        {
            "type": "Person",
            "name": "Élise Vasseur",
            "id": "https://example.org/elise",
            "affiliation": {"type": "Organization", "name": "Hub des Beffrois"},
        }
    ]
    assert values["teaches"][1] == {
        "id": "https://hub.example.org/kits/camille/v1/#objectif-2",
        "prefLabel": {"fr": "en parler"},
    }


def test_what_a_kit_is_made_from_keeps_its_credit_and_an_address_alone_is_a_name():
    assert learning_resource(COMPLETE)["isBasedOn"] == [
        {
            "type": ["LearningResource"],
            "id": "https://example.org/original",
            "name": "L’original",
            "creator": [{"type": "Person", "name": "Sacha Bois"}, {"type": "Organization", "name": "Hub"}],
            "license": {"id": "https://creativecommons.org/licenses/by/4.0/"},
        },
        {"type": ["LearningResource"], "id": "https://example.org/autre", "name": "https://example.org/autre"},
        {"type": ["LearningResource"], "name": "Un livre"},
    ]
