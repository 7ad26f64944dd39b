import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalogue.frameworks.models import KitSkill, SkillLink, SkillText, Use
from catalogue.frameworks.reading import skill_url
from catalogue.frameworks.showing import skill_page
from tests import factories
from tests.catalogue.factories import module, path, path_draft, skill, skill_framework, skill_of

pytestmark = pytest.mark.django_db
XSS = '<script>alert(1)</script><img src=x onerror="alert(2)">'


@pytest.fixture
def framework():
    return skill_framework()


@pytest.fixture
def staff():
    return factories.person("staff@example.org", group="hub staff")


def test_the_page_of_a_framework_shows_its_tree_and_its_facts(client, framework):
    framework.licence, framework.licence_url = "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"
    framework.save()
    page = client.get(framework.get_absolute_url()).text
    for words in ("Protection et sécurité", "Protéger les appareils", "Communication", "Interagir", "Maîtrise"):
        assert words in page
    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in page
    assert "/referentiels/essai/1/1.2/" in page


def test_an_address_that_would_run_a_script_is_no_link(client, framework):
    framework.licence, framework.licence_url, framework.source_url = "Maison", "javascript:alert(1)", "javascript:a()"
    framework.save()
    assert 'href="javascript:' not in client.get(framework.get_absolute_url()).text


@pytest.mark.parametrize("rest", ["", "1.1/", "export.csv", "export.case.json", "changements/", "modifier/"])
def test_LEAK_a_draft_exists_for_the_staff_alone(client, staff, rest):
    draft = skill_framework("secret", status="draft", replaces=skill_framework("ancien"))
    address = f"/referentiels/{draft.code}/{draft.version}/{rest}"
    client.force_login(factories.person())
    assert client.get(address).status_code == 404
    assert "secret" not in client.get("/referentiels/").text
    client.force_login(staff)
    assert client.get(address).status_code == 200
    assert "secret" in client.get("/referentiels/").text


def test_the_skills_of_a_draft_are_not_found_by_search_nor_said_by_a_link(client, framework):
    draft = skill_framework("secret", status="draft")
    hidden = skill(draft, "9.9", "Compétence cachée", depth=0, order=20)
    SkillLink.objects.create(origin=hidden, target=skill_of(framework, "1.1"), target_uri="urn:x", strength="exact")
    assert "/referentiels/secret/" not in client.get("/referentiels/?q=cachée").text
    assert "Compétence cachée" not in client.get(skill_url(skill_of(framework, "1.1"))).text


def test_a_skill_is_read_by_its_code_or_its_identifier(client, framework):
    found = skill_of(framework, "1.1")
    for reference in ("1.1", str(found.identifier)):
        answer = client.get(reverse("skill", args=["essai", "1", reference]))
        assert (answer.status_code, "Protéger les appareils" in answer.text) == (200, True)
    assert client.get(reverse("skill", args=["essai", "1", "7.7"])).status_code == 404


def test_an_address_without_a_version_leads_to_the_newest_in_force(client, framework):
    second = skill_framework(version="2", replaces=framework)
    skill_framework(version="3", replaces=second, status="draft")
    assert client.get("/referentiels/essai/")["Location"] == "/referentiels/essai/2/"
    page = client.get(framework.get_absolute_url()).text
    assert "/referentiels/essai/2/" in page
    assert "/referentiels/essai/3/" not in page


def test_a_skill_says_which_kits_and_paths_work_on_it_and_no_private_one(client, framework):
    found = skill_of(framework, "1.1")
    kit, hidden = factories.kit(slug="visible"), factories.draft(slug="cache", title="Kit en brouillon")
    for page in (kit, hidden):
        KitSkill.objects.create(kit=page, skill=found, use=Use.TAUGHT, level=framework.levels.get(rank=2))
    skilled = module("Module essai", skills=[(found, "assessed", 3)])
    path("Parcours public", blocks=[("Bloc", [skilled])])
    path_draft("Parcours secret", blocks=[("Bloc", [skilled])])
    page = client.get(skill_url(found)).text
    for words in ("/kits/visible/", "Pratique", "Parcours public", "Module essai", "Maîtrise"):
        assert words in page
    assert "Kit en brouillon" not in page
    assert "Parcours secret" not in page


@pytest.mark.parametrize(
    ("strength", "from_origin", "from_target"),
    [("exact", "exact", "exact"), ("broader", "broader", "narrower"), ("related", "related", "related")],
)
def test_a_correspondence_is_said_from_both_sides(client, framework, strength, from_origin, from_target):
    other = skill_framework("autre")
    one, two = skill_of(framework, "1.1"), skill_of(other, "2.1")
    SkillLink.objects.create(origin=one, target=two, target_uri="urn:two", strength=strength)
    assert [row["strength"] for row in skill_page(one, with_drafts=False)["links"]] == [from_origin]
    assert [row["strength"] for row in skill_page(two, with_drafts=False)["links"]] == [from_target]


def test_ATK_XSS_01_what_a_framework_says_never_runs(client, framework, staff):
    framework.title, framework.description = XSS, XSS
    framework.save()
    found = skill_of(framework, "1.1")
    SkillText.objects.filter(skill=found).update(
        statement=XSS, notes=XSS, synonyms=[XSS], source=XSS, is_official=False
    )
    client.force_login(staff)
    kit = factories.kit(slug="essai")
    KitSkill.objects.create(kit=kit, skill=found)
    for address in (
        "/referentiels/",
        framework.get_absolute_url(),
        skill_url(found),
        f"{framework.get_absolute_url()}modifier/",
        f"{framework.get_absolute_url()}modifier/competences/{found.pk}/",
        kit.url,
        "/kits/essai/competences/",
    ):
        page = client.get(address).text
        assert "&lt;script&gt;alert" in page, address
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address


def test_an_unofficial_translation_says_so(client, framework):
    found = skill_of(framework, "1.1")
    SkillText.objects.filter(skill=found).update(is_official=False, source="Nos mots")
    for address in (framework.get_absolute_url(), skill_url(found)):
        assert "Nos mots" in client.get(address).text


def test_a_long_framework_shows_its_first_levels_and_counts_the_rest(client, framework):
    found = skill_of(framework, "1.1")
    for number in range(70):
        skill(framework, f"LO1.1.{number:02}", f"Résultat {number}", parent=found, depth=2, order=100 + number)
    page = client.get(framework.get_absolute_url()).text
    assert "Protéger les appareils" in page
    assert "Résultat 12" not in page
    assert "70" in page


def test_a_very_long_statement_stays_readable(client, framework):
    found = skill_of(framework, "1.1")
    SkillText.objects.filter(skill=found).update(statement="mot " * 500, notes="texte " * 800)
    assert client.get(skill_url(found)).status_code == 200


@pytest.mark.parametrize("address", ["/referentiels/", "/referentiels/essai/1/", "/referentiels/essai/1/1/"])
def test_pages_ask_as_many_questions_for_one_skill_as_for_three(client, framework, address):
    def count(mark):
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"{address}?{mark}").status_code == 200
        return len(found)

    first = skill_of(framework, "1")
    framework.skills.filter(parent=first, code="1.2").delete()
    framework.skills.filter(code__startswith="2").delete()
    count("warm")
    before = count("one")
    for number in (2, 3):
        skill(framework, f"1.{number}", "Autre compétence", parent=first, depth=1, order=10 + number)
        skill_framework(f"autre-{number}")
    assert count("three") == before
