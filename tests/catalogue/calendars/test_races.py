"""Two workers, or two presses, at once: one reminder leaves, one address is made. Without the defence, two do."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from catalogue.calendars import actions, reminders
from catalogue.calendars.models import CalendarAddress, Reminder
from catalogue.calendars.reminders import KIND, leave_reminder, plan_reminders
from outillerie.outbox.models import OutboxMessage
from tests import factories
from tests.catalogue import session_factories as made

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
WORKERS = 4


def at_once(deed):
    start, errors = threading.Barrier(WORKERS), []

    def alone():
        try:
            start.wait(20)
            deed()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=alone) for _number in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return errors


def due() -> dict:
    """Return what a worker is asked: a reminder that is due and has not left."""
    session = made.peer_session(starts_at=timezone.now() + timedelta(days=6))
    row = made.registration(session, registered_at=timezone.now() - timedelta(days=30))
    return {"registration": row.pk, "days": 7, "starts_at": session.starts_at.isoformat()}


def test_workers_that_take_the_same_reminder_at_once_leave_one_mail():
    payload = due()
    assert at_once(lambda: leave_reminder(payload)) == []
    assert (len(mail.outbox), Reminder.objects.count()) == (1, 1)


def test_control_without_the_unique_row_each_worker_leaves_its_mail(monkeypatch):
    payload = due()
    monkeypatch.setattr(reminders, "is_first", lambda *_facts: True)
    assert at_once(lambda: leave_reminder(payload)) == []
    assert len(mail.outbox) == WORKERS


def test_workers_that_go_round_at_once_ask_for_one_reminder():
    due()
    assert at_once(lambda: plan_reminders(timezone.now())) == []
    assert (OutboxMessage.objects.filter(kind=KIND).count(), len(mail.outbox), Reminder.objects.count()) == (1, 1, 1)


def test_an_address_asked_twice_at_once_is_made_once():
    person = factories.person()
    assert at_once(lambda: actions.make_address(person)) == []
    assert CalendarAddress.objects.filter(person=person).count() == 1


def test_control_without_the_lock_and_the_reading_the_database_still_refuses_a_second_address():
    person = factories.person()
    errors = at_once(lambda: CalendarAddress.objects.create(person=person, key=f"{threading.get_ident():032x}"))
    assert (len(errors), CalendarAddress.objects.filter(person=person).count()) == (WORKERS - 1, 1)
