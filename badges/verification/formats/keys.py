"""The keys of an issuer, as it publishes them: a key that a badge brings with itself proves nothing.

Decentralized Identifiers 1.0 (https://www.w3.org/TR/did-core/): did:web, and did:key which is its own document. Which
of its keys may assert is judged by `badges.openbadges.foreign`; until when they may be believed, here.
"""

from datetime import datetime

from badges.openbadges import did, multibase
from badges.openbadges.faults import NotProved
from badges.openbadges.foreign import absolute, array
from badges.verification.formats.moments import moment_of
from badges.verification.formats.outside import NotRead, Outside, document_at


def controller_of(issuer: str, outside: Outside) -> tuple[dict, str]:
    """Return the document that publishes the keys of `issuer`, and where it was read. Raises NotProved or NotRead."""
    if issuer.startswith("did:key:"):
        return _own_document(issuer), issuer
    if not issuer.startswith("did:web:"):
        raise NotRead("unknown-issuer-kind", issuer)
    try:
        url = did.did_url(issuer)
    except ValueError:
        raise NotProved("wrong-key", issuer) from None
    return document_at(outside, url), url


def _own_document(issuer: str) -> dict:
    name = issuer.removeprefix("did:key:")
    try:
        multibase.ed25519_key(name)
    except ValueError:
        raise NotRead("unknown-issuer-kind", issuer) from None
    method = {"id": f"{issuer}#{name}", "type": "Multikey", "controller": issuer, "publicKeyMultibase": name}
    return {"id": issuer, "verificationMethod": [method], "assertionMethod": [method["id"]]}


def refuse_past(controller: dict, method: str, signed_at: datetime | None) -> None:
    """Refuse a key that is not believed any more: revoked since a moment, or gone from those that assert because of
    that; expired (Controlled Identifiers 1.0, `revoked` and `expires`). Raises NotProved."""
    issuer = controller.get("id")
    if not isinstance(issuer, str):
        return
    for found in array(controller.get("verificationMethod")):
        if not isinstance(found, dict) or absolute(found.get("id"), issuer) != method:
            continue
        asserts = [absolute(one, issuer) for one in array(controller.get("assertionMethod"))]
        if "revoked" in found and (method not in asserts or _is_past(found["revoked"], signed_at)):
            raise NotProved("compromised-key", str(found["revoked"]))
        if "expires" in found and _is_past(found["expires"], signed_at):
            raise NotProved("retired-key", str(found["expires"]))


def _is_past(end, signed_at: datetime | None) -> bool:
    until = moment_of(end)
    return until is None or signed_at is None or signed_at >= until
