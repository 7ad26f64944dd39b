"""RACE-05: two moderators answer the same proposal at once. One wins, the other is told, and the log has one answer."""

import threading

import pytest
from django.db import connection
from wagtail.models import PageLogEntry

from outillerie.errors import Refused
from outillerie.moderation import actions
from outillerie.moderation.actions import AlreadyDecided, approve, ask_for_changes, submit_kit, withdraw
from outillerie.moderation.models import KitReport, KitReviewState
from outillerie.moderation.queries import waiting_proposals
from outillerie.moderation.reports import AlreadyHandled, handle_report, report_kit
from tests import factories
from tests.outillerie.moderation.conftest import begun, fresh

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
ANSWERS = ("wagtail.workflow.approve", "wagtail.workflow.reject")


def at_once(*deeds):
    """Do `deeds` in as many threads, started together. Return what each was refused, None when it was done."""
    start, ends = threading.Barrier(len(deeds)), [None] * len(deeds)

    def alone(place, deed):
        try:
            start.wait(10)
            deed()
        except Refused as refusal:
            ends[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=alone, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ends


def deeds_of(state, first, second):
    """Return an approval and a request for changes of the same proposal, as two people have it before their eyes."""
    read, also_read = (KitReviewState.objects.get(pk=state.pk) for _person in range(2))
    return (
        lambda: approve(read, by=first, revision_id=state.revision_id, feedback="Oui"),
        lambda: ask_for_changes(also_read, by=second, revision_id=state.revision_id, feedback="Pas encore."),
    )


def answers(kit):
    return PageLogEntry.objects.filter(page=kit.pk, action__in=ANSWERS).count()


def test_race_05_two_moderators_answer_at_once_and_one_answer_counts(kit, proposal, moderator, other_moderator):
    ends = at_once(*deeds_of(proposal, moderator, other_moderator))
    [refused] = [end for end in ends if end is not None]
    decided = KitReviewState.objects.get(pk=proposal.pk)
    assert isinstance(refused, AlreadyDecided)
    assert (refused.state.pk, refused.state.decision, refused.state.finished_by_id) == (
        decided.pk, decided.decision, decided.finished_by_id,
    )  # fmt: skip
    was_approved = decided.decision == "approved"
    assert (answers(kit), fresh(kit).live, kit.versions.count()) == (1, was_approved, int(was_approved))


def test_race_05_control_without_the_lock_both_answers_count(kit, proposal, moderator, other_moderator, monkeypatch):
    monkeypatch.setattr(actions, "held", lambda state, **_read: state)
    assert at_once(*deeds_of(proposal, moderator, other_moderator)) == [None, None]
    assert answers(kit) == 2


def test_race_05_an_answer_and_a_newer_proposal_never_both_stand(kit, proposal, author, moderator):
    ends = at_once(
        lambda: ask_for_changes(proposal, by=moderator, revision_id=proposal.revision_id, feedback="Datez."),
        lambda: submit_kit(kit, by=author),
    )
    decisions = list(KitReviewState.objects.order_by("pk").values_list("decision", flat=True))
    # Either the answer came first and the author answers it, or the newer proposal came first and the answer is told so.
    assert (decisions, [type(end).__name__ for end in ends]) in (
        (["changes", ""], ["NoneType", "NoneType"]),
        (["superseded", ""], ["NewerProposal", "NoneType"]),
    )


def test_race_05_taking_back_and_publishing_never_both_happen(kit, proposal, author, moderator):
    ends = at_once(
        lambda: approve(proposal, by=moderator, revision_id=proposal.revision_id),
        lambda: withdraw(kit, by=author),
    )
    decision = KitReviewState.objects.get(pk=proposal.pk).decision
    assert [end is None for end in ends] == [decision == "approved", decision == "withdrawn"]
    assert fresh(kit).live is (decision == "approved")


def test_a_kit_sent_twice_at_once_waits_once(author):
    kit = begun(author)
    ends = at_once(*[lambda: submit_kit(kit, by=author)] * 3)
    assert (ends, waiting_proposals().count()) == ([None] * 3, 1)


def test_two_moderators_handle_a_report_at_once_and_one_answer_is_told(moderator, other_moderator):
    report = report_kit(factories.kit(by=moderator), reason="errors", details="L’étape 2 n’existe pas.")
    ends = at_once(
        lambda: handle_report(report, by=moderator, is_right=False, outcome="Elle existe."),
        lambda: handle_report(report, by=other_moderator, is_right=True, outcome="Corrigé.", explanation="Étape 2."),
    )
    assert sorted(type(end).__name__ for end in ends) == ["AlreadyHandled", "NoneType"]
    [refused] = [end for end in ends if isinstance(end, AlreadyHandled)]
    assert refused.report.outcome == KitReport.objects.get().outcome
