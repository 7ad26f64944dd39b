"""Proposals: sent, replaced, taken back, answered. Wagtail's workflow says the same as our rows."""

import pytest
from django.core import mail
from wagtail.models import PageLogEntry, Workflow, WorkflowState

from outillerie.accounts.models import Membership, Organisation, User
from outillerie.kits.actions import NotPublishable
from outillerie.moderation import actions
from outillerie.moderation.actions import (
    AlreadyDecided,
    NewerProposal,
    NobodyReads,
    NothingNew,
    NotWaiting,
    OwnKit,
    ReasonMissing,
    TooManyWaiting,
    approve,
    ask_for_changes,
    refuse,
    submit_kit,
    withdraw,
)
from outillerie.moderation.models import KitReview, KitReviewState
from outillerie.moderation.queries import waiting_proposals
from outillerie.notifications.models import Notification
from outillerie.outbox.models import OutboxMessage
from outillerie.writing.actions import begin_kit, publish_kit
from tests import factories
from tests.outillerie.moderation.conftest import begun, fresh, rewritten

pytestmark = pytest.mark.django_db


def told(person):
    return list(Notification.objects.filter(person=person).order_by("pk").values_list("kind", "path", "facts"))


def records(kit):
    """Return what our rows and what Wagtail's say of each proposal of `kit`."""
    states = KitReviewState.objects.filter(workflow_state__object_id=str(kit.pk)).order_by("pk")
    return [(state.decision, state.status, state.workflow_state.status) for state in states]


def test_a_proposal_is_a_workflow_on_the_newest_draft(kit, author):
    kit = rewritten(kit, author, title="Titre revu")
    state = submit_kit(kit, by=author, message="Bonjour")
    kit = fresh(kit)
    assert (state.message, state.revision, state.revision.as_object().title) == (
        "Bonjour",
        kit.latest_revision,
        "Titre revu",
    )
    assert kit.current_workflow_task_state == state
    assert records(kit) == [("", "in_progress", "in_progress")]
    assert kit.live is False


def test_what_is_read_is_a_revision_of_its_own_that_no_open_editor_writes_over(kit, author):
    typed = fresh(kit).latest_revision
    state = submit_kit(kit, by=author)
    assert state.revision != typed


def test_those_who_read_are_told_and_nobody_else(kit, author, moderator, staff, stranger):
    state = submit_kit(kit, by=author)
    line = [("kit-proposed", f"/relecture/{state.pk}/", {})]
    assert [told(person) for person in (moderator, staff, author, stranger)] == [line, line, [], []]


def test_a_newer_proposal_replaces_the_one_that_waits_and_keeps_its_place(kit, author, moderator):
    first = submit_kit(kit, by=author)
    second_kit = submit_kit(begun(author, title="Autre kit"), by=author)
    newer = submit_kit(rewritten(kit, author, title="Titre revu"), by=author, message="J’ai corrigé")
    assert records(kit) == [("superseded", "cancelled", "cancelled"), ("", "in_progress", "in_progress")]
    assert [state.pk for state in waiting_proposals()] == [newer.pk, second_kit.pk]
    assert newer.started_at == first.started_at
    assert len(told(moderator)) == 2, "a kit that waits already is not told again"


def test_after_changes_were_asked_for_the_same_conversation_goes_on(kit, proposal, author, moderator):
    ask_for_changes(proposal, by=moderator, revision_id=proposal.revision_id, feedback="Datez l’étape 2.")
    assert records(kit) == [("changes", "rejected", "needs_changes")]
    answer = submit_kit(rewritten(kit, author, hook="Nouveau"), by=author, message="C’est fait")
    assert records(kit) == [("changes", "rejected", "in_progress"), ("", "in_progress", "in_progress")]
    assert answer.workflow_state_id == proposal.workflow_state_id
    assert WorkflowState.objects.count() == 1
    approve(answer, by=moderator, revision_id=answer.revision_id)
    assert records(kit) == [("changes", "rejected", "approved"), ("approved", "approved", "approved")]


def test_an_author_may_answer_without_changing_anything(kit, proposal, author, moderator):
    ask_for_changes(proposal, by=moderator, revision_id=proposal.revision_id, feedback="Datez l’étape 2.")
    assert submit_kit(kit, by=author, message="Elle est datée.").message == "Elle est datée."


