"""Enrolling in a path, leaving it, following a newer version: nothing moves by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.learning.actions import (
    AlreadyEnrolled,
    CannotMove,
    NotLeaving,
    PathNotOpen,
    WrongRun,
    enrol,
    leave,
    move_to,
)
from catalogue.learning.models import Enrolment, EnrolmentMove
from catalogue.learning.news import tell_new_version
from catalogue.learning.queries import enrolment_in, newer_version
from catalogue.paths.models import BlockModule, LearningPathPage, PathRun
from outillerie.notifications.models import Notification
from tests.catalogue.factories import module, path, path_draft, publish_path
from tests.catalogue.learning.learners import ONE_MEETING, TUESDAY, attends, blocks_done, done, enrolled, open_path

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def run_of(page, *, begins_in, **facts):
    return PathRun.objects.create(path=page, starts_on=timezone.localdate() + timedelta(days=begins_in), **facts)


def told(person):
    return list(Notification.objects.filter(person=person).order_by("pk").values_list("kind", "facts"))


def add_module(page, piece, *, by):
    """Publish the path again with one more module in its first block."""
    draft = LearningPathPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    blocks = list(draft.blocks.all())
    blocks[0].module_rows.add(BlockModule(module=piece, is_required=True, sort_order=9))
    draft.blocks = blocks
    draft.save_revision(user=by, clean=False).publish(user=by, skip_permission_checks=True)


def test_one_enrols_in_the_newest_version_which_then_does_not_move(lea, odile):
    page = open_path(module("Avant"), owner=odile)
    publish_path(page, summary="Deux", by=odile)
    enrolment = enrol(lea, page, by=lea)
    publish_path(page, summary="Trois", by=odile)
    enrolment.refresh_from_db()
    assert (enrolment.version.number, enrolment.source, enrolment.enrolled_by) == (2, "self", lea)
    assert newer_version(enrolment).number == 3
    assert enrolment_in(lea, page) == enrolment


def test_nobody_enrols_twice_in_a_path_that_they_follow(lea, odile):
    enrolment = enrolled(lea, owner=odile)
    with pytest.raises(AlreadyEnrolled) as refusal:
        enrol(lea, enrolment.path, by=lea)
    assert refusal.value.enrolment == enrolment
    with pytest.raises(AlreadyEnrolled, match="This person already follows this path"):
        enrol(lea, enrolment.path, by=odile)


def test_a_path_without_dates_is_for_trainers_to_open(lea, odile):
    page = path(owner=odile)
    with pytest.raises(PathNotOpen):
        enrol(lea, page, by=lea)
    enrolment = enrol(lea, page, by=odile, source=Enrolment.Source.TRAINER)
    assert (enrolment.enrolled_by, told(lea)) == (odile, [("path-enrolled", {"enrolment": enrolment.pk})])


@pytest.mark.parametrize("is_live", [True, False])
def test_nobody_enrols_in_what_is_not_published_not_even_by_a_trainer(lea, odile, is_live):
    page = path_draft(owner=odile, is_always_open=True)
    if is_live:
        page = path(owner=odile, is_always_open=True)
        page.unpublish()
    for by in (lea, odile):
        with pytest.raises(PathNotOpen):
            enrol(lea, page, by=by)


def test_a_session_takes_whoever_enrols_while_it_is_open(lea, tom, odile):
    page = path(owner=odile)
    closed = run_of(page, begins_in=5, enrolment_closes_on=timezone.localdate() - timedelta(days=1))
    coming = run_of(page, begins_in=9)
    with pytest.raises(PathNotOpen):
        enrol(lea, page, by=lea, run=closed)
    assert enrol(lea, page, by=lea, run=coming).run == coming
    assert enrol(tom, page, by=odile, run=closed).run == closed


def test_a_session_of_another_path_or_that_is_cancelled_takes_nobody(lea, odile):
    page, other = open_path(owner=odile), open_path(owner=odile, title="Autre")
    for run in (run_of(other, begins_in=3), run_of(page, begins_in=3, is_cancelled=True)):
        for by in (lea, odile):
            with pytest.raises(WrongRun):
                enrol(lea, page, by=by, run=run)


def test_who_leaves_may_come_back_and_finds_what_they_completed(lea, odile):
    first, second = module("Un", rule=ONE_MEETING), module("Deux", rule=ONE_MEETING)
    page = open_path(first, second, owner=odile)
    enrolment = enrol(lea, page, by=lea)
    attends(lea, first, by=odile)
    leave(enrolment, by=lea)
    assert enrolment_in(lea, page) is None
    with pytest.raises(NotLeaving):
        leave(enrolment, by=lea)
    attends(lea, second, by=odile)
    assert done(lea) == ["Un"]
    again = enrol(lea, page, by=lea)
    again.refresh_from_db()
    assert (done(lea), again.state, blocks_done(again)) == (["Un", "Deux"], "completed", 1)
    with pytest.raises(NotLeaving):
        leave(again, by=lea)


def test_moving_keeps_completed_modules_and_counts_blocks_again(lea, odile):
    first, second, third = (module(title, rule=ONE_MEETING) for title in ("Un", "Deux", "Trois"))
    page = open_path(first, second, owner=odile)
    enrolment = enrol(lea, page, by=lea)
    attends(lea, first, by=odile)
    add_module(page, third, by=odile)
    attends(lea, third, by=odile)
    assert done(lea) == ["Un"]
    move_to(enrolment, newer_version(enrolment), by=lea)
    enrolment.refresh_from_db()
    move = EnrolmentMove.objects.get()
    assert (move.before.number, move.after.number, move.moved_by) == (1, 2, lea)
    assert (enrolment.version.number, done(lea), blocks_done(enrolment)) == (2, ["Un", "Trois"], 0)
    attends(lea, second, TUESDAY, by=odile)
    enrolment.refresh_from_db()
    assert (enrolment.state, blocks_done(enrolment)) == ("completed", 1)


def test_a_block_that_asks_for_more_is_no_longer_acquired_once_one_moves(lea, odile):
    first, extra, late = (module(title, rule=ONE_MEETING) for title in ("Un", "Autre bloc", "Ajouté"))
    page = path(
        blocks=[("Bloc 1", [first]), ("Bloc 2", [extra])], owner=odile, by=odile, is_always_open=True
    )  # fmt: skip
    enrolment = enrol(lea, page, by=lea)
    attends(lea, first, by=odile)
    assert blocks_done(enrolment) == 1
    add_module(page, late, by=odile)
    assert blocks_done(enrolment) == 1
    move_to(enrolment, newer_version(enrolment), by=odile)
    assert (done(lea), blocks_done(enrolment)) == (["Un"], 0)


def test_one_moves_forward_only_and_not_once_it_is_over(lea, odile):
    piece = module(rule=ONE_MEETING)
    page = open_path(piece, owner=odile)
    publish_path(page, summary="Deux", by=odile)
    first, second = page.versions.order_by("number")
    enrolment = enrol(lea, page, by=lea)
    elsewhere = open_path(owner=odile, title="Autre").versions.get()
    for version in (first, second, elsewhere):
        with pytest.raises(CannotMove):
            move_to(enrolment, version, by=lea)
    attends(lea, piece, by=odile)
    publish_path(page, summary="Trois", by=odile)
    enrolment.refresh_from_db()
    assert newer_version(enrolment) is None
    with pytest.raises(CannotMove):
        move_to(enrolment, page.versions.first(), by=lea)


def test_those_who_follow_an_older_version_are_told_once_and_nothing_moves(
    lea, tom, odile, django_capture_on_commit_callbacks
):
    page = open_path(module(), owner=odile)
    enrolment, other = enrol(lea, page, by=lea), enrol(tom, page, by=tom)
    leave(other, by=tom)
    with django_capture_on_commit_callbacks(execute=True):
        publish_path(page, summary="Deux", by=odile)
    newest = page.versions.first()
    tell_new_version({"version": newest.pk})
    assert told(lea) == [("path-version", {"enrolment": enrolment.pk, "version": newest.pk})]
    enrolment.refresh_from_db()
    assert (told(tom), enrolment.version.number) == ([], 1)
