"""A badge of Open Badges 3.0, or an endorsement, judged from what its issuer publishes.

Open Badges 3.0, 8 Verification and validation (https://www.imsglobal.org/spec/ob/v3p0#verification-and-validation).
The proof comes first. A `refreshService` is not followed: it is an address that the document chose, a newer badge has
the same identifier and its holder can bring it, and asking would tell the issuer who verifies.
"""

from datetime import datetime

from badges.openbadges.faults import Fault
from badges.verification.formats import endorsements, proofs
from badges.verification.formats.moments import dates_check, moment_text
from badges.verification.formats.outside import NotRead, Outside, text_of
from badges.verification.formats.recipients import recipient_check
from badges.verification.formats.statuses import status_check
from badges.verification.formats.verdict import FAILED, PASSED, UNKNOWN, Check, Facts, Verdict, judged

# What this program cannot follow is no proof that the badge is wrong.
BEYOND_US = {"unknown-context", "intricate", "too-big", "too-deep", "too-many"}


def is_badge(document: dict) -> bool:
    types = document.get("type")
    return (
        isinstance(types, list)
        and "VerifiableCredential" in types
        and bool(endorsements.BADGES & {str(one) for one in types})
    )


def judge_document(document: dict, *, outside: Outside, now: datetime, address: str = "") -> Verdict:
    """Return the verdict on `document`, which carries its proof. `address` asks whether it is this person's."""
    issuer = proofs.issuer_of(document)
    return _judged(
        document, lambda: proofs.proved_document(document, issuer=issuer, outside=outside), outside, now, address
    )


def judge_token(token: str, *, outside: Outside, now: datetime, address: str = "") -> Verdict:
    """Return the verdict on a compact token."""
    _header, claimed = proofs.parts_of(token)
    issuer = proofs.issuer_of(claimed)
    return _judged(claimed, lambda: proofs.proved_token(token, issuer=issuer, outside=outside), outside, now, address)


def _judged(document: dict, prove, outside: Outside, now: datetime, address: str) -> Verdict:
    content = content_check(prove)
    issuer = proofs.issuer_of(document)
    read = endorsements.facts_of if endorsements.is_endorsement(document) else facts_of
    facts = read(document, issuer)
    if content.outcome != PASSED:
        return judged([content], facts)
    who = Check(
        name="issuer",
        outcome=UNKNOWN,
        reason="not-in-directory",
        values={"issuer": facts.issuer_name},
        proof={"issuer": issuer},
    )
    dates = _dates(document, content.proof.get("expires"), now)
    checks = [who, content, dates, status_check(document, issuer=issuer, outside=outside, now=now)]
    return judged([*checks, recipient_check(document, address)] if address else checks, facts)


def _dates(document: dict, proof_ends: str | None, now: datetime) -> Check:
    """Return the check of the dates of a badge, and of the end that its proof has of its own (Data Integrity, 2.1)."""
    begins = document.get("validFrom") or document.get("issuanceDate")
    ends = document.get("validUntil") or document.get("expirationDate")
    found = [dates_check(begins, end, now=now) for end in (ends, proof_ends)]
    return next((check for check in found if check.outcome != PASSED), found[0])


def content_check(prove) -> Check:
    """Return what `prove()` says: (document, what proves it), Fault or NotRead."""
    try:
        _, proof = prove()
    except NotRead as absent:
        return Check(name="content", outcome=UNKNOWN, reason=absent.code, proof={"address": absent.url})
    except Fault as fault:
        outcome = UNKNOWN if fault.code in BEYOND_US else FAILED
        return Check(name="content", outcome=outcome, reason=fault.code, proof={"fault": str(fault)})
    return Check(name="content", outcome=PASSED, reason="signed", proof=proof)


def facts_of(document: dict, issuer: str) -> Facts:
    subject = document.get("credentialSubject")
    achievement = subject.get("achievement") if isinstance(subject, dict) else None
    achievement = achievement if isinstance(achievement, dict) else {}
    named, criteria = document.get("issuer"), achievement.get("criteria")
    return Facts(
        form="ob3",
        identifier=text_of(document, "id"),
        name=text_of(achievement, "name") or text_of(document, "name"),
        description=text_of(achievement, "description", most=2000),
        criteria=text_of(criteria, "narrative", most=5000) if isinstance(criteria, dict) else "",
        issuer_id=issuer,
        issuer_name=text_of(named, "name") if isinstance(named, dict) else "",
        awarded_at=moment_text(document.get("awardedDate") or document.get("validFrom") or document.get("issuanceDate")),
        valid_until=moment_text(document.get("validUntil") or document.get("expirationDate")),
    )  # fmt: skip