def test_approving_publishes_the_very_revision_that_was_read(kit, proposal, author, moderator):
    rewritten(kit, author, title="Écrit après, et pas envoyé")
    approve(proposal, by=moderator, revision_id=proposal.revision_id, feedback="Bravo", note="Vérifié par téléphone")
    kit = fresh(kit)
    version = kit.versions.get()
    assert (kit.live, kit.live_revision_id, version.title) == (True, proposal.revision_id, "Où est Camille ?")
    assert kit.get_latest_revision_as_object().title == "Écrit après, et pas envoyé"
    assert kit.has_unpublished_changes is True
    proposal.refresh_from_db()
    assert (proposal.comment, proposal.note, proposal.finished_by) == ("Bravo", "Vérifié par téléphone", moderator)


def test_the_author_and_those_of_the_team_who_wrote_are_told(author, moderator, stranger):
    team = Organisation.objects.create(name="Les Beffrois")
    writer, silent = factories.person("jo@example.org"), factories.person("ali@example.org")
    for person in (writer, silent):
        Membership.objects.create(person=person, organisation=team, state="active")
    kit = begin_kit(factories.content(organisation=""), by=author, organisation=team)
    rewritten(kit, writer, hook="Écrit à deux")
    rewritten(kit, stranger, hook="Parti de l’équipe depuis")
    state = submit_kit(kit, by=author)
    approve(state, by=moderator, revision_id=state.revision_id)
    line = [("kit-decided", f"/contribuer/{kit.pk}/relecture/", {"decision": "approved"})]
    assert [told(person) for person in (author, writer, silent, stranger)] == [line, line, [], []]


def test_a_refusal_has_a_reason_and_ends_the_conversation(kit, proposal, author, moderator):
    refuse(
        proposal, by=moderator, revision_id=proposal.revision_id, reason="licence", feedback="Ce texte est protégé.",
        note="Déjà refusé ailleurs",
    )  # fmt: skip
    assert records(kit) == [("refused", "rejected", "cancelled")]
    assert fresh(kit).current_workflow_state is None
    assert told(author) == [
        ("kit-decided", f"/contribuer/{kit.pk}/relecture/", {"decision": "refused", "reason": "licence"})
    ]
    again = submit_kit(kit, by=author, message="J’ai l’accord de l’autrice.")
    assert again.workflow_state_id != proposal.workflow_state_id


@pytest.mark.parametrize(("reason", "feedback"), [("", "Non."), ("parce que", "Non."), ("licence", "  ")])
def test_nobody_is_refused_without_a_reason_in_words(proposal, moderator, reason, feedback):
    with pytest.raises(ReasonMissing):
        refuse(proposal, by=moderator, revision_id=proposal.revision_id, reason=reason, feedback=feedback)


def test_changes_are_not_asked_for_without_a_word(proposal, moderator):
    with pytest.raises(ReasonMissing):
        ask_for_changes(proposal, by=moderator, revision_id=proposal.revision_id, feedback="")


def test_an_author_takes_a_proposal_back(kit, proposal, author, moderator):
    withdraw(kit, by=author)
    assert records(kit) == [("withdrawn", "cancelled", "cancelled")]
    with pytest.raises(NotWaiting):
        withdraw(kit, by=author)
    with pytest.raises(AlreadyDecided) as refusal:
        approve(proposal, by=moderator, revision_id=proposal.revision_id)
    assert refusal.value.state.decision == "withdrawn"


def test_the_second_answer_is_told_who_decided_when_and_what(proposal, moderator, other_moderator):
    ask_for_changes(proposal, by=moderator, revision_id=proposal.revision_id, feedback="Datez l’étape 2.")
    with pytest.raises(AlreadyDecided) as refusal:
        approve(proposal, by=other_moderator, revision_id=proposal.revision_id)
    decided = refusal.value.state
    assert (decided.finished_by, decided.decision, decided.comment) == (moderator, "changes", "Datez l’étape 2.")
    assert decided.finished_at is not None


def test_an_answer_to_what_was_replaced_meets_the_newer_proposal(kit, proposal, author, moderator):
    newer = submit_kit(rewritten(kit, author, title="Titre revu"), by=author)
    with pytest.raises(NewerProposal) as refusal:
        approve(proposal, by=moderator, revision_id=proposal.revision_id)
    assert refusal.value.state == newer
    assert fresh(kit).live is False


def test_an_answer_to_another_revision_is_refused(kit, proposal, author, moderator):
    unsent = rewritten(kit, author, title="Jamais envoyé").latest_revision_id
    with pytest.raises(NewerProposal):
        approve(proposal, by=moderator, revision_id=unsent)
    assert fresh(kit).live is False


def test_a_reader_may_correct_a_kit_and_publish_their_version(kit, proposal, author, moderator):
    corrected = rewritten(kit, moderator, title="Où est donc Camille ?").latest_revision_id
    approve(proposal, by=moderator, revision_id=corrected)
    assert (fresh(kit).live_revision_id, fresh(kit).title) == (corrected, "Où est donc Camille ?")
    assert KitReviewState.objects.get(pk=proposal.pk).revision_id == corrected


