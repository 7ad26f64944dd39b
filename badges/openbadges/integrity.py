"""Signatures that stand in the document, and verify without asking anybody.

Data Integrity EdDSA Cryptosuites 1.0, `eddsa-rdfc-2022` (https://www.w3.org/TR/vc-di-eddsa/#eddsa-rdfc-2022): an
Ed25519 signature over the SHA-256 of the canonical proof options, followed by that of the canonical document. Read, and
never written: `Ed25519Signature2020` (https://www.w3.org/TR/vc-di-eddsa/#ed25519signature2020).
"""

import hashlib
from collections.abc import Callable
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from badges.openbadges import contexts
from badges.openbadges.faults import NotProved
from badges.openbadges.members import moment
from badges.openbadges.multibase import base58, bytes_of, ed25519_key, multikey
from badges.openbadges.nquads import written_directly

TYPE = "DataIntegrityProof"
SUITE = "eddsa-rdfc-2022"
OLDER_SUITE = "Ed25519Signature2020"


def new_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


def key_from_seed(seed: bytes) -> Ed25519PrivateKey:
    """Return the key whose seed is these 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed)


def seed_of(key: Ed25519PrivateKey) -> bytes:
    """Return the 32 bytes to keep secret."""
    return key.private_bytes_raw()


def public_multibase(key: Ed25519PrivateKey) -> str:
    """Return `z6Mk…`, as the documents of the issuer publish the key."""
    return multikey(key.public_key())


def sign(document: dict, *, method: str, key: Ed25519PrivateKey, created: datetime) -> dict:
    """Return `document` with its `proof`, an array of one. `method` is the full name of the key, `did:web:…#key-1`.

    Raise NotCanonical when the document would say something that the signature does not cover.
    """
    options = {
        "type": TYPE,
        "cryptosuite": SUITE,
        "created": moment(created),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    signature = key.sign(data_to_sign(unsecured, options))
    return {**unsecured, "proof": [{**options, "proofValue": base58(signature)}]}


def data_to_sign(unsecured: dict, options: dict, *, load: Callable[[str], dict] = contexts.context) -> bytes:
    """Return the 64 bytes that a proof signs. `options` is the proof without its `proofValue`."""
    configuration = {"@context": unsecured.get("@context"), **options}
    return hashed(configuration, load) + hashed(unsecured, load)


def hashed(document, load):
    canonical = written_directly(document)
    if canonical is None:
        # PyLD and what it brings are twenty megabytes, and documents of ours hardly ever need it.
        from badges.openbadges.canonical import canonical_nquads

        canonical = canonical_nquads(document, load=load)
    return hashlib.sha256(canonical.encode()).digest()


def verify_proof(document: dict, *, public_multibase: str) -> bool:
    """Whether the proof of `document` is a signature of this key over all that the document says.

    Raise NotCanonical when it says something that no signature covers, NotProved when it has no proof of this suite.
    It does not say whose key that is, nor whether the badge still holds.
    """
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    proof = proof_of(document)
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    return signature_holds(data_to_sign(unsecured, options), proof.get("proofValue"), public_multibase)


def proof_of(document: dict) -> dict:
    """Return the first proof that is read here and was made to assert. Raise NotProved when there is none."""
    proofs = document.get("proof") or []
    for proof in proofs if isinstance(proofs, list) else [proofs]:
        if isinstance(proof, dict) and is_read(proof):
            if proof.get("proofPurpose") != "assertionMethod":
                raise NotProved("wrong-purpose", str(proof.get("proofPurpose")))
            return proof
    raise NotProved("no-proof")


def is_read(proof):
    # The suite of before signs the same bytes in the same way: badges of 2022 to 2024 carry it.
    return proof.get("type") == OLDER_SUITE or (proof.get("type"), proof.get("cryptosuite")) == (TYPE, SUITE)


def signature_holds(data: bytes, value: str, public_multibase: str) -> bool:
    try:
        ed25519_key(public_multibase).verify(bytes_of(value), data)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True
