"""The judgement of our own badges and endorsements: what was given is compared with the bytes that were signed.

Nothing is recomputed. A badge that says it is ours and of which we keep no trace is never valid, however right its
signature is: its key may be in other hands. It is no forgery for all that: a backup that was restored forgot what was
awarded after it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from django.conf import settings

from badges.awarding.formats.codes import typed_code
from badges.awarding.models import Credential, CredentialDocument
from badges.endorsing.models import Endorsement
from badges.hosting.documents import did_document
from badges.issuing import addresses
from badges.issuing.models import Issuer, SigningKey
from badges.openbadges import did, identity
from badges.openbadges.bounds import bounded_json
from badges.openbadges.faults import Unacceptable
from badges.verification import confined, queries
from badges.verification.formats.endorsements import is_endorsement
from badges.verification.formats.moments import dates_check
from badges.verification.formats.recognising import Given
from badges.verification.formats.verdict import (
    ENDORSEMENT,
    FAILED,
    PASSED,
    UNKNOWN,
    Check,
    Facts,
    Verdict,
    judged,
    unreadable,
)

UUID = r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
MACHINE = re.compile(rf"/openbadges/(?:credentials|assertions)/{UUID}\.(?:json|jwt|jws|png|svg)")
PAGE = re.compile(rf"/badge/{UUID}/?")
BY_CODE = re.compile(r"/v/([^/]+)/?")
ENDORSEMENT_FILE = re.compile(rf"/openbadges/endorsements/{UUID}\.json")


def path_here(url: str) -> str | None:
    """Return the path of an address of ours, None for what is elsewhere, or is no address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    homes = {urlsplit(base).netloc for base in (settings.PERMANENT_URL, settings.BASE_URL)}
    return parts.path if parts.netloc.lower() in homes else None


def credential_at(url: str) -> tuple[Credential | None, bool] | None:
    """Return the badge of ours at `url`, and whether its code led there; None when that is no address of ours."""
    path = path_here(url)
    if path is None:
        return None
    if found := MACHINE.fullmatch(path) or PAGE.fullmatch(path):
        return queries.credential_by_uuid(found[1]), False
    if found := BY_CODE.fullmatch(path):
        return queries.credential_by_code(typed_code(found[1])), True
    return None, False


def judge_given(given: Given, *, now: datetime, address: str = "") -> tuple[Verdict, Credential | None] | None:
    """Return the verdict on a document or a token that is ours, or says so, and the badge; None when it is foreign."""
    if document := queries.document_of(given.content):
        return judge_document(document, now=now, address=address), document.credential
    claimed = _claimed(given)
    if not _is_claimed_ours(claimed):
        return None
    if is_endorsement(claimed):
        return _judge_claimed_endorsement(given, claimed, now, address), None
    credential = queries.credential_by_uuid(_uuid_in(str(claimed.get("id"))))
    if credential is None:
        return _judge_without_trace(given, claimed, now), None
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
        return judged([_issuer(credential.issuer), _erased(credential)], facts_of(credential))
    documents[0].credential = credential
    return judge_document(documents[0], now=now, address=address, newer=None)


def judge_document(document: CredentialDocument, *, now: datetime, address: str = "", newer=False) -> Verdict:
    """Return the verdict on bytes that we signed. `newer` is what replaced them, when it is known already."""
    credential = document.credential
    newer = queries.newest_serial(document) if newer is False else newer
    dates = _dates(credential.valid_from, credential.valid_until, now)
    checks = [_issuer(credential.issuer), _content(document, newer), dates, _status(credential)]
    if address:
        checks.append(_recipient(credential, address))
    return judged(checks, facts_of(credential))


def endorsement_at(url: str) -> Endorsement | None:
    """Return the endorsement of ours at `url`, if there is one."""
    found = ENDORSEMENT_FILE.fullmatch(path_here(url) or "")
    return queries.endorsement_by_uuid(found[1]) if found else None


def judge_endorsement(endorsement: Endorsement, *, now: datetime, address: str = "") -> Verdict:
    """Return the verdict on what an organisation said here of a badge, as it was signed."""
    endorsement.key.issuer = endorsement.endorser
    checks = [
        _issuer(endorsement.endorser),
        _signed(endorsement.key, endorsement.sha256, endorsement.endorsed_at),
        _dates(endorsement.endorsed_at, None, now),
        _withdrawal(endorsement),
    ]
    if address:
        checks.append(Check(name="recipient", outcome=UNKNOWN, reason="nobody-named"))
    return judged(checks, facts_of_endorsement(endorsement))


def _judge_claimed_endorsement(given: Given, claimed: dict, now: datetime, address: str) -> Verdict:
    endorsement = queries.endorsement_by_uuid(_uuid_in(str(claimed.get("id"))))
    if endorsement is None:
        return _judge_without_trace(given, claimed, now)
    if not _is_same(given, claimed, bytes(endorsement.document)):
        return forged("other-bytes", claimed)
    return judge_endorsement(endorsement, now=now, address=address)


def _withdrawal(endorsement: Endorsement) -> Check:
    if endorsement.withdrawn_at is None:
        return Check(name="status", outcome=PASSED, reason="not-revoked-here")
    values = {"issuer": endorsement.endorser.name, "withdrawn_at": endorsement.withdrawn_at.isoformat()}
    return Check(name="status", outcome=FAILED, reason="withdrawn-here", values=values)


