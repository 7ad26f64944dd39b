"""Trusting people: those whose kits need no reading. Each time, the log says who decided it."""

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.log_actions import log

from outillerie.accounts.groups import TRUSTED
from outillerie.accounts.models import User

GIVEN, TAKEN_BACK = "outillerie.trust", "outillerie.withdraw_trust"


@transaction.atomic
def trust(person: User, *, by: User) -> None:
    """Let `person` publish their own kits without a reading."""
    person.groups.add(Group.objects.get(name=TRUSTED))
    log(instance=person, action=GIVEN, user=by)


@transaction.atomic
def withdraw_trust(person: User, *, by: User) -> None:
    """Have the kits of `person` read again before they are published."""
    person.groups.remove(Group.objects.get(name=TRUSTED))
    log(instance=person, action=TAKEN_BACK, user=by)
