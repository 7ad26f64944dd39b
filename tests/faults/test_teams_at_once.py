"""Two people act on one team at the same moment: one of them comes second, and is told so."""

import threading

import pytest
from django.core.cache import cache
from django.db import connection

from outillerie.accounts.actions import trust_address
from outillerie.accounts.models import Invitation, Membership, Organisation
from outillerie.errors import Refused
from outillerie.notifications.models import Notification
from outillerie.people import actions
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def organisation(db):
    cache.clear()
    return Organisation.objects.create(name="Atelier du Canal")


def someone(name, organisation=None, *, role="member", state="active"):
    person = factories.person(f"{name}@example.org", first_name=name)
    trust_address(person)
    if organisation is not None:
        Membership.objects.create(person=person, organisation=organisation, role=role, state=state)
    return person


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
        thread.join(30)
    return sorted(outcomes)


@pytest.fixture
def without_lock(monkeypatch):
    """Take the lock away: everybody has read before anybody writes, and no transaction holds them apart."""
    everybody_read = threading.Barrier(2, timeout=10)
    for name in ("still_asked", "still_member", "invitation_open_to"):
        reading = getattr(actions, name)

        def read(*args, reading=reading, **options):
            found = reading(*args, **options)
            everybody_read.wait()
            return found

        monkeypatch.setattr(actions, name, read)
    monkeypatch.setattr(actions, "lock_team", lambda organisation: None)
    for name in ("accept_request", "decline_request", "leave", "accept_invitation"):
        monkeypatch.setattr(actions, name, getattr(actions, name).__wrapped__)


def answer_twice(organisation):
    ines, odile = (someone(name, organisation, role="manager") for name in ("ines", "odile"))
    someone("noe", organisation, state="requested")
    first, second = (Membership.objects.get(person__first_name="noe") for _manager in range(2))
    outcomes = at_once(lambda: actions.accept_request(first, by=ines), lambda: actions.accept_request(second, by=odile))
    return outcomes, Notification.objects.filter(facts__event="accepted").count()


def test_RACE_two_managers_answer_a_request_and_the_person_is_told_once(organisation):
    assert answer_twice(organisation) == (["AlreadyAnswered", "done"], 1)


def test_RACE_control_without_the_lock_the_person_is_told_twice(organisation, without_lock):
    assert answer_twice(organisation) == (["done", "done"], 2)


def test_RACE_one_accepts_while_the_other_declines_and_what_was_said_is_what_is(organisation):
    ines, odile = (someone(name, organisation, role="manager") for name in ("ines", "odile"))
    someone("noe", organisation, state="requested")
    first, second = (Membership.objects.get(person__first_name="noe") for _manager in range(2))
    outcomes = at_once(
        lambda: actions.accept_request(first, by=ines), lambda: actions.decline_request(second, by=odile)
    )
    is_member = Membership.objects.filter(person__first_name="noe", state="active").exists()
    said = list(Notification.objects.values_list("facts__event", flat=True))
    assert (outcomes, said) == (["AlreadyAnswered", "done"], ["accepted" if is_member else "declined"])


def accept_twice(organisation):
    ines, noe = someone("ines", organisation, role="manager"), someone("noe")
    Invitation.objects.create(organisation=organisation, email="noe@example.org", invited_by=ines)
    first, second = (Invitation.objects.get() for _window in range(2))
    outcomes = at_once(
        lambda: actions.accept_invitation(first, by=noe), lambda: actions.accept_invitation(second, by=noe)
    )
    return outcomes, Notification.objects.filter(facts__event="joined").count()


def test_RACE_one_invitation_is_accepted_once_from_two_windows(organisation):
    assert accept_twice(organisation) == (["AlreadyAnswered", "done"], 1)
    assert Membership.objects.filter(person__first_name="noe", state="active").count() == 1


def test_RACE_control_without_the_lock_an_invitation_is_accepted_twice(organisation, without_lock):
    assert accept_twice(organisation) == (["done", "done"], 2)


def leave_both(organisation):
    for name in ("ines", "odile"):
        someone(name, organisation, role="manager")
    someone("samir", organisation)
    managers = Membership.objects.filter(role="manager")
    outcomes = at_once(*[lambda row=row: actions.leave(row) for row in list(managers)])
    return outcomes, managers.all().count()


def test_RACE_of_two_managers_who_leave_one_stays(organisation):
    assert leave_both(organisation) == (["LastManager", "done"], 1)


def test_RACE_control_without_the_lock_nobody_manages_the_team_any_more(organisation, without_lock, monkeypatch):
    reading, both_checked = actions.check_another_manages, threading.Barrier(2, timeout=10)

    def check(membership):
        reading(membership)
        both_checked.wait()

    monkeypatch.setattr(actions, "check_another_manages", check)
    assert leave_both(organisation) == (["done", "done"], 0)
