"""Wagtail's own buttons lead to the same records, the same notifications and the same refusals as our screens."""

import json

import pytest
from django.urls import reverse
from wagtail.models import TaskState

from outillerie.moderation import actions, back_office
from outillerie.moderation.actions import approve, ask_for_changes, refuse, submit_kit
from outillerie.moderation.models import KitReviewState
from outillerie.notifications.models import Notification
from outillerie.pages.models import HomePage, PlainPage
from tests.outillerie.moderation.conftest import begun, fresh, rewritten
from tests.outillerie.pages.test_back_office import edit

pytestmark = pytest.mark.django_db


def action_address(kit, state, action):
    return reverse("wagtailadmin_pages:workflow_action", args=[kit.pk, action, state.pk])


def act(client, kit, state, action, **words):
    return client.post(action_address(kit, state, action), words)


def record(state):
    """Return everything that a decision leaves behind, but for ids and hours."""
    state = KitReviewState.objects.get(pk=state.pk)
    kit = fresh_kit(state)
    notifications = Notification.objects.filter(kit=kit, kind="kit-decided").values_list("person", "facts")
    return {
        "row": (state.decision, state.reason, state.comment, state.note, state.finished_by_id),
        "wagtail": (state.status, state.workflow_state.status),
        "kit": (kit.live, [version.title for version in kit.versions.all()]),
        "told": list(notifications),
    }


def fresh_kit(state):
    return actions.kit_of(state)


WORDS = {"feedback": "Voici pourquoi.", "note": "Entre nous"}


@pytest.mark.parametrize(
    ("action", "ours", "words"),
    [
        ("approve", approve, WORDS),
        ("reject", ask_for_changes, WORDS),
        ("refuse", refuse, {**WORDS, "reason": "out-of-scope"}),
    ],
)
def test_a_button_of_the_back_office_leaves_the_same_records_as_our_screen(
    browsing, author, moderator, action, ours, words
):
    by_button = submit_kit(begun(author), by=author)
    by_screen = submit_kit(begun(author), by=author)
    assert act(browsing(moderator), fresh_kit(by_button), by_button, action, **words).status_code == 302
    ours(by_screen, by=moderator, revision_id=by_screen.revision_id, **words)
    assert record(by_button) == record(by_screen)


def test_the_modal_asks_for_the_reason_and_both_texts(browsing, kit, proposal, moderator):
    reader = browsing(moderator)
    forms = {
        action: json.loads(reader.get(action_address(kit, proposal, action)).content)["html"]
        for action in ("approve", "reject", "refuse")
    }
    assert {action: [f'name="{name}"' in html for name in ("reason", "feedback", "note")] for action, html in forms.items()} == {
        "approve": [False, True, True], "reject": [False, True, True], "refuse": [True, True, True],
    }  # fmt: skip


def test_the_editor_approves_what_a_moderator_changed_there(browsing, kit, proposal, moderator):
    edit(
        browsing(moderator), kit,
        **{"title": "Corrigé dans l’éditeur", "action-workflow-action": "1", "workflow-action-name": "approve",
           "workflow-action-extra-data": json.dumps({"feedback": "Une coquille corrigée.", "note": ""})},
    )  # fmt: skip
    kit = fresh(kit)
    state = KitReviewState.objects.get(pk=proposal.pk)
    assert (kit.live, kit.title, kit.live_revision_id) == (True, "Corrigé dans l’éditeur", state.revision_id)
    assert (state.decision, state.comment) == ("approved", "Une coquille corrigée.")


def test_the_editor_publishes_what_was_proposed_and_not_what_its_author_wrote_since(
    browsing, kit, proposal, author, moderator
):
    rewritten(kit, author, title="Écrit après, et pas envoyé")
    act(browsing(moderator), kit, proposal, "approve", **WORDS)
    assert (fresh(kit).title, fresh(kit).live_revision_id) == ("Où est Camille ?", proposal.revision_id)


def test_sending_from_the_editor_tells_those_who_read_and_answers_a_request_for_changes(
    browsing, kit, proposal, author, moderator
):
    ask_for_changes(proposal, by=moderator, revision_id=proposal.revision_id, feedback="Datez.")
    edit(browsing(author), kit, **{"title": "Daté", "action-submit": "1"})
    newest = KitReviewState.objects.order_by("pk").last()
    assert (newest.workflow_state_id, newest.status, newest.revision.object_str) == (
        proposal.workflow_state_id, "in_progress", "Daté",
    )  # fmt: skip
    paths = Notification.objects.filter(person=moderator).order_by("pk").values_list("path", flat=True)
    assert list(paths) == [f"/relecture/{newest.pk}/"]


def test_cancelling_in_the_editor_is_taking_back(browsing, kit, proposal, author):
    edit(browsing(author), kit, **{"action-cancel-workflow": "1"})
    assert KitReviewState.objects.get(pk=proposal.pk).decision == "withdrawn"


