"""How far people are, asked of the database: the same questions for one learner and for many."""

import pytest

from catalogue.learning.actions import enrol
from catalogue.learning.models import Enrolment
from catalogue.learning.queries import progress_of, progress_of_many
from catalogue.learning.skills import acquired_skills, skills_of_people
from tests import factories
from tests.catalogue.factories import module, skill_framework, skill_of
from tests.catalogue.learning.learners import (
    ONE_MEETING,
    PASSED,
    TWO_MEETINGS,
    accepts,
    attends,
    enrolled,
    open_path,
    shows,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_progress_says_what_is_done_and_what_remains(lea, odile):
    first = module("Un", rule=ONE_MEETING, minutes=120)
    second = module("Deux", rule={"all": [TWO_MEETINGS, PASSED]}, minutes=180)
    claimed, last = module("Trois", rule=PASSED), module("Quatre", rule=PASSED)
    enrolment = enrolled(lea, first, second, claimed, (last, False), owner=odile)
    attends(lea, first, by=odile, minutes=110)
    attends(lea, second, by=odile, minutes=60)
    accepts(shows(enrolment, claimed, is_prior_learning=True), by=odile)
    shows(enrolment, last, text="Une preuve qui attend")
    found = progress_of(Enrolment.objects.get())
    assert [(row.title, row.status, row.rule, row.remains) for row in found.modules] == [
        ("Un", "done", "attend 1 meeting", ""),
        ("Deux", "started", "attend 2 meetings and pass the assessment", "1 more meeting and the assessment to pass"),
        ("Trois", "done", "pass the assessment", ""),
        ("Quatre", "started", "pass the assessment", "the assessment to pass"),
    ]
    assert (found.minutes_done, found.minutes_total, found.minutes_attended) == (240, 360, 170)
    assert [row.is_prior_learning for row in found.modules] == [False, False, True, False]
    assert (found.module(str(last.key)).waiting, found.next.title, found.is_completed) == (1, "Deux", False)


def test_what_another_person_did_is_theirs(lea, tom, odile):
    piece = module(rule=ONE_MEETING)
    page = open_path(piece, owner=odile)
    for person in (lea, tom):
        enrol(person, page, by=person)
    attends(tom, piece, by=odile)
    found = progress_of_many(Enrolment.objects.all())
    assert {row.person.first_name: found[row.pk].share for row in Enrolment.objects.all()} == {"Léa": 0, "Tom": 100}


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_questions_grows_with_nothing(odile, count, django_assert_num_queries):
    people = [factories.person(f"p{number}@example.org") for number in range(count)]
    for number in range(count):
        pieces = [module(f"Module {number}.{place}", rule=ONE_MEETING) for place in range(count)]
        page = open_path(*pieces, owner=odile, title=f"Parcours {number}")
        for person in people:
            shows(enrol(person, page, by=person), pieces[0])
            attends(person, pieces[0], by=odile)
    enrolments = list(Enrolment.objects.all())
    with django_assert_num_queries(6):
        progress_of_many(enrolments)
    with django_assert_num_queries(6):
        progress_of(enrolments[0])
    with django_assert_num_queries(8):
        skills_of_people([person.pk for person in people])


def test_skills_assessed_in_completed_modules_are_acquired_and_the_others_are_in_progress(lea, odile):
    framework = skill_framework()
    one, two, three = (skill_of(framework, code) for code in ("1.1", "1.2", "2.1"))
    finished = module("Fini", rule=ONE_MEETING, skills=[(one, "assessed", 2), (two, "practised", 1)])
    begun = module("Commencé", rule=TWO_MEETINGS, skills=[(three, "assessed", 3)])
    untouched = module("À faire", skills=[(two, "assessed", 4)])
    enrolled(lea, finished, begun, untouched, owner=odile)
    for piece in (finished, begun):
        attends(lea, piece, by=odile)
    found = acquired_skills(lea)
    assert [(fact.code, fact.rank, fact.module, fact.path_slug) for fact in found.acquired] == [
        ("1.1", 2, "Fini", "aidant-numerique")
    ]
    assert found.acquired[0].on is not None
    assert [(fact.code, fact.use, fact.module, fact.on is None) for fact in found.in_progress] == [
        ("1.2", "practised", "Fini", False),
        ("2.1", "assessed", "Commencé", True),
    ]
    finished.skill_rows.all().delete()
    assert acquired_skills(lea) == found
