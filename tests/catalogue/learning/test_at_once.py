"""Two people act on one learner at the same moment. Each race has a control: without what holds it, it breaks (rule 1)."""

import threading
from contextlib import nullcontext

import pytest
from django.db import IntegrityError, connection, transaction

from catalogue.learning import actions, completing
from catalogue.learning.actions import AlreadyEnrolled, enrol
from catalogue.learning.completing import consider
from catalogue.learning.events import module_completed
from catalogue.learning.formats.learners import Learner
from catalogue.learning.lists import enrol_by_address
from catalogue.learning.models import Attendance, Enrolment, ModuleCompletion
from outillerie.accounts.models import User
from outillerie.errors import Refused
from outillerie.outbox.actions import sweep
from outillerie.outbox.models import OutboxMessage
from tests.catalogue.factories import module
from tests.catalogue.learning.learners import MONDAY, ONE_MEETING, enrolled, open_path

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
THREADS = 8


def at_once(deed, count=THREADS):
    """Do the deed in threads that start together; return what each of them ended with, sorted."""
    start, outcomes = threading.Barrier(count), []

    def alone(number):
        try:
            start.wait(10)
            deed(number)
            outcomes.append("done")
        except (Refused, IntegrityError) as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=alone, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(outcomes)


@pytest.fixture
def heard():
    """Return the completions whose event was sent."""
    found = []

    def hear(sender, completion, **_kwargs):
        found.append(completion.pk)

    module_completed.connect(hear)
    yield found
    module_completed.disconnect(hear)


@pytest.fixture
def justified(lea, odile):
    """A module whose rows justify it, that nobody judged yet."""
    piece = module(rule=ONE_MEETING)
    enrolled(lea, piece, owner=odile)
    Attendance.objects.create(person=lea, module=piece, held_on=MONDAY, half_day="am", minutes=180)
    return piece


def test_RACE_04_a_module_considered_by_eight_at_once_is_completed_once_and_told_once(lea, justified, heard):
    outcomes = at_once(lambda number: consider(lea, justified))
    assert outcomes == ["done"] * THREADS
    assert heard == [ModuleCompletion.objects.get().pk]


@pytest.fixture
def without_lock(monkeypatch):
    """Take the lock away: everybody has seen nothing before anybody writes, and no transaction holds them apart."""
    everybody_read, own = threading.Barrier(THREADS, timeout=10), threading.local()
    reading = completing.standing_completion

    def read(*args):
        found = reading(*args)
        if not getattr(own, "has_waited", False):
            own.has_waited = True
            everybody_read.wait()
        return found

    monkeypatch.setattr(completing, "standing_completion", read)
    monkeypatch.setattr(completing, "lock_person", lambda person: person)
    monkeypatch.setattr(completing, "consider", consider.__wrapped__)


@pytest.fixture
def without_constraint():
    constraint = next(
        row for row in ModuleCompletion._meta.constraints if row.name == "a_module_is_completed_exactly_once"
    )
    with connection.schema_editor() as editor:
        editor.remove_constraint(ModuleCompletion, constraint)
    yield
    ModuleCompletion.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(ModuleCompletion, constraint)


def test_RACE_04_without_the_lock_the_constraint_has_the_last_word(lea, justified, without_lock):
    at_once(lambda number: completing.consider(lea, justified))
    assert ModuleCompletion.objects.count() == 1


def test_RACE_04_control_without_lock_nor_constraint_a_module_is_completed_twice(
    lea, justified, without_constraint, without_lock
):
    at_once(lambda number: completing.consider(lea, justified))
    assert ModuleCompletion.objects.count() > 1


def test_RACE_04_two_clicks_enrol_once_and_the_second_is_told_where(lea, odile):
    page = open_path(module(), owner=odile)
    outcomes = at_once(lambda number: enrol(User.objects.get(pk=lea.pk), page, by=lea))
    assert (outcomes, Enrolment.objects.count()) == (["AlreadyEnrolled"] * (THREADS - 1) + ["done"], 1)


def test_RACE_04_control_without_the_lock_the_constraint_still_refuses_and_without_both_there_are_two(
    lea, odile, monkeypatch
):
    page = open_path(module(), owner=odile)
    constraint = next(row for row in Enrolment._meta.constraints if row.name == "one_living_enrolment_per_path")
    everybody_read = threading.Barrier(2, timeout=10)

    class Nobody:
        def filter(self, **facts):
            return self

        def first(self):
            everybody_read.wait()

    monkeypatch.setattr(actions, "lock_person", lambda person: person)
    monkeypatch.setattr(actions, "living_enrolments", lambda person: Nobody())
    monkeypatch.setattr(actions, "consider_everything", lambda enrolment: None)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Enrolment, constraint)
    at_once(lambda number: enrol.__wrapped__(lea, page, by=lea), 2)
    assert Enrolment.objects.count() == 2
    Enrolment.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Enrolment, constraint)
    monkeypatch.undo()
    enrol(lea, page, by=lea)
    with pytest.raises(AlreadyEnrolled):
        enrol(lea, page, by=lea)


def test_RACE_two_trainers_enrol_an_unknown_address_at_once_and_one_account_is_made(odile):
    page = open_path(module(), owner=odile)
    outcomes = at_once(lambda number: enrol_by_address(page, Learner(email="Nina@Example.org"), by=odile))
    people = User.objects.filter(email__iexact="nina@example.org")
    assert (outcomes, people.count(), Enrolment.objects.count()) == (["AlreadyEnrolled"] * 7 + ["done"], 1, 1)


# --- a crash between the commit and the event ---


def test_FLT_03_an_event_survives_a_process_that_dies_before_it_is_sent(lea, justified, heard, monkeypatch):
    """The row of the outbox is committed with the completion: whoever comes after the dead process sends it."""
    monkeypatch.setattr("outillerie.outbox.actions.wake", lambda message_id: None)
    consider(lea, justified)
    assert (ModuleCompletion.objects.count(), heard) == (1, [])
    monkeypatch.undo()
    sweep()
    assert heard == [ModuleCompletion.objects.get().pk]
    sweep()
    assert (len(heard), OutboxMessage.objects.filter(kind="learning-event", state="waiting").count()) == (1, 0)


def test_FLT_03_control_a_signal_sent_by_the_process_that_commits_is_lost_with_it(lea, justified, heard, monkeypatch):
    """What a plain `on_commit` would do: the process dies before it runs, and nobody knows."""
    monkeypatch.setattr(completing, "announce", lambda event, pk, **_moment: transaction.on_commit(nullcontext))
    consider(lea, justified)
    sweep()
    assert (ModuleCompletion.objects.count(), heard) == (1, [])


def test_FLT_03_a_deed_that_is_undone_announces_nothing(lea, justified, heard):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        consider(lea, justified)
        1 / 0  # noqa: B018
    assert (ModuleCompletion.objects.count(), OutboxMessage.objects.filter(kind="learning-event").count()) == (0, 0)
