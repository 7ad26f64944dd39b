"""The judgement of a badge or an endorsement that is not ours, whatever its form: one way in."""

from datetime import datetime

from badges.openbadges.bounds import bounded_json
from badges.openbadges.faults import Unacceptable
from badges.openbadges.foreign import foreign_credential
from badges.verification.formats import badge2, badge3, proofs
from badges.verification.formats.endorsements import is_endorsement
from badges.verification.formats.outside import Outside
from badges.verification.formats.recognising import Given
from badges.verification.formats.verdict import Verdict, cannot_check, unreadable


def judge(given: Given, *, outside: Outside, now: datetime, address: str = "") -> Verdict:
    """Return the verdict on a document or a token. The issuer is never known here: whoever asks knows its directory."""
    options = {"outside": outside, "now": now, "address": address}
    try:
        if given.kind == "token":
            return _token(given.text, options)
        return _document(given, options)
    except Unacceptable as fault:
        # A context that is not known here says nothing against the badge.
        return cannot_check(fault.code) if fault.code == "unknown-context" else unreadable(fault.code)


def _token(token: str, options: dict) -> Verdict:
    _header, payload = proofs.parts_of(token)
    if badge3.is_badge(payload) or is_endorsement(payload):
        return badge3.judge_token(token, **options)
    if badge2.is_badge(payload):
        return badge2.judge_signed(token, **options)
    return unreadable("not-a-badge")


def _document(given: Given, options: dict) -> Verdict:
    document = bounded_json(given.content)
    if badge3.is_badge(document) or is_endorsement(document):
        return badge3.judge_document(foreign_credential(given.content), **options)
    if badge2.is_badge(document):
        return badge2.judge_hosted(document, source=given.source, **options)
    return unreadable("not-a-badge")
