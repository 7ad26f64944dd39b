"""The last stage: what is missing, asking for a reading, publishing by right, throwing away."""

import dataclasses
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from outillerie.accounts.groups import TRUSTED
from outillerie.kits.formats.content import KitContent
from outillerie.kits.models import KitPage
from outillerie.moderation.models import KitReviewState
from outillerie.writing.actions import (
    MOST_KITS_AN_HOUR,
    NotDiscardable,
    NotReady,
    TooManyKits,
    TooManyLinks,
    begin_blank_kit,
    begin_kit,
    discard_changes,
    discard_draft,
    propose_kit,
    publish_kit,
)
from tests import factories
from tests.outillerie.writing.browsing import opened, send, stage_url

pytestmark = pytest.mark.django_db


def test_a_kit_is_proposed_with_a_word_for_those_who_read(writer, kit, samir):
    response = send(writer, kit, "licence", do="propose", message="Essayé deux fois.")
    state = KitReviewState.objects.get()
    assert (response.url, state.message, state.workflow_state.requested_by) == (
        reverse("writing"),
        "Essayé deux fois.",
        samir,
    )
    assert (KitPage.objects.get(pk=kit.pk).live, kit.versions.count()) == (False, 0)
    assert "This kit is being read." in writer.get(stage_url(kit, "idea")).content.decode()


def test_what_is_being_read_may_still_be_written_and_sent_again(writer, kit):
    send(writer, kit, "licence", do="propose")
    send(writer, kit, "idea", hook="Nouvelle accroche.")
    read = KitReviewState.objects.get().revision.as_object()
    assert (read.hook, KitPage.objects.get(pk=kit.pk).get_latest_revision_as_object().hook) == (
        "Un jeu d’enquête à quatre pour parler du cyberharcèlement.",
        "Nouvelle accroche.",
    )
    send(writer, kit, "licence", do="propose")
    assert list(KitReviewState.objects.order_by("pk").values_list("status", "decision")) == [
        ("cancelled", "superseded"),
        ("in_progress", ""),
    ]


def test_what_is_missing_stops_a_proposal_and_never_a_save(writer, samir):
    kit = begin_kit(KitContent(title="À finir", licence="CC-BY-SA-4.0"), by=samir)
    response = send(writer, kit, "licence", do="propose", message="Un mot.", licence="CC-BY-4.0")
    page = writer.get(response.url.split("#")[0]).content.decode()
    assert KitReviewState.objects.count() == 0
    assert KitPage.objects.get(pk=kit.pk).get_latest_revision_as_object().licence == "CC-BY-4.0"
    missing = (
        "Some things are missing.",
        "Choose a theme",
        "Write at least one objective.",
        "Tick at least one audience.",
        "Tell at least one moment",
        "4 things are missing to publish.",
        ">Un mot.</textarea>",
    )
    assert [words for words in missing if words not in page] == []


def test_a_kit_whose_mix_no_licence_allows_is_not_proposed_and_the_reason_is_said(samir):
    steps = tuple(
        dataclasses.replace(step, author="Autre", licence="CC-BY-NC-SA-4.0") for step in factories.content().steps
    )
    kit = begin_kit(factories.content(steps=steps), by=samir)
    with pytest.raises(NotReady):
        propose_kit(kit, by=samir)


def test_publishing_is_a_right(writer, kit, samir):
    page = writer.get(stage_url(kit, "licence")).content.decode()
    assert ('value="propose"' in page, 'value="publish"' in page) == (True, False)
    assert send(writer, kit, "licence", do="publish").status_code == 404
    assert KitPage.objects.get(pk=kit.pk).live is False


def test_a_trusted_contributor_publishes_their_own_kit(client):
    author = factories.person("jeanne@example.org", first_name="Jeanne", group=TRUSTED)
    kit = begin_kit(factories.content(), by=author)
    client.force_login(author)
    response = send(client, kit, "licence", do="publish")
    fresh = KitPage.objects.get(pk=kit.pk)
    assert (response.url, fresh.live, [v.published_by for v in fresh.versions.all()]) == (fresh.url, True, [author])


