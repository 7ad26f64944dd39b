"""Badges of ours, found by what people give: bytes, an address, eight signs."""

from hashlib import sha256
from uuid import UUID

from badges.awarding.models import Credential, CredentialDocument
from badges.verification.models import KnownIssuer

OB3 = CredentialDocument.Form.OB3
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


def known_name(identifier: str) -> str:
    """Return the name of an issuer of the hub's directory, or an empty text."""
    return KnownIssuer.objects.filter(identifier=identifier).values_list("name", flat=True).first() or ""
