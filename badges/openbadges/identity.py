"""A person named by the hash of their e-mail address, as badges do.

Open Badges 3.0, IdentityHash (https://www.imsglobal.org/spec/ob/v3p0/#identityhash), the same as in 2.0: the name of
the algorithm, `$`, and the hexadecimal SHA-256 of the address followed by the salt, both in UTF-8. The address is
lower-cased first: readers compare letters as they stand. A salt that anyone can read only slows a search down, so each
badge has its own.
"""

import hashlib
import hmac
import secrets


def identity_hash(address: str, salt: str) -> str:
    """Return `sha256$` and 64 hexadecimal digits."""
    return "sha256$" + hashlib.sha256((address.strip().lower() + salt).encode()).hexdigest()


def matches(address: str, salt: str, hashed: str) -> bool:
    """Whether `hashed` names `address`. Letter case of the address and of the digits does not count."""
    return hmac.compare_digest(identity_hash(address, salt).encode(), hashed.lower().encode())


def new_salt() -> str:
    """Return 128 random bits, as 32 hexadecimal digits."""
    return secrets.token_hex(16)
