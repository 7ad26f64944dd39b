"""Schedule an effect in the business transaction; handle it at least once, each attempt under a lease.

The row is the truth. Django's task only wakes the worker: when one dies, its lease runs out and the sweep
hands the row to the next.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from outillerie.outbox.models import OutboxMessage

LEASE = timedelta(minutes=2)
DELAYS = [timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440)]
TRIES = len(DELAYS) + 1
# A worker that is late sweeps again before it has done everything: what it wakes twice must stay few.
SWEPT_AT_ONCE = 100
ADDRESSES = re.compile(r"[^\s<>'\"]+@[^\s<>'\"]+")


@dataclass(frozen=True)
class Handler:
    run: Callable[[dict], None]
    lease: timedelta


_handlers: dict[str, Handler] = {}


def handles(kind: str, *, lease: timedelta = LEASE):
    """Declare the handler of `kind`. It must be idempotent: it may run again after a crash.

    `lease` is more than it ever takes: after that, another worker counts this one as dead and takes over.
    """

    def declare(run):
        _handlers[kind] = Handler(run, lease)
        return run

    return declare


def schedule(kind: str, payload: dict, *, key: str, delay: timedelta = timedelta(0)) -> OutboxMessage:
    """Write the effect in the current transaction, once per `key`, and wake the worker after commit."""
    now = timezone.now()
    message, is_new = OutboxMessage.objects.get_or_create(
        key=key, defaults={"kind": kind, "payload": payload, "created_at": now, "not_before": now + delay}
    )
    if is_new and not delay:
        # What is written is written: without its queue the page still answers, and the sweep finds the row.
        transaction.on_commit(lambda: wake(message.pk), robust=True)
    return message


def wake(message_id: int) -> None:
    from outillerie.outbox.tasks import handle_message

    handle_message.enqueue(message_id)


def due():
    """Return the messages whose time has come and that no living worker holds."""
    now = timezone.now()
    return OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING, not_before__lte=now).filter(
        Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    )


def claim(message_id: int) -> OutboxMessage | None:
    """Take the lease of a due message, or return None when it is done, held by another worker, or not due."""
    kind = OutboxMessage.objects.filter(pk=message_id).values_list("kind", flat=True).first()
    lease_until = timezone.now() + (_handlers[kind].lease if kind in _handlers else LEASE)
    # One statement: of two workers that ask at once, the database lets one through.
    if not due().filter(pk=message_id).update(lease_until=lease_until, attempts=F("attempts") + 1):
        return None
    return OutboxMessage.objects.filter(pk=message_id, lease_until=lease_until).first()


def handle(message_id: int) -> None:
    """Run the handler of a message, then say what became of it. Any failure is kept and tried again later."""
    message = claim(message_id)
    if message is None:
        return
    if message.attempts > TRIES:
        # Each try ended without a word: it kills the worker that takes it.
        return fail(message, "The worker stopped each time it tried.")
    try:
        _handlers[message.kind].run(message.payload)
    except Exception as error:
        # Whatever broke, the row must say so and come back; the next message must not suffer from it.
        postpone(message, error)
    else:
        finish(message)


def finish(message: OutboxMessage) -> None:
    """Done is done, even by a worker whose lease ran out meanwhile. What was sent is not kept."""
    OutboxMessage.objects.filter(pk=message.pk, state=OutboxMessage.State.WAITING).update(
        state=OutboxMessage.State.DONE, done_at=timezone.now(), lease_until=None, last_error="", payload={}
    )


def postpone(message: OutboxMessage, error: Exception) -> None:
    reason = f"{type(error).__name__}: {error}"
    if message.attempts >= TRIES:
        return fail(message, reason)
    still_held(message).update(
        not_before=timezone.now() + DELAYS[message.attempts - 1],
        lease_until=None,
        last_error=anonymous(reason),
    )


def fail(message: OutboxMessage, reason: str) -> None:
    still_held(message).update(state=OutboxMessage.State.FAILED, lease_until=None, last_error=anonymous(reason))


def still_held(message: OutboxMessage):
    """Return the row if it is still ours: a worker that took it over since must not be undone."""
    return OutboxMessage.objects.filter(
        pk=message.pk, state=OutboxMessage.State.WAITING, lease_until=message.lease_until
    )


def anonymous(reason: str) -> str:
    """Return why it failed without the addresses that mail servers like to repeat."""
    return ADDRESSES.sub("…", reason)[:300]


def sweep() -> int:
    """Wake the worker for the oldest messages that are due and held by nobody. Return how many."""
    message_ids = list(due().order_by("not_before", "pk").values_list("pk", flat=True)[:SWEPT_AT_ONCE])
    for message_id in message_ids:
        wake(message_id)
    return len(message_ids)


def try_failed_again() -> int:
    """Give every failed message its tries back: somebody mended what made them fail. Return how many."""
    return OutboxMessage.objects.filter(state=OutboxMessage.State.FAILED).update(
        state=OutboxMessage.State.WAITING, attempts=0, not_before=timezone.now(), last_error=""
    )
