"""From the row of a badge to the bytes that are signed for it: once, in one transaction, stored for ever (rule 5).

The worker may die anywhere and begin again: a badge has all the documents of its serial, or none of them.
"""

import hashlib
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from badges.achievements import exports as achievements
from badges.awarding import news
from badges.awarding.models import Credential, CredentialDocument
from badges.issuing.addresses import (
    achievement_for,
    assertion_url,
    credential_url,
    profile_for,
    profile_of,
    status_url,
)
from badges.issuing.keys import ED25519, RSA, ed25519_of, public_key_of, rsa_of, signing_keys
from badges.issuing.models import Issuer, SigningKey
from badges.openbadges.credential import open_badge
from badges.openbadges.hosted import hosted_assertion, signed_assertion
from badges.openbadges.integrity import sign
from badges.openbadges.serialising import serialise
from badges.openbadges.tokens import sign_assertion, vc_jwt
from badges.openbadges.values import CredentialFacts, EvidenceItem, Recipient, StatusEntry
from outillerie.outbox.actions import handles, schedule

Form, State = CredentialDocument.Form, Credential.State


def facts_of(credential: Credential) -> CredentialFacts:
    """Return what the documents of a badge say of it."""
    return CredentialFacts(
        id=credential_url(credential.uuid, ".json"),
        hosted_id=assertion_url(credential.uuid, ".json"),
        issuer=profile_of(credential.issuer),
        achievement=achievements.facts_of(credential.version),
        recipient=Recipient(
            subject=f"urn:uuid:{credential.subject}", identity_hash=credential.identity_hash, salt=credential.salt
        ),
        valid_from=credential.valid_from,
        awarded_at=credential.awarded_at,
        valid_until=credential.valid_until,
        status=StatusEntry(list_url=status_url(credential.status_list, ".json"), index=credential.status_index),
        narrative=credential.narrative,
        evidence=tuple(EvidenceItem(**item) for item in credential.evidence),
    )


def schedule_issue(credential: Credential, serial: int = 1) -> None:
    """Have the documents of this serial signed once this transaction is committed."""
    schedule(
        "badge-issue", {"credential": credential.pk, "serial": serial}, key=f"badge-issue:{credential.pk}:{serial}"
    )


@handles("badge-issue", lease=timedelta(minutes=2))
def issue_later(payload: dict) -> None:
    issue(payload["credential"], payload["serial"])


@transaction.atomic
def issue(credential_id: int, serial: int = 1) -> None:
    """Sign and store the four documents of a badge. Done again, it does nothing more; revoked meanwhile, neither.

    The keys come first: taking one locks its issuer, and a rotation waits (RACE-08).
    """
    keys = signing_keys(Issuer.objects.get(credentials=credential_id))
    credential = signable().select_for_update(no_key=True, of=("self",)).get(pk=credential_id)
    if credential.state not in (State.WAITING, State.ISSUED) or credential.documents.filter(serial=serial).exists():
        return
    now = timezone.now()
    CredentialDocument.objects.bulk_create(
        CredentialDocument(
            credential=credential,
            form=form,
            serial=serial,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            key=key,
            created_at=now,
        )
        for form, key, content in signed_forms(facts_of(credential), keys[ED25519], keys[RSA])
    )
    if credential.state == State.WAITING:
        credential.state, credential.issued_at = State.ISSUED, now
        credential.save(update_fields=["state", "issued_at"])
        news.tell_issued(credential)


def signable() -> QuerySet[Credential]:
    """Return badges with all that their documents say, and none of the heavy columns beside."""
    rows = Credential.objects.select_related(
        "issuer", "version__achievement__issuer", "version__png", "status_list__issuer"
    )
    heavy = ("bits", "document", "token")
    return rows.defer("version__png__content", *(f"status_list__{name}" for name in heavy))


def signed_forms(facts: CredentialFacts, ed25519: SigningKey, rsa: SigningKey) -> list[tuple]:
    """Return (form, key or None, bytes) of each published form. The hosted one is proved by its address alone."""
    unsigned, private = open_badge(facts), rsa_of(rsa)
    created = max(timezone.now(), facts.valid_from)
    of_key = replace(facts, issuer=profile_for(rsa, facts.issuer), achievement=achievement_for(rsa, facts.achievement))
    proved = sign(unsigned, method=public_key_of(ed25519).method, key=ed25519_of(ed25519), created=created)
    return [
        (Form.OB3, ed25519, serialise(proved)),
        (Form.JWT, rsa, vc_jwt(unsigned, kid=public_key_of(rsa).method, key=private).encode()),
        (Form.OB2, None, serialise(hosted_assertion(facts))),
        (Form.JWS, rsa, sign_assertion(signed_assertion(of_key), key=private).encode()),
    ]


def document_of(credential: Credential, form: str) -> CredentialDocument | None:
    """Return the newest document of this form, or None before it is signed and after it is erased."""
    return credential.documents.filter(form=form).order_by("-serial").first()


def standing_documents(credential: Credential) -> list[CredentialDocument]:
    """Return the newest document of each form: one question. Their order is OB3, JWT, OB2, JWS."""
    newest = {row.form: row for row in credential.documents.order_by("serial")}
    return [newest[form] for form in Form.values if form in newest]
