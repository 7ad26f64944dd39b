"""The judgement of our own badges: what was given is compared with the bytes that were signed. Nothing is recomputed.

A badge that says it is ours and whose bytes we never signed is a forgery, however right its signature looks.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from badges.awarding.formats.codes import typed_code
from badges.awarding.models import Credential, CredentialDocument
from badges.issuing import addresses
from badges.openbadges import did, identity
from badges.openbadges.faults import Unacceptable
from badges.verification import queries
from badges.verification.formats.recognising import Given
from badges.verification.formats.verdict import FAILED, PASSED, UNKNOWN, Check, Facts, Verdict, judged

UUID = r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
MACHINE = re.compile(rf"/openbadges/(?:credentials|assertions)/{UUID}\.(?:json|jwt|jws|png|svg)")
PAGE = re.compile(rf"/badge/{UUID}/?")
BY_CODE = re.compile(r"/v/([^/]+)/?")


def credential_at(url: str) -> tuple[Credential | None, bool] | None:
    """Return the badge of ours at `url`, and whether its code led there; None when that is no address of ours."""
    parts = urlsplit(url)
    if parts.netloc.lower() not in {urlsplit(base).netloc for base in (settings.PERMANENT_URL, settings.BASE_URL)}:
        return None
    if found := MACHINE.fullmatch(parts.path) or PAGE.fullmatch(parts.path):
        return queries.credential_by_uuid(found[1]), False
    if found := BY_CODE.fullmatch(parts.path):
        return queries.credential_by_code(typed_code(found[1])), True
    return None, False


def judge_given(given: Given, *, now: datetime, address: str = "") -> tuple[Verdict, Credential | None] | None:
    """Return the verdict on a document or a token that is ours, or says so, and the badge; None when it is foreign."""
    if document := queries.document_of(given.content):
        return judge_document(document, now=now, address=address), document.credential
    claimed = _claimed(given)
    if not _is_claimed_ours(claimed):
        return None
    credential = queries.credential_by_uuid(_uuid_in(str(claimed.get("id"))))
    if credential is None:
        return forged("not-ours", claimed), None
    if credential.state == Credential.State.ERASED:
        return judge_credential(credential, now=now, address=address), None
    document = _same_content(given, claimed, credential)
    if document is None:
        return forged("other-bytes", claimed), None
    document.credential = credential
    return judge_document(document, now=now, address=address), credential


def judge_credential(credential: Credential, *, now: datetime, address: str = "") -> Verdict:
    """Return the verdict on a badge that was named by its address or its code."""
    documents = queries.documents_of(credential)
    if not documents:
        return judged([_issuer(credential), _erased(credential)], facts_of(credential))
    documents[0].credential = credential
    return judge_document(documents[0], now=now, address=address, newer=None)


def judge_document(document: CredentialDocument, *, now: datetime, address: str = "", newer=False) -> Verdict:
    """Return the verdict on bytes that we signed. `newer` is what replaced them, when it is known already."""
    credential = document.credential
    newer = queries.newest_serial(document) if newer is False else newer
    checks = [_issuer(credential), _content(document, newer), _dates(credential, now), _status(credential)]
    if address:
        checks.append(_recipient(credential, address))
    return judged(checks, facts_of(credential))


def forged(reason: str, claimed: dict) -> Verdict:
    """Return the verdict on what says that it is ours, and is not. What it says of itself is not repeated."""
    proof = {"identifier": str(claimed.get("id", ""))[:200]}
    return judged([Check(name="content", outcome=FAILED, reason=reason, proof=proof)], Facts())


def _claimed(given: Given) -> dict:
    """Return what was given as it says itself; nothing of it is believed."""
    try:
        from badges.verification.formats import proofs

        document = proofs.parts_of(given.text)[1] if given.kind == "token" else json.loads(given.content)
    except (Unacceptable, ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


def _is_claimed_ours(claimed: dict) -> bool:
    base = f"{settings.PERMANENT_URL}/"
    ours = did.did_web(settings.PERMANENT_URL, addresses.MACHINES, "issuers")
    return any(name.startswith((base, f"{ours}:")) for name in _names(claimed))


def _names(claimed: dict) -> Iterator[str]:
    """Yield what names a badge, its issuer, its achievement and its key, in both forms of the standard."""
    subject, verification, badge = (claimed.get(name) for name in ("credentialSubject", "verification", "badge"))
    achievement = subject.get("achievement") if isinstance(subject, dict) else None
    for row in (achievement, badge):
        yield str(row.get("id") if isinstance(row, dict) else row)
    for row, member in ((verification, "creator"), (verification, "url"), (claimed, "id")):
        yield str(row.get(member)) if isinstance(row, dict) else ""
    from badges.verification.formats import proofs

    yield proofs.issuer_of(claimed)


def _uuid_in(identifier: str) -> str:
    """Return the UUID in the address of a badge of ours; the name of a signed 2.0 one leads to none."""
    if not identifier.startswith(f"{settings.PERMANENT_URL}/"):
        return ""
    found = MACHINE.fullmatch(identifier.removeprefix(settings.PERMANENT_URL))
    return found[1] if found else ""


def _same_content(given: Given, claimed: dict, credential: Credential) -> CredentialDocument | None:
    """Return the document of `credential` that says the very same: a wallet may have written it with other spaces.

    A token has one writing only; its bytes are not those we signed.
    """
    if given.kind == "token":
        return None
    from badges.verification.formats import badge2

    form = CredentialDocument.Form.OB2 if badge2.is_badge(claimed) else CredentialDocument.Form.OB3
    wanted = _sorted(claimed)
    return next(
        (one for one in queries.documents_of(credential, form) if _sorted(json.loads(bytes(one.content))) == wanted),
        None,
    )


def _sorted(document: dict) -> str:
    # Not `==`: to Python, 1 is True.
    return json.dumps(document, sort_keys=True)


def _issuer(credential: Credential) -> Check:
    return Check(
        name="issuer",
        outcome=PASSED,
        reason="ours",
        values={"issuer": credential.issuer.name},
        proof={"issuer": addresses.did_of(credential.issuer)},
    )


def _content(document: CredentialDocument, newer: CredentialDocument | None) -> Check:
    key = document.key
    proof = {"sha256": document.sha256, "signed-at": document.created_at.isoformat()}
    if key:
        key.issuer = document.credential.issuer
        proof["key"] = addresses.method_of(key)
        # The moments are ours: whoever stole a key may write any date in what they sign.
        if key.compromised_since and document.created_at >= key.compromised_since:
            return _bad_key("compromised-key", key.compromised_since, proof)
        if key.retired_at and document.created_at > key.retired_at:
            return _bad_key("retired-key", key.retired_at, proof)
    if newer:
        values = {"reissued_at": newer.created_at.isoformat()}
        return Check(name="content", outcome=PASSED, reason="our-former-bytes", values=values, proof=proof)
    return Check(name="content", outcome=PASSED, reason="our-bytes", proof=proof)


def _bad_key(reason: str, since: datetime, proof: dict[str, str]) -> Check:
    return Check(name="content", outcome=FAILED, reason=reason, values={"since": since.isoformat()}, proof=proof)


def _dates(credential: Credential, now: datetime) -> Check:
    values = {"valid_from": credential.valid_from.isoformat()}
    if credential.valid_until:
        values["valid_until"] = credential.valid_until.isoformat()
    if now < credential.valid_from:
        return Check(name="dates", outcome=FAILED, reason="not-yet-valid", values=values)
    if credential.valid_until and now >= credential.valid_until:
        return Check(name="dates", outcome=FAILED, reason="expired", values=values)
    return Check(name="dates", outcome=PASSED, reason="until" if credential.valid_until else "no-end", values=values)


def _status(credential: Credential) -> Check:
    credential.status_list.issuer = credential.issuer
    proof = {"list": addresses.status_url(credential.status_list), "index": str(credential.status_index)}
    if credential.state == Credential.State.ERASED:
        return _erased(credential)
    if credential.state != Credential.State.REVOKED:
        return Check(name="status", outcome=PASSED, reason="not-revoked-here", proof=proof)
    values = {"issuer": credential.issuer.name, "revoked_at": credential.revoked_at.isoformat()}
    if credential.revocation_reason:
        values["why"] = credential.revocation_reason
    return Check(name="status", outcome=FAILED, reason="revoked", values=values, proof=proof)


def _erased(credential: Credential) -> Check:
    """Its holder asked for it to be forgotten: what justified it is gone, and so is what would prove it whole."""
    return Check(name="status", outcome=FAILED, reason="erased", proof={"identifier": str(credential.uuid)})


def _recipient(credential: Credential, address: str) -> Check:
    if not credential.identity_hash:
        return Check(name="recipient", outcome=UNKNOWN, reason="nobody-named")
    if identity.matches(address, credential.salt, credential.identity_hash):
        return Check(name="recipient", outcome=PASSED, reason="theirs")
    return Check(name="recipient", outcome=FAILED, reason="not-theirs")


def facts_of(credential: Credential) -> Facts:
    content = credential.version.content
    return Facts(
        form="ob3",
        identifier=addresses.credential_url(credential.uuid),
        name=content.name,
        description=content.description,
        criteria=content.criteria,
        issuer_id=addresses.did_of(credential.issuer),
        issuer_name=credential.issuer.name,
        awarded_at=credential.awarded_at.isoformat(),
        valid_until=credential.valid_until.isoformat() if credential.valid_until else "",
        ours=str(credential.uuid),
    )