def forged(reason: str, claimed: dict, *, outcome: str = FAILED) -> Verdict:
    """Return the verdict on what says that it is ours, and is not. What it says of itself is not repeated."""
    proof = {"identifier": str(claimed.get("id", ""))[:200]}
    facts = Facts(form=ENDORSEMENT if is_endorsement(claimed) else "")
    return judged([Check(name="content", outcome=outcome, reason=reason, proof=proof)], facts)


def _judge_without_trace(given: Given, claimed: dict, now: datetime) -> Verdict:
    """Return the verdict on what says that it is ours and stands in no table: forged, or signed here and forgotten."""
    from badges.verification.formats import proofs

    issuer = queries.issuer_named(proofs.issuer_of(claimed))
    # Open Badges 2.0 need more documents than the keys: of them, nothing is proved this way.
    found = _by_its_signature(given, issuer, now) if issuer else unreadable("unknown-here")
    if found.is_whole:
        return forged("no-trace", claimed, outcome=UNKNOWN)
    if found.code == "cannot_check" and not found.checks:
        return found
    return forged("not-ours", claimed)


def _by_its_signature(given: Given, issuer: Issuer, now: datetime) -> Verdict:
    """Return what the keys that `issuer` publishes say of `given`: verified apart, as what comes from elsewhere is."""
    at = urlsplit(addresses.issuer_url(issuer, "did.json"))
    with TemporaryDirectory(prefix="issuer-") as folder:
        published = Path(folder, at.netloc, at.path.strip("/"))
        published.parent.mkdir(parents=True)
        published.write_bytes(did_document(issuer))
        return confined.judge_apart(given, now=now, folder=folder)


def _claimed(given: Given) -> dict:
    """Return what was given as it says itself; nothing of it is believed."""
    try:
        from badges.verification.formats import proofs

        return proofs.parts_of(given.text)[1] if given.kind == "token" else bounded_json(given.content)
    except Unacceptable:
        return {}


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
    """Return the UUID in the permanent address of ours; the name of a signed 2.0 badge leads to none."""
    path = identifier.removeprefix(settings.PERMANENT_URL)
    found = MACHINE.fullmatch(path) or ENDORSEMENT_FILE.fullmatch(path)
    return found[1] if found else ""


def _same_content(given: Given, claimed: dict, credential: Credential) -> CredentialDocument | None:
    """Return the document of `credential` that says the very same."""
    from badges.verification.formats import badge2

    form = CredentialDocument.Form.OB2 if badge2.is_badge(claimed) else CredentialDocument.Form.OB3
    signed = queries.documents_of(credential, form)
    return next((one for one in signed if _is_same(given, claimed, bytes(one.content))), None)


def _is_same(given: Given, claimed: dict, signed: bytes) -> bool:
    """Say whether what was given says what we signed: a wallet may have written it with other spaces.

    A token has one writing only; its bytes are not those we signed.
    """
    return given.kind != "token" and _sorted(claimed) == _sorted(json.loads(signed))


def _sorted(document: dict) -> str:
    # Not `==`: to Python, 1 is True.
    return json.dumps(document, sort_keys=True)


def _issuer(issuer: Issuer) -> Check:
    proof = {"issuer": addresses.did_of(issuer)}
    return Check(name="issuer", outcome=PASSED, reason="ours", values={"issuer": issuer.name}, proof=proof)


def _content(document: CredentialDocument, newer: CredentialDocument | None) -> Check:
    if document.key:
        document.key.issuer = document.credential.issuer
    check = _signed(document.key, document.sha256, document.created_at)
    if newer and check.outcome == PASSED:
        return replace(check, reason="our-former-bytes", values={"reissued_at": newer.created_at.isoformat()})
    return check


def _signed(key: SigningKey | None, sha256: str, signed_at: datetime) -> Check:
    """Say whether the key of bytes of ours is one to believe; Open Badges 2.0 has bytes that no key signed."""
    proof = {"sha256": sha256, "signed-at": signed_at.isoformat()}
    if key:
        proof["key"] = addresses.method_of(key)
        # The moments are ours: whoever stole a key may write any date in what they sign.
        if key.compromised_since and signed_at >= key.compromised_since:
            return _bad_key("compromised-key", key.compromised_since, proof)
        if key.retired_at and signed_at > key.retired_at:
            return _bad_key("retired-key", key.retired_at, proof)
    return Check(name="content", outcome=PASSED, reason="our-bytes", proof=proof)


def _bad_key(reason: str, since: datetime, proof: dict[str, str]) -> Check:
    return Check(name="content", outcome=FAILED, reason=reason, values={"since": since.isoformat()}, proof=proof)


def _dates(begins: datetime, ends: datetime | None, now: datetime) -> Check:
    return dates_check(begins.isoformat(), ends.isoformat() if ends else None, now=now)


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


def facts_of_endorsement(endorsement: Endorsement) -> Facts:
    said = json.loads(bytes(endorsement.document))
    return Facts(
        form=ENDORSEMENT,
        identifier=said["id"],
        name=said["name"],
        description=endorsement.comment,
        issuer_id=addresses.did_of(endorsement.endorser),
        issuer_name=endorsement.endorser.name,
        awarded_at=endorsement.endorsed_at.isoformat(),
        endorses=said["credentialSubject"]["id"],
    )
