"""The secret address of somebody's calendar: made, stopped, replaced."""

from secrets import token_hex

from django.db import transaction
from django.utils import timezone

from catalogue.calendars.models import CalendarAddress
from catalogue.calendars.queries import living_address
from outillerie.accounts.models import User


@transaction.atomic
def make_address(person: User) -> CalendarAddress:
    """Return the address of the calendar of `person`, made the first time: two presses are one."""
    # Lock the person: of two that ask at once, one makes it.
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    return living_address(person) or CalendarAddress.objects.create(person=person, key=token_hex(16))


def stop_address(person: User) -> None:
    """Whoever has the address of the calendar of `person` reads nothing any more."""
    CalendarAddress.objects.filter(person=person, revoked_at=None).update(revoked_at=timezone.now())


@transaction.atomic
def replace_address(person: User, *, key: str) -> CalendarAddress:
    """Stop the address `key` and make another one. When it was replaced already, the one that is there stays: two
    presses are one."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    CalendarAddress.objects.filter(person=person, key=key, revoked_at=None).update(revoked_at=timezone.now())
    return make_address(person)
