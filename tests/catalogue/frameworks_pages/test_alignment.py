import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalogue.frameworks.actions import MOST_SKILLS, NotAligned, align, change_alignment
from catalogue.frameworks.models import KitSkill, Skill
from tests import factories
from tests.catalogue.factories import module, skill, skill_framework, skill_of

pytestmark = pytest.mark.django_db
PAGE = "/kits/camille/competences/"


@pytest.fixture
def framework():
    return skill_framework()


@pytest.fixture
def author():
    return factories.person("author@example.org")


@pytest.fixture
def kit(author):
    page = factories.kit(slug="camille")
    type(page).objects.filter(pk=page.pk).update(owner=author)
    return type(page).objects.get(pk=page.pk)


def said(kit):
    return [(row.skill.code, row.use, row.level.rank if row.level else None) for row in kit.skill_rows.all()]


def add(client, found, **values):
    return client.post(f"{PAGE}?competence=x", {"deed": "add", "skill": found.pk, "use": "practised", **values})


def test_the_author_of_a_kit_says_which_skills_it_works_on(client, kit, author, framework):
    client.force_login(author)
    found = skill_of(framework, "1.2")
    searched = client.get(f"{PAGE}?competence=données+personnelles&referentiel=essai").text
    assert f'name="skill" value="{found.pk}" checked' in searched
    answer = add(client, found, use="assessed", level=framework.levels.get(rank=2).pk)
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?competence=x#skills")
    assert said(kit) == [("1.2", "assessed", 2)]
    shown = client.get(kit.url).text
    assert "Protéger les données personnelles" in shown
    assert "/kits/camille/competences/" in shown


def test_a_skill_is_changed_then_removed(client, kit, author, framework):
    client.force_login(author)
    row = KitSkill.objects.create(kit=kit, skill=skill_of(framework, "1.2"))
    level = framework.levels.get(rank=3)
    client.post(PAGE, {"deed": f"change-{row.pk}", "use": "taught", "level": level.pk})
    assert said(kit) == [("1.2", "taught", 3)]
    client.post(PAGE, {"deed": f"remove-{row.pk}"})
    assert said(kit) == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_others_do_not_even_learn_that_the_page_exists(client, kit, framework, method):
    client.force_login(factories.person("stranger@example.org"))
    answer = getattr(client, method)(PAGE, {"deed": "add", "skill": skill_of(framework, "1.2").pk, "use": "taught"})
    assert (answer.status_code, said(kit)) == (404, [])


def test_nobody_changes_the_skills_of_another_kit(client, kit, author, framework):
    other = KitSkill.objects.create(kit=factories.kit(slug="autre"), skill=skill_of(framework, "1.2"))
    client.force_login(author)
    client.post(PAGE, {"deed": f"remove-{other.pk}"})
    client.post(PAGE, {"deed": f"change-{other.pk}", "use": "assessed"})
    assert said(other.kit) == [("1.2", "practised", None)]


def test_what_is_refused_keeps_what_was_chosen(client, kit, author, framework):
    client.force_login(author)
    found, other = skill_of(framework, "1.2"), skill_framework("autre")
    answer = add(client, found, use="taught", level=other.levels.get(rank=1).pk)
    assert (answer.status_code, said(kit)) == (200, [])
    assert 'value="taught" checked' in answer.text.replace('id="skill-use_0" ', "").replace(" required", "")


@pytest.mark.parametrize("deed", ["add", "remove-", "remove-x", "change-99999999999999999999", "jump", "remove-²"])
def test_a_deed_that_means_nothing_changes_nothing(client, kit, author, framework, deed):
    KitSkill.objects.create(kit=kit, skill=skill_of(framework, "1.2"))
    client.force_login(author)
    assert client.post(PAGE, {"deed": deed}).status_code in {200, 302}
    assert said(kit) == [("1.2", "practised", None)]


def test_a_level_of_another_framework_is_refused(kit, framework):
    other = skill_framework("autre")
    with pytest.raises(NotAligned, match="autre référentiel"):
        align(kit.skill_rows, skill=skill_of(framework, "1.2"), level=other.levels.get(rank=1), use="taught")


def test_the_same_skill_is_said_once_for_each_use(kit, framework):
    found = skill_of(framework, "1.2")
    first = align(kit.skill_rows, skill=found, level=None, use="taught")
    align(kit.skill_rows, skill=found, level=None, use="assessed")
    with pytest.raises(NotAligned, match="déjà"):
        align(kit.skill_rows, skill=found, level=framework.levels.get(rank=1), use="taught")
    with pytest.raises(NotAligned, match="déjà"):
        change_alignment(kit.skill_rows, first.pk, level=None, use="assessed")
    assert sorted(said(kit)) == [("1.2", "assessed", None), ("1.2", "taught", None)]


def test_a_retired_skill_is_refused(kit, framework):
    found = skill_of(framework, "1.2")
    found.is_retired = True
    with pytest.raises(NotAligned, match="n’est plus"):
        align(kit.skill_rows, skill=found, level=None, use="taught")


def test_skills_are_bounded(kit, framework):
    rows = [skill(framework, f"9.{number}", "Une de plus", order=50 + number) for number in range(MOST_SKILLS)]
    KitSkill.objects.bulk_create(KitSkill(kit=kit, skill=row) for row in rows)
    with pytest.raises(NotAligned, match="maximum"):
        align(kit.skill_rows, skill=skill_of(framework, "1.2"), level=None, use="taught")


def test_the_same_picker_serves_a_module(framework):
    row = align(
        module().skill_rows, skill=skill_of(framework, "1.2"), level=framework.levels.get(rank=4), use="assessed"
    )
    assert (row.module.title, row.level.rank) == ("Des mots de passe solides", 4)


def test_the_skills_of_a_draft_framework_are_not_shown_on_a_kit(client, kit):
    hidden = skill_framework("secret", status="draft")
    KitSkill.objects.create(kit=kit, skill=skill_of(hidden, "1.2"))
    assert "Protéger les données" not in client.get(kit.url).text


def test_the_page_of_a_kit_asks_as_many_questions_for_one_skill_as_for_three(client, kit, author, framework):
    def count(address):
        client.get(f"{address}?warm{Skill.objects.count()}{KitSkill.objects.count()}")
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"{address}?{KitSkill.objects.count()}").status_code == 200
        return len(found)

    client.force_login(author)
    KitSkill.objects.create(kit=kit, skill=skill_of(framework, "1.2"))
    before = count(kit.url), count(PAGE)
    for code in ("1.1", "2.1"):
        KitSkill.objects.create(kit=kit, skill=skill_of(framework, code))
    assert (count(kit.url), count(PAGE)) == before
