import pytest

from catalogue.frameworks.authoring import (
    NotWritten,
    begin_version,
    change_framework,
    keep_skill,
    move_skill,
    remove_skill,
)
from catalogue.frameworks.models import KitSkill, Skill, SkillFramework, SkillLink, SkillText
from catalogue.frameworks.searching import search_skills
from tests import factories
from tests.catalogue.factories import skill, skill_framework, skill_of

pytestmark = pytest.mark.django_db
EDIT = "/referentiels/essai/1/modifier/"


@pytest.fixture
def framework():
    return skill_framework()


@pytest.fixture
def staff():
    return factories.person("staff@example.org", group="hub staff")


@pytest.fixture
def at_work(client, staff):
    client.force_login(staff)
    return client


def outline(framework):
    return [(row.code, row.depth, row.order) for row in framework.skills.filter(is_retired=False).order_by("order")]


def test_the_staff_writes_a_framework_from_nothing_to_its_adoption(at_work, client):
    facts = {"title": "Accueillir", "code": "accueil", "version": "2026", "level_names": "Découverte\n\n Maîtrise "}
    assert at_work.post("/referentiels/nouveau/", facts)["Location"] == "/referentiels/accueil/2026/modifier/"
    made = SkillFramework.objects.get(code="accueil")
    assert ([level.label("fr") for level in made.levels.all()], made.status) == (["Découverte", "Maîtrise"], "draft")
    bench = "/referentiels/accueil/2026/modifier/"
    refused = at_work.post(f"{bench}etat/", {"deed": "adopt"}, follow=True).text
    assert "Ce référentiel n’a encore aucune compétence." in refused
    at_work.post(f"{bench}competences/", {"code": "1", "domain": 2, "fr-statement": "Recevoir"})
    area = made.skills.get()
    at_work.post(
        f"{bench}competences/",
        {"code": "1.1", "parent": area.pk, "fr-statement": "Écouter", "fr-synonyms": "entendre\nentretien"},
    )
    at_work.post(f"{bench}etat/", {"deed": "adopt"})
    assert outline(made) == [("1", 0, 0), ("1.1", 1, 1)]
    assert [row.code for row in search_skills("entretien", framework=made)] == ["1.1"]
    client.logout()
    assert "Écouter" in client.get("/referentiels/accueil/2026/").text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"code": "avec espace"}, "code"),
        ({"version": "1/2"}, "version"),
        ({"licence_url": "javascript:alert(1)"}, "licence_url"),
        ({"valid_from": "2026-02-01", "valid_until": "2026-01-01"}, "valid_until"),
        ({"level_names": "\n".join(f"Niveau {number}" for number in range(21))}, "level_names"),
    ],
)
def test_what_is_wrong_in_a_framework_is_said_and_kept(at_work, wrong, field):
    facts = {"title": "Accueillir", "code": "accueil", "version": "2026", "description": "Ce que j’ai tapé", **wrong}
    answer = at_work.post("/referentiels/nouveau/", facts)
    assert list(answer.context["form"].errors) == [field]
    assert "Ce que j’ai tapé" in answer.text
    assert not SkillFramework.objects.filter(code="accueil").exists()


def test_a_framework_cannot_take_the_code_and_version_of_another(at_work, framework):
    answer = at_work.post("/referentiels/nouveau/", {"title": "X", "code": "essai", "version": "1"})
    assert (answer.status_code, SkillFramework.objects.filter(code="essai").count()) == (200, 1)


WRITES = [
    "", "fiche/", "etat/", "version/", "competences/", "competences/{pk}/", "competences/{pk}/deplacer/",
    "competences/{pk}/enlever/",
]  # fmt: skip


@pytest.mark.parametrize("rest", WRITES)
def test_others_than_the_staff_do_not_write(client, framework, rest):
    address = EDIT + rest.format(pk=skill_of(framework, "1.1").pk)
    for person in (factories.person(), factories.person("t@example.org", group="trainer")):
        client.force_login(person)
        assert client.post(address, {"deed": "adopt", "vers": "bas"}).status_code in {404, 405}
    assert outline(framework)[1][0] == "1.1"


def test_an_imported_framework_is_translated_never_rewritten(at_work, framework):
    framework.import_sha256 = "0" * 64
    framework.language = "en"
    framework.save()
    SkillText.objects.filter(skill__framework=framework).update(language="en")
    found = skill_of(framework, "1.1")
    for rest in ("fiche/", "etat/", "competences/", f"competences/{found.pk}/enlever/"):
        assert at_work.post(EDIT + rest, {"deed": "withdraw"}).status_code == 404
    at_work.post(f"{EDIT}competences/{found.pk}/", {"fr-statement": "Protéger", "en-statement": "Mine", "code": "0"})
    texts = {text.language: (text.statement, text.is_official) for text in found.texts.all()}
    assert texts == {"en": ("Protéger les appareils", True), "fr": ("Protéger", False)}
    assert skill_of(framework, "1.1").pk == found.pk


def test_two_skills_never_have_the_same_code(at_work, framework):
    answer = at_work.post(f"{EDIT}competences/", {"code": "1.1", "fr-statement": "Encore"})
    assert list(answer.context["form"].errors) == ["code"]


