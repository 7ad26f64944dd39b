"""A positioning that is finished: its result, a plan, what moved since; for its person and nobody else."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from catalogue.positioning.actions import AlreadyFinished, NothingAnswered, begin, finish, save_answers
from catalogue.positioning.comparing import comparison
from catalogue.positioning.models import Positioning, PositioningAnswer
from catalogue.positioning.questionnaire import comparable
from catalogue.positioning.reading import positioning_result
from tests.catalogue.factories import module, path, skill_framework, skill_of
from tests.catalogue.positioning.learners import completed, finished
from tests.factories import person

pytestmark = pytest.mark.django_db
HOME = "/me-situer/"


@pytest.fixture
def framework():
    return skill_framework()


@pytest.fixture
def ondine():
    return person("ondine@example.org", first_name="Ondine")


def questions_url(positioning, number=1):
    return reverse("positioning-questions", args=[positioning.pk, number])


# --- the end ---


def test_finishing_needs_an_answer_and_keeps_its_first_date(framework, ondine):
    positioning = begin(ondine, framework, 1)
    with pytest.raises(NothingAnswered):
        finish(positioning)
    save_answers(positioning, {skill_of(framework, "1.1").pk: None})
    finish(positioning)
    first = Positioning.objects.get().finished_at
    finish(positioning)
    assert Positioning.objects.get().finished_at == first
    with pytest.raises(AlreadyFinished):
        save_answers(positioning, {skill_of(framework, "1.1").pk: None})
    # The next one is another one.
    assert begin(ondine, framework, 1).pk != positioning.pk


def test_a_result_says_the_share_of_each_area(framework, ondine):
    result = positioning_result(finished(ondine, framework, _1_1=4, _1_2=2, _2_1=0))
    assert (result.answered, result.asked, result.levels) == (
        3,
        4,
        ("Découverte", "Pratique", "Maîtrise", "Transmission"),
    )
    assert [(area.code, area.domain, area.share, area.answered) for area in result.areas] == [
        ("1", 1, 75, 2),
        ("2", 2, 0, 1),
    ]
    assert [(row.code, row.rank, row.shown.dots) for row in result.skills] == [
        ("1.1", 4, 4),
        ("1.2", 2, 2),
        ("2.1", 0, 0),
        ("2.2", None, None),
    ]


def test_the_result_plans_what_one_says_is_missing_and_no_module_gave(client, framework, ondine):
    rows = [module(code, skills=[(skill_of(framework, code), "assessed", 2)]) for code in ("1.1", "1.2", "2.1")]
    course = path("Aidant", blocks=[("Un", rows)], is_always_open=True)
    completed(ondine, course, rows[0])
    positioning = finished(ondine, framework, _1_1=0, _1_2=1, _2_1=3)
    client.force_login(ondine)
    page = client.get(f"{positioning.get_absolute_url()}?niveau=2")
    assert [row.title for row in page.context["plan"].rows] == ["1.2"]
    assert [row["rank"] for row in page.context["wanted"] if row["is_current"]] == [2]
    assert client.get(f"{positioning.get_absolute_url()}?niveau=1").context["plan"] is None


def test_two_positionings_are_compared_over_time(client, framework, ondine):
    before = finished(ondine, framework, _1_1=1, _1_2=1, _2_1=2)
    after = finished(ondine, framework, _1_1=3, _1_2=1, _2_1=1, _2_2=1)
    moves = comparison(before, after)
    assert [(move.after.code, move.difference) for move in moves] == [("1", 25), ("2", -25)]
    assert [(row.after.code, row.kind) for move in moves for row in move.moves] == [
        ("1.1", "up"),
        ("2.1", "down"),
        ("2.2", "new"),
    ]
    assert comparable([after, before]) == [{"before": before, "after": after}]
    client.force_login(ondine)
    # In whatever order they are asked, the older one comes first.
    page = client.get(f"{HOME}comparer/?avant={after.pk}&apres={before.pk}")
    assert (page.context["before"], page.context["after"]) == (before, after)
    other = finished(ondine, skill_framework("autre"), _1_1=1)
    for query in (f"avant={before.pk}&apres={other.pk}", f"avant={before.pk}&apres={before.pk}", "avant=x", ""):
        assert client.get(f"{HOME}comparer/?{query}").status_code == 404


def test_deleting_takes_every_answer_away(client, framework, ondine):
    positioning = finished(ondine, framework, _1_1=1)
    client.force_login(ondine)
    url = reverse("delete-positioning", args=[positioning.pk])
    assert client.get(url).status_code == 200
    assert Positioning.objects.count() == 1
    assert client.post(url).url == HOME
    assert (Positioning.objects.count(), PositioningAnswer.objects.count()) == (0, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_many_questions_whatever_its_length(
    client, framework, ondine, django_assert_num_queries, count
):
    for _number in range(count):
        finished(ondine, framework, _1_1=1)
    client.force_login(ondine)
    client.get(HOME)
    with django_assert_num_queries(10):
        client.get(HOME)


# --- whose it is ---


def addresses(positioning, other):
    return [
        ("get", positioning.get_absolute_url()),
        ("get", questions_url(positioning)),
        ("post", questions_url(positioning)),
        ("post", reverse("finish-positioning", args=[positioning.pk])),
        ("get", reverse("delete-positioning", args=[positioning.pk])),
        ("post", reverse("delete-positioning", args=[positioning.pk])),
        ("get", f"{HOME}comparer/?avant={positioning.pk}&apres={other.pk}"),
    ]


@pytest.mark.parametrize("group", ["", "contributor", "trainer", "moderator", "hub staff", "administrator"])
def test_ATK_IDOR_a_positioning_answers_to_its_person_alone(client, framework, ondine, group):
    first, second = finished(ondine, framework, _1_1=1), finished(ondine, framework, _1_1=2)
    client.force_login(person("autre@example.org", group=group))
    answers = [getattr(client, verb)(url).status_code for verb, url in addresses(first, second)]
    assert answers == [404] * len(answers)
    client.force_login(ondine)
    assert client.get(first.get_absolute_url()).status_code == 200


def test_a_superuser_reads_it_no_more_than_anybody(client, framework, ondine):
    positioning = finished(ondine, framework, _1_1=1)
    client.force_login(person("chef@example.org", is_superuser=True, is_staff=True))
    assert client.get(positioning.get_absolute_url()).status_code == 404


def test_signed_out_the_page_explains_and_the_others_ask_to_sign_in(client, framework, ondine):
    positioning = finished(ondine, framework, _1_1=1)
    page = client.get(HOME)
    assert (page.status_code, f"?next={HOME}" in page.content.decode()) == (200, True)
    for verb, url in addresses(positioning, positioning):
        response = getattr(client, verb)(url)
        assert (response.status_code, "/compte/connexion/" in response.url) == (302, True)


def test_LEAK_answers_are_kept_by_no_cache(client, framework, ondine):
    positioning = finished(ondine, framework, _1_1=1)
    client.force_login(ondine)
    assert "no-store" in client.get(positioning.get_absolute_url())["Cache-Control"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_beginning_in_two_windows_at_once_begins_once():
    framework, ondine = skill_framework(), person("ondine@example.org")
    ready, found = threading.Barrier(4), []

    def press():
        ready.wait()
        try:
            found.append(begin(ondine, framework, 1).pk)
        finally:
            connection.close()

    windows = [threading.Thread(target=press) for _number in range(4)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    assert (len(found), len(set(found)), Positioning.objects.count()) == (4, 1, 1)
