"""«Mon espace»: everything of one's own, with the state it is in, and nothing of others."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from outillerie.collections.models import KitCollection
from outillerie.field_reports.models import FieldReport
from outillerie.kits.models import KitPage
from outillerie.moderation.actions import ask_for_changes, refuse, submit_kit
from outillerie.moderation.models import KitReport
from outillerie.people import space
from outillerie.remix.models import Adaptation
from tests import factories
from tests.outillerie.people.conftest import browser_of, member_of, someone

pytestmark = pytest.mark.django_db
SPACE = "/mon-espace/"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def lea(db):
    return someone("Lea")


@pytest.fixture
def moderator(db):
    return someone("Ines", group="moderator")


def owned(person, kit):
    KitPage.objects.filter(pk=kit.pk).update(owner=person)
    kit = KitPage.objects.get(pk=kit.pk)
    return kit


def drafted(person, slug="brouillon"):
    kit = owned(person, factories.draft(slug=slug, title=slug))
    kit.save_revision(user=person)
    return KitPage.objects.get(pk=kit.pk)


def states(person):
    return [(row.title, row.state) for row in space.kit_rows(person)]


def test_it_is_where_the_name_in_the_header_leads(lea):
    header = browser_of(lea).get("/kits/").content.decode().partition("</header>")[0]
    assert f'href="{SPACE}">Lea</a>' in header
    assert browser_of(None).get(SPACE).url == f"/compte/connexion/?next={SPACE}"


def test_an_empty_space_says_where_to_begin(lea):
    page = browser_of(lea).get(SPACE).content.decode()
    assert ["No kit yet" in page, "You belong to no organisation yet." in page, "nobody else reads it" in page] == [
        True
    ] * 3


@pytest.mark.parametrize(
    ("becomes", "state"),
    [
        ("draft", "draft"),
        ("proposed", "waiting for a reading"),
        ("changes", "changes asked for"),
        ("refused", "refused"),
    ],
)
def test_a_draft_says_where_its_reading_is(lea, moderator, becomes, state):
    kit = drafted(lea)
    if becomes != "draft":
        proposal = submit_kit(kit, by=lea)
        read = {"by": moderator, "revision_id": proposal.revision_id, "feedback": "Deux mots."}
        if becomes == "changes":
            ask_for_changes(proposal, **read)
        if becomes == "refused":
            refuse(proposal, reason="quality", **read)
    assert states(lea) == [("brouillon", state)]


def test_a_published_kit_says_whether_a_newer_draft_waits(lea):
    kit = owned(lea, factories.kit(slug="camille", title="Camille"))
    assert states(lea) == [("Camille", "published, up to date")]
    draft = kit.get_latest_revision_as_object()
    draft.title = "Camille, deuxième"
    draft.save_revision(user=lea)
    assert states(lea) == [("Camille, deuxième", "published, with a newer draft")]
    KitPage.objects.get(pk=kit.pk).unpublish()
    assert states(lea) == [("Camille, deuxième", "taken off the site")]


def test_everything_of_ones_own_is_there_and_nothing_of_others(lea, organisation, manager):
    kit = owned(lea, factories.kit(slug="camille", title="Camille"))
    adapted = owned(lea, factories.kit(slug="adapte", title="Adapté"))
    Adaptation.objects.create(kit=adapted, source=kit)
    others = owned(manager, factories.kit(slug="autre", title="Celui d’Ines"))
    FieldReport.objects.create(kit=others, person=lea, held_on=date(2026, 3, 4), recommendation=4)
    KitReport.objects.create(kit=others, reporter=lea, reason="errors")
    KitCollection.objects.create(title="Mes ados", slug="ados", owner=lea)
    shared = KitCollection.objects.create(title="À plusieurs", slug="plusieurs", owner=manager)
    shared.curators.add(lea)
    KitCollection.objects.create(title="Celle d’Ines", slug="ines", owner=manager)
    member_of(organisation, lea)
    shown = browser_of(lea).get(SPACE).context
    assert [row.title for row in shown["kits"]] == ["Camille"]
    assert [row.title for row in shown["adaptations"]] == ["Adapté"]
    assert [row.kit.title for row in shown["reports"]] == ["Celui d’Ines"]
    assert [row.get_reason_display() for row in shown["signalled"]] == ["There are errors"]
    assert sorted(row.title for row in shown["collections"]) == ["Mes ados", "À plusieurs"]
    assert [row.organisation.name for row in shown["memberships"]] == ["Atelier du Canal"]


def test_it_is_read_in_as_many_questions_whatever_it_holds(lea):
    def add(number):
        kit = owned(lea, factories.kit(slug=f"kit-{number}", title=f"Kit {number}"))
        drafted(lea, slug=f"brouillon-{number}")
        FieldReport.objects.create(kit=kit, person=lea, held_on=date(2026, 3, 4), recommendation=4)
        KitReport.objects.create(kit=kit, reporter=lea, reason="errors")
        KitCollection.objects.create(title=f"C{number}", slug=f"c{number}", owner=lea)

    def questions():
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(SPACE).status_code == 200
        return len(asked)

    browser = browser_of(lea)
    add(1)
    questions()
    one = questions()
    add(2)
    add(3)
    assert questions() == one


def test_it_may_be_kept_by_nobody(lea):
    answer = browser_of(lea).get(SPACE)
    assert (answer["Cache-Control"], 'content="noindex"' in answer.content.decode()) == ("private, no-store", True)


def test_hub_staff_go_from_the_back_office_to_a_team(organisation, hub_staff):
    page = browser_of(hub_staff).get("/admin/snippets/accounts/organisation/").content.decode()
    assert 'href="/organisations/atelier-du-canal/equipe/"' in page


def test_account_pages_lead_back(lea):
    assert f'href="{SPACE}"' in browser_of(lea).get("/compte/adresses/").content.decode()
