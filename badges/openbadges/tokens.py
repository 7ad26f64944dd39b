"""Badges as signed tokens, for those who read no other proof.

VC-JWT of Open Badges 3.0 (https://www.imsglobal.org/spec/ob/v3p0/#jwt-proof-format): JSON Web Signature (RFC 7515),
RS256, a header of exactly `alg`, `typ` and `kid`, the credential at the top level. Signed badges of Open Badges 2.0
(https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#SignedBadge): the same without `typ`.
"""

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from badges.openbadges.serialising import serialise

BITS = 3072


def new_rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=BITS)


def public_pem(key: rsa.RSAPrivateKey) -> str:
    """Return the public half as PEM (SubjectPublicKeyInfo)."""
    return (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def public_jwk(key: rsa.RSAPrivateKey, kid: str) -> dict:
    """Return the public half as a JSON Web Key (RFC 7517)."""
    return jwk_of_pem(public_pem(key), kid)


def jwk_of_pem(pem: str, kid: str) -> dict:
    """Return a public key in PEM as a JSON Web Key (RFC 7517)."""
    from joserfc.jwk import RSAKey

    key = RSAKey.import_key(pem).as_dict(private=False)
    return {"kty": "RSA", "n": key["n"], "e": key["e"], "alg": "RS256", "use": "sig", "kid": kid}


def vc_jwt(document: dict, *, kid: str, key: rsa.RSAPrivateKey) -> str:
    """Return `document` as a compact token, its own `proof` left out. `kid` is the full name of the key."""
    from badges.openbadges.token_reading import registered_claims

    claims = {name: value for name, value in document.items() if name != "proof"}
    return compact({"alg": "RS256", "typ": "JWT", "kid": kid}, {**claims, **registered_claims(claims)}, key)


def sign_assertion(assertion: dict, *, key: rsa.RSAPrivateKey) -> str:
    """Return an Open Badges 2.0 assertion as a signed badge."""
    return compact({"alg": "RS256"}, assertion, key)


def compact(header, payload, key):
    # Only those who sign or read tokens pay for what does it.
    from joserfc import jws
    from joserfc.jwk import RSAKey

    return jws.serialize_compact(header, serialise(payload), RSAKey.import_key(key), algorithms=["RS256"])


def verify_vc_jwt(token: str, *, public_pem: str) -> dict:
    """Return the credential that `token` carries, signed by this key. Raise NotProved otherwise. Moments are not
    judged: `nbf` and `exp` are those of the credential."""
    from badges.openbadges.token_reading import credential_of, header_of

    return credential_of(token, keys=[jwk_of_pem(public_pem, header_of(token).get("kid"))])
