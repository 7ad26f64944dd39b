"""Accounts that sleep: warned 30 days and 7 days before two years without a visit, then erased.

The first warning starts the count: if the worker was away, nothing happens sooner than 30 days after it, nor sooner
than 7 days after the last one. Whoever comes back is awake again (`note_activity`).
"""

from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from outillerie.accounts.groups import REVIEWERS
from outillerie.accounts.models import User
from outillerie.outbox.actions import handles, schedule
from outillerie.outbox.models import OutboxMessage
from outillerie.privacy.actions import Credit, administrators, erase
from outillerie.privacy.durations import FIRST_WARNING, IDLE_ACCOUNT, LAST_WARNING
from outillerie.privacy.emails import idle_mail, idle_staff_mail
from outillerie.privacy.erasure import lock_what_comes_first

LAST = "idle-warning"


def idle_since(day: date) -> QuerySet:
    """Return the active people who have not come since `day`."""
    last_seen = Coalesce("last_active_on", TruncDate("last_login"), TruncDate("date_joined"))
    return User.objects.filter(is_active=True).alias(last_seen=last_seen).filter(last_seen__lte=day).order_by("pk")


def staff() -> Q:
    """Return what tells those who hold rights over the hub: a machine does not dismiss them."""
    ids = User.objects.filter(groups__name__in=REVIEWERS).values("pk")
    return Q(is_superuser=True) | Q(pk__in=ids)


def handle_idle_accounts(today: date) -> None:
    """Erase, warn for the last time, warn: in that order, so that nobody gets two of them on one day."""
    for person in doomed(today):
        erase_idle(person)
    for person in sleepers().filter(idle_warned_on__lte=today - (FIRST_WARNING - LAST_WARNING)):
        warn_again(person)
    asleep = idle_since(today - (IDLE_ACCOUNT - FIRST_WARNING)).filter(idle_warned_on=None)
    for person in asleep.exclude(staff()):
        warn(person, today)
    tell_of_idle_staff(list(asleep.filter(staff())), today)


def sleepers() -> QuerySet:
    """Return the people who were warned and have not come back."""
    return User.objects.filter(is_active=True).exclude(idle_warned_on=None).exclude(staff()).order_by("pk")


def warn(person: User, today: date) -> None:
    with transaction.atomic():
        if User.objects.filter(pk=person.pk, idle_warned_on=None).update(idle_warned_on=today):
            idle_mail(person, erased_on=today + FIRST_WARNING, days=FIRST_WARNING.days).send()


def warn_again(person: User) -> None:
    schedule(LAST, {"person": person.pk, "warned_on": person.idle_warned_on.isoformat()}, key=last_warning(person))


def last_warning(person: User) -> str:
    return f"{LAST}:{person.pk}:{person.idle_warned_on}"


@handles(LAST)
def send_last_warning(payload: dict) -> None:
    """Send the last warning, unless the person came back meanwhile."""
    person = User.objects.filter(pk=payload["person"], idle_warned_on=payload["warned_on"], is_active=True).first()
    if person:
        idle_mail(person, erased_on=timezone.localdate() + LAST_WARNING, days=LAST_WARNING.days).send()


def doomed(today: date) -> list[User]:
    """Return the people whose last warning was sent 7 days ago or more, and the first one 30 days ago or more."""
    warned = sleepers().filter(idle_warned_on__lte=today - FIRST_WARNING)
    return [person for person in warned if was_warned_again(person, today - LAST_WARNING)]


def was_warned_again(person: User, day: date) -> bool:
    sent = OutboxMessage.objects.filter(key=last_warning(person), state=OutboxMessage.State.DONE)
    return sent.filter(created_at__date__lte=day).exists()


def erase_idle(person: User) -> None:
    """Erase somebody who did not come back: what they published stays signed as it is."""
    with transaction.atomic():
        lock_what_comes_first(person)
        # Lock the person: they may come back at this very moment.
        asleep = User.objects.select_for_update().filter(pk=person.pk, idle_warned_on=person.idle_warned_on).first()
        if asleep:
            erase(asleep, credit=Credit.SHOWN)


def tell_of_idle_staff(people: list[User], today: date) -> None:
    """Tell the administrators, once, who holds rights over the hub and no longer comes."""
    if not people:
        return
    with transaction.atomic():
        User.objects.filter(pk__in=[person.pk for person in people]).update(idle_warned_on=today)
        for administrator in administrators():
            idle_staff_mail(administrator, people).send()
