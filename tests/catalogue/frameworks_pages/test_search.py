import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from modelsearch.index import insert_or_update_object

from catalogue.frameworks.searching import search_skills
from tests.catalogue.factories import skill, skill_framework, skill_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework():
    made = skill_framework()
    passwords = skill(
        made, "1.3", "Choisir des secrets solides", kind="competence", parent=skill_of(made, "1"), depth=1, order=9,
        synonyms=["mot de passe"],
    )  # fmt: skip
    skill(made, "LO1.3.01", "Explain why secrets differ", kind="outcome", parent=passwords, depth=2, order=10)
    return made


def codes(found):
    return [skill.code for skill in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("données personnelles", ["1.2"]),
        ("donnees  PERSONNELLES", ["1.2"]),
        ("protégées", ["1.1", "1.2"]),
        ("mots de passe", ["1.3"]),
        ("mdp", ["1.3"]),
        ("interagir pommes", ["2.1"]),
        ("1.3", ["1.3", "LO1.3.01"]),
        ("lo1.3.01", ["LO1.3.01"]),
        ("2", ["2", "2.1", "2.2"]),
        ("1.3 mots de passe", ["1.3", "LO1.3.01"]),
        ("2.1 mots de passe", ["2.1", "1.3"]),
        ("pommes", []),
        ("", []),
        ("9.9", []),
        ('" OR 7=7 -- (.*[', []),
    ],
)
def test_a_skill_is_found_by_words_code_or_synonym(framework, text, found):
    assert sorted(codes(search_skills(text, framework=framework))) == sorted(found)


def test_what_speaks_the_language_of_the_reader_comes_first(framework):
    foreign = framework.skills.get(code="LO1.3.01")
    foreign.texts.update(language="en", statement="Reseau reseau reseau", synonyms=["reseau"])
    insert_or_update_object(foreign)
    skill(framework, "5", "Comprendre un réseau, ce qu’il relie et ce qu’il demande à chacun", order=30)
    assert codes(search_skills("réseau", framework=framework)) == ["5", "LO1.3.01"]


def test_retired_skills_and_drafts_are_never_found(framework):
    draft = skill_framework("secret", status="draft")
    framework.skills.filter(code="1.3").update(is_retired=True)
    assert codes(search_skills("1.3", framework=framework)) == ["LO1.3.01"]
    assert [found.framework for found in search_skills("Interagir 2.1") if found.framework == draft] == []


def test_an_older_version_gives_way_to_the_one_that_replaces_it(framework):
    second = skill_framework(version="2", replaces=framework)
    assert {found.framework for found in search_skills("interagir")} & {framework, second} == {second}
    second.status = "draft"
    second.save()
    assert {found.framework for found in search_skills("interagir")} & {framework, second} == {framework}


@pytest.mark.parametrize("text", ["protéger", "1", "1.1 appareils", "pommes"])
def test_the_number_of_questions_does_not_depend_on_how_much_is_found(framework, text):
    def count():
        with CaptureQueriesContext(connection) as asked:
            search_skills(text, framework=framework)
        return len(asked)

    count()
    before = count()
    for number in (4, 5, 6):
        skill(framework, f"1.{number}", "Protéger les appareils encore", depth=1, order=40 + number)
    assert count() == before


@pytest.mark.parametrize(
    ("text", "first"), [("1.3", "1.3"), ("2", "2"), ("1.3 mots de passe", "1.3"), ("2.1 mots de passe", "2.1")]
)
def test_a_code_comes_before_what_is_below_it_and_before_words(framework, text, first):
    assert codes(search_skills(text, framework=framework, most=1)) == [first]
