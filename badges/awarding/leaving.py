"""What becomes of badges when their holder leaves, or wants them gone. The holder chooses.

Left alone, a badge stays verifiable without a name: its signed bytes keep the fingerprint of the address, salted, which
says nothing to whoever does not know the address already. Erased, it is revoked for ever, its bytes are deleted, and its
address answers that it is gone.
"""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from badges.awarding.actions import lock_credential, lock_holder_and_issuer
from badges.awarding.models import AwardLine, Credential
from badges.awarding.recipients import confirmed_addresses
from badges.backpack.models import CollectedBadge
from badges.endorsing.models import Endorsement
from badges.issuing.status import set_revoked
from catalogue.learning.completing import lock_person, mark
from outillerie.accounts.models import User
from outillerie.privacy.journal import note_for_ever

State = Credential.State
# What a row says of its holder, and what is written instead.
NOBODY = {
    "holder": None,
    "recipient": "",
    "email": "",
    "name": "",
    "run": "",
    "salt": "",
    "identity_hash": "",
    "facts": [],
    "narrative": "",
    "evidence": [],
    "revocation_reason": "",
    "upheld_reason": "",
}


def badges_of(person: User) -> QuerySet[Credential]:
    """Return every badge of `person`, those that wait at an address they confirmed included, and not those erased."""
    whose = Q(holder=person) | Q(holder=None, email__in=confirmed_addresses(person))
    return Credential.objects.filter(whose).exclude(state=State.ERASED)


def leave_badges(person: User) -> None:
    """Take the name and the address off what was signed, which stays valid. What is not signed yet never will be."""
    for credential in badges_of(person).select_related("issuer").order_by("issuer", "pk"):
        if credential.state == State.WAITING:
            erase_badge(credential)
        else:
            leave_badge(credential)


@transaction.atomic
def leave_badge(credential: Credential) -> None:
    lock_holder_and_issuer(credential)
    current = lock_credential(credential)
    forget_lines(current)
    CollectedBadge.objects.filter(credential=current).delete()
    # What an organisation said of somebody may name them.
    Endorsement.objects.filter(credential=current).delete()
    # Each stays one of its kind for the database. The fingerprint stays: the badge may have to be signed again.
    nobody = {"holder": None, "email": "", "name": "", "recipient": f"left:{current.uuid}", "run": ""}
    mark(current, visibility=Credential.Visibility.HIDDEN, doubted_at=None, **nobody)


@transaction.atomic
def erase_badges(person: User) -> int:
    """Revoke and erase every badge of `person`, on their request, for ever. Return how many."""
    lock_person(person)
    rows = list(badges_of(person).select_related("issuer").order_by("issuer", "pk"))
    for credential in rows:
        erase_badge(credential)
    return len(rows)


@transaction.atomic
def erase_badge(credential: Credential) -> None:
    """Revoke one badge and delete its bytes. Its address answers that it is gone, and says nothing of anybody."""
    lock_holder_and_issuer(credential)
    set_revoked(credential)
    current = lock_credential(credential)
    forget_lines(current)
    CollectedBadge.objects.filter(credential=current).delete()
    Endorsement.objects.filter(credential=current).delete()
    current.documents.all().delete()
    now = timezone.now()
    facts = {"erased_at": now, "revoked_at": current.revoked_at or now, "doubted_at": None, "batch": None}
    mark(current, state=State.ERASED, visibility=Credential.Visibility.HIDDEN, **{**NOBODY, **facts})
    note_for_ever("badges erased", str(current.uuid))


def erase_again(uuid: str) -> bool:
    """Erase a badge that a restored backup brought back."""
    credential = Credential.objects.exclude(state=State.ERASED).select_related("issuer").filter(uuid=uuid).first()
    if credential:
        erase_badge(credential)
    return bool(credential)


def forget_lines(credential: Credential) -> None:
    """Forget the name and the address on the lists that awarded a badge: what became of each line is still counted."""
    AwardLine.objects.filter(credential=credential).update(email="", name="", credential=None)
