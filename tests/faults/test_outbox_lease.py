"""FLT-03: a worker dies with the lease. Another one resumes, and two never hold the same message."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.models import F
from django.utils import timezone

from outillerie.outbox import actions
from outillerie.outbox.models import OutboxMessage

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
State = OutboxMessage.State
WORKERS = 4


@pytest.fixture
def overlaps(monkeypatch):
    """Give the outbox a handler that takes its time; return how many ran at once for each message."""
    monkeypatch.setattr(actions, "_handlers", {})
    running, most, lock = {}, {}, threading.Lock()

    @contextmanager
    def counted(row):
        with lock:
            running[row] = running.get(row, 0) + 1
            most[row] = max(most.get(row, 0), running[row])
        yield
        with lock:
            running[row] -= 1

    @actions.handles("seed")
    def slow(payload):
        with counted(payload["row"]):
            time.sleep(0.05)

    return most


def messages(count):
    now = timezone.now()
    return OutboxMessage.objects.bulk_create(
        OutboxMessage(kind="seed", key=f"seed:{row}", payload={"row": row}, created_at=now, not_before=now)
        for row in range(count)
    )


def run_at_once(work):
    """Run `work` in several threads that start together, each with its own connection."""
    start, errors = threading.Barrier(WORKERS), []

    def alone():
        try:
            start.wait(10)
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=alone) for _worker in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return errors


def test_FLT_03_several_workers_do_each_message_once_and_never_two_at_once(overlaps):
    rows = messages(6)
    errors = run_at_once(lambda: [actions.handle(message.pk) for message in rows])
    assert (errors, overlaps) == ([], dict.fromkeys(range(6), 1))
    assert list(OutboxMessage.objects.values_list("state", "attempts")) == [(State.DONE, 1)] * 6


def test_FLT_03_control_without_the_lease_two_workers_do_the_same_message_at_once(overlaps, monkeypatch):
    def claim_without_lease(message_id):
        message = OutboxMessage.objects.filter(pk=message_id, state=State.WAITING).first()
        OutboxMessage.objects.filter(pk=message_id).update(attempts=F("attempts") + 1)
        return message

    monkeypatch.setattr(actions, "claim", claim_without_lease)
    rows = messages(3)
    run_at_once(lambda: [actions.handle(message.pk) for message in rows])
    assert max(overlaps.values()) > 1


def test_FLT_03_what_a_dead_worker_held_is_resumed_by_one_worker_when_its_lease_runs_out(overlaps):
    [message] = messages(1)
    assert actions.claim(message.pk) is not None
    assert run_at_once(lambda: actions.handle(message.pk)) == []
    assert overlaps == {}
    OutboxMessage.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert run_at_once(lambda: actions.handle(message.pk)) == []
    assert (overlaps, OutboxMessage.objects.get().attempts) == ({0: 1}, 2)


# A worker of its own process, that dies in the middle of a message.
HELD = """
import django, time; django.setup()
from datetime import timedelta
from django.conf import settings
from django.db import connection
settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = {name!r}
from outillerie.outbox import actions
actions._handlers.clear()
@actions.handles("seed", lease=timedelta(seconds=1))
def never_ends(payload):
    print("held", flush=True)
    time.sleep(60)
actions.handle({pk})
"""


def test_FLT_03_a_killed_worker_leaves_its_message_to_the_next_one(overlaps):
    [message] = messages(1)
    source = HELD.format(name=str(connection.settings_dict["NAME"]), pk=message.pk)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "outillerie.settings", "DEBUG": "true"}
    worker = subprocess.Popen([sys.executable, "-c", source], env=environment, stdout=subprocess.PIPE, text=True)
    assert worker.stdout.readline() == "held\n"
    actions.handle(message.pk)
    assert overlaps == {}
    worker.send_signal(signal.SIGKILL)
    worker.wait(5)
    deadline = time.monotonic() + 10
    while OutboxMessage.objects.get().state != State.DONE and time.monotonic() < deadline:
        actions.sweep()
        time.sleep(0.1)
    assert (overlaps, OutboxMessage.objects.values_list("state", "attempts").get()) == (
        {0: 1},
        (State.DONE, 2),
    )


def test_FLT_05_a_worker_outlives_a_database_that_was_away(monkeypatch):
    from outillerie.management.commands import worker

    answers = [OperationalError("the server closed the connection"), None]

    def work(**options):
        answer = answers.pop(0)
        if answer:
            raise answer

    monkeypatch.setattr(worker, "RETRY_SECONDS", 0)
    monkeypatch.setattr(worker, "warm_up", lambda: None)
    monkeypatch.setattr(worker, "give_way", lambda: None)
    monkeypatch.setattr(worker, "sweep_for_ever", lambda stop: None)
    monkeypatch.setattr(worker, "work", work)
    worker.Command().handle(once=False, again=False, verbosity=0)
    assert answers == []
