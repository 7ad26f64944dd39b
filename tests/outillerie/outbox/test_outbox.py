import subprocess
import sys
from datetime import timedelta
from io import StringIO
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import OperationalError, transaction
from django.utils import timezone

from outillerie.outbox import actions
from outillerie.outbox.actions import claim, handle, schedule, sweep, try_failed_again
from outillerie.outbox.models import OutboxMessage

pytestmark = pytest.mark.django_db
State = OutboxMessage.State


def make_due(message):
    """Let the time pass that a message waits for."""
    OutboxMessage.objects.filter(pk=message.pk).update(not_before=timezone.now() - timedelta(seconds=1))


def let_lease_run_out(message):
    OutboxMessage.objects.filter(pk=message.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_an_effect_is_written_with_the_business_and_undone_with_it(handlers):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        schedule("seed", {"row": 1}, key="seed:1")
        1 / 0  # noqa: B018
    assert list(OutboxMessage.objects.all()) == []


def test_the_worker_is_woken_only_after_commit(handlers, django_capture_on_commit_callbacks):
    done = []
    handlers("seed")(done.append)
    with django_capture_on_commit_callbacks(execute=True):
        schedule("seed", {"row": 1}, key="seed:1")
        assert done == []
    assert done == [{"row": 1}]


def test_the_same_key_is_one_row(handlers):
    first = schedule("seed", {"row": 1}, key="seed:1")
    second = schedule("seed", {"row": 2}, key="seed:1")
    assert (first, OutboxMessage.objects.get().payload) == (second, {"row": 1})


def test_a_queue_that_is_away_does_not_break_the_page(handlers, django_capture_on_commit_callbacks):
    away = mock.patch("outillerie.outbox.actions.wake", side_effect=OperationalError("away"))
    with away, django_capture_on_commit_callbacks(execute=True):
        schedule("seed", {}, key="seed:1")
    assert OutboxMessage.objects.get().state == State.WAITING


def test_a_delayed_effect_waits_for_its_time(handlers):
    done = []
    handlers("seed")(done.append)
    message = schedule("seed", {}, key="seed:1", delay=timedelta(minutes=5))
    handle(message.pk)
    assert (done, sweep()) == ([], 0)
    make_due(message)
    assert (sweep(), done) == (1, [{}])


def test_what_is_done_is_not_done_again_and_its_content_is_forgotten(handlers):
    done = []
    handlers("seed")(done.append)
    message = schedule("seed", {"to": "lea@example.org"}, key="seed:1")
    handle(message.pk)
    handle(message.pk)
    message.refresh_from_db()
    assert (done, message.state, message.payload) == ([{"to": "lea@example.org"}], State.DONE, {})
    assert (message.attempts, message.lease_until, message.done_at is not None) == (1, None, True)


def test_a_failure_comes_back_later_and_later_then_stays_visible(handlers):
    handlers("seed")(mock.Mock(side_effect=OSError("the server of lea@example.org is away")))
    message = schedule("seed", {"row": 1}, key="seed:1")
    waits = []
    for _attempt in range(20):
        make_due(message)
        handle(message.pk)
        message.refresh_from_db()
        if message.state != State.WAITING:
            break
        waits.append(round((message.not_before - timezone.now()).total_seconds() / 60))
    assert waits == [1, 5, 15, 60, 180, 360, 720, 1440]
    assert (message.state, message.attempts, message.payload) == (State.FAILED, 9, {"row": 1})
    assert message.last_error == "OSError: the server of … is away"


def test_an_unknown_kind_waits_for_the_release_that_knows_it(handlers):
    message = schedule("harvest", {}, key="harvest:1")
    handle(message.pk)
    message.refresh_from_db()
    assert (message.state, message.last_error) == (State.WAITING, "KeyError: 'harvest'")


def test_a_poison_message_does_not_stop_the_others(handlers):
    done = []
    handlers("poison")(mock.Mock(side_effect=ValueError("bad")))
    handlers("seed")(done.append)
    schedule("poison", {}, key="poison:1")
    schedule("seed", {"row": 1}, key="seed:1")
    assert (sweep(), done) == (2, [{"row": 1}])


def test_a_message_that_kills_every_worker_ends_visible_too(handlers):
    done = []
    handlers("seed")(done.append)
    message = schedule("seed", {}, key="seed:1")
    for _attempt in range(actions.TRIES):
        assert claim(message.pk) is not None
        let_lease_run_out(message)
    handle(message.pk)
    message.refresh_from_db()
    assert (done, message.state) == ([], State.FAILED)
    assert message.last_error == "The worker stopped each time it tried."


def test_a_held_message_is_nobody_else_s_until_the_lease_runs_out(handlers):
    handlers("seed", lease=timedelta(seconds=30))(print)
    message = schedule("seed", {}, key="seed:1")
    held = claim(message.pk)
    assert 29 < (held.lease_until - timezone.now()).total_seconds() <= 30
    assert (claim(message.pk), sweep()) == (None, 0)
    let_lease_run_out(message)
    assert claim(message.pk).attempts == 2


def test_a_worker_that_lost_its_lease_does_not_undo_what_the_next_one_did(handlers):
    handlers("seed")(print)
    message = schedule("seed", {}, key="seed:1")
    slow = claim(message.pk)
    let_lease_run_out(message)
    quick = claim(message.pk)
    actions.postpone(slow, OSError("too late"))
    assert OutboxMessage.objects.get().lease_until == quick.lease_until
    actions.finish(quick)
    actions.postpone(slow, OSError("too late"))
    assert OutboxMessage.objects.get().state == State.DONE


def test_a_sweep_wakes_the_oldest_first_and_never_too_many(handlers, monkeypatch):
    monkeypatch.setattr(actions, "SWEPT_AT_ONCE", 2)
    done = []
    handlers("seed")(done.append)
    for row in (1, 2, 3):
        make_due(schedule("seed", {"row": row}, key=f"seed:{row}"))
    assert (sweep(), done) == (2, [{"row": 1}, {"row": 2}])
    assert (sweep(), sweep()) == (1, 0)


def test_what_failed_for_good_gets_its_tries_back_on_demand(handlers):
    handlers("seed")(mock.Mock(side_effect=ValueError("bad")))
    message = schedule("seed", {}, key="seed:1")
    OutboxMessage.objects.update(state=State.FAILED, attempts=9, last_error="ValueError: bad")
    assert (sweep(), try_failed_again(), sweep()) == (0, 1, 1)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.WAITING, 1)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_worker_does_what_is_due_then_stops(handlers, settings):
    done = []
    handlers("seed")(done.append)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    schedule("seed", {"row": 1}, key="seed:1")
    OutboxMessage.objects.update(state=State.FAILED)
    out = StringIO()
    call_command("worker", once=True, again=True, verbosity=0, stdout=out)
    assert (done, out.getvalue()) == ([{"row": 1}], "1 failed effects will be tried again.\n")


def test_the_worker_knows_every_handler_whatever_it_has_loaded():
    source = "import django; django.setup(); from outillerie.outbox import actions; print(*actions._handlers)"
    answer = subprocess.run(
        [sys.executable, "-c", source],
        env={"DJANGO_SETTINGS_MODULE": "outillerie.settings", "DEBUG": "true", "PATH": ""},
        capture_output=True,
        text=True,
    )
    known = [
        "award-line", "badge-consider", "badge-event", "badge-issue", "badge-mail", "badges-earned",
        "badges-of-a-compromised-key", "catalogue-print", "collection-print", "data-export", "digest", "field-standings", "forget-files",
        "idle-warning", "learning-event", "mail", "note-erasure", "path-version", "poll-date-chosen", "poll-mail", "print",
        "round", "season-programme", "session-mail", "session-mails", "session-near", "session-offer-ends",
        "session-reminder", "session-thanks", "session-thanks-mail", "upkeep",
    ]  # fmt: skip
    assert (sorted(answer.stdout.split()), answer.returncode) == (known, 0)
