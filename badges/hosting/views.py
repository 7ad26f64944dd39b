"""The machine's side of badges: each permanent address, its bytes. See `serving.py` for how they are given."""

from uuid import UUID

from badges.awarding.models import Credential, CredentialDocument
from badges.hosting import documents, queries
from badges.hosting.serving import (
    CREDENTIAL_TYPES,
    FOR_EVER,
    JSON,
    LD_JSON,
    ONE_MINUTE,
    TEXT,
    VC_JWT,
    Gone,
    Missing,
    Served,
    for_machines,
    in_json,
)

Form, State = CredentialDocument.Form, Credential.State
DID_TYPES = (JSON, "application/did+json", "application/did+ld+json", LD_JSON)
IMAGE_TYPES = {"png": "image/png", "svg": "image/svg+xml"}
TOKEN_TYPES = {Form.JWT: (TEXT, VC_JWT, "application/jwt"), Form.JWS: (TEXT, "application/jose")}


def found(something):
    if something is None:
        raise Missing
    return something


@for_machines
def issuer(request, slug: str, name: str) -> Served:
    issuer = found(queries.issuer(slug))
    types = DID_TYPES if name == "did.json" else ()
    return in_json(documents.ISSUER_DOCUMENTS[name](issuer), *types, page=("issuer", slug))


@for_machines
def of_key(request, slug: str, number: int, name: str) -> Served:
    content = documents.KEY_DOCUMENTS[name](found(queries.rsa_key(slug, number)))
    return in_json(content, page=("issuer", slug))


@for_machines
def key(request, slug: str, number: int) -> Served:
    return in_json(documents.key_document(found(queries.key(slug, number))))


@for_machines
def jwk(request, slug: str, number: int) -> Served:
    content = documents.jwk_document(found(queries.key(slug, number)))
    return in_json(content, JSON, "application/jwk+json")


@for_machines
def achievement(request, slug: str, number: int, language: str = "") -> Served:
    version = found(queries.version(slug, number))
    content = found(documents.achievement(version, language))
    return in_json(content, page=("achievement-version", slug, number))


@for_machines
def badge_class(request, slug: str, number: int, key: int | None = None) -> Served:
    version = found(queries.version(slug, number))
    signed_by = None if key is None else found(queries.rsa_key(version.achievement.issuer.slug, key))
    return in_json(documents.badge_class(version, signed_by), page=("achievement-version", slug, number))


@for_machines
def credential(request, uuid: UUID) -> Served:
    """Serve a badge of 3.0, revoked or not: its status list says it, and a reader must be able to verify it."""
    stored = stored_or_gone(uuid, Form.OB3)
    return in_json(stored.content, *CREDENTIAL_TYPES, page=page_of(uuid, stored))


@for_machines
def assertion(request, uuid: UUID) -> Served:
    stored = standing_or_gone(uuid, Form.OB2)
    return in_json(stored.content, page=page_of(uuid, stored))


@for_machines
def token(request, uuid: UUID, form: str) -> Served:
    stored = (standing_or_gone if form == Form.JWS else stored_or_gone)(uuid, form)
    return Served(variants=dict.fromkeys(TOKEN_TYPES[form], stored.content))


@for_machines
def baked(request, uuid: UUID, suffix: str) -> Served:
    signed = queries.stored_documents(uuid)
    if not signed:
        raise_gone(uuid, Form.OB3)
    image, slug = queries.image_to_bake(uuid, suffix)
    content = documents.baked(image, suffix, signed, uuid=uuid)
    return Served(variants={IMAGE_TYPES[suffix]: content}, file_name=f"{slug}.{suffix}")


@for_machines
def status_list(request, slug: str, number: int) -> Served:
    """Serve a status list: with its proof, or as a token to a reader that asks for one by its name."""
    document, token = found(queries.status_list(slug, number))
    variants = dict.fromkeys(CREDENTIAL_TYPES, document) | {VC_JWT: token}
    return Served(variants=variants, keep=ONE_MINUTE)


@for_machines
def status_token(request, slug: str, number: int) -> Served:
    _document, token = found(queries.status_list(slug, number))
    return Served(variants=dict.fromkeys((TEXT, VC_JWT, "application/jwt"), token), keep=ONE_MINUTE)


@for_machines
def image(request, sha256: str, suffix: str) -> Served:
    content = found(queries.image(sha256, IMAGE_TYPES[suffix]))
    return Served(variants={IMAGE_TYPES[suffix]: content}, keep=FOR_EVER)


@for_machines
def endorsement(request, uuid: UUID) -> Served:
    said = found(queries.endorsement(uuid))
    if said.withdrawn_at or (said.credential and said.credential.state == State.ERASED):
        raise Gone(documents.withdrawn_endorsement(said))
    return in_json(bytes(said.document), *CREDENTIAL_TYPES)


def stored_or_gone(uuid: UUID, form: str) -> queries.Stored:
    return queries.stored_document(uuid, form) or raise_gone(uuid, form)


def standing_or_gone(uuid: UUID, form: str) -> queries.Stored:
    """Return a document of Open Badges 2.0: what its address answers is all that says whether it is revoked."""
    stored = stored_or_gone(uuid, form)
    if stored.state == State.REVOKED:
        raise Gone(documents.revoked_assertion(uuid, stored.reason))
    return stored


def raise_gone(uuid: UUID, form: str):
    if not queries.is_erased(uuid):
        raise Missing
    is_old = form in (Form.OB2, Form.JWS)
    raise Gone(documents.revoked_assertion(uuid) if is_old else documents.erased_credential(uuid))


def page_of(uuid: UUID, stored: queries.Stored) -> tuple:
    """Return the page that people read, if its holder shows it."""
    return ("given-badge", uuid) if stored.visibility == Credential.Visibility.PUBLIC else ()