def test_a_kit_that_nothing_allows_stays_waiting_with_nothing_half_done(kit, proposal, moderator, monkeypatch):
    def forbidden(content):
        raise NotPublishable("Aucune licence ne permet ce mélange.")

    monkeypatch.setattr("outillerie.kits.actions.check_licence", forbidden)
    with pytest.raises(NotPublishable):
        approve(proposal, by=moderator, revision_id=proposal.revision_id, note="Oui")
    assert records(kit) == [("", "in_progress", "in_progress")]
    assert (fresh(kit).live, KitReviewState.objects.get(pk=proposal.pk).note) == (False, "")
    assert PageLogEntry.objects.filter(action="wagtail.workflow.approve").count() == 0


def test_nobody_decides_on_their_own_kit_when_someone_else_could(moderator, other_moderator):
    kit = begun(moderator)
    state = submit_kit(kit, by=moderator)
    with pytest.raises(OwnKit):
        approve(state, by=moderator, revision_id=state.revision_id)
    assert approve(state, by=other_moderator, revision_id=state.revision_id).decision == "approved"


def test_the_only_one_who_reads_may_decide_on_their_own_kit(moderator):
    state = submit_kit(begun(moderator), by=moderator)
    assert approve(state, by=moderator, revision_id=state.revision_id).decision == "approved"


def test_what_a_reader_sent_for_someone_else_is_read_by_another(kit, moderator, other_moderator):
    state = submit_kit(kit, by=moderator)
    with pytest.raises(OwnKit):
        approve(state, by=moderator, revision_id=state.revision_id)


def test_publishing_by_another_road_answers_what_waits(kit, proposal, author, moderator):
    fresh(kit).latest_revision.publish(user=moderator)
    assert records(kit) == [("approved", "cancelled", "cancelled")]
    assert told(author) == [("kit-decided", f"/contribuer/{kit.pk}/relecture/", {"decision": "approved"})]


def test_a_published_kit_without_a_change_is_not_proposed(author, moderator):
    kit = factories.kit(by=moderator)
    with pytest.raises(NothingNew):
        submit_kit(kit, by=author)


def test_a_kit_without_a_licence_is_not_proposed(author):
    with pytest.raises(NotPublishable):
        submit_kit(begun(author, licence=""), by=author)


def test_without_a_workflow_the_draft_is_kept_and_it_is_said(kit, author):
    Workflow.objects.get(name="Relecture").deactivate()
    with pytest.raises(NobodyReads):
        submit_kit(kit, by=author)


def test_a_newcomer_has_few_kits_waiting_and_an_author_that_people_read_has_more(author, moderator, monkeypatch):
    monkeypatch.setattr(actions, "MOST_WAITING_OF_A_NEWCOMER", 2)
    states = [submit_kit(begun(author, title=f"Kit {number}"), by=author) for number in range(2)]
    third = begun(author, title="Kit 3")
    with pytest.raises(TooManyWaiting):
        submit_kit(third, by=author)
    approve(states[0], by=moderator, revision_id=states[0].revision_id)
    submit_kit(third, by=author)
    submit_kit(begun(author, title="Kit 4"), by=author)
    assert waiting_proposals().count() == 3


def test_throwing_a_draft_away_takes_its_proposal_with_it(kit, proposal, moderator):
    kit.delete()
    with pytest.raises(NotWaiting):
        approve(proposal, by=moderator, revision_id=proposal.revision_id)
    assert list(waiting_proposals()) == []


def test_wagtail_sends_no_mail_of_its_own_about_kits(kit, author, moderator):
    User.objects.create_superuser("root@example.org", "une phrase de passe longue")
    state = submit_kit(kit, by=author)
    ask_for_changes(state, by=moderator, revision_id=state.revision_id, feedback="Datez l’étape 2.")
    state = submit_kit(kit, by=author)
    approve(state, by=moderator, revision_id=state.revision_id)
    assert (mail.outbox, OutboxMessage.objects.filter(kind="mail").count()) == ([], 0)


def test_a_task_that_a_hub_puts_away_publishes_nothing(kit, proposal):
    KitReview.objects.get(name="Relecture").deactivate()
    assert fresh(kit).live is False


def test_a_trusted_author_who_publishes_what_waits_has_answered_it(kit, proposal, author):
    publish_kit(kit, by=author)
    assert records(kit) == [("approved", "cancelled", "cancelled")]
    assert told(author) == [], "nobody is told what they did"
