"""Anything given, a verdict: the one way in of the page, the programs' address, the command and the backpack."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.utils import timezone

from badges.awarding.models import Credential
from badges.openbadges.serialising import serialise
from badges.verification import confined, ours, queries, sources
from badges.verification.formats.outside import NotRead
from badges.verification.formats.recognising import Given, Unreadable, recognised
from badges.verification.formats.verdict import PASSED, UNKNOWN, Check, Verdict, cannot_check, unreadable, with_check

ANYTHING = "application/vc+ld+json, application/ld+json, application/json, image/png, image/svg+xml, text/plain"


@dataclass(frozen=True)
class Judgement:
    """`credential` is the badge when it is ours; `by_code` says that its eight signs led to it; `document` is what was
    judged, once out of its picture, its PDF or its address: a document in JSON or a token."""

    verdict: Verdict
    credential: Credential | None = None
    by_code: bool = False
    document: bytes = b""


def judge(content: bytes, *, address: str = "", now: datetime | None = None) -> Judgement:
    """Judge a picture, a PDF, a document, a token, an address or eight signs. `address` is an e-mail address: is the
    badge this person's? Never raises for what was given."""
    now = now or timezone.now()
    try:
        given = recognised(content)
        if given.kind == "code":
            return judge_code(given.text, address=address, now=now)
        if given.kind == "address":
            if place := ours.credential_at(given.text):
                return _named(*place, address=address, now=now)
            given = _at(given.text)
        return _judged(_unpacked(given), address, now)
    except Unreadable as refusal:
        return Judgement(unreadable(refusal.code))
    except NotRead as absent:
        return Judgement(cannot_check(absent.code))


def judge_code(code: str, *, address: str = "", now: datetime | None = None) -> Judgement:
    """Judge the badge whose certificate bears `code`."""
    return _named(queries.credential_by_code(code), True, address=address, now=now or timezone.now())


def judge_uuid(uuid, *, address: str = "", now: datetime | None = None) -> Judgement:
    """Judge a badge of ours by its name."""
    return _named(queries.credential_by_uuid(str(uuid)), False, address=address, now=now or timezone.now())


def _named(credential: Credential | None, by_code: bool, *, address: str, now: datetime) -> Judgement:
    if credential is None:
        return Judgement(unreadable("unknown-code" if by_code else "unknown-here"))
    verdict = ours.judge_credential(credential, now=now, address=address)
    return Judgement(verdict, credential, by_code)


def _unpacked(given: Given) -> Given:
    if given.kind != "pdf":
        return given
    found = recognised(confined.unpacked_apart(given.content))
    if found.kind not in ("json", "token"):
        raise Unreadable("no-badge")
    return Given(found.kind, found.content, "pdf")


def _at(url: str) -> Given:
    """Return the badge that an address of elsewhere serves. An address that leads to another is not followed."""
    answer = sources.Gate().read(url, ANYTHING)
    if answer.status == HTTPStatus.GONE:
        # Open Badges 2.0: what was revoked is gone, and says so where it was.
        return Given("json", serialise({"type": "Assertion", "id": url}))
    if answer.status != HTTPStatus.OK:
        raise NotRead("unreachable", url)
    try:
        found = recognised(answer.body)
    except Unreadable as refusal:
        raise Unreadable("no-badge-there" if refusal.code in ("not-svg", "unknown-kind") else refusal.code) from None
    if found.kind in ("address", "code"):
        raise Unreadable("no-badge-there")
    return Given(found.kind, found.content, found.packed, source="" if found.packed else url)


def _judged(given: Given, address: str, now: datetime) -> Judgement:
    if given.kind == "address":
        # A picture of the first Open Badges carries the address of its assertion, and nothing else.
        if place := ours.credential_at(given.text):
            return _named(*place, address=address, now=now)
        given = _at(given.text)
    if found := ours.judge_given(given, now=now, address=address):
        verdict, credential = found
        return Judgement(verdict, credential, document=given.content)
    verdict = confined.judge_apart(given, now=now, address=address)
    return Judgement(with_trust(verdict), document=given.content)


def with_trust(verdict: Verdict) -> Verdict:
    """Return the verdict once the hub's directory said whether it knows the issuer."""
    check = verdict.check("issuer")
    if check is None or check.outcome != UNKNOWN:
        return verdict
    name = queries.known_name(verdict.facts.issuer_id)
    if not name:
        return verdict
    known = Check(name="issuer", outcome=PASSED, reason="in-directory", values={"issuer": name}, proof=check.proof)
    return with_check(verdict, known)
