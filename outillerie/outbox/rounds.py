"""What the worker does again and again: each round is an effect, once a period whoever asks, tried again if it breaks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from outillerie.outbox.actions import handles, schedule


@dataclass(frozen=True)
class Round:
    """`run` must be idempotent: it may run again after a crash, and late."""

    run: Callable[[], None]
    every: timedelta


_rounds: dict[str, Round] = {}
_planned: dict[str, int] = {}


def does_every(period: timedelta, name: str):
    """Declare what the worker does once every `period`, a minute at least."""

    def declare(run):
        _rounds[name] = Round(run, period)
        return run

    return declare


def plan_rounds() -> None:
    """Ask for the rounds of now, once whoever asks. The worker calls it every few seconds."""
    now = timezone.now().timestamp()
    for name, found in _rounds.items():
        number = int(now // found.every.total_seconds())
        if _planned.get(name) != number:
            schedule("round", {"name": name}, key=f"round:{name}:{number}")
            _planned[name] = number


@handles("round", lease=timedelta(minutes=10))
def do_round(payload: dict) -> None:
    # A round that a later version of the site no longer knows has nothing left to do.
    if found := _rounds.get(payload["name"]):
        found.run()
