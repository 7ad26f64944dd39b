"""What an organisation says of a badge: judged as a badge is, and never taken for one.

Open Badges 3.0, EndorsementCredential (https://www.imsglobal.org/spec/ob/v3p0/#endorsementcredential). Its signature
says who wrote it; it says nothing of whether what it endorses still holds.
"""

from http import HTTPStatus

from badges.openbadges.faults import Unacceptable
from badges.verification.formats.moments import moment_text
from badges.verification.formats.outside import JSON, NotRead, Outside, as_object, text_of
from badges.verification.formats.verdict import ENDORSEMENT, FAILED, PASSED, UNKNOWN, Check, Facts, Verdict, unreadable

BADGES = {"OpenBadgeCredential", "AchievementCredential"}


def is_endorsement(document: dict) -> bool:
    """Say whether `document` is an endorsement; what says that it is a badge too is judged as one."""
    types = document.get("type")
    named = {str(one) for one in types} if isinstance(types, list) else set()
    return {"VerifiableCredential", "EndorsementCredential"} <= named and not named & BADGES


def facts_of(document: dict, issuer: str) -> Facts:
    """Raises Unacceptable when it does not say what it endorses."""
    subject, author = document.get("credentialSubject"), document.get("issuer")
    if not isinstance(subject, dict) or not isinstance(subject.get("id"), str):
        raise Unacceptable("wrong-shape", "credentialSubject.id")
    return Facts(
        form=ENDORSEMENT,
        identifier=text_of(document, "id"),
        name=text_of(document, "name"),
        description=text_of(subject, "endorsementComment", most=2000),
        issuer_id=issuer,
        issuer_name=text_of(author, "name") if isinstance(author, dict) else "",
        awarded_at=moment_text(document.get("validFrom")),
        valid_until=moment_text(document.get("validUntil")),
        endorses=text_of(subject, "id", most=500),
    )


def standing_check(document: dict, outside: Outside) -> Check:
    """Return whether an endorsement without a status was taken back: its address says it (`badges/hosting`). The
    standard asks for nothing there: only a word that it was taken back counts against it."""
    url = text_of(document, "id", most=2000)
    if not url.startswith("https://"):
        return Check(name="status", outcome=PASSED, reason="no-status")
    try:
        answer = outside.read(url, JSON)
    except NotRead as absent:
        return Check(name="status", outcome=UNKNOWN, reason=absent.code, proof={"address": absent.url})
    if answer.status == HTTPStatus.GONE or _is_withdrawn(answer.body, url):
        return Check(name="status", outcome=FAILED, reason="withdrawn", proof={"address": url})
    if answer.status != HTTPStatus.OK:
        return Check(name="status", outcome=PASSED, reason="no-status")
    return Check(name="status", outcome=PASSED, reason="still-there", proof={"address": url})


def _is_withdrawn(body: bytes, url: str) -> bool:
    # A plain file server answers 200 for what an archive keeps of it.
    try:
        return as_object(body, url).get("withdrawn") is True
    except NotRead:
        return False


def never_in_a_picture(verdict: Verdict, packed: str) -> Verdict:
    """Return the verdict, but for a picture or a PDF that carries an endorsement alone: it looks like a badge, and
    nobody was awarded anything."""
    return unreadable("endorsement-only") if packed and verdict.facts.is_endorsement else verdict
