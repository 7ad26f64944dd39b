"""A badge of Open Badges 3.0, judged from what its issuer publishes.

Open Badges 3.0, 8 Verification and validation (https://www.imsglobal.org/spec/ob/v3p0#verification-and-validation).
The proof comes first. A `refreshService` is not followed: it is an address that the document chose, a newer badge has
the same identifier and its holder can bring it, and asking would tell the issuer who verifies.
"""

from datetime import datetime

from badges.openbadges.faults import Fault
from badges.verification.formats import proofs
from badges.verification.formats.moments import dates_check, moment_of
from badges.verification.formats.outside import NotRead, Outside
from badges.verification.formats.recipients import recipient_check
from badges.verification.formats.statuses import status_check
from badges.verification.formats.verdict import FAILED, PASSED, UNKNOWN, Check, Facts, Verdict, judged

TYPES = {"OpenBadgeCredential", "AchievementCredential"}
# What this program cannot follow is no proof that the badge is wrong.
BEYOND_US = {"unknown-context", "intricate", "too-big", "too-deep", "too-many"}


def is_badge(document: dict) -> bool:
    types = document.get("type")
    return isinstance(types, list) and "VerifiableCredential" in types and bool(TYPES & {str(one) for one in types})


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
    facts = facts_of(document, issuer)
    if content.outcome != PASSED:
        return judged([content], facts)
    checks = [
        Check(name="issuer", outcome=UNKNOWN, reason="not-in-directory", values={"issuer": facts.issuer_name}, proof={"issuer": issuer}),
        content,
        dates_check(document.get("validFrom") or document.get("issuanceDate"), document.get("validUntil") or document.get("expirationDate"), now=now),
        status_check(document, issuer=issuer, outside=outside, now=now),
    ]  # fmt: skip
    return judged([*checks, recipient_check(document, address)] if address else checks, facts)


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


def text_of(row: dict, member: str, *, most: int = 200) -> str:
    """Return a text of the badge, as short as a page can show; a map of languages gives its first one."""
    value = row.get(member)
    if isinstance(value, dict):
        value = next(iter(value.values()), "")
    return value[:most] if isinstance(value, str) else ""


def moment_text(value) -> str:
    found = moment_of(value)
    return found.isoformat() if found else ""
