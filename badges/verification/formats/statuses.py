"""Whether a badge was revoked since, as the list of its issuer says.

Bitstring Status List v1.0, 3.2 Validate (https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm). The list
is a credential of the same issuer, proved as the badge is. What cannot be read says nothing: neither yes nor no.
"""

import re
from datetime import datetime

from badges.openbadges import status_list
from badges.openbadges.faults import Fault, Unacceptable
from badges.openbadges.foreign import foreign_credential
from badges.verification.formats import endorsements, proofs
from badges.verification.formats.moments import moment_of
from badges.verification.formats.outside import NotRead, Outside
from badges.verification.formats.verdict import FAILED, PASSED, UNKNOWN, Check

ACCEPT = "application/vc+ld+json, application/ld+json, application/json, application/vc+jwt"
INDEX = re.compile(r"0|[1-9][0-9]{0,9}")
MOST_BYTES = 1024 * 1024


def status_check(document: dict, *, issuer: str, outside: Outside, now: datetime) -> Check:
    """Return what the list of `issuer` says of `document`."""
    entry = document.get("credentialStatus")
    if entry is None:
        if endorsements.is_endorsement(document):
            return endorsements.standing_check(document, outside)
        return Check(name="status", outcome=PASSED, reason="no-status")
    try:
        return _listed(entry, issuer=issuer, outside=outside, now=now)
    except NotRead as absent:
        return Check(name="status", outcome=UNKNOWN, reason=absent.code, proof={"list": absent.url})
    except Fault as fault:
        # A list that is wrong in any way does not say that the badge is wrong.
        return Check(
            name="status", outcome=UNKNOWN, reason="wrong-list", proof={"fault": str(fault), "list": _url(entry)}
        )


def _url(entry) -> str:
    return str(entry.get("statusListCredential", "")) if isinstance(entry, dict) else ""


def _listed(entry, *, issuer: str, outside: Outside, now: datetime) -> Check:
    if not isinstance(entry, dict) or entry.get("type") != "BitstringStatusListEntry":
        raise NotRead("unknown-status-kind", _url(entry))
    if entry.get("statusSize", 1) != 1:
        # More than one bit for each badge: places are counted in another way.
        raise NotRead("unknown-status-kind", _url(entry))
    url, index, purpose = _url(entry), str(entry.get("statusListIndex")), entry.get("statusPurpose")
    if not INDEX.fullmatch(index) or purpose not in ("revocation", "suspension"):
        raise Unacceptable("wrong-shape", "credentialStatus")
    answer = outside.read(url, ACCEPT)
    if answer.status != 200:
        raise NotRead("unreachable", url)
    listed, proved = _proved(answer.body, issuer, outside)
    subject = _right(listed, url, issuer, purpose, now, proved)
    bits = status_list.decoded(str(subject.get("encodedList")), most_bytes=MOST_BYTES)
    if int(index) >= len(bits) * 8:
        raise Unacceptable("wrong-shape", "statusListIndex")
    known_at = moment_of(listed.get("validFrom"))
    values = {"known_at": known_at.isoformat() if known_at else ""}
    proof = {"list": url, "index": index} | {f"list-{name}": value for name, value in proved.items()}
    if status_list.is_set(bits, int(index)):
        reason = "revoked" if purpose == "revocation" else "suspended"
        return Check(name="status", outcome=FAILED, reason=reason, values=values, proof=proof)
    return Check(name="status", outcome=PASSED, reason="not-revoked", values=values, proof=proof)


def _proved(body: bytes, issuer: str, outside: Outside) -> tuple[dict, dict[str, str]]:
    """Return the list, signed by `issuer`, and its proof. It comes as a document or as a token."""
    text = body.strip()
    if text.startswith(b"{"):
        return proofs.proved_document(foreign_credential(text), issuer=issuer, outside=outside)
    return proofs.proved_token(text.decode("ascii", "replace"), issuer=issuer, outside=outside)


def _right(listed: dict, url: str, issuer: str, purpose: str, now: datetime, proved: dict) -> dict:
    """Return the subject of a list that is the one the badge names, of that issuer, for that purpose."""
    subject = listed.get("credentialSubject")
    types = listed.get("type")
    if not isinstance(subject, dict) or not isinstance(types, list) or "BitstringStatusListCredential" not in types:
        raise Unacceptable("wrong-shape", "credentialSubject")
    if proofs.issuer_of(listed) != issuer:
        raise Unacceptable("wrong-issuer", proofs.issuer_of(listed))
    if listed.get("id") != url or subject.get("statusPurpose") != purpose:
        raise Unacceptable("wrong-shape", "id" if listed.get("id") != url else "statusPurpose")
    for end in (row[name] for row, name in ((listed, "validUntil"), (proved, "expires")) if name in row):
        until = moment_of(end)
        if until is None or now >= until:
            raise NotRead("lapsed-list", url)
    return subject
