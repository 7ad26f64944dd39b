"""Proposals of kits: sent, taken back, answered. Wagtail's workflow keeps them, and its own buttons lead here too."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from outillerie.errors import Refused
from outillerie.kits.actions import check_licence
from outillerie.kits.exports import content_of
from outillerie.kits.models import KitPage
from outillerie.moderation.models import Decision, KitReviewState, RefusalReason
from outillerie.moderation.permissions import can_decide_on
from outillerie.moderation.queries import (
    has_published,
    kit_of,
    proposal_after,
    proposal_before,
    reviewers,
    revision_read_by,
    waiting_of,
    writers_of,
)
from outillerie.notifications.actions import notify
from outillerie.notifications.models import Kind

# What someone whose kits nobody knows yet may have waiting: enough to begin, too little to bury the readers.
MOST_WAITING_OF_A_NEWCOMER = 5


class NothingNew(Refused):
    pass


class TooManyWaiting(Refused):
    pass


class NobodyReads(Refused):
    pass


class NotWaiting(Refused):
    pass


class OwnKit(Refused):
    pass


class ReasonMissing(Refused):
    pass


class AlreadyDecided(Refused):
    """Someone answered first. `state` says who, when and what."""

    def __init__(self, state: KitReviewState):
        self.state = state
        super().__init__(_("Someone has already answered this proposal. Your answer is not recorded."))


class NewerProposal(Refused):
    """The author sent something newer than what was read. `state` is the newer proposal."""

    def __init__(self, state: KitReviewState):
        self.state = state
        super().__init__(_("A newer proposal has come since you opened this page. Your answer is not recorded."))


@transaction.atomic
def submit_kit(kit: KitPage, *, by, message: str = "") -> KitReviewState:
    """Propose the newest draft of `kit`, with what its author says to those who read, and return the proposal.

    It replaces one that waits, and keeps its place in the queue. After changes were asked for, the same conversation
    goes on. Ask `can_edit_kit` first.
    """
    lock(kit.pk)
    draft = KitPage.objects.get(pk=kit.pk).get_latest_revision_as_object()
    check_may_propose(draft, by=by)
    # A revision of its own: an editor left open may still write over the one before, and what is read must not move.
    draft.save_revision(user=by, clean=False)
    replace_waiting(draft, by=by)
    state = start_reading(draft, by=by)
    state.message = message
    state.save(update_fields=["message"])
    return state


def lock(kit_id) -> None:
    """Lock a kit against everyone else who would propose it, decide on it or publish it."""
    KitPage.objects.select_for_update(of=("self",)).filter(pk=kit_id).first()


def check_may_propose(draft: KitPage, *, by) -> None:
    if draft.get_workflow() is None:
        raise NobodyReads(_("Nobody reads proposals for now. Your draft is kept: write to the hub."))
    if draft.live and draft.latest_revision_id == draft.live_revision_id:
        raise NothingNew(_("This kit is published as it is: there is nothing new to read."))
    check_licence(content_of(draft))


def replace_waiting(draft: KitPage, *, by) -> None:
    """Cancel the proposal that waits, if any, because a newer one comes."""
    waiting = draft.current_workflow_task_state
    if waiting is None:
        return
    if isinstance(waiting, KitReviewState):
        waiting.decision = Decision.SUPERSEDED
        waiting.save(update_fields=["decision"])
    waiting.workflow_state.cancel(user=by)


def start_reading(draft: KitPage, *, by) -> KitReviewState:
    """Have the newest draft read: again when changes were asked for, or for the first time."""
    running = draft.current_workflow_state
    if running is not None:
        running.resume(user=by)
    else:
        running = draft.get_workflow().start(draft, by)
    return KitReviewState.objects.get(pk=WorkflowState.objects.get(pk=running.pk).current_task_state_id)


def begin_reading(state: KitReviewState, *, by) -> None:
    """Give a new proposal its place in the queue, whatever road it came by, and tell those who read.

    One that replaces a proposal that waits takes its place, and nobody is told twice.
    """
    before = proposal_before(state)
    if before is not None and before.decision == Decision.SUPERSEDED:
        state.started_at = before.started_at
        state.save(update_fields=["started_at"])
        return
    is_answer = before is not None and before.workflow_state_id == state.workflow_state_id
    if not is_answer:
        check_newcomer(by)
    path = reverse("review", args=[state.pk])
    notify(reviewers(), Kind.KIT_PROPOSED, path=path, kit=kit_of(state), actor=by)


def check_newcomer(person) -> None:
    if person is None or has_published(person):
        return
    if waiting_of(person) > MOST_WAITING_OF_A_NEWCOMER:
        raise TooManyWaiting(
            _("Several of your kits already wait for a reading. Your draft is kept: propose it once one was read.")
        )


@transaction.atomic
def withdraw(kit: KitPage, *, by) -> None:
    """Take back the proposal that waits: the draft stays with its authors."""
    lock(kit.pk)
    waiting = KitPage.objects.get(pk=kit.pk).current_workflow_task_state
    if waiting is None:
        raise NotWaiting(_("This kit does not wait for a reading any more."))
    waiting.workflow_state.cancel(user=by)


@transaction.atomic
def approve(state: KitReviewState, *, by, revision_id: int, feedback: str = "", note: str = "") -> KitReviewState:
    """Publish the very revision that was read. NotPublishable leaves the proposal as it was."""
    state = held(state, by=by, revision_id=revision_id)
    state.decision, state.note = Decision.APPROVED, note
    state.approve(user=by, comment=feedback)
    tell_writers(state, by=by)
    return state


@transaction.atomic
def ask_for_changes(state: KitReviewState, *, by, revision_id: int, feedback: str, note: str = "") -> KitReviewState:
    """Give the kit back to its author, who answers by sending it again."""
    check_words(feedback)
    state = held(state, by=by, revision_id=revision_id)
    state.decision, state.note = Decision.CHANGES, note
    state.reject(user=by, comment=feedback)
    tell_writers(state, by=by)
    return state


@transaction.atomic
def refuse(
    state: KitReviewState, *, by, revision_id: int, reason: str, feedback: str, note: str = ""
) -> KitReviewState:
    """End the conversation, with a reason. Proposing the kit again would begin another one."""
    check_words(feedback)
    if reason not in RefusalReason.values:
        raise ReasonMissing(_("Choose the reason of the refusal: its author needs to know it."))
    state = held(state, by=by, revision_id=revision_id)
    state.decision, state.reason, state.note = Decision.REFUSED, reason, note
    state.reject(user=by, comment=feedback)
    state.workflow_state.cancel(user=by)
    tell_writers(state, by=by)
    return state


def check_words(feedback: str) -> None:
    if not feedback.strip():
        raise ReasonMissing(_("Write to the author what is missing: without a word, nobody can improve a kit."))


def held(state: KitReviewState, *, by, revision_id: int) -> KitReviewState:
    """Lock a proposal and return it as it now is, at the revision that was read, if `by` may still answer it."""
    rows = KitReviewState.objects.select_related("workflow_state", "revision").filter(pk=state.pk)
    seen = rows.first()
    if seen is not None:
        lock(seen.workflow_state.object_id)
    # Read again, now that nobody else can write it.
    state = rows.all().first()
    if state is None:
        raise NotWaiting(_("This kit is gone: its author threw the draft away."))
    check_waits(state)
    read = revision_read_by(state, by)
    if revision_id not in (state.revision_id, read.pk):
        raise NewerProposal(state)
    if not can_decide_on(by, kit_of(state)):
        raise OwnKit(_("This kit is yours: someone else reads it. You may also publish it without a reading."))
    state.revision_id = revision_id
    return state


def check_waits(state: KitReviewState) -> None:
    """Raise what happened to a proposal that does not wait any more."""
    if state.status == KitReviewState.STATUS_IN_PROGRESS:
        return
    newer = proposal_after(state) if state.decision == Decision.SUPERSEDED else None
    raise NewerProposal(newer) if newer else AlreadyDecided(state)


def tell_writers(state: KitReviewState, *, by) -> None:
    """Tell those who wrote the kit what was decided, once nothing else has to be read before it is published."""
    running = WorkflowState.objects.get(pk=state.workflow_state_id)
    if running.status == WorkflowState.STATUS_IN_PROGRESS:
        return
    kit = kit_of(state)
    facts = {"decision": state.decision} | ({"reason": state.reason} if state.reason else {})
    people = writers_of(kit, proposed_by=running.requested_by_id)
    notify(people, Kind.KIT_DECIDED, path=reverse("kit-review", args=[kit.pk]), kit=kit, actor=by, **facts)
