"""Signing keys are kept encrypted, with a secret of their own: changing SECRET_KEY loses none of them.

AES-256-GCM (NIST SP 800-38D) with a key derived by HKDF-SHA256 (RFC 5869) from BADGE_KEYS_SECRET. What is sealed is one
byte (the version of this form), a nonce of 12 bytes, then the encrypted text and its tag.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from outillerie.errors import Refused

VERSION = b"\x01"
NONCE = 12


class NotUnsealed(Refused):
    pass


def seal(secret: bytes, *, about: str = "", with_secret: str = "") -> bytes:
    """Return `secret` encrypted. `about` names what it belongs to: it opens for that and for nothing else.

    `with_secret` is BADGE_KEYS_SECRET unless it is said.
    """
    nonce = os.urandom(NONCE)
    return VERSION + nonce + cipher(with_secret).encrypt(nonce, secret, about.encode())


def unseal(sealed: bytes, *, about: str = "", with_secret: str = "") -> bytes:
    """Return what `seal` encrypted. Raise NotUnsealed with another secret, for another thing, or when it is damaged."""
    sealed = bytes(sealed)
    nonce, encrypted = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
    try:
        if sealed[:1] != VERSION or len(nonce) != NONCE:
            raise InvalidTag
        return cipher(with_secret).decrypt(nonce, encrypted, about.encode())
    except InvalidTag as error:
        raise NotUnsealed(
            _(
                "A signing key cannot be opened: BADGE_KEYS_SECRET is not the one that closed it. Put the former one "
                "back, or run “manage.py badge_keys reseal” with it."
            )
        ) from error


def cipher(with_secret: str) -> AESGCM:
    secret = with_secret or settings.BADGE_KEYS_SECRET
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"outillerie badge keys").derive(
        secret.encode()
    )
    return AESGCM(derived)