def test_publishing_by_right_ends_the_reading_that_was_asked(samir):
    moderator = factories.person("ines@example.org", group="moderator")
    kit = begin_kit(factories.content(), by=samir)
    propose_kit(kit, by=samir)
    publish_kit(kit, by=moderator)
    assert (KitPage.objects.get(pk=kit.pk).live, KitReviewState.objects.get().status) == (True, "cancelled")


# --- abuse ---


def with_links(count):
    return factories.content(body=" ".join(f"https://exemple{number}.fr/" for number in range(count)))


def test_a_newcomer_cites_ten_addresses_at_most(samir):
    propose_kit(begin_kit(with_links(10), by=samir), by=samir)
    kit = begin_kit(with_links(11), by=samir)
    with pytest.raises(TooManyLinks):
        propose_kit(kit, by=samir)


def test_whoever_has_a_published_kit_cites_what_they_want(samir):
    KitPage.objects.filter(pk=factories.kit(by=samir).pk).update(owner=samir)
    kit = begin_kit(with_links(30), by=samir)
    propose_kit(kit, by=samir)
    assert KitReviewState.objects.count() == 1


def test_nobody_begins_more_kits_in_an_hour_than_a_person_can(writer, samir):
    for number in range(MOST_KITS_AN_HOUR):
        begin_blank_kit(f"Kit {number}", by=samir)
    with pytest.raises(TooManyKits):
        begin_blank_kit("Un de plus", by=samir)
    response = writer.post(reverse("writing"), {"title": "Un de plus"})
    assert (response.status_code, "Finish one of them" in response.content.decode()) == (422, True)
    an_hour_ago = timezone.now() - timedelta(hours=1, seconds=1)
    KitPage.objects.filter(owner=samir).update(latest_revision_created_at=an_hour_ago)
    assert begin_blank_kit("Plus tard", by=samir).pk


def test_a_program_that_fills_every_field_begins_nothing(writer):
    response = writer.post(reverse("writing"), {"title": "Publicité", "website": "https://spam.example"})
    assert (response.status_code, KitPage.objects.count()) == (422, 0)


# --- throwing away ---


def test_a_draft_is_thrown_away_after_a_question(writer, kit):
    url = reverse("writing-discard", args=[kit.pk])
    assert "Remove “Où est Camille ?”?" in writer.get(url).content.decode()
    assert KitPage.objects.count() == 1
    assert writer.post(url).url == reverse("writing")
    assert KitPage.objects.count() == 0


def test_a_published_kit_is_never_thrown_away_but_its_changes_are(writer, samir):
    kit = factories.kit(by=samir)
    KitPage.objects.filter(pk=kit.pk).update(owner=samir)
    with pytest.raises(NotDiscardable):
        discard_draft(kit)
    with pytest.raises(NotDiscardable):
        discard_changes(KitPage.objects.get(pk=kit.pk), by=samir)
    send(writer, kit, "idea", title="En chantier")
    url = reverse("writing-discard", args=[kit.pk])
    assert "Abandon the changes of “En chantier”?" in writer.get(url).content.decode()
    writer.post(url)
    fresh = KitPage.objects.get(pk=kit.pk)
    assert (fresh.draft_title, fresh.has_unpublished_changes, fresh.live) == ("Où est Camille ?", False, True)
    assert opened(writer, kit, "idea")["title"] == ["Où est Camille ?"]


def test_abandoning_changes_takes_them_back_from_those_who_read_them(writer, samir):
    kit = factories.kit(by=samir)
    KitPage.objects.filter(pk=kit.pk).update(owner=samir)
    send(writer, kit, "idea", title="En chantier")
    send(writer, kit, "licence", do="propose")
    writer.post(reverse("writing-discard", args=[kit.pk]))
    assert KitReviewState.objects.get().status == "cancelled"
