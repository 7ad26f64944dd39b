"""Anything given, a verdict: the one way in of the page, the programs' address, the command and the backpack."""

from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus

from django.utils import timezone

from badges.awarding.models import Credential
from badges.openbadges.serialising import serialise
from badges.verification import confined, ours, queries, sources
from badges.verification.formats.endorsements import never_in_a_picture
from badges.verification.formats.outside import NotRead
from badges.verification.formats.recognising import Given, Unreadable, recognised
from badges.verification.formats.verdict import (
    PASSED,
    UNKNOWN,
    Check,
    Verdict,
    about,
    cannot_check,
    unreadable,
    with_check,
)

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
        given = confined.unpacked(recognised(content))
        if given.kind == "code":
            return judge_code(given.text, address=address, now=now)
        return _judged(given, address, now)
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
    if found.kind in ("address", "code", "photograph"):
        raise Unreadable("no-badge-there")
    return Given(found.kind, found.content, found.packed, source="" if found.packed else url)


def _judged(given: Given, address: str, now: datetime) -> Judgement:
    packed = given.packed
    if given.kind == "address":
        # A picture of the first Open Badges carries the address of its assertion, and nothing else.
        if here := _here(given.text, address, now):
            return replace(here, verdict=never_in_a_picture(here.verdict, packed))
        given = confined.unpacked(_at(given.text))
    found = ours.judge_given(given, now=now, address=address)
    verdict, credential = found or (with_trust(confined.judge_apart(given, now=now, address=address)), None)
    verdict = never_in_a_picture(with_subject(verdict), packed or given.packed)
    return Judgement(verdict, credential, document=given.content)


def _here(url: str, address: str, now: datetime) -> Judgement | None:
    """Return the judgement on what an address of this site names; None for those of elsewhere."""
    if found := ours.endorsement_at(url):
        verdict = ours.judge_endorsement(found, now=now, address=address)
        return Judgement(with_subject(verdict), document=bytes(found.document))
    place = ours.credential_at(url)
    return _named(*place, address=address, now=now) if place else None


def with_subject(verdict: Verdict) -> Verdict:
    """Return the verdict on an endorsement once what it endorses has a name, when it is shown here."""
    facts = verdict.facts
    return about(verdict, endorsed=queries.endorsed_name(facts.endorses)) if facts.endorses else verdict


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
