"""Bytes as short texts, and public keys named by what they are.

Multibase base58btc (https://www.w3.org/TR/cid-1.0/#multibase-0) and Multikey of Ed25519
(https://www.w3.org/TR/cid-1.0/#Multikey): `z`, then base58 of `ed01` and 32 bytes.
"""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
VALUES = {sign: value for value, sign in enumerate(ALPHABET)}
ED25519 = b"\xed\x01"
# A key is 48 signs, a signature 88: nothing here is long, and decoding costs the square of the length.
LONGEST = 128


def base58(data: bytes) -> str:
    """Return `data` in base58btc, with its `z`."""
    value, signs = int.from_bytes(data), []
    while value:
        value, rest = divmod(value, 58)
        signs.append(ALPHABET[rest])
    return "z" + "1" * (len(data) - len(data.lstrip(b"\0"))) + "".join(reversed(signs))


def bytes_of(text: str) -> bytes:
    """Return what `base58` wrote. Raise ValueError for anything else."""
    if text[:1] != "z" or len(text) > LONGEST or not set(text) <= VALUES.keys():
        raise ValueError("not base58btc")
    signs = text[1:]
    value = 0
    for sign in signs:
        value = value * 58 + VALUES[sign]
    return bytes(len(signs) - len(signs.lstrip("1"))) + value.to_bytes((value.bit_length() + 7) // 8)


def multikey(key: Ed25519PublicKey) -> str:
    """Return `z6Mk…`."""
    return base58(ED25519 + key.public_bytes_raw())


def ed25519_key(text: str) -> Ed25519PublicKey:
    """Return the key that `multikey` wrote. Raise ValueError for anything else, other kinds of keys included."""
    data = bytes_of(text)
    if data[:2] != ED25519 or len(data) != 34:
        raise ValueError("not an Ed25519 key")
    return Ed25519PublicKey.from_public_bytes(data[2:])


def multikey_of_jwk(jwk: dict) -> str:
    """Return the same Ed25519 key as `z6Mk…`. Raise ValueError for another kind of key."""
    if not isinstance(jwk, dict) or jwk.get("kty") != "OKP" or jwk.get("crv") != "Ed25519" or "d" in jwk:
        raise ValueError("not a public Ed25519 key")
    from joserfc.jwk import OKPKey

    return multikey(OKPKey.import_key(jwk).public_key)


def jwk_of_multikey(text: str, kid: str) -> dict:
    """Return an Ed25519 key as a JSON Web Key (RFC 8037)."""
    from joserfc.jwk import OKPKey

    return {**OKPKey.import_key(ed25519_key(text)).as_dict(private=False), "kid": kid}
