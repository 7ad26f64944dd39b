"""Badges given to an address, once somebody confirms that it is theirs.

Whoever had a badge by an address that they lost confirms another one here, and keeps the badge: what an address
brought stays when it is removed.
"""

from django.db import IntegrityError, transaction

from badges.awarding.considering import consider_later
from badges.awarding.models import AwardDecision, Credential
from badges.awarding.recipients import confirmed_addresses
from badges.backpack.news import tell_claimed
from outillerie.accounts.models import User


@transaction.atomic
def claim_badges(person: User) -> list[Credential]:
    """Give `person` the badges that wait at the addresses they confirmed, tell them, and return these badges. Done
    again, it finds nothing more. An address that they did not confirm brings nothing, whoever typed it."""
    waiting = {"holder": None, "recipient__in": [f"mail:{address}" for address in confirmed_addresses(person)]}
    if not Credential.objects.filter(**waiting).exists():
        return []
    # The person comes first, as everywhere that badges are given: then the list cannot change under us.
    locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    found = list(Credential.objects.select_for_update(no_key=True).filter(**waiting).order_by("pk"))
    if not found:
        # They signed in twice at once: the other request brought everything.
        return []
    for credential in found:
        give(credential, locked)
    emails = {credential.email for credential in found}
    AwardDecision.objects.filter(person=None, email__in=emails).update(person=locked)
    # What came may earn more: a badge counts for another.
    consider_later([locked.pk], cause=f"claim:{found[-1].pk}")
    tell_claimed(locked, found)
    return found


def give(credential: Credential, person: User) -> None:
    """Make `person` the holder. When they have this badge already, by another address, both stay: each was signed for
    its address. The second one keeps that address as its recipient, so that the database still knows one of each."""
    credential.holder = person
    credential.name = credential.name or person.get_full_name()
    Credential.objects.filter(pk=credential.pk).update(holder=person, name=credential.name)
    try:
        with transaction.atomic():
            Credential.objects.filter(pk=credential.pk).update(recipient=f"person:{person.pk}")
    except IntegrityError:
        return
    credential.recipient = f"person:{person.pk}"
