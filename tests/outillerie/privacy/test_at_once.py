"""Two erasures at the same moment: each deed happens once, and somebody stays to administer the hub."""

import threading

import pytest
from django.db import connection

from outillerie.accounts.models import User
from outillerie.errors import Refused
from outillerie.outbox.models import OutboxMessage
from outillerie.privacy import actions
from outillerie.privacy.actions import Credit, erase, request_export
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(*deeds):
    """Do the deeds in threads that start together; return what each of them was refused for, sorted."""
    start, outcomes = threading.Barrier(len(deeds)), []

    def alone(deed):
        try:
            start.wait(10)
            deed()
            outcomes.append("done")
        except Refused as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=alone, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_leaving_from_two_windows_is_leaving_once(outbox):
    tom = factories.person("tom@example.org")
    outcomes = at_once(*[lambda: erase(tom, credit=Credit.SHOWN)] * 2)
    assert outcomes == ["AlreadyErased", "done"]
    assert OutboxMessage.objects.filter(kind="note-erasure").count() == 1


def two_administrators():
    return [factories.person(f"{name}@example.org", is_superuser=True) for name in ("odile", "wen")]


def test_two_administrators_who_leave_at_once_leave_one(outbox):
    odile, wen = two_administrators()
    outcomes = at_once(lambda: erase(odile, credit=Credit.SHOWN), lambda: erase(wen, credit=Credit.SHOWN))
    assert outcomes == ["LastAdministrator", "done"]
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1


def test_control_without_the_check_both_administrators_leave(outbox, monkeypatch):
    odile, wen = two_administrators()
    monkeypatch.setattr(actions, "check_another_administers", lambda person: None)
    outcomes = at_once(lambda: erase(odile, credit=Credit.SHOWN), lambda: erase(wen, credit=Credit.SHOWN))
    assert (outcomes, User.objects.filter(is_superuser=True).count()) == (["done", "done"], 0)


def test_two_clicks_ask_for_one_export(outbox):
    tom = factories.person("tom@example.org")
    assert at_once(*[lambda: request_export(tom)] * 2) == ["done", "done"]
    assert tom.data_exports.count() == 1
