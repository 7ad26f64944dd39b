"""Schedule an effect in the business transaction; handle it at least once, each attempt under a lease.

The row is the truth. Django's task only wakes the worker: when a worker dies, the lease runs out and the sweep hands
the row to the next one.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from outillerie.outbox.models import OutboxMessage

LEASE = timedelta(minutes=2)
DELAYS = [timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440)]

_handlers: dict[str, Callable[[dict], None]] = {}


def handles(kind: str):
    """Declare the handler of `kind`. It must be idempotent: it may run again after a crash."""

    def declare(handler):
        _handlers[kind] = handler
        return handler

    return declare


def schedule(kind: str, payload: dict, *, key: str, delay: timedelta = timedelta(0)) -> OutboxMessage:
    """Write the effect in the current transaction, once per `key`, and wake the worker after commit."""
    now = timezone.now()
    message, is_new = OutboxMessage.objects.get_or_create(
        key=key, defaults={"kind": kind, "payload": payload, "created_at": now, "not_before": now + delay}
    )
    if is_new and not delay:
        transaction.on_commit(lambda: wake(message.pk))
    return message


def wake(message_id: int) -> None:
    from outillerie.outbox.tasks import handle_message

    handle_message.enqueue(message_id)


def claim(message_id: int) -> OutboxMessage | None:
    """Take the lease of a due message, or return None when it is done, held by another worker, or not due."""
    now = timezone.now()
    taken = (
        OutboxMessage.objects.filter(pk=message_id, state=OutboxMessage.State.WAITING, not_before__lte=now)
        .filter(Q(lease_until__isnull=True) | Q(lease_until__lt=now))
        .update(lease_until=now + LEASE, attempts=F("attempts") + 1)
    )
    return OutboxMessage.objects.get(pk=message_id) if taken else None


def handle(message_id: int) -> None:
    """Run the handler of a message, then say what became of it. Any failure is kept and tried again later."""
    message = claim(message_id)
    if message is None:
        return
    try:
        _handlers[message.kind](message.payload)
    except Exception as error:  # noqa: BLE001 - whatever broke, the row must say so and come back
        postpone(message, error)
    else:
        OutboxMessage.objects.filter(pk=message.pk).update(
            state=OutboxMessage.State.DONE, done_at=timezone.now(), lease_until=None, last_error="", payload={}
        )


def postpone(message: OutboxMessage, error: Exception) -> None:
    is_last = message.attempts > len(DELAYS)
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=OutboxMessage.State.FAILED if is_last else OutboxMessage.State.WAITING,
        not_before=timezone.now() + DELAYS[min(message.attempts - 1, len(DELAYS) - 1)],
        lease_until=None,
        last_error=f"{type(error).__name__}: {error}"[:300],
    )


def sweep() -> int:
    """Wake the worker for every message that is due and held by nobody. Return how many."""
    now = timezone.now()
    due = OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING, not_before__lte=now).filter(
        Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    )
    for message_id in due.values_list("pk", flat=True)[:1000]:
        wake(message_id)
    return len(due)


def try_again(message: OutboxMessage) -> None:
    """Give a failed message its attempts back: a person asked for it in the back office."""
    OutboxMessage.objects.filter(pk=message.pk, state=OutboxMessage.State.FAILED).update(
        state=OutboxMessage.State.WAITING, attempts=0, not_before=timezone.now(), last_error=""
    )
    transaction.on_commit(lambda: wake(message.pk))
