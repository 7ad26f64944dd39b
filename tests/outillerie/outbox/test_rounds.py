"""What the worker does again and again: once a period, whoever asks; a round that breaks comes back."""

from datetime import timedelta

import pytest

from outillerie.outbox import rounds
from outillerie.outbox.actions import handle
from outillerie.outbox.models import OutboxMessage
from outillerie.outbox.rounds import do_round, does_every, plan_rounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch):
    """Have no other round than those of the test; return what it did."""
    monkeypatch.setattr(rounds, "_rounds", {})
    monkeypatch.setattr(rounds, "_planned", {})
    return []


def test_a_round_is_asked_once_a_period_whoever_asks(done, monkeypatch):
    does_every(timedelta(minutes=15), "sample")(lambda: done.append("sample"))
    plan_rounds()
    plan_rounds()
    # Another worker, which planned nothing yet.
    monkeypatch.setattr(rounds, "_planned", {})
    plan_rounds()
    assert list(OutboxMessage.objects.values_list("kind", "payload")) == [("round", {"name": "sample"})]


def test_the_next_period_has_its_round(done, monkeypatch):
    does_every(timedelta(minutes=15), "sample")(lambda: done.append("sample"))
    plan_rounds()
    later = rounds.timezone.now() + timedelta(minutes=15)
    monkeypatch.setattr(rounds.timezone, "now", lambda: later)
    plan_rounds()
    assert OutboxMessage.objects.filter(kind="round").count() == 2


def test_a_round_that_breaks_comes_back(done):
    def breaks():
        done.append("tried")
        raise RuntimeError("away")

    does_every(timedelta(minutes=15), "sample")(breaks)
    plan_rounds()
    message = OutboxMessage.objects.get()
    handle(message.pk)
    message.refresh_from_db()
    assert (done, message.state, message.attempts) == (["tried"], "waiting", 1)


def test_a_round_that_nobody_knows_any_more_is_over(done):
    do_round({"name": "gone"})
    assert done == []
