"""What one has begun, and where each kit is."""

import pytest
from django.urls import reverse

from outillerie.kits.models import KitPage
from outillerie.moderation import actions as moderation
from outillerie.moderation.models import KitReviewState
from outillerie.writing.actions import begin_kit, propose_kit
from outillerie.writing.queries import draft_of, kits_written_by, states_of
from outillerie.writing.showing import first_unfinished
from tests import factories
from tests.outillerie.writing.browsing import stage_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return factories.person("ines@example.org", group="moderator")


def proposed(samir, **facts):
    kit = begin_kit(factories.content(**facts), by=samir)
    propose_kit(kit, by=samir)
    return kit, KitReviewState.objects.order_by("-pk").first()


def state_of(kit):
    return states_of([KitPage.objects.get(pk=kit.pk)])[kit.pk]


def test_a_kit_says_where_it_is_at_each_step(samir, moderator):
    draft = begin_kit(factories.content(), by=samir)
    read, _state = proposed(samir)
    asked, state = proposed(samir)
    moderation.ask_for_changes(state, by=moderator, revision_id=state.revision_id, feedback="Plus court.")
    refused, state = proposed(samir)
    moderation.refuse(state, by=moderator, revision_id=state.revision_id, reason="quality", feedback="Vide.")
    published, state = proposed(samir)
    moderation.approve(state, by=moderator, revision_id=state.revision_id)
    changed, state = proposed(samir)
    moderation.approve(state, by=moderator, revision_id=state.revision_id)
    KitPage.objects.get(pk=changed.pk).save_revision(user=samir)
    assert [state_of(kit) for kit in (draft, read, asked, refused, published, changed)] == [
        "draft", "review", "changes", "refused", "published", "published-with-draft",
    ]  # fmt: skip


def test_an_answer_is_closed_by_a_publication(samir, moderator):
    kit, state = proposed(samir)
    moderation.ask_for_changes(state, by=moderator, revision_id=state.revision_id, feedback="Plus court.")
    KitPage.objects.get(pk=kit.pk).get_latest_revision().publish(user=moderator)
    assert state_of(kit) == "published"


def test_one_sees_one_s_own_kits_the_newest_first(writer, samir, theo):
    first, second = (begin_kit(factories.content(title=title), by=samir) for title in ("Premier", "Second"))
    begin_kit(factories.content(title="D’un autre"), by=theo)
    assert list(kits_written_by(samir)) == [second, first]
    page = writer.get(reverse("writing")).content.decode()
    assert ["Premier" in page, "D’un autre" in page] == [True, False]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_one_s_kits_costs_the_same_with_one_and_with_three(writer, samir, count, django_assert_num_queries):
    for number in range(count):
        proposed(samir, title=f"Kit {number}")
    writer.get(reverse("writing"))
    with django_assert_num_queries(11):
        writer.get(reverse("writing"))


def test_who_is_signed_out_reads_what_contributing_is_and_signs_in_to_come_back(client):
    page = client.get(reverse("writing")).content.decode()
    assert f"{reverse('account_login')}?next=/contribuer/" in page
    assert client.post(reverse("writing"), {"title": "Piratage"}).url == f"{reverse('account_login')}?next=/contribuer/"
    assert KitPage.objects.count() == 0


def test_a_draft_opens_where_something_is_missing(writer, samir):
    kit = begin_kit(factories.content(audiences=()), by=samir)
    assert writer.get(reverse("writing-resume", args=[kit.pk])).url == stage_url(kit, "audience")
    whole = begin_kit(factories.content(), by=samir)
    assert first_unfinished(draft_of(whole)).code == "licence"


def test_a_draft_is_previewed_as_it_will_be_read(writer, kit):
    page = writer.get(reverse("writing-preview", args=[kit.pk])).content.decode()
    assert all(words in page for words in ("This is a draft.", "Où est Camille", "Trier les messages"))


def test_the_foot_of_every_page_leads_here(client):
    assert f'href="{reverse("writing")}"' in client.get("/").content.decode()
