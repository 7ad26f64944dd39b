"""What one lacks of a framework, a certification or a path; a team by counts; and who sees what."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from catalogue.certifications.models import BlockSkill, Certification, CertificationBlock
from catalogue.paths.models import PathRun
from catalogue.positioning.actions import begin, finish, save_answers
from catalogue.positioning.aims import certification_aim, framework_aim, path_aim
from catalogue.positioning.formats.counts import Counts
from catalogue.positioning.showing import gap_of
from catalogue.positioning.teams import members_of, team_gap_of
from outillerie.accounts.models import Organisation
from tests.catalogue.factories import module, path, skill_framework, skill_of
from tests.catalogue.positioning.learners import begun, completed, linked, member
from tests.factories import person

pytestmark = pytest.mark.django_db
GAP = "/me-situer/ecart/"


@pytest.fixture
def framework():
    return skill_framework()


@pytest.fixture
def course(framework):
    """Return a published path of two blocks: three modules that assess, one that only practises."""
    rows = [
        module("Protéger", minutes=60, skills=[(skill_of(framework, "1.1"), "assessed", 2)]),
        module("Données", minutes=90, skills=[(skill_of(framework, "1.2"), "assessed", 3)]),
        module("Interagir", minutes=30, skills=[(skill_of(framework, "2.1"), "assessed", 2)]),
        module("Partager", minutes=30, skills=[(skill_of(framework, "2.2"), "practised", 2)]),
    ]
    page = path("Aidant", blocks=[("Sécurité", rows[:2]), ("Échanges", rows[2:])], is_always_open=True)
    page.rows = rows
    return page


def words(row):
    return row.words.code, row.state, row.has.dots, row.asked.label


def rows_of(gap):
    return [words(row) for row in gap.rows]


def test_a_gap_says_what_is_acquired_in_progress_and_missing(framework, course):
    ondine = person()
    completed(ondine, course, course.rows[0])
    begun(ondine, course, course.rows[2])
    gap = gap_of(ondine, framework_aim(framework, 2))
    assert rows_of(gap) == [
        ("1.1", "acquired", 2, "Pratique"),
        ("1.2", "missing", 0, "Pratique"),
        ("2.1", "in-progress", 0, "Pratique"),
        ("2.2", "missing", 0, "Pratique"),
    ]
    assert gap.counts == {"acquired": 1, "in_progress": 1, "missing": 2}
    assert gap.rows[0].reasons == (f"Protéger, Aidant, {date_format(timezone.localdate(), 'DATE_FORMAT')}",)


def test_the_plan_names_the_fewest_modules_and_what_nothing_gives(framework, course):
    ondine = person()
    completed(ondine, course, course.rows[0])
    plan = gap_of(ondine, framework_aim(framework, 2)).plan
    assert [row.title for row in plan.rows] == ["Données", "Interagir"]
    assert [row.url for row in plan.rows] == ["/parcours/aidant/#block-1", "/parcours/aidant/#block-2"]
    assert plan.rows[0].closes == ("1.2 Protéger les données personnelles",)
    assert plan.unclosed == ("2.2 Partager",)


def test_a_plan_says_when_the_next_session_begins(framework):
    only = module("Seul", skills=[(skill_of(framework, "1.1"), "assessed", 4)])
    page = path("Daté", blocks=[("Un", [only])])
    starts_on = timezone.localdate() + datetime.timedelta(days=20)
    PathRun.objects.create(path=page, starts_on=starts_on, commune="Roubaix")
    [row] = gap_of(person(), framework_aim(framework, 1)).plan.rows
    assert (row.title, "Roubaix" in row.when) == ("Seul", True)


def test_a_private_path_is_never_in_a_plan(framework, course):
    course.view_restrictions.create(restriction_type="login")
    assert gap_of(person(), framework_aim(framework, 2)).plan.rows == ()


def test_a_correspondence_counts_and_says_so(framework, course):
    theirs = skill_framework("autre")
    linked(skill_of(framework, "1.1"), skill_of(theirs, "2.1"), "close")
    linked(skill_of(framework, "1.2"), skill_of(theirs, "2.2"), "broader")
    ondine = person()
    completed(ondine, course, course.rows[0])
    completed(ondine, course, course.rows[1])
    gap = gap_of(ondine, framework_aim(theirs, 1))
    assert [row.state for row in gap.rows] == ["missing", "missing", "acquired", "missing"]
    assert gap.rows[2].reasons[0].endswith(gettext("by close correspondence"))


def test_what_one_says_of_oneself_is_beside_and_never_counts(framework, course):
    ondine = person()
    positioning = begin(ondine, framework, 1)
    save_answers(positioning, {skill_of(framework, "1.1").pk: framework.levels.get(rank=4).pk})
    finish(positioning)
    gap = gap_of(ondine, framework_aim(framework, 2))
    assert gap.rows[0].state == "missing"
    assert gap.rows[0].said.label == "Transmission"
    assert gap.rows[1].said is None


def test_a_certification_asks_for_the_skills_of_its_blocks_at_their_levels(framework, course):
    certification = Certification.objects.create(title="Médiateur", slug="mediateur")
    for order, (code, rank) in enumerate([("1.1", 2), ("2.1", 3)], start=1):
        block = CertificationBlock.objects.create(certification=certification, order=order, title=f"Bloc {order}")
        BlockSkill.objects.create(block=block, skill=skill_of(framework, code), level=framework.levels.get(rank=rank))
    aim = certification_aim(certification)
    assert [(row.words.code, row.asked.label) for row in gap_of(person(), aim).rows] == [
        ("1.1", "Pratique"),
        ("2.1", "Maîtrise"),
    ]


def test_a_path_leads_to_its_own_blocks(framework, course):
    ondine = person()
    completed(ondine, course, course.rows[0])
    gap = gap_of(ondine, path_aim(course))
    assert [(row.words.code, [(lead.label, lead.url) for lead in row.leads]) for row in gap.rows] == [
        ("1.1", []),
        ("1.2", [(lead_label(1, 2), "/parcours/aidant/#block-1")]),
        ("2.1", [(lead_label(2, 1), "/parcours/aidant/#block-2")]),
    ]


def test_a_module_below_the_level_asked_is_not_where_to_go(framework):
    low, high = (module(f"Niveau {rank}", skills=[(skill_of(framework, "1.1"), "assessed", rank)]) for rank in (1, 3))
    page = path("Deux temps", blocks=[("Un", [low]), ("Deux", [high])])
    ondine = person()
    completed(ondine, page, low)
    [row] = gap_of(ondine, path_aim(page)).rows
    assert (row.state, row.has.dots, [lead.label for lead in row.leads]) == ("in-progress", 1, [lead_label(2, 1)])


def lead_label(block, number):
    return gettext("Block %(block)s, module %(module)s") % {"block": block, "module": number}


def test_the_pages_answer(client, framework, course):
    ondine = person()
    completed(ondine, course, course.rows[0])
    client.force_login(ondine)
    for query in ("", "?referentiel=essai", "?referentiel=essai&niveau=3", "?parcours=aidant"):
        assert client.get(GAP + query).status_code == 200
    for query in ("?referentiel=rien", "?certification=rien", "?parcours=rien", "?referentiel=essai%00"):
        assert client.get(GAP + query).status_code == 404
    assert client.get(f"{GAP}?referentiel=essai&niveau=99999999999999999999").status_code == 200


def test_signed_out_one_signs_in_first(client, framework, course):
    response = client.get(f"{GAP}?referentiel=essai")
    assert (response.status_code, "/compte/connexion/" in response.url) == (302, True)


def test_a_path_that_one_may_not_read_asks_nothing(client, framework, course):
    course.view_restrictions.create(restriction_type="groups")
    client.force_login(person())
    assert client.get(f"{GAP}?parcours=aidant").status_code == 404


def path_gap(user, page):
    return Template("{% load positioning_tags %}{% path_gap page %}").render(Context({"user": user, "page": page}))


def test_the_page_of_a_path_shows_what_one_lacks_to_its_reader_only(framework, course):
    ondine, other = person(), person("autre@example.org")
    completed(ondine, course, course.rows[0])
    assert path_gap(AnonymousUser(), course).strip() == ""
    assert ["gap__state--acquired" in path_gap(one, course) for one in (ondine, other)] == [True, False]


@pytest.mark.parametrize("count", [1, 3])
def test_a_gap_asks_as_many_questions_whatever_the_paths(django_assert_num_queries, framework, count):
    ondine = person()
    for number in range(count):
        row = module(f"Module {number}", skills=[(skill_of(framework, "1.1"), "assessed", 2)])
        page = path(f"Parcours {number}", blocks=[("Un", [row])], is_always_open=True)
        completed(ondine, page, row)
        begun(ondine, page, row)
    with django_assert_num_queries(20):
        gap_of(ondine, framework_aim(framework, 3))


@pytest.mark.parametrize("count", [1, 3])
def test_the_table_of_a_path_asks_as_many_questions_whatever_the_modules(django_assert_num_queries, framework, count):
    ondine = person()
    codes = ("1.1", "1.2", "2.1")[:count]
    rows = [module(code, skills=[(skill_of(framework, code), "assessed", 2)]) for code in codes]
    page = path("Parcours", blocks=[("Un", rows)])
    for row in rows:
        completed(ondine, page, row)
    with django_assert_num_queries(15):
        path_gap(ondine, page)


# --- teams ---


@pytest.fixture
def team(framework, course):
    """Return an organisation of twelve: its manager and nobody else is named by tests."""
    organisation = Organisation.objects.create(name="Atelier du Canal")
    people = [person(f"membre{number}@example.org", first_name=f"Prénom{number}") for number in range(12)]
    for number, one in enumerate(people):
        member(one, organisation, role="member" if number else "manager")
    for one in people[:6]:
        completed(one, course, course.rows[0])
    for one in people[:2]:
        completed(one, course, course.rows[2])
    organisation.people_rows = people
    return organisation


def team_url(organisation):
    return f"/me-situer/equipe/{organisation.slug}/?referentiel=essai&niveau=2"


def test_a_team_is_told_by_counts_of_five_and_more(framework, team):
    found = team_gap_of(members_of(team), framework_aim(framework, 2))
    assert found.people == 12
    assert [(row.words.code, row.counts) for row in found.rows] == [
        ("1.1", Counts(acquired=6)),
        ("1.2", Counts()),
        ("2.1", Counts()),
        ("2.2", Counts()),
    ]


def test_LEAK_a_team_page_names_nobody(client, team):
    client.force_login(team.people_rows[0])
    page = client.get(team_url(team)).content.decode()
    assert page.count(gettext("under 5, or not told")) == 5
    # The manager reads their own first name in the header; nobody else's.
    assert [number for number in range(1, 12) if f"Prénom{number}<" in page or f"membre{number}@" in page] == []


def test_only_managers_see_their_team_whatever_their_group(client, team):
    seen = {}
    people = {
        "manager": team.people_rows[0],
        "member": team.people_rows[1],
        "stranger": person("stranger@example.org"),
        "trainer": person("trainer@example.org", group="trainer"),
        "staff": person("staff@example.org", group="hub staff"),
        "administrator": person("admin@example.org", group="administrator"),
    }
    for name, one in people.items():
        client.force_login(one)
        seen[name] = client.get(team_url(team)).status_code
    assert seen == dict.fromkeys(people, 404) | {"manager": 200}


def test_a_team_under_five_is_not_counted(client, framework, course):
    small = Organisation.objects.create(name="Petite")
    people = [person(f"petit{number}@example.org") for number in range(4)]
    for one in people:
        member(one, small, role="manager")
        completed(one, course, course.rows[0])
    client.force_login(people[0])
    page = client.get(team_url(small))
    assert page.context["gap"] is None
    assert "data-label" not in page.content.decode()


@pytest.mark.parametrize("count", [5, 8])
def test_a_team_asks_as_many_questions_whatever_its_people(django_assert_num_queries, framework, course, count):
    organisation = Organisation.objects.create(name="Équipe")
    for number in range(count):
        one = person(f"m{number}@example.org")
        member(one, organisation)
        completed(one, course, course.rows[0])
    with django_assert_num_queries(17):
        team_gap_of(members_of(organisation), framework_aim(framework, 2))


def test_the_manager_finds_the_page_from_the_team(team):
    tag = Template("{% load positioning_tags %}{% team_gap_link organisation %}")
    links = [
        reverse("team-gap", args=[team.slug]) in tag.render(Context({"user": one, "organisation": team}))
        for one in team.people_rows[:2]
    ]
    assert links == [True, False]
