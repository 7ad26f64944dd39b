"""A badge of Open Badges 2.0: hosted, which its own address proves, or signed, which a key of its issuer proves.

Open Badges 2.0, Verification (https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#Verification).
Each document must be the one of its address, and all of them of one origin, or of those that the issuer declares.
"""

from datetime import datetime
from urllib.parse import urlsplit

from badges.openbadges.faults import Fault, NotProved, Unacceptable
from badges.verification.formats import proofs
from badges.verification.formats.badge3 import content_check
from badges.verification.formats.moments import dates_check, moment_text
from badges.verification.formats.outside import JSON, NotRead, Outside, as_object, document_at, text_of
from badges.verification.formats.recipients import recipient_check
from badges.verification.formats.verdict import FAILED, PASSED, UNKNOWN, Check, Facts, Verdict, judged

GONE = 410


def is_badge(document: dict) -> bool:
    types = document.get("type")
    return types == "Assertion" or (isinstance(types, list) and "Assertion" in types)


def judge_hosted(given: dict, *, outside: Outside, now: datetime, address: str = "", source: str = "") -> Verdict:
    """Return the verdict on an assertion that its address proves: what stands there is judged, not what was given.

    `source` is the address that served what was given, if one did: it must be its own.
    """
    url = str(given.get("id"))
    declared = given.get("verification")
    try:
        if isinstance(declared, dict) and "SignedBadge" in _texts(declared.get("type")):
            raise NotProved("no-proof")
        if source not in ("", url):
            raise NotProved("not-at-its-address", source)
        hosted, revoked = hosted_at(url, outside)
        if revoked:
            return judged([_content("at-its-address", url), revoked], _facts(given, {}, {}))
        _refuse_other(given, hosted)
        badge, issuer = described(hosted, outside)
        _refuse_other_origin(url, badge, issuer)
    except (NotRead, Fault) as problem:
        return judged([_problem(problem)], _facts(given, {}, {}))
    status = Check(name="status", outcome=PASSED, reason="still-there", proof={"address": url})
    return _judged(hosted, badge, issuer, [_content("at-its-address", url), status], now, address)


def judge_signed(token: str, *, outside: Outside, now: datetime, address: str = "") -> Verdict:
    """Return the verdict on an assertion in a compact token."""
    _header, claimed = proofs.parts_of(token)
    try:
        badge, issuer = described(claimed, outside)
    except (NotRead, Fault) as problem:
        return judged([_problem(problem)], _facts(claimed, {}, {}))
    content = content_check(lambda: _signed(token, claimed, issuer, outside))
    if content.outcome != PASSED:
        return judged([content], _facts(claimed, badge, issuer))
    status = revocations_check(str(claimed.get("id")), issuer, outside)
    return _judged(claimed, badge, issuer, [content, status], now, address)


def hosted_at(url: str, outside: Outside) -> tuple[dict, Check | None]:
    """Return the assertion at `url`, and the check that says it was revoked, if it was. Raises Fault or NotRead."""
    answer = outside.read(url, JSON)
    if answer.status not in (200, GONE):
        raise NotRead("unreachable", url)
    try:
        hosted = as_object(answer.body, url)
    except NotRead:
        if answer.status != GONE:
            raise
        hosted = {}
    if answer.status == GONE or hosted.get("revoked") is True:
        reason = text_of(hosted, "revocationReason", most=400)
        values = {"why": reason} if reason else {}
        return hosted, Check(name="status", outcome=FAILED, reason="revoked", values=values, proof={"address": url})
    if hosted.get("id") != url:
        raise NotProved("not-at-its-address", str(hosted.get("id"))[:200])
    if not is_badge(hosted):
        raise Unacceptable("wrong-shape", "type")
    return hosted, None


def described(assertion: dict, outside: Outside) -> tuple[dict, dict]:
    """Return the BadgeClass and the Issuer of an assertion, each as its own address serves it."""
    badge = _at_its_address(assertion.get("badge"), outside)
    return badge, _at_its_address(badge.get("issuer"), outside)


def _at_its_address(named, outside: Outside) -> dict:
    url = named.get("id") if isinstance(named, dict) else named
    if not isinstance(url, str):
        raise Unacceptable("wrong-shape", "id")
    document = document_at(outside, url)
    if document.get("id") != url:
        raise NotProved("not-at-its-address", url)
    return document


def _refuse_other(given: dict, hosted: dict) -> None:
    """What was given must not say anything else than what its address serves; nor, in the words of 3.0, whose it is:
    the bag reads it in what was given."""
    for member in ("recipient", "credentialSubject", "badge", "issuedOn", "expires"):
        if member in given and given[member] != hosted.get(member):
            raise NotProved("not-as-hosted", member)


