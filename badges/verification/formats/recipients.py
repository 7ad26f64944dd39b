"""To whom a badge was awarded: an e-mail address, most often as a hash.

Open Badges 3.0, IdentityObject, and 2.0, IdentityObject. Addresses are compared letter by letter once in lower case:
`ada+badges@` is not `ada@`, and letters that look alike are not the same.
"""

from collections.abc import Iterable

from badges.openbadges import identity
from badges.verification.formats.endorsements import is_endorsement
from badges.verification.formats.verdict import FAILED, PASSED, UNKNOWN, Check


def matches_person(document: dict, addresses: Iterable[str]) -> bool:
    """Say whether `document`, of Open Badges 3.0 or 2.0, was awarded to one of `addresses`."""
    wanted = {address.strip().lower() for address in addresses} - {""}
    return any(_matches(one, address) for one in identities(document) for address in wanted)


def recipient_check(document: dict, address: str) -> Check:
    """Return the answer to «is it this person's?»; the address itself is kept nowhere."""
    if not identities(document):
        return Check(name="recipient", outcome=UNKNOWN, reason="nobody-named")
    if matches_person(document, [address]):
        return Check(name="recipient", outcome=PASSED, reason="theirs")
    return Check(name="recipient", outcome=FAILED, reason="not-theirs")


def identities(document: dict) -> list[dict]:
    """Return the e-mail identities of `document`: {hashed, salt, value}. An endorsement is awarded to nobody."""
    if is_endorsement(document):
        return []
    subject, recipient = document.get("credentialSubject"), document.get("recipient")
    found = []
    if isinstance(subject, dict):
        rows = subject.get("identifier")
        for row in rows if isinstance(rows, list) else [rows]:
            if isinstance(row, dict) and row.get("identityType") == "emailAddress":
                found.append(_identity(row, row.get("identityHash")))
    elif isinstance(recipient, dict) and recipient.get("type") in ("email", ["email"]):
        found.append(_identity(recipient, recipient.get("identity")))
    return [one for one in found if one["value"]]


def _identity(row: dict, value) -> dict:
    salt = row.get("salt")
    return {
        "hashed": row.get("hashed") is True,
        "salt": salt if isinstance(salt, str) else "",
        "value": value if isinstance(value, str) else "",
    }


def _matches(found: dict, address: str) -> bool:
    if found["hashed"]:
        return identity.matches(address, found["salt"], found["value"])
    return found["value"].strip().lower() == address
