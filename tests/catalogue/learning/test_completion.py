"""A module is completed exactly once, by rows that anyone entitled can replay; then its blocks, then the path (rule 6)."""

import pytest
from django.core.management import CommandError, call_command

from catalogue.learning import completing
from catalogue.learning.actions import enrol
from catalogue.learning.completing import AlreadyReopened, ReasonNeeded, StillJustified, consider, reopen, replay
from catalogue.learning.evidence import review_evidence
from catalogue.learning.models import Attendance, BlockCompletion, Enrolment, ModuleCompletion
from catalogue.learning.recording import AlreadyGone, OwnWork, erase_attendance, withdraw_assessment
from outillerie.notifications.models import Notification
from outillerie.outbox.models import OutboxMessage
from tests.catalogue.factories import module
from tests.catalogue.learning.learners import (
    MEETING_AND_EVIDENCE,
    MONDAY,
    ONE_MEETING,
    PASSED,
    TUESDAY,
    TWO_MEETINGS,
    accepts,
    attends,
    blocks_done,
    done,
    enrolled,
    open_path,
    passes,
    shows,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def events():
    rows = OutboxMessage.objects.filter(kind="learning-event").order_by("pk")
    return [key.split(":")[1] for key in rows.values_list("key", flat=True)]


def told(person):
    return list(Notification.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def test_the_rule_of_the_version_that_one_follows_completes_a_module(lea, odile):
    piece = module(rule=TWO_MEETINGS)
    enrolment = enrolled(lea, piece, owner=odile)
    piece.rule = PASSED
    piece.save()
    first = attends(lea, piece, MONDAY, by=odile)
    assert done(lea) == []
    second = attends(lea, piece, TUESDAY, by=odile)
    completion = ModuleCompletion.objects.get()
    assert (completion.person, completion.enrolment, completion.version, completion.rule) == (
        lea,
        enrolment,
        enrolment.version,
        TWO_MEETINGS,
    )
    assert completion.facts == [
        ["attendance", first.pk, "2026-03-02", 180],
        ["attendance", second.pk, "2026-03-03", 180],
    ]


def test_the_last_module_completes_its_block_and_its_path_and_each_is_told_once(lea, odile):
    first, second = module("Un", rule=ONE_MEETING), module("Deux", rule=ONE_MEETING)
    enrolment = enrolled(lea, first, second, owner=odile)
    attends(lea, first, by=odile)
    assert (blocks_done(enrolment), events()) == (0, ["module_completed"])
    attends(lea, second, by=odile)
    enrolment.refresh_from_db()
    assert (blocks_done(enrolment), enrolment.state) == (1, Enrolment.State.COMPLETED)
    assert events() == ["module_completed", "module_completed", "block_completed", "path_completed"]
    assert told(lea) == ["module-completed", "path-completed"]


def test_an_optional_module_is_not_waited_for_and_may_be_completed_after(lea, odile):
    needed, extra = module("Demandé", rule=ONE_MEETING), module("En plus", rule=ONE_MEETING)
    enrolment = enrolled(lea, needed, (extra, False), owner=odile)
    attends(lea, needed, by=odile)
    enrolment.refresh_from_db()
    assert enrolment.state == Enrolment.State.COMPLETED
    attends(lea, extra, by=odile)
    assert done(lea) == ["Demandé", "En plus"]


def test_nothing_is_completed_for_someone_who_does_not_follow_the_path(lea, odile):
    piece = module(rule=ONE_MEETING)
    path_of_it = open_path(piece, owner=odile)
    attends(lea, piece, by=odile)
    assert done(lea) == []
    enrolment = enrol(lea, path_of_it, by=lea)
    enrolment.refresh_from_db()
    assert (done(lea), enrolment.state) == ([piece.title], Enrolment.State.COMPLETED)


def test_a_module_of_two_paths_is_completed_once_for_both(lea, odile):
    shared, other = module("Commun", rule=ONE_MEETING), module("Autre", rule=ONE_MEETING)
    enrolled(lea, shared, owner=odile)
    attends(lea, shared, by=odile)
    later = enrolled(lea, shared, other, owner=odile, title="Un autre parcours")
    assert (done(lea), blocks_done(later)) == (["Commun"], 0)
    attends(lea, other, by=odile)
    later.refresh_from_db()
    assert (done(lea), blocks_done(later), later.state) == (["Commun", "Autre"], 1, Enrolment.State.COMPLETED)


def test_prior_learning_that_is_accepted_completes_a_module_whatever_its_rule(lea, odile):
    piece = module(rule=TWO_MEETINGS)
    enrolment = enrolled(lea, piece, owner=odile)
    claim = shows(enrolment, piece, is_prior_learning=True)
    assert done(lea) == []
    accepts(claim, by=odile)
    completion = ModuleCompletion.objects.get()
    assert (completion.is_prior_learning, [row[:2] for row in completion.facts]) == (
        True,
        [["prior_learning", claim.pk]],
    )


def test_considering_again_changes_nothing(lea, odile):
    piece = module(rule=ONE_MEETING)
    enrolled(lea, piece, owner=odile)
    attends(lea, piece, by=odile)
    before = ModuleCompletion.objects.values().get()
    attends(lea, piece, TUESDAY, by=odile)
    consider(lea, piece)
    assert (ModuleCompletion.objects.values().get(), events().count("module_completed")) == (before, 1)


def test_the_absent_and_the_excused_attended_nothing(lea, odile):
    piece = module(rule=ONE_MEETING)
    enrolled(lea, piece, owner=odile)
    row = attends(lea, piece, state="excused", minutes=180, by=odile)
    assert (row.minutes, done(lea)) == (0, [])
    attends(lea, piece, state="absent", by=odile)
    assert (Attendance.objects.count(), done(lea)) == (1, [])


def test_a_failed_assessment_stands_beside_the_one_that_is_passed(lea, odile):
    piece = module(rule=PASSED)
    enrolled(lea, piece, owner=odile)
    passes(lea, piece, is_passed=False, by=odile)
    assert done(lea) == []
    passes(lea, piece, on=TUESDAY, by=odile)
    passes(lea, piece, on=TUESDAY, by=odile)
    assert (done(lea), lea.assessment_results.count()) == ([piece.title], 2)


def test_nobody_records_their_own_work(odile):
    piece = module(rule=ONE_MEETING)
    enrolled(odile, piece, owner=odile)
    with pytest.raises(OwnWork):
        attends(odile, piece, by=odile)
    assert done(odile) == []


# --- corrections ---


def test_a_correction_flags_and_tells_the_trainers_and_changes_nothing_else(lea, odile):
    piece = module(rule=ONE_MEETING)
    enrolment = enrolled(lea, piece, owner=odile)
    row = attends(lea, piece, by=odile)
    before = ModuleCompletion.objects.values("facts", "sha256", "completed_at", "reopened_at").get()
    attends(lea, piece, state="absent", by=odile)
    completion = ModuleCompletion.objects.get()
    assert completion.doubted_at is not None
    assert ModuleCompletion.objects.values("facts", "sha256", "completed_at", "reopened_at").get() == before
    assert (told(odile), events()[-1]) == (["completion-doubted"], "completion_doubted")
    enrolment.refresh_from_db()
    assert (enrolment.state, blocks_done(enrolment)) == (Enrolment.State.COMPLETED, 1)
    found = replay(completion)
    assert (found.agrees, found.is_unchanged, found.lost) == (False, False, (("attendance", row.pk),))


def test_a_correction_put_right_takes_the_doubt_away(lea, odile):
    piece = module(rule=ONE_MEETING)
    enrolled(lea, piece, owner=odile)
    attends(lea, piece, by=odile)
    attends(lea, piece, state="absent", by=odile)
    attends(lea, piece, by=odile)
    completion = ModuleCompletion.objects.get()
    assert (completion.doubted_at, replay(completion).is_unchanged) == (None, True)


def test_other_rows_may_justify_what_lost_its_own(lea, odile):
    piece = module(rule=ONE_MEETING)
    enrolled(lea, piece, owner=odile)
    row = attends(lea, piece, MONDAY, by=odile)
    attends(lea, piece, TUESDAY, by=odile)
    erase_attendance(row, by=odile)
    completion = ModuleCompletion.objects.get()
    found = replay(completion)
    assert (completion.doubted_at, found.agrees, found.is_unchanged) == (None, True, False)


def test_the_fingerprint_sees_a_row_that_says_something_else_of_the_same_facts(lea, odile):
    piece = module(rule=PASSED)
    enrolled(lea, piece, owner=odile)
    result = passes(lea, piece, by=odile)
    assert replay(ModuleCompletion.objects.get()).is_unchanged
    type(result).objects.filter(pk=result.pk).update(comment="Autre chose")
    found = replay(ModuleCompletion.objects.get())
    assert (found.agrees, found.lost, found.is_unchanged) == (True, (), False)


def test_a_withdrawn_assessment_and_a_returned_evidence_are_doubts_too(lea, odile):
    piece, other = module("Un", rule=PASSED), module("Deux", rule=MEETING_AND_EVIDENCE)
    enrolment = enrolled(lea, piece, other, owner=odile)
    result = passes(lea, piece, by=odile)
    attends(lea, other, by=odile)
    evidence = accepts(shows(enrolment, other), by=odile)
    assert done(lea) == ["Un", "Deux"]
    withdraw_assessment(result, reason="Une erreur de personne.", by=odile)
    review_evidence(evidence, is_accepted=False, reason="Ce n’est pas ce module.", by=odile)
    assert ModuleCompletion.objects.exclude(doubted_at=None).count() == 2
    with pytest.raises(AlreadyGone):
        withdraw_assessment(result, reason="Encore.", by=odile)


def test_reopening_is_knowing_and_reopens_blocks_and_paths(lea, odile):
    piece = module(rule=ONE_MEETING)
    enrolment = enrolled(lea, piece, owner=odile)
    attends(lea, piece, by=odile)
    attends(lea, piece, state="absent", by=odile)
    completion = ModuleCompletion.objects.get()
    with pytest.raises(ReasonNeeded):
        reopen(completion, by=odile, reason=" ")
    reopen(completion, by=odile, reason="L’émargement était faux.")
    enrolment.refresh_from_db()
    completion.refresh_from_db()
    assert (done(lea), blocks_done(enrolment), enrolment.state, enrolment.completed_at) == ([], 0, "active", None)
    assert (completion.reopened_by, completion.reopen_reason) == (odile, "L’émargement était faux.")
    assert BlockCompletion.objects.exclude(reopened_at=None).count() == 1
    with pytest.raises(AlreadyReopened):
        reopen(completion, by=odile, reason="Deux fois.")


def test_what_is_still_justified_is_not_reopened(lea, odile):
    piece = module(rule=ONE_MEETING)
    enrolled(lea, piece, owner=odile)
    attends(lea, piece, by=odile)
    with pytest.raises(StillJustified):
        reopen(ModuleCompletion.objects.get(), by=odile, reason="Je change d’avis.")
    assert done(lea) == [piece.title]


def test_a_module_reopened_may_be_completed_again_and_both_stay(lea, odile):
    piece = module(rule=ONE_MEETING)
    enrolment = enrolled(lea, piece, owner=odile)
    attends(lea, piece, by=odile)
    attends(lea, piece, state="absent", by=odile)
    reopen(ModuleCompletion.objects.get(), by=odile, reason="L’émargement était faux.")
    attends(lea, piece, TUESDAY, by=odile)
    enrolment.refresh_from_db()
    assert (ModuleCompletion.objects.count(), done(lea), enrolment.state) == (2, [piece.title], "completed")
    assert events().count("path_completed") == 2


def test_the_command_says_what_agrees_and_what_does_not(lea, tom, odile, capsys):
    piece = module(rule=ONE_MEETING)
    page = open_path(piece, owner=odile)
    for person in (lea, tom):
        enrol(person, page, by=person)
        attends(person, piece, by=odile)
    call_command("replay_completions")
    assert capsys.readouterr().out == "2 agreed, 0 no longer justified.\n"
    Attendance.objects.filter(person=tom).update(state="absent")
    with pytest.raises(CommandError) as refusal:
        call_command("replay_completions")
    number = ModuleCompletion.objects.get(person=tom).pk
    assert (refusal.value.returncode, capsys.readouterr().out) == (
        1,
        f"completion {number}: no longer justified\n1 agreed, 1 no longer justified.\n",
    )


def test_a_rule_that_cannot_be_read_completes_nothing(lea, odile):
    piece = module(rule={"all": []})
    enrolled(lea, piece, owner=odile)
    attends(lea, piece, by=odile)
    assert done(lea) == []


def test_events_carry_their_rows(lea, odile, django_capture_on_commit_callbacks):
    heard = []

    def listen(name):
        def hear(sender, **facts):
            heard.append((name, facts.get("completion") or facts.get("enrolment")))

        return hear

    receivers = {name: listen(name) for name in completing.EVENTS}
    for name, receiver in receivers.items():
        completing.EVENTS[name][0].connect(receiver)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            piece = module(rule=ONE_MEETING)
            enrolment = enrolled(lea, piece, owner=odile)
            attends(lea, piece, by=odile)
    finally:
        for name, receiver in receivers.items():
            completing.EVENTS[name][0].disconnect(receiver)
    assert heard == [
        ("module_completed", ModuleCompletion.objects.get()),
        ("block_completed", BlockCompletion.objects.get()),
        ("path_completed", enrolment),
    ]
