"""Which badges are revoked, in one short list that says nothing of who holds them.

Bitstring Status List v1.0 (https://www.w3.org/TR/vc-bitstring-status-list/). A list is 131,072 bits (16 KiB): bit 0 is
the most significant of byte 0. It is published compressed, as `u` and base64url without padding. Compressed bytes are
not canonical: compare the bits.
"""

import base64
import binascii
import gzip
import zlib
from datetime import datetime

from badges.openbadges.credential import CREDENTIALS
from badges.openbadges.faults import Unacceptable
from badges.openbadges.members import moment
from badges.openbadges.values import Profile

SIZE = 131_072


def empty_bits() -> bytes:
    """Return a list where nothing is revoked."""
    return bytes(SIZE // 8)


def with_bit(bits: bytes, index: int, on: bool = True) -> bytes:
    """Return `bits` with the bit `index` set, or cleared. Raise IndexError outside the list."""
    place, mask = placed(bits, index)
    byte = bits[place] | mask if on else bits[place] & ~mask
    return bits[:place] + bytes([byte]) + bits[place + 1 :]


def is_set(bits: bytes, index: int) -> bool:
    """Whether the bit `index` is set. Raise IndexError outside the list."""
    place, mask = placed(bits, index)
    return bool(bits[place] & mask)


def placed(bits, index):
    if not 0 <= index < len(bits) * 8:
        raise IndexError(f"no bit {index} in a list of {len(bits) * 8}")
    return index // 8, 0x80 >> index % 8


def encoded(bits: bytes) -> str:
    """Return the `encodedList` of `bits`: the same text for the same bits."""
    return "u" + base64.urlsafe_b64encode(gzip.compress(bits, mtime=0)).decode().rstrip("=")


def decoded(text: str, *, most_bytes: int = 1024 * 1024) -> bytes:
    """Return the bits of an `encodedList`. Raise Unacceptable when it cannot be read, is shorter than the standard
    wants or would inflate beyond `most_bytes`."""
    try:
        packed = base64.b64decode(text[1:] + "=" * (-(len(text) - 1) % 4), altchars=b"-_", validate=True)
        inflating = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        bits = inflating.decompress(packed, most_bytes + 1)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise Unacceptable("wrong-shape", "encodedList") from error
    if len(bits) > most_bytes:
        raise Unacceptable("too-big", "encodedList")
    if not text.startswith("u") or not inflating.eof or len(bits) * 8 < SIZE:
        raise Unacceptable("wrong-shape", "encodedList")
    return bits


def status_credential(*, id: str, issuer: Profile, bits: bytes, valid_from: datetime) -> dict:
    """Return the `BitstringStatusListCredential`, without proof. It never lapses: a site that is gone cannot sign it
    again."""
    return {
        "@context": [CREDENTIALS],
        "id": id,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.id,
        "validFrom": moment(valid_from),
        "credentialSubject": {
            "id": f"{id}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(bits),
        },
    }