def test_a_skill_without_words_is_refused(at_work, framework):
    answer = at_work.post(f"{EDIT}competences/", {"code": "3", "fr-statement": "  "})
    assert (answer.status_code, framework.skills.filter(code="3").exists()) == (200, False)


def test_a_skill_cannot_be_under_itself(framework):
    area = skill_of(framework, "1")
    area.parent = skill_of(framework, "1.2")
    with pytest.raises(NotWritten, match="sous elle-même"):
        keep_skill(area, [])
    assert outline(framework)[0] == ("1", 0, 0)


def test_a_skill_goes_elsewhere_with_what_is_under_it(framework):
    area = skill_of(framework, "2")
    area.parent = skill_of(framework, "1")
    keep_skill(area, [])
    assert outline(framework) == [("1", 0, 0), ("1.1", 1, 1), ("1.2", 1, 2), ("2", 1, 3), ("2.1", 2, 4), ("2.2", 2, 5)]


def test_a_skill_moves_among_its_neighbours_with_what_is_under_it(at_work, framework):
    assert move_skill(skill_of(framework, "2"), up=True) == 1
    assert [code for code, _depth, _order in outline(framework)] == ["2", "2.1", "2.2", "1", "1.1", "1.2"]
    assert move_skill(skill_of(framework, "2"), up=True) == 1
    pk = skill_of(framework, "2.1").pk
    answer = at_work.post(f"{EDIT}competences/{pk}/deplacer/", {"vers": "bas"})
    assert answer["Location"] == f"{EDIT}#down-{pk}"
    assert [code for code, _depth, _order in outline(framework)] == ["2", "2.2", "2.1", "1", "1.1", "1.2"]


def test_a_skill_that_something_points_to_is_retired_never_deleted(framework):
    kit = factories.kit(slug="camille")
    KitSkill.objects.create(kit=kit, skill=skill_of(framework, "1.2"))
    assert remove_skill(skill_of(framework, "1")) == 2
    assert outline(framework) == [("2", 0, 0), ("2.1", 1, 1), ("2.2", 1, 2)]
    assert sorted(framework.skills.filter(is_retired=True).values_list("code", flat=True)) == ["1", "1.2"]
    assert kit.skill_rows.count() == 1
    assert remove_skill(skill_of(framework, "2")) == 0
    assert framework.skills.count() == 2


def test_the_page_of_a_retired_skill_still_reads(client, framework):
    Skill.objects.filter(code="1.1", framework=framework).update(is_retired=True)
    answer = client.get("/referentiels/essai/1/1.1/")
    assert (answer.status_code, "Protéger les appareils" in answer.text) == (200, True)
    assert "Protéger les appareils" not in client.get("/referentiels/essai/1/").text


def test_levels_in_use_stay(framework, staff):
    KitSkill.objects.create(
        kit=factories.kit(slug="camille"), skill=skill_of(framework, "1.2"), level=framework.levels.get(rank=4)
    )
    with pytest.raises(NotWritten, match="est utilisé"):
        change_framework(framework, ["Une", "Deux"], by=staff)
    change_framework(framework, ["Une", "Deux", "Trois", "Quatre"], by=staff)
    assert [level.label("fr") for level in framework.levels.all()] == ["Une", "Deux", "Trois", "Quatre"]


def test_a_new_version_says_the_same_then_shows_what_it_changes_and_touches(at_work, framework, staff):
    KitSkill.objects.create(kit=factories.kit(slug="camille"), skill=skill_of(framework, "1.2"))
    made = begin_version(framework, "2", by=staff)
    assert (made.status, made.replaces, outline(made)) == ("draft", framework, outline(framework))
    links = SkillLink.objects.filter(origin__framework=made)
    assert sorted((link.origin.code, link.target.code, link.strength) for link in links) == [
        (code, code, "exact") for code in ("1", "1.1", "1.2", "2", "2.1", "2.2")
    ]
    found = skill_of(made, "1.2")
    at_work.post(
        f"/referentiels/essai/2/modifier/competences/{found.pk}/",
        {"code": "1.2", "parent": found.parent_id, "fr-statement": "Autrement dit"},
    )
    remove_skill(skill_of(made, "2.2"))
    skill(made, "2.3", "Ajoutée", parent=skill_of(made, "2"), depth=1, order=50)
    shown = at_work.get("/referentiels/essai/2/changements/")
    kinds = sorted((row["kind"], row["code"], len(row["touched"])) for row in shown.context["changes"])
    assert kinds == [("added", "2.3", 0), ("removed", "2.2", 0), ("reworded", "1.2", 1)]
    assert "/kits/camille/" in shown.text


def test_what_is_touched_is_for_the_staff(client, framework):
    second = skill_framework(version="2", replaces=framework)
    KitSkill.objects.create(kit=factories.kit(slug="camille"), skill=skill_of(framework, "1.2"))
    SkillText.objects.filter(skill=skill_of(second, "1.2")).update(statement="Autrement")
    page = client.get("/referentiels/essai/2/changements/").text
    assert "Autrement" in page
    assert "/kits/camille/" not in page


def test_a_version_that_exists_is_refused(framework, staff):
    with pytest.raises(NotWritten, match="existe déjà"):
        begin_version(framework, "1", by=staff)