def origin(url: str) -> tuple[str, str]:
    """Raises Unacceptable for what is no address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise Unacceptable("wrong-shape", "id") from None
    return parts.scheme, parts.netloc.lower()


def _refuse_other_origin(url: str, badge: dict, issuer: dict) -> None:
    home = origin(issuer["id"])
    if origin(badge["id"]) != home:
        raise NotProved("another-origin", badge["id"])
    declared = issuer.get("verification")
    if origin(url) != home and not _is_declared(url, declared if isinstance(declared, dict) else {}):
        raise NotProved("another-origin", url)


def _is_declared(url: str, declared: dict) -> bool:
    """Say whether an issuer declares `url`: by the whole name of its host, or by how its address starts.

    A start counts only with a whole host in it: `https://a.example` is not the start of `https://a.example.evil/`.
    """
    if urlsplit(url).hostname in {host.lower() for host in _texts(declared.get("allowedOrigins"))}:
        return True
    return any(origin(start) == origin(url) and url.startswith(start) for start in _texts(declared.get("startsWith")))


def _texts(value) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def _signed(token: str, claimed: dict, issuer: dict, outside: Outside) -> tuple[dict, dict[str, str]]:
    """Return what the issuer's own key signed. Raises Fault or NotRead."""
    declared = claimed.get("verification")
    listed = issuer.get("publicKey")
    names = [
        one.get("id") if isinstance(one, dict) else one for one in (listed if isinstance(listed, list) else [listed])
    ]
    creator = declared.get("creator", names[0]) if isinstance(declared, dict) else names[0]
    # A key must be listed by the issuer, and name it as its owner: both ways.
    if not isinstance(creator, str) or creator not in names or origin(creator) != origin(issuer["id"]):
        raise NotProved("wrong-key", str(creator)[:200])
    key = document_at(outside, creator)
    if key.get("id") != creator or key.get("owner") != issuer["id"] or not isinstance(key.get("publicKeyPem"), str):
        raise NotProved("wrong-key", creator)
    proofs.refuse_unsigned(token, pem=key["publicKeyPem"])
    return claimed, {
        "key": creator,
        "key-document": creator,
        "suite": "RS256",
        "signed-at": text_of(claimed, "issuedOn"),
    }


def revocations_check(identifier: str, issuer: dict, outside: Outside) -> Check:
    """Return what the issuer's list of revoked signed badges says of `identifier`."""
    url = issuer.get("revocationList")
    if url is None:
        return Check(name="status", outcome=PASSED, reason="no-status")
    try:
        listed = _at_its_address(url, outside)
        if listed.get("issuer") != issuer["id"]:
            raise Unacceptable("wrong-issuer", str(listed.get("issuer"))[:200])
    except NotRead as absent:
        return Check(name="status", outcome=UNKNOWN, reason=absent.code, proof={"list": absent.url})
    except Fault as fault:
        return Check(name="status", outcome=UNKNOWN, reason="wrong-list", proof={"list": str(url), "fault": str(fault)})
    rows = listed.get("revokedAssertions", [])
    for row in rows if isinstance(rows, list) else [rows]:
        if row == identifier or (isinstance(row, dict) and row.get("id") == identifier):
            reason = text_of(row, "revocationReason", most=400) if isinstance(row, dict) else ""
            values = {"why": reason} if reason else {}
            return Check(name="status", outcome=FAILED, reason="revoked", values=values, proof={"list": url})
    return Check(name="status", outcome=PASSED, reason="not-revoked", values={"known_at": ""}, proof={"list": url})


def _judged(assertion: dict, badge: dict, issuer: dict, checks: list[Check], now: datetime, address: str) -> Verdict:
    facts = _facts(assertion, badge, issuer)
    who = Check(
        name="issuer",
        outcome=UNKNOWN,
        reason="not-in-directory",
        values={"issuer": facts.issuer_name},
        proof={"issuer": facts.issuer_id},
    )
    made = [who, *checks, dates_check(assertion.get("issuedOn"), assertion.get("expires"), now=now)]
    return judged([*made, recipient_check(assertion, address)] if address else made, facts)


def _content(reason: str, url: str) -> Check:
    return Check(name="content", outcome=PASSED, reason=reason, proof={"address": url})


def _problem(problem: Fault | NotRead) -> Check:
    if isinstance(problem, NotRead):
        return Check(name="content", outcome=UNKNOWN, reason=problem.code, proof={"address": problem.url})
    return Check(name="content", outcome=FAILED, reason=problem.code, proof={"fault": str(problem)})


def _facts(assertion: dict, badge: dict, issuer: dict) -> Facts:
    criteria = badge.get("criteria")
    return Facts(
        form="ob2",
        identifier=text_of(assertion, "id"),
        name=text_of(badge, "name"),
        description=text_of(badge, "description", most=2000),
        criteria=text_of(criteria, "narrative", most=5000) if isinstance(criteria, dict) else "",
        issuer_id=text_of(issuer, "id"),
        issuer_name=text_of(issuer, "name"),
        awarded_at=moment_text(assertion.get("issuedOn")),
        valid_until=moment_text(assertion.get("expires")),
    )
