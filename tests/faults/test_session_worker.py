"""FLT-03 for sessions: the worker is killed while an offer ends, or while a mail leaves. Another one resumes; each offer
ends once, and each mail leaves once, or once more by a kill, under the same name."""

import os
import re
import signal
import subprocess
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from catalogue.registering import actions, seating
from catalogue.registering.models import Registration
from outillerie.outbox.models import OutboxMessage
from tests import factories
from tests.catalogue import session_factories as made
from tests.faults.processes import full_or_short, kill, start, wait_until
from tests.faults.rush import outcomes

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
State = Registration.State
MAILS = full_or_short(40, 3)
# A worker of its own process, that stops where it is told and never goes on.
STOPS = """
import django, importlib, time; django.setup()
from tests.faults import deeds
owner, name = {where!r}.rsplit(".", 1)
module, _, kind = owner.partition(":")
owner = getattr(importlib.import_module(module), kind) if kind else importlib.import_module(module)
does = getattr(owner, name)
def stops(*arguments, **options):
    if {is_after}:
        does(*arguments, **options)
    print("held", flush=True)
    time.sleep(60)
setattr(owner, name, stops)
deeds.work()
"""
DELIVERY = "django.core.mail.backends.filebased:EmailBackend.send_messages"


def worker_stopped(folder: Path, where: str, *, is_after: bool) -> None:
    """Start a worker, and kill it when it comes to `where`, before it does that or just after."""
    source = STOPS.format(where=where, is_after=is_after)
    worker = start("-c", source, folder=folder, stdout=subprocess.PIPE, text=True)
    assert worker.stdout.readline() == "held\n"
    worker.send_signal(signal.SIGKILL)
    kill(worker)


def lease_runs_out() -> None:
    """Let the time pass after which a worker that says nothing counts as dead."""
    held = OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING, lease_until__isnull=False)
    assert held.update(lease_until=timezone.now() - timedelta(seconds=1)) == 1


def messages_in(folder: Path) -> list[str]:
    """Return the name of each message that left, as often as it did."""
    texts = [path.read_text() for path in sorted((folder / "mail").glob("*.log"))]
    return [name for text in texts for name in re.findall(r"^Message-ID: (.+)$", text, re.MULTILINE)]


@pytest.fixture
def offer():
    """Return an offer whose hour has come, the next of the line, and nothing else to do for the worker."""
    session = made.peer_session(places=[made.online(capacity=1)])
    place = session.places.get()
    [taken, first, second] = [factories.person(f"{name}@example.org") for name in ("lea", "noe", "zoe")]
    seated = actions.register(place, key="essai-lea", person=taken)
    rows = [
        actions.register(place, key=f"essai-{person.pk}", person=person, joins_queue=True) for person in (first, second)
    ]
    actions.cancel_registration(seated)
    ended = timezone.now() - timedelta(seconds=1)
    Registration.objects.filter(pk=rows[0].pk).update(offer_ends_at=ended)
    OutboxMessage.objects.exclude(kind="session-offer-ends").delete()
    OutboxMessage.objects.update(not_before=ended)
    return rows


@pytest.mark.parametrize("where", full_or_short(["end_offers", "offer_free_seats"], ["offer_free_seats"]))
@pytest.mark.parametrize("is_after", full_or_short([False, True], [True]))
def test_FLT_03_an_offer_ends_once_though_the_worker_that_ended_it_was_killed(crowd, offer, where, is_after):
    [first, second] = offer
    worker_stopped(crowd.folder, f"{seating.__name__}.{where}", is_after=is_after)
    # Nothing of what it had begun is there, and nobody takes its place before its time.
    assert states_of(first, second) == [State.OFFERED, State.WAITING]
    assert outcomes(crowd.rush("work", [{}] * 4)) == {"done": 4}
    assert states_of(first, second) == [State.OFFERED, State.WAITING]
    lease_runs_out()
    crowd.rush("work", [{}] * 4)
    assert states_of(first, second) == [State.LAPSED, State.OFFERED]
    place = first.place
    place.refresh_from_db()
    assert (place.taken, place.waiting) == (1, 0)
    told = OutboxMessage.objects.filter(kind="session-mail").values_list("key", flat=True)
    assert sorted(told) == sorted([f"session-mail:{first.pk}:lapsed", f"session-mail:{second.pk}:offered"])


def states_of(*rows) -> list[str]:
    return [Registration.objects.get(pk=row.pk).state for row in rows]


@pytest.mark.parametrize("is_after", full_or_short([False, True], [True]))
def test_FLT_03_a_mail_of_a_session_leaves_though_the_worker_was_killed_and_is_repeated_once_at_most(crowd, is_after):
    place = made.peer_session(places=[made.online(capacity=MAILS)]).places.get()
    people = [factories.person(f"p{number}@example.org") for number in range(MAILS)]
    crowd.rush("register", [{"place": place.pk, "person": person.pk, "key": f"essai-{person.pk}"} for person in people])
    before = messages_in(crowd.folder)
    worker_stopped(crowd.folder, DELIVERY, is_after=is_after)
    crowd.rush("work", [{}] * 4)
    lease_runs_out()
    crowd.rush("work", [{}] * 4)
    left = Counter(messages_in(crowd.folder)) - Counter(before)
    assert len(left) == MAILS
    # One was on its way: whether it had left, nobody can know.
    assert sorted(left.values()) == [1] * (MAILS - 1) + [2 if is_after else 1]
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {OutboxMessage.State.DONE}


def test_the_worker_gives_way_to_the_web_server(tmp_path):
    worker = start("manage.py", "worker", "--verbosity", "0", folder=tmp_path, stdout=subprocess.DEVNULL)
    try:
        wait_until(lambda: os.getpriority(os.PRIO_PROCESS, worker.pid) > os.getpriority(os.PRIO_PROCESS, 0), seconds=60)
    finally:
        kill(worker)
