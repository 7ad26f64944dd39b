"""Tokens that somebody sent: signed by a key that we hold already, or not read.

JSON Web Signature (RFC 7515), best practices of RFC 8725. What a token says of its own key proves nothing: `jku`, `x5u`
and the like are refused, a `jwk` must be one of the keys given, and `alg` must be one of a short list that goes with
the kind of key. The claims repeat what the credential says (Open Badges 3.0, §8.2): they say the same, or it is refused.
"""

import base64
import binascii
from collections.abc import Iterable
from datetime import datetime

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from badges.openbadges.bounds import MOST_BYTES, bounded_json
from badges.openbadges.faults import NotProved, Unacceptable

ALGORITHMS = {
    "RS256": (RSAKey, "RSA", None),
    "ES256": (ECKey, "EC", "P-256"),
    "EdDSA": (OKPKey, "OKP", "Ed25519"),
    # The name that RFC 9864 gives to the same.
    "Ed25519": (OKPKey, "OKP", "Ed25519"),
}
HEADER = {"alg", "typ", "cty", "kid", "jwk"}
TYPES = {"JWT", "vc+jwt", "vc+ld+jwt"}
MATERIAL = ("kty", "crv", "n", "e", "x", "y")
SMALLEST_RSA = 2048
CLAIMS = ("iss", "jti", "sub", "nbf", "exp")


def credential_of(token: str, *, keys: Iterable[dict]) -> dict:
    """Return the credential in a VC-JWT signed by one of `keys` (public JSON Web Keys, with `kid`), without the claims
    that repeat it. Raise NotProved or Unacceptable otherwise."""
    payload = payload_of(token, keys=keys, types=TYPES)
    if "vc" in payload:
        raise NotProved("wrong-claim", "vc")
    try:
        expected = registered_claims(payload)
    except (KeyError, TypeError, ValueError) as error:
        raise Unacceptable("wrong-shape", str(error)) from error
    # Open Badges asks for every claim; a token as the W3C has them (VC-JOSE-COSE, §3.1) may leave them to the credential.
    may_be_silent = header_of(token)["typ"] != "JWT"
    for name in CLAIMS:
        if may_be_silent and name not in payload:
            continue
        if payload.get(name) != expected.get(name) or isinstance(payload.get(name), bool):
            raise NotProved("wrong-claim", name)
    return {name: value for name, value in payload.items() if name not in expected and name != "iat"}


def registered_claims(document: dict) -> dict:
    """Return what a token repeats of its credential (`iss`, `jti`, `sub`, `nbf`, `exp`)."""
    issuer = document["issuer"]
    claims = {
        "iss": issuer["id"] if isinstance(issuer, dict) else issuer,
        "jti": document["id"],
        "sub": document["credentialSubject"]["id"],
        "nbf": seconds(document["validFrom"]),
    }
    if "validUntil" in document:
        claims["exp"] = seconds(document["validUntil"])
    return claims


def seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())


def payload_of(token: str, *, keys: Iterable[dict], types: set[str] | None = None) -> dict:
    """Return what `token` carries, when one of `keys` signed it. `types` are those its header may say; None allows it
    to say none, as signed badges of Open Badges 2.0 do."""
    header = header_of(token)
    if (types or "typ" in header) and header.get("typ") not in sorted(types or {"JWT"}):
        raise NotProved("wrong-header", "typ")
    algorithm = header["alg"]
    key = key_for(header, keys)
    try:
        read = jws.deserialize_compact(token.encode(), key, registry=registry(algorithm))
    except (JoseError, ValueError) as error:
        raise NotProved("wrong-signature") from error
    return bounded_json(read.payload)


def header_of(token: str) -> dict:
    """Return the header of `token`, nothing of it proved yet. Raise NotProved when it asks for what we never do."""
    if len(token) > MOST_BYTES or token.count(".") != 2:
        raise NotProved("unreadable-token")
    text = token.partition(".")[0]
    try:
        header = bounded_json(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise NotProved("unreadable-token") from error
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise NotProved("wrong-algorithm", str(algorithm))
    if strange := header.keys() - HEADER:
        raise NotProved("wrong-header", min(strange))
    return header


def key_for(header, keys):
    """Return the key among `keys` that the header names, by its `kid` or by its material."""
    make, kty, curve = ALGORITHMS[header["alg"]]
    named = [key for key in keys if key.get("kid") == header.get("kid")] if "kid" in header else list(keys)
    if "jwk" in header:
        named = [key for key in named if material(key) == material(header["jwk"])]
    fitting = [key for key in named if key.get("kty") == kty and (curve is None or key.get("crv") == curve)]
    if len(fitting) != 1:
        raise NotProved("wrong-key", str(header.get("kid", "")))
    try:
        key = make.import_key({name: fitting[0][name] for name in MATERIAL if name in fitting[0]})
    except (JoseError, ValueError) as error:
        raise NotProved("wrong-key") from error
    if kty == "RSA" and key.public_key.key_size < SMALLEST_RSA:
        raise NotProved("wrong-key", "size")
    return key


def material(key):
    if not isinstance(key, dict) or "d" in key:
        raise NotProved("wrong-header", "jwk")
    return {name: key.get(name) for name in MATERIAL}


def registry(algorithm):
    """Return one algorithm, and room for a header that carries an RSA key: the usual limit is 512 bytes."""
    found = jws.JWSRegistry(algorithms=[algorithm])
    found.max_header_length, found.max_payload_length = 8_192, MOST_BYTES
    return found