def test_publishing_in_the_editor_answers_what_waits_and_tells_the_author(browsing, kit, proposal, author, moderator):
    edit(browsing(moderator), kit, **{"action-publish": "1"})
    assert KitReviewState.objects.get(pk=proposal.pk).decision == "approved"
    assert Notification.objects.get(person=author).facts == {"decision": "approved"}


def test_what_waits_is_not_rewritten_under_the_eyes_of_those_who_read(browsing, kit, proposal, author):
    edit(browsing(author), kit, title="Changé en douce", overwrite_revision_id=str(proposal.revision_id))
    assert KitReviewState.objects.get(pk=proposal.pk).revision.as_object().title == "Où est Camille ?"


@pytest.mark.parametrize("extra", ["{}", '{"feedback": ""}', '{"reason": "x", "feedback": "Non"}'])
def test_ATK_MASS_01_a_forged_answer_without_its_reason_is_refused_with_a_sentence(
    browsing, kit, proposal, moderator, extra
):
    reader = browsing(moderator)
    response = edit(
        reader, kit,
        **{"action-workflow-action": "1", "workflow-action-name": "refuse", "workflow-action-extra-data": extra},
    )  # fmt: skip
    assert (response.status_code, response.url) == (302, "/admin/")
    assert KitReviewState.objects.get(pk=proposal.pk).decision == ""
    assert "needs to know it." in told(response) or "without a word" in told(response)


def test_ATK_MASS_01_forged_facts_of_an_answer_change_nothing(browsing, kit, proposal, author, moderator):
    words = {**WORDS, "decision": "approved", "by": author.pk, "status": "approved", "user": author.pk, "live": "on"}
    act(browsing(moderator), kit, proposal, "reject", **words)
    state = KitReviewState.objects.get(pk=proposal.pk)
    assert (state.decision, state.finished_by, fresh(kit).live) == ("changes", moderator, False)


def test_RACE_05_a_button_pressed_too_late_is_a_sentence_and_not_a_broken_page(
    browsing, kit, proposal, moderator, other_moderator, monkeypatch
):
    """The proposal is answered between Wagtail's own check and the deed."""
    real = back_office.revision_read_by

    def overtaken(state, person):
        ask_for_changes(proposal, by=other_moderator, revision_id=proposal.revision_id, feedback="Datez.")
        return real(state, person)

    monkeypatch.setattr(back_office, "revision_read_by", overtaken)
    late = browsing(moderator).post(
        action_address(kit, proposal, "approve"), WORDS, headers={"x-requested-with": "XMLHttpRequest"}
    )
    assert (late.status_code, late.json()) == (200, {"step": "success", "redirect": "/admin/"})
    assert told(late) == "Someone has already answered this proposal. Your answer is not recorded."
    assert KitReviewState.objects.get(pk=proposal.pk).decision == "changes"


def told(response):
    return " ".join(str(message) for message in response.wsgi_request._messages)


def test_nobody_has_buttons_for_their_own_kit_when_someone_else_could(kit, proposal, author, moderator, staff):
    task = proposal.task.specific
    own = submit_kit(begun(moderator), by=moderator)
    names = {
        person.first_name: [action[0] for action in task.get_actions(fresh_kit(state), person)]
        for person, state in ((moderator, proposal), (author, proposal))
    }
    assert names == {"Gaspard": ["reject", "refuse", "approve"], "Léa": []}
    assert task.get_actions(fresh_kit(own), moderator) == []
    assert len(task.get_actions(fresh_kit(own), staff)) == 3


@pytest.mark.parametrize("action", ["publish", "cancel", "__class__"])
def test_atk_mass_01_an_action_that_does_not_exist_does_nothing(browsing, kit, proposal, moderator, action):
    assert act(browsing(moderator), kit, proposal, action, **WORDS).status_code == 302
    assert KitReviewState.objects.get(pk=proposal.pk).status == "in_progress"


def test_atk_idor_02_the_proposal_of_another_kit_is_judged_by_its_own_rights(browsing, kit, proposal, moderator, staff):
    own = submit_kit(begun(moderator), by=moderator)
    assert act(browsing(moderator), kit, own, "approve", **WORDS).status_code == 302
    assert KitReviewState.objects.get(pk=own.pk).status == "in_progress"


def test_a_plain_page_goes_through_the_same_workflow_as_wagtail_does(browsing, author, moderator, staff):
    page = HomePage.objects.get().add_child(instance=PlainPage(title="Charte", slug="charte", live=False))
    page.save_revision(user=staff)
    page.get_workflow().start(page, staff)
    state = TaskState.objects.get()
    page.title = "Charte relue"
    page.save_revision(user=moderator)
    assert act(browsing(staff), page, state, "approve", feedback="Oui", note="").status_code == 302
    page = PlainPage.objects.get(pk=page.pk)
    assert (page.live, page.title, TaskState.objects.get().comment) == (True, "Charte relue", "Oui")
    assert browsing(moderator).get("/relecture/").context["count"] == 0
