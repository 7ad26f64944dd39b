"""Whether a credential is signed by the very issuer that it names.

Data Integrity (https://www.w3.org/TR/vc-data-integrity/) and the tokens of Open Badges 3.0, 8.2
(https://www.imsglobal.org/spec/ob/v3p0#verification-and-validation). The key comes from what the issuer publishes, never
from what is being verified.
"""

import base64
import binascii

from joserfc.errors import JoseError

from badges.openbadges import integrity, tokens
from badges.openbadges.bounds import bounded_json
from badges.openbadges.faults import NotProved, Unacceptable
from badges.openbadges.foreign import array, assertion_jwks, verify_foreign
from badges.openbadges.token_reading import credential_of, header_of, payload_of
from badges.verification.formats.keys import controller_of, refuse_past
from badges.verification.formats.moments import moment_of
from badges.verification.formats.outside import NotRead, Outside


def issuer_of(document: dict) -> str:
    """Return the identifier of the issuer that `document` names, or an empty text."""
    issuer = document.get("issuer")
    named = issuer.get("id") if isinstance(issuer, dict) else issuer
    return named if isinstance(named, str) else ""


def proved_document(document: dict, *, issuer: str, outside: Outside) -> tuple[dict, dict[str, str]]:
    """Return `document` and its proof, for the technical details; `expires` is when the proof itself ends, if it says
    so. Raises Fault or NotRead."""
    refuse_other_suites(document)
    proof = integrity.proof_of(document)
    method, created = str(proof.get("verificationMethod")), str(proof.get("created", ""))
    suite = str(proof.get("cryptosuite", proof["type"]))
    controller, found_at = controller_of(issuer, outside)
    refuse_past(controller, method, moment_of(created))
    verify_foreign(document, controller=controller)
    ends = {"expires": str(proof["expires"])} if "expires" in proof else {}
    return document, {"key": method, "key-document": found_at, "suite": suite, "signed-at": created} | ends


def refuse_other_suites(document: dict) -> None:
    """A proof of a kind that is not read here is no reason to say that the badge is wrong."""
    found = [one for one in array(document.get("proof")) if isinstance(one, dict)]
    if found and not any(integrity.is_read(one) for one in found):
        raise NotRead("unknown-proof-kind", str(found[0].get("cryptosuite") or found[0].get("type") or "")[:80])


def proved_token(token: str, *, issuer: str, outside: Outside) -> tuple[dict, dict[str, str]]:
    """Return the credential that `token` carries, and its proof. Raises Fault or NotRead."""
    header = header_of(token)
    controller, found_at = controller_of(issuer, outside)
    method = str(header.get("kid", ""))
    signed_at = str(parts_of(token)[1].get("validFrom", ""))
    refuse_past(controller, method, moment_of(signed_at))
    credential = credential_of(token, keys=assertion_jwks(controller, issuer=issuer))
    return credential, {"key": method, "key-document": found_at, "suite": header["alg"], "signed-at": signed_at}


def refuse_unsigned(token: str, *, pem: str) -> None:
    """Refuse a compact token of Open Badges 2.0 that this RSA key did not sign. Raises NotProved."""
    kid = header_of(token).get("kid")
    try:
        key = tokens.jwk_of_pem(pem, kid)
    except (JoseError, ValueError, TypeError) as error:
        raise NotProved("wrong-key") from error
    payload_of(token, keys=[key])


def parts_of(token: str) -> tuple[dict, dict]:
    """Return the header and the payload of a compact token, before anything is proved. Raises Unacceptable."""
    try:
        header, payload, _ = (base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in token.split("."))
    except (ValueError, binascii.Error):
        raise Unacceptable("unreadable-token") from None
    return bounded_json(header), bounded_json(payload)
