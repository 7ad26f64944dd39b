"""Placing oneself: page by page, resumed, finished, compared, deleted; for its person and nobody else."""

import pytest
from django.db.models import F
from django.urls import reverse

from catalogue.frameworks.models import SkillFramework
from catalogue.positioning.actions import (
    NotOffered,
    begin,
    save_answers,
)
from catalogue.positioning.models import Positioning
from catalogue.positioning.queries import outline_of
from catalogue.positioning.questionnaire import offered, page_of, pages_left
from tests.catalogue.factories import skill, skill_framework, skill_of
from tests.catalogue.positioning.learners import finished
from tests.factories import person

pytestmark = pytest.mark.django_db
HOME = "/me-situer/"


@pytest.fixture
def framework():
    return skill_framework()


@pytest.fixture
def ondine():
    return person("ondine@example.org", first_name="Ondine")


def level(framework, rank):
    return framework.levels.get(rank=rank)


def name(framework, code):
    return f"q{skill_of(framework, code).pk}"


def answers_of(positioning):
    rows = positioning.answers.order_by("skill__order").values_list("skill__code", "level__rank")
    return {code: rank or 0 for code, rank in rows}


def questions_url(positioning, number=1):
    return reverse("positioning-questions", args=[positioning.pk, number])


def outcomes(framework, code, count, *, rank=1):
    """Give the competence `code` as many learning outcomes, which stand for a level."""
    parent = skill_of(framework, code)
    # Room between two competences: what is under one comes before the next.
    framework.skills.filter(depth__lt=2).update(order=F("pk") * 1000)
    return [
        skill(
            framework,
            f"{code}.{number}",
            f"Acquis {number}",
            kind="outcome",
            parent=parent,
            depth=2,
            order=parent.pk * 1000 + number,
            level=level(framework, rank),
        )
        for number in range(1, count + 1)
    ]


# --- the questionnaire ---


def test_a_questionnaire_has_a_page_for_each_area(framework, ondine):
    positioning = begin(ondine, framework, 1)
    assert [(page.title, page.asked) for page in pages_left(positioning)] == [
        ("1 Protection et sécurité", 2),
        ("2 Communication", 2),
    ]
    assert [row.code for row in page_of(positioning, 2).skills] == ["2.1", "2.2"]
    assert [page_of(positioning, number) for number in (0, 3)] == [None, None]


def test_one_chooses_how_detailed_it_is_as_the_framework_allows(framework):
    outcomes(framework, "1.1", 3)
    # Fewer statements beside the outcomes: the outcomes are the detail.
    skill(framework, "1.1.S", "Résumé", kind="statement", parent=skill_of(framework, "1.1"), depth=2, order=1)
    [row] = [row for row in offered() if row["id"] == framework.pk]
    assert [(depth["depth"], depth["count"]) for depth in row["depths"]] == [(0, 2), (1, 4), (2, 3)]


def test_what_has_nothing_under_it_is_asked_however_high(framework, ondine):
    outcomes(framework, "1.1", 2)
    pages = outline_of(framework).question_pages(2)
    codes = {row.pk: row.code for row in framework.skills.all()}
    assert [[codes[pk] for pk in page.skills] for page in pages] == [["1.1.1", "1.1.2"], ["1.2"], ["2.1", "2.2"]]


def test_a_framework_of_523_outcomes_is_asked_in_light_pages(framework, ondine, django_assert_num_queries):
    rows = []
    for code, count in (("1.1", 200), ("1.2", 200), ("2.1", 123)):
        rows += outcomes(framework, code, count)
    positioning = begin(ondine, framework, 2)
    pages = outline_of(framework).question_pages(2)
    assert sum(len(page.skills) for page in pages) == 523 + 1
    assert max(len(page.skills) for page in pages) == 16
    with django_assert_num_queries(4):
        page_of(positioning, 1)


