"""Badges and endorsements of ours, found by what people give: bytes, an address, eight signs."""

import re
from hashlib import sha256
from uuid import UUID

from django.conf import settings

from badges.awarding.models import Credential, CredentialDocument
from badges.backpack.permissions import is_shown
from badges.browsing.queries import versions_shown
from badges.endorsing.models import Endorsement
from badges.issuing.addresses import did_of
from badges.issuing.models import Issuer
from badges.verification.models import KnownIssuer

OB3 = CredentialDocument.Form.OB3
ACHIEVEMENT = re.compile(r"/openbadges/achievements/([-\w]+)/([0-9]{1,9})/(?:achievement|badgeclass)\.json")
CREDENTIAL = re.compile(r"/openbadges/credentials/([-0-9a-f]{36})\.json")
JOINED = ("issuer", "version__achievement", "version__svg", "status_list")
# A drawing and a list of 131,072 bits: what a verdict says needs their names only.
HEAVY = ("version__svg__content", "status_list__bits", "status_list__document", "status_list__token")


def awarded():
    """Return the badges that have been signed; those that wait for it are nowhere yet."""
    return Credential.objects.exclude(state=Credential.State.WAITING).select_related(*JOINED).defer(*HEAVY)


def document_of(content: bytes) -> CredentialDocument | None:
    """Return the document of ours that is these very bytes."""
    found = CredentialDocument.objects.filter(sha256=sha256(content).hexdigest())
    found = found.exclude(credential__state=Credential.State.WAITING)
    joined = found.select_related("key", *(f"credential__{name}" for name in JOINED))
    return joined.defer("key__secret", *(f"credential__{name}" for name in HEAVY)).first()


def documents_of(credential: Credential, form: str = OB3) -> list[CredentialDocument]:
    """Return the documents of a badge in one form, the newest first."""
    return list(credential.documents.filter(form=form).select_related("key").order_by("-serial"))


def newest_serial(document: CredentialDocument) -> CredentialDocument | None:
    """Return what replaced `document` when the badge was issued again."""
    later = CredentialDocument.objects.filter(credential=document.credential_id, form=document.form)
    return later.filter(serial__gt=document.serial).order_by("-serial").only("created_at", "serial").first()


def credential_by_uuid(text: str) -> Credential | None:
    try:
        return awarded().filter(uuid=UUID(text)).first()
    except ValueError:
        return None


def credential_by_code(code: str) -> Credential | None:
    return awarded().filter(code=code).first()


def issuer_named(identifier: str) -> Issuer | None:
    """Return the issuer of ours whose did:web is `identifier`."""
    found = Issuer.objects.filter(slug=identifier.rpartition(":")[2]).first()
    return found if found and did_of(found) == identifier else None


def known_name(identifier: str) -> str:
    """Return the name of an issuer of the hub's directory, or an empty text."""
    return KnownIssuer.objects.filter(identifier=identifier).values_list("name", flat=True).first() or ""


def endorsement_by_uuid(text: str) -> Endorsement | None:
    try:
        rows = Endorsement.objects.filter(uuid=UUID(text))
    except ValueError:
        return None
    return rows.select_related("endorser", "key").defer("key__secret").first()


def endorsed_name(address: str) -> str:
    """Return the name of the badge of ours at `address`, given or to be earned, if everybody may see it; or an empty
    text: what is hidden is not told from what is nowhere."""
    path = address.removeprefix(settings.PERMANENT_URL)
    if path == address:
        return ""
    if found := ACHIEVEMENT.fullmatch(path):
        version = versions_shown().filter(achievement__slug=found[1], number=found[2]).first()
        return version.content.name if version else ""
    if found := CREDENTIAL.fullmatch(path):
        credential = credential_by_uuid(found[1])
        return credential.version.content.name if credential and is_shown(credential) else ""
    return ""
