"""An organisation endorses a badge, or takes back what it said. What it signs is signed once and stored (rule 5)."""

import hashlib
import json

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from badges.achievements.models import Achievement
from badges.achievements.queries import newest_version
from badges.awarding.models import Credential
from badges.endorsing.models import Endorsement
from badges.endorsing.permissions import can_be_endorsed
from badges.issuing.addresses import achievement_url, credential_url, endorsement_url, method_of, profile_of
from badges.issuing.keys import ED25519, ed25519_of, signing_key
from badges.issuing.models import Issuer, SigningKey
from badges.openbadges.endorsement import endorsement_credential
from badges.openbadges.integrity import sign
from badges.openbadges.serialising import serialise
from badges.openbadges.values import EndorsementFacts
from outillerie.errors import Refused
from outillerie.kits.formats.content import clean_text
from outillerie.pages.actions import forget_pages


class NotEndorsed(Refused):
    pass


class AlreadyWithdrawn(Refused):
    pass


@transaction.atomic
def endorse(
    *,
    endorser: Issuer,
    comment: str,
    by,
    achievement: Achievement | None = None,
    credential: Credential | None = None,
) -> Endorsement:
    """Sign and keep what `endorser` says of a badge, or of a badge that somebody holds and shows. Raise NotEndorsed."""
    subject, name, issuer_id = subject_of(achievement, credential)
    if issuer_id == endorser.pk:
        raise NotEndorsed(_("An organisation does not endorse its own badges: another one does."))
    comment = clean_text(comment)
    if not comment:
        raise NotEndorsed(_("Write what your organisation says of this badge."))
    row = Endorsement(
        endorser=endorser, achievement=achievement, credential=credential, comment=comment, endorsed_by=by
    )
    return kept_once(signed(row, subject=subject, name=_("Endorsement of “%(badge)s”") % {"badge": name}))


def signed(row: Endorsement, *, subject: str, name: str) -> Endorsement:
    """Sign what `row`, not written yet, says of the badge at the address `subject`, by the key of now."""
    key, now = signing_key(row.endorser, ED25519), timezone.now().replace(microsecond=0)
    facts = EndorsementFacts(
        id=endorsement_url(row.uuid),
        endorser=profile_of(row.endorser),
        subject=subject,
        name=name,
        comment=row.comment,
        valid_from=now,
    )
    document = serialise(sign(endorsement_credential(facts), method=method_of(key), key=ed25519_of(key), created=now))
    row.endorsed_at, row.key, row.document = now, key, document
    row.sha256 = hashlib.sha256(document).hexdigest()
    return row


def subject_of(achievement: Achievement | None, credential: Credential | None) -> tuple[str, str, int]:
    """Return (address, name, issuer) of what is endorsed, when it may be."""
    if credential is not None:
        # As it is now: its holder may have hidden it meanwhile.
        credential = Credential.objects.select_related("version").get(pk=credential.pk)
        if not can_be_endorsed(credential):
            raise NotEndorsed(_("This badge is no longer shown by its holder: it cannot be endorsed."))
        return credential_url(credential.uuid), credential.version.content.name, credential.issuer_id
    version = newest_version(achievement)
    if version is None or version.achievement.state != Achievement.State.PUBLISHED:
        raise NotEndorsed(_("This badge is no longer given: it cannot be endorsed."))
    return achievement_url(version), version.content.name, achievement.issuer_id


def kept_once(endorsement: Endorsement) -> Endorsement:
    """Write the row. Two people of one organisation may press at once: the database keeps one."""
    try:
        with transaction.atomic():
            endorsement.save()
    except IntegrityError as error:
        words = _("%(organisation)s already endorses this badge. Take it back first to say something else.")
        raise NotEndorsed(words % {"organisation": endorsement.endorser.name}) from error
    transaction.on_commit(forget_pages)
    return endorsement


@transaction.atomic
def withdraw_endorsement(endorsement: Endorsement) -> None:
    """Take back what was said: its address answers that it was, for ever."""
    standing = Endorsement.objects.filter(pk=endorsement.pk, withdrawn_at=None)
    if not standing.update(withdrawn_at=timezone.now()):
        raise AlreadyWithdrawn(_("This endorsement was already taken back."))
    transaction.on_commit(forget_pages)


@transaction.atomic
def say_again(key: SigningKey) -> None:
    """Take back every endorsement signed by a key that nobody should trust any more, and say the same by the key of now.

    What was signed does not change: each has a new address, and the former one answers that it was taken back.
    """
    for former in Endorsement.objects.filter(key=key, withdrawn_at=None).select_related("endorser").order_by("pk"):
        said = json.loads(bytes(former.document))
        withdraw_endorsement(former)
        again = Endorsement(
            endorser=former.endorser,
            achievement_id=former.achievement_id,
            credential_id=former.credential_id,
            comment=former.comment,
            endorsed_by_id=former.endorsed_by_id,
        )
        signed(again, subject=said["credentialSubject"]["id"], name=said["name"]).save()