def test_answers_are_kept_page_by_page_and_resumed(client, framework, ondine):
    client.force_login(ondine)
    response = client.post(f"{HOME}commencer/", {"framework": framework.pk, "depth": 1})
    positioning = Positioning.objects.get()
    assert response.url == questions_url(positioning)
    first = client.post(response.url, {name(framework, "1.1"): "2", name(framework, "1.2"): "0", "next": "on"})
    assert first.url == questions_url(positioning, 2)
    assert client.post(first.url, {name(framework, "2.1"): "4", "next": "later"}).url == HOME
    # Beginning again goes on where it stopped, with what was answered.
    again = client.post(f"{HOME}commencer/", {"framework": framework.pk, "depth": 1})
    assert again.url == questions_url(positioning, 2)
    page = client.get(questions_url(positioning, 1)).context["form"]
    assert page.initial == {name(framework, "1.1"): "2", name(framework, "1.2"): "0"}
    assert answers_of(positioning) == {"1.1": 2, "1.2": 0, "2.1": 4}
    last = client.post(questions_url(positioning, 2), {name(framework, "2.2"): "1", "next": "on"})
    assert last.url == positioning.get_absolute_url()
    assert client.get(last.url).status_code == 200
    client.post(reverse("finish-positioning", args=[positioning.pk]))
    assert client.get(last.url).context["result"].answered == 4


def test_the_chosen_answer_is_ticked_on_the_page(client, framework, ondine):
    positioning = begin(ondine, framework, 1)
    save_answers(positioning, {skill_of(framework, "1.1").pk: level(framework, 3).pk})
    client.force_login(ondine)
    page = client.get(questions_url(positioning)).content.decode()
    assert page.count("checked") == 1


def test_two_windows_on_two_pages_both_count_and_a_question_left_alone_stays(client, framework, ondine):
    positioning = begin(ondine, framework, 1)
    client.force_login(ondine)
    client.post(questions_url(positioning, 2), {name(framework, "2.1"): "3"})
    client.post(questions_url(positioning, 1), {name(framework, "1.1"): "1"})
    client.post(questions_url(positioning, 1), {name(framework, "1.2"): "2"})
    assert answers_of(positioning) == {"1.1": 1, "1.2": 2, "2.1": 3}


def test_a_window_left_open_after_the_end_changes_nothing_and_loses_nothing(client, framework, ondine):
    positioning = finished(ondine, framework, _1_1=1)
    client.force_login(ondine)
    response = client.post(questions_url(positioning), {name(framework, "1.1"): "4"})
    assert response.status_code == 200
    assert response.context["form"][name(framework, "1.1")].value() == "4"
    assert len(response.context["form"].non_field_errors()) == 1
    assert answers_of(positioning) == {"1.1": 1}


@pytest.mark.parametrize("value", ["5", "-1", "deux", "2; DROP", "9" * 50])
def test_a_wrong_answer_is_refused_and_the_others_stay_as_typed(client, framework, ondine, value):
    positioning = begin(ondine, framework, 1)
    client.force_login(ondine)
    response = client.post(questions_url(positioning), {name(framework, "1.1"): value, name(framework, "1.2"): "2"})
    assert list(response.context["form"].errors) == [name(framework, "1.1")]
    assert response.context["form"][name(framework, "1.2")].value() == "2"
    assert answers_of(positioning) == {}


def test_answers_to_other_questions_are_not_heard(client, framework, ondine):
    other = skill_framework("autre")
    positioning = begin(ondine, framework, 1)
    client.force_login(ondine)
    client.post(questions_url(positioning), {name(other, "1.1"): "2", name(framework, "2.1"): "2"})
    assert answers_of(positioning) == {}


def test_an_outcome_is_answered_by_yes_or_not_yet(client, framework, ondine):
    [outcome] = outcomes(framework, "1.1", 1, rank=3)
    positioning = begin(ondine, framework, 2)
    client.force_login(ondine)
    form = client.get(questions_url(positioning)).context["form"]
    assert [value for value, _label in form.fields[f"q{outcome.pk}"].choices] == [0, 3]
    client.post(questions_url(positioning), {f"q{outcome.pk}": "3"})
    assert answers_of(positioning) == {"1.1.1": 3}


def test_only_frameworks_in_force_and_with_levels_are_offered(client, framework, ondine):
    skill_framework("brouillon", status="draft")
    without = SkillFramework.objects.create(
        code="sans", version="1", title="Sans", status="adopted", changed_at="2026-01-01T00:00Z"
    )
    ours = {"essai", "brouillon", "sans"}
    codes = dict(SkillFramework.objects.values_list("pk", "code"))
    assert [codes[row["id"]] for row in offered() if codes[row["id"]] in ours] == ["essai"]
    with pytest.raises(NotOffered):
        begin(ondine, SkillFramework.objects.get(code="brouillon"), 1)
    with pytest.raises(NotOffered):
        begin(ondine, framework, 7)
    client.force_login(ondine)
    assert client.post(f"{HOME}commencer/", {"framework": without.pk, "depth": 0}).status_code == 404
    assert client.post(f"{HOME}commencer/", {"framework": "x", "depth": "y"}).status_code == 404
