"""What stands at each permanent address: one question each where there is one table."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from badges.achievements.models import AchievementVersion
from badges.awarding.actions import NO_LONGER_STANDING
from badges.awarding.models import Credential, CredentialDocument
from badges.endorsing.models import Endorsement
from badges.issuing.models import BadgeImage, Issuer, SigningKey, StatusList

State = Credential.State
UUID_FIELD = Credential._meta.get_field("uuid")


@dataclass(frozen=True)
class Stored:
    """A signed document with what decides how it is served."""

    content: bytes
    state: str
    visibility: str
    reason: str


# In full: to build it each time would cost four times what the database takes to answer it.
STORED = """
SELECT d.content, c.state, c.visibility, c.revocation_reason
FROM badges_credentialdocument d JOIN badges_credential c ON c.id = d.credential_id
WHERE c.uuid = %s AND d.form = %s ORDER BY d.serial DESC LIMIT 1
"""


def stored_document(uuid: UUID, form: str) -> Stored | None:
    """Return the newest document of this form, or None: it was never signed, or it was erased."""
    with connection.cursor() as cursor:
        cursor.execute(STORED, [UUID_FIELD.get_db_prep_value(uuid, connection), form])
        row = cursor.fetchone()
    return Stored(bytes(row[0]), *row[1:]) if row else None


def stored_documents(uuid: UUID) -> dict[str, bytes]:
    """Return the newest document of each form."""
    rows = CredentialDocument.objects.filter(credential__uuid=uuid).order_by("serial")
    return {form: bytes(content) for form, content in rows.values_list("form", "content")}


def is_erased(uuid: UUID) -> bool:
    return Credential.objects.filter(uuid=uuid, state=State.ERASED).exists()


def image_to_bake(uuid: UUID, suffix: str) -> tuple[bytes, str] | None:
    """Return the image of a badge given and the slug of what was achieved."""
    row = (
        Credential.objects.filter(uuid=uuid)
        .values_list(f"version__{suffix}__content", "version__achievement__slug")
        .first()
    )
    return (bytes(row[0]), row[1]) if row else None


def issuer(slug: str) -> Issuer | None:
    return Issuer.objects.filter(slug=slug).prefetch_related("keys").first()


def key(slug: str, number: int) -> SigningKey | None:
    return SigningKey.objects.filter(issuer__slug=slug, number=number).select_related("issuer").defer("secret").first()


def rsa_key(slug: str, number: int) -> SigningKey | None:
    found = key(slug, number)
    return found if found and found.kind == SigningKey.Kind.RSA else None


def rsa_keys(issuer: Issuer) -> list[SigningKey]:
    """Return the keys of `issuer` that sign, or signed, badges of Open Badges 2.0."""
    found = [key for key in issuer.keys.all() if key.kind == SigningKey.Kind.RSA]
    for key in found:
        key.issuer = issuer
    return found


def version(slug: str, number: int) -> AchievementVersion | None:
    found = AchievementVersion.objects.filter(achievement__slug=slug, number=number)
    return found.select_related("achievement__issuer", "png").defer("png__content").first()


def status_list(slug: str, number: int) -> tuple[bytes, bytes] | None:
    """Return the signed list, as JSON and as a token."""
    row = StatusList.objects.filter(issuer__slug=slug, number=number).values_list("document", "token").first()
    return (bytes(row[0]), row[1].encode()) if row else None


def image(sha256: str, media_type: str) -> bytes | None:
    row = BadgeImage.objects.filter(sha256=sha256, media_type=media_type).values_list("content").first()
    return bytes(row[0]) if row else None


def endorsement(uuid: UUID) -> Endorsement | None:
    return Endorsement.objects.filter(uuid=uuid).select_related("credential").first()


def revoked_badges(issuer: Issuer) -> QuerySet:
    """Return the uuid and the reason of each badge of `issuer` that nobody should take for valid, in a fixed order."""
    found = Credential.objects.filter(issuer=issuer, state__in=NO_LONGER_STANDING).order_by("pk")
    return found.values_list("uuid", "revocation_reason")


def endorsements_of(version: AchievementVersion) -> list[bytes]:
    """Return what organisations say of an achievement and did not take back, as they signed it."""
    rows = Endorsement.objects.filter(achievement=version.achievement_id, withdrawn_at=None)
    return [bytes(document) for document in rows.values_list("document", flat=True)]
