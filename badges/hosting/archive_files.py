"""Every file of the archive that machines read, at the path of its permanent address: the bytes that the site serves."""

from collections.abc import Iterator
from functools import cache
from itertools import batched

from django.conf import settings
from django.db import transaction

from badges.achievements.models import AchievementVersion
from badges.awarding.actions import NO_LONGER_STANDING
from badges.awarding.models import Credential, CredentialDocument
from badges.endorsing.models import Endorsement
from badges.hosting import documents
from badges.hosting.queries import rsa_keys
from badges.issuing.addresses import (
    achievement_url,
    assertion_url,
    credential_url,
    endorsement_url,
    image_url,
    issuer_url,
    key_url,
    status_url,
)
from badges.issuing.models import BadgeImage, Issuer, SigningKey, StatusList
from badges.issuing.status import sign_lists
from badges.openbadges.serialising import serialise

type Files = Iterator[tuple[str, bytes]]

State, Form = Credential.State, CredentialDocument.Form
BATCH = 200


def path_of(address: str) -> str:
    """Return the path of a permanent address below the folder of the archive."""
    return address.removeprefix(settings.PERMANENT_URL).lstrip("/")


def at_paths(found: dict[str, bytes]) -> Files:
    """Yield documents that are known by their address."""
    yield from ((path_of(address), content) for address, content in found.items())


def image_files() -> Files:
    for image in BadgeImage.objects.order_by("pk").iterator(chunk_size=BATCH):
        yield path_of(image_url(image)), bytes(image.content)


def achievement_files() -> Files:
    versions = AchievementVersion.objects.select_related("achievement__issuer", "png").defer("png__content")
    versions = versions.prefetch_related("achievement__issuer__keys")
    for version in versions.order_by("pk"):
        yield path_of(achievement_url(version)), documents.achievement(version)
        yield from at_paths(documents.classes_of(version))
        for said in version.content.translations:
            name = f"achievement.{said.language}.json"
            yield path_of(achievement_url(version, name)), documents.achievement(version, said.language)


def issuer_files() -> Files:
    for issuer in Issuer.objects.prefetch_related("keys").order_by("pk"):
        yield path_of(issuer_url(issuer, "did.json")), documents.did_document(issuer)
        yield path_of(issuer_url(issuer)), documents.issuer_document(issuer)
    for key in SigningKey.objects.select_related("issuer").defer("secret").order_by("pk"):
        yield path_of(key_url(key)), documents.key_document(key)
        yield path_of(key_url(key, ".jwk.json")), documents.jwk_document(key)


def credential_files() -> Files:
    """Yield what was signed for each badge, and its two images. What was revoked meanwhile is said by `gone_files`."""
    rows = Credential.objects.filter(state__in=[State.ISSUED, State.REVOKED]).order_by("pk")
    for batch in batched(rows.values_list("pk", "uuid", "version_id").iterator(chunk_size=BATCH), BATCH, strict=False):
        signed = documents_of([pk for pk, _, _ in batch])
        for pk, uuid, version in batch:
            if forms := signed.get(pk):
                yield from files_of(uuid, forms, images_of(version))


def documents_of(credentials: list[int]) -> dict[int, dict[str, bytes]]:
    """Return the newest document of each form of each of these badges."""
    found: dict[int, dict[str, bytes]] = {}
    rows = CredentialDocument.objects.filter(credential__in=credentials).order_by("serial")
    for credential, form, content in rows.values_list("credential", "form", "content"):
        found.setdefault(credential, {})[form] = bytes(content)
    return found


def files_of(uuid, forms: dict[str, bytes], images: dict[str, bytes]) -> Files:
    yield path_of(credential_url(uuid)), forms[Form.OB3]
    yield path_of(credential_url(uuid, ".jwt")), forms[Form.JWT]
    yield path_of(assertion_url(uuid)), forms[Form.OB2]
    yield path_of(assertion_url(uuid, ".jws")), forms[Form.JWS]
    for suffix, image in images.items():
        yield path_of(credential_url(uuid, f".{suffix}")), documents.baked(image, suffix, forms, uuid=uuid)


@cache
def images_of(version: int) -> dict[str, bytes]:
    png, svg = AchievementVersion.objects.values_list("png__content", "svg__content").get(pk=version)
    return {"png": bytes(png), "svg": bytes(svg)}


def endorsement_files() -> Files:
    for said in Endorsement.objects.select_related("credential").order_by("pk"):
        is_gone = said.withdrawn_at or (said.credential and said.credential.state == State.ERASED)
        content = serialise(documents.withdrawn_endorsement(said)) if is_gone else bytes(said.document)
        yield path_of(endorsement_url(said.uuid)), content


def gone_files() -> Files:
    """Yield the bodies of what the site answers with 410: a server that cannot send 410 says it in words (PERM-07)."""
    rows = Credential.objects.filter(state__in=NO_LONGER_STANDING).order_by("pk")
    for uuid, state, reason in rows.values_list("uuid", "state", "revocation_reason"):
        is_revoked = state == State.REVOKED
        body = serialise(documents.revoked_assertion(uuid, reason if is_revoked else ""))
        yield path_of(assertion_url(uuid)), body
        yield path_of(assertion_url(uuid, ".jws")), body
        if not is_revoked:
            yield path_of(credential_url(uuid)), serialise(documents.erased_credential(uuid))


def status_files() -> Files:
    """Yield what says that badges are revoked: read last, so that nothing revoked while the rest was written misses."""
    for issuer in Issuer.objects.prefetch_related("keys").order_by("pk"):
        for key in rsa_keys(issuer):
            yield from at_paths(documents.known_by_key(key))
    for signed in StatusList.objects.select_related("issuer").defer("bits").order_by("pk"):
        yield path_of(status_url(signed)), bytes(signed.document)
        yield path_of(status_url(signed, ".jwt")), signed.token.encode()


def sign_every_list() -> None:
    """Sign the status lists again, dated from now: that is the day until which the archive knows. Raise Refused."""
    with transaction.atomic():
        for issuer in Issuer.objects.filter(status_lists__isnull=False).distinct().order_by("pk"):
            sign_lists(issuer)
