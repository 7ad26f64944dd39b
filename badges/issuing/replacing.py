"""What a key that is not to be trusted any more had signed, signed again: status lists at once, then badges by the
worker, some at a time."""

from django.db.models import Exists, OuterRef, QuerySet
from django.dispatch import receiver

from badges.awarding.models import Credential, CredentialDocument
from badges.issuing.events import key_compromised
from badges.issuing.models import SigningKey
from badges.issuing.status import sign_lists
from outillerie.outbox.actions import handles, schedule

KIND = "badges-of-a-compromised-key"
AT_ONCE = 25


@receiver(key_compromised)
def replace_what_it_signed(sender, key, **kwargs):
    sign_lists(key.issuer)
    schedule_replacement(key)


def schedule_replacement(key: SigningKey, *, after: int = 0) -> None:
    """Have the badges of `key` whose id is above `after` signed again."""
    schedule(KIND, {"key": key.pk, "after": after}, key=f"{KIND}:{key.pk}:{after}")


@handles(KIND)
def replace_signatures(payload: dict) -> None:
    """Sign again the next badges of a key. What was signed again before a crash does not come back."""
    from badges.awarding.actions import reissue

    key = SigningKey.objects.get(pk=payload["key"])
    waiting = list(signed_by(key).filter(pk__gt=payload["after"]).order_by("pk")[:AT_ONCE])
    for credential in waiting:
        reissue(credential, by=None)
    if waiting:
        schedule_replacement(key, after=waiting[-1].pk)


def signed_by(key: SigningKey) -> QuerySet[Credential]:
    """Return the badges that stand and whose newest document, in one form at least, is signed by `key`."""
    newer = CredentialDocument.objects.filter(
        credential=OuterRef("credential"), form=OuterRef("form"), serial__gt=OuterRef("serial")
    )
    documents = CredentialDocument.objects.filter(~Exists(newer), key=key)
    return Credential.objects.filter(state=Credential.State.ISSUED, pk__in=documents.values("credential"))
