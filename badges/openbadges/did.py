"""The name of an issuer, and the document that publishes its keys.

did:web Method (https://w3c-ccg.github.io/did-method-web/), Decentralized Identifiers 1.0
(https://www.w3.org/TR/did-core/), verification methods of Controlled Identifiers 1.0 (https://www.w3.org/TR/cid-1.0/).
A retired key stays in both lists for ever: what it signed still verifies. A compromised one leaves `assertionMethod`.
"""

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote, urlsplit

from badges.openbadges.members import filled, moment
from badges.openbadges.multibase import ed25519_key, jwk_of_multikey
from badges.openbadges.tokens import jwk_of_pem
from badges.openbadges.values import Profile, PublicKey

DID = "https://www.w3.org/ns/did/v1"
MULTIKEY = "https://w3id.org/security/multikey/v1"
JWK = "https://w3id.org/security/jwk/v1"
# A host, perhaps a port, and folders whose names hide no address: no `..`, no `/` written otherwise.
DID_WEB = re.compile(
    r"did:web:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?:%3A[0-9]{1,5})?(?::[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)*"
)


def did_web(base_url: str, *parts: str) -> str:
    """Return `did:web:HOST:part:part` for what stands under `base_url`; a port is written `%3A8000`."""
    address = urlsplit(base_url)
    folders = [part for part in address.path.split("/") if part]
    return ":".join(["did", "web", quote(address.netloc, safe=""), *folders, *parts])


def did_url(did: str) -> str:
    """Return the https address of the document of a did:web. Raise ValueError for another kind of name."""
    if not DID_WEB.fullmatch(did):
        raise ValueError(f"not a did:web: {did}")
    host, *parts = did.removeprefix("did:web:").split(":")
    return f"https://{unquote(host)}/{'/'.join(parts) or '.well-known'}/did.json"


def did_document(profile: Profile, keys: Iterable[PublicKey]) -> dict:
    """Return the document of an issuer, with every key it ever had."""
    keys = list(keys)
    jwk = [JWK] if any(key.kind == "rsa" for key in keys) else []
    return filled(
        at_context=[DID, MULTIKEY, *jwk],
        id=profile.id,
        alsoKnownAs=[profile.hosted_id],
        verificationMethod=[verification_method(profile, key) for key in keys],
        assertionMethod=[key.method for key in keys if not key.compromised_since],
    )


def verification_method(profile: Profile, key: PublicKey) -> dict:
    published = (
        {"type": "JsonWebKey", "controller": profile.id, "publicKeyJwk": public_key_jwk(key)}
        if key.kind == "rsa"
        else {"type": "Multikey", "controller": profile.id, "publicKeyMultibase": key.multibase}
    )
    return {"id": key.method, **published, **filled(revoked=moment(key.compromised_since))}


def multikey_document(profile: Profile, key: PublicKey) -> dict:
    """Return the document of one Ed25519 key, as its own address serves it."""
    return {"@context": MULTIKEY, **verification_method(profile, key)}


def public_key_jwk(key: PublicKey) -> dict:
    """Return the JSON Web Key of a key of either kind."""
    return jwk_of_pem(key.pem, key.method) if key.kind == "rsa" else jwk_of_multikey(key.multibase, key.method)


def did_key(public_multibase: str) -> str:
    """Return the name of an issuer that is its key (did:key Method, https://w3c-ccg.github.io/did-key-spec/)."""
    return f"did:key:{public_multibase}"


def did_key_document(did: str) -> dict:
    """Return the document that a did:key is. Raise ValueError for another name, or another kind of key than Ed25519."""
    multibase = did.removeprefix("did:key:")
    ed25519_key(multibase)
    if did != did_key(multibase):
        raise ValueError(f"not a did:key: {did}")
    method = f"{did}#{multibase}"
    published = {"id": method, "type": "Multikey", "controller": did, "publicKeyMultibase": multibase}
    return {
        "@context": [DID, MULTIKEY],
        "id": did,
        "verificationMethod": [published],
        "assertionMethod": [method],
    }
