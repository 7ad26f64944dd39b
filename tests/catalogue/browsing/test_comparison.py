"""Two paths side by side."""

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from catalogue.browsing.formats.comparison import Worked, compare
from catalogue.paths.formats.content import BlockContent, ModuleContent, PathContent, SkillUse
from tests.catalogue.factories import module, path, path_draft, skill_framework, skill_of


def use(code, use="practised", rank=None):
    names = {1: "Découverte", 2: "Pratique", 3: "Maîtrise"}
    return SkillUse(
        identifier=code, framework="essai", framework_version="1", code=code, statement=f"Compétence {code}", use=use,
        rank=rank, level=names.get(rank, ""),
    )  # fmt: skip


def content(title, **blocks):
    return PathContent(
        title=title,
        blocks=tuple(
            BlockContent(
                key=name,
                title=name,
                modules=tuple(
                    ModuleContent(key=key, title=key, minutes=60, skills=tuple(uses)) for key, uses in modules
                ),
            )
            for name, modules in blocks.items()
        ),
    )


def test_what_is_in_common_comes_first_then_what_each_has_alone():
    first = content("A", Un=[("m1", [use("1.1", "taught", 1), use("1.1", "assessed", 3)]), ("m2", [use("1.2")])])
    second = content("B", Deux=[("m3", [use("2.1", rank=2)]), ("m1", [use("1.1", "practised", 2)])])
    compared = compare(first, second)
    assert [(row.code, row.first, row.second) for row in compared.skills] == [
        ("1.1", Worked(uses=("taught", "assessed"), rank=3, level="Maîtrise"), Worked(uses=("practised",), rank=2, level="Pratique")),
        ("1.2", Worked(uses=("practised",)), None),
        ("2.1", None, Worked(uses=("practised",), rank=2, level="Pratique")),
    ]  # fmt: skip
    assert [(row.title, row.first, row.second) for row in compared.modules] == [
        ("m1", "Un", "Deux"),
        ("m2", "Un", None),
        ("m3", None, "Deux"),
    ]
    assert (compared.common_skills, compared.common_modules) == (1, 1)


def test_comparing_the_other_way_round_says_the_same():
    first = content("A", Un=[("m1", [use("1.1")]), ("m2", [])])
    second = content("B", Deux=[("m1", [use("1.1", rank=1)])])
    one, other = compare(first, second), compare(second, first)
    assert {(row.code, row.first, row.second) for row in one.skills} == {
        (row.code, row.second, row.first) for row in other.skills
    }


def test_two_empty_paths_compare_to_nothing():
    compared = compare(PathContent(title="A"), PathContent(title="B"))
    assert (compared.skills, compared.modules) == ((), ())


@pytest.fixture
def two(db):
    framework = skill_framework()
    shared = module("Mots de passe", skills=[(skill_of(framework, "1.1"), "assessed", 2)])
    return (
        path("Premier", slug="premier", price="Gratuit", blocks=[("Bloc A", [shared])]),
        path("Second", slug="second", mode="onsite", blocks=[("Bloc B", [shared, module("Autre")])]),
    )


def compared(client, address):
    return client.get(f"{reverse('compare-paths')}{address}")


def test_the_page_shows_facts_skills_and_modules_with_row_headers(client, two):
    response = compared(client, "?a=premier&b=second")
    facts = {row["label"]: (row["first"], row["second"]) for row in response.context["facts"]}
    assert ("1\u00a0h", "2\u00a0h") in facts.values()
    assert ("Gratuit", "–") in facts.values()
    assert next((row["label"], row["first"], row["second"]) for row in response.context["modules"]) == (
        "Mots de passe", "Bloc A", "Bloc B",
    )  # fmt: skip
    assert (response.context["common_skills"], response.context["common_modules"]) == (1, 1)
    assert response.text.count('scope="row"') == len(facts) + 1 + 2
    assert response.text.count('scope="col"') == 6


def test_from_the_list_one_path_then_another_is_chosen(client, two):
    first = client.get(reverse("paths")).context["rows"][0]
    assert first["compare_url"] == "/parcours/?comparer=premier"
    rows = client.get(f"{first['compare_url']}&q=bloc").context["rows"]
    assert {row["card"].slug: row["compare_url"] for row in rows} == {
        "premier": "",
        "second": "/parcours/comparer/?a=premier&b=second",
    }


def test_searching_keeps_the_path_that_is_compared(client, two):
    response = client.get("/parcours/?comparer=premier&modalite=onsite")
    assert '<input type="hidden" name="comparer" value="premier">' in response.text
    assert response.context["chips"][0]["remove_url"] == "/parcours/?comparer=premier"
    assert response.context["compared"]["stop_url"] == "/parcours/?modalite=onsite"


@pytest.mark.parametrize(
    ("address", "target"),
    [("", "/parcours/"), ("?a=premier", "/parcours/?comparer=premier"), ("?b=second", "/parcours/?comparer=second"),
     ("?a=premier&b=premier", "/parcours/?comparer=premier")],
)  # fmt: skip
def test_with_less_than_two_paths_the_list_asks_for_another(client, two, address, target):
    response = compared(client, address)
    assert (response.status_code, response["Location"]) == (302, target)


def test_LEAK_a_path_that_is_not_public_compares_to_nothing(client, two):
    path_draft("Brouillon", slug="brouillon")
    PageViewRestriction.objects.create(page=two[1], restriction_type="login")
    statuses = [compared(client, f"?a=premier&b={slug}").status_code for slug in ("second", "brouillon", "inconnu")]
    assert statuses == [404, 404, 404]
    assert client.get("/parcours/?comparer=brouillon").context["compared"] is None
