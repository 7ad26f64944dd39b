"""Verdicts in words: what people read on the page, programs in their answer, and whoever runs the command."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.verification.formats.moments import moment_of
from badges.verification.formats.verdict import FAILED, PASSED, UNKNOWN, Check, Facts, Verdict, to_dict
from badges.verification.reasons import CONTENT, FAR, OF_ENDORSEMENTS, OTHERS, READING
from catalogue.sessions.wording import hour_words

TITLES = {
    "valid": gettext_lazy("This badge is authentic"),
    "revoked": gettext_lazy("This badge was revoked"),
    "expired": gettext_lazy("This badge is no longer valid"),
    "altered": gettext_lazy("This badge is not authentic"),
    "not_yet_valid": gettext_lazy("This badge is not valid yet"),
    "unknown_issuer": gettext_lazy("We do not know this issuer"),
    "cannot_check": gettext_lazy("We could not verify this badge"),
    "unreadable": gettext_lazy("We could not read this badge"),
}
ENDORSEMENT_TITLES = {
    "valid": gettext_lazy("This endorsement is authentic"),
    "revoked": gettext_lazy("This endorsement was taken back"),
    "expired": gettext_lazy("This endorsement is no longer valid"),
    "altered": gettext_lazy("This endorsement is not authentic"),
    "not_yet_valid": gettext_lazy("This endorsement is not valid yet"),
    "cannot_check": gettext_lazy("We could not verify this endorsement"),
}
# What a signature says when it is wrong, and nothing else was wrong before it.
CHANGED = {"wrong-signature", "other-bytes", "not-as-hosted"}
QUESTIONS = {
    ("issuer", PASSED): gettext_lazy("It was awarded by %(issuer)s"),
    ("issuer", UNKNOWN): gettext_lazy("We do not know who issued it"),
    ("content", PASSED): gettext_lazy("It was not changed"),
    ("content", FAILED): gettext_lazy("It is not as it was awarded"),
    ("content", UNKNOWN): gettext_lazy("We could not check that it was not changed"),
    ("dates", PASSED): gettext_lazy("Its dates are right"),
    ("dates", FAILED): gettext_lazy("It is not valid today"),
    ("dates", UNKNOWN): gettext_lazy("We could not read its dates"),
    ("status", PASSED): gettext_lazy("It was not revoked"),
    ("status", FAILED): gettext_lazy("It was revoked"),
    ("status", UNKNOWN): gettext_lazy("We could not check whether it was revoked"),
    ("recipient", PASSED): gettext_lazy("It is this person’s"),
    ("recipient", FAILED): gettext_lazy("It is not this person’s"),
    ("recipient", UNKNOWN): gettext_lazy("We cannot say whose it is"),
}
ENDORSEMENT_QUESTIONS = {
    ("issuer", PASSED): gettext_lazy("It was signed by %(issuer)s"),
    ("content", FAILED): gettext_lazy("This document is not as it was signed"),
}
PROOFS = {
    "key": gettext_lazy("Key"),
    "key-document": gettext_lazy("Key published at"),
    "suite": gettext_lazy("Signature"),
    "signed-at": gettext_lazy("Signed"),
    "sha256": gettext_lazy("SHA-256 of the document"),
    "issuer": gettext_lazy("Issuer"),
    "identifier": gettext_lazy("Identifier"),
    "address": gettext_lazy("Address"),
    "list": gettext_lazy("List of revoked badges"),
    "index": gettext_lazy("Place in the list"),
    "list-key": gettext_lazy("Key of the list"),
    "list-signed-at": gettext_lazy("List signed"),
    "fault": gettext_lazy("What is wrong"),
}


@dataclass(frozen=True)
class Row:
    """One check in words: its title, its sentence, and (label, value) of what proves it."""

    name: str
    outcome: str
    title: str
    sentence: str
    proof: tuple[tuple[str, str], ...] = ()


def title_of(verdict: Verdict) -> str:
    is_changed = verdict.code == "altered" and verdict.reason in CHANGED
    if verdict.facts.is_endorsement:
        return _("This endorsement was changed") if is_changed else str((TITLES | ENDORSEMENT_TITLES)[verdict.code])
    return _("This badge was changed") if is_changed else str(TITLES[verdict.code])


def sentence_of(verdict: Verdict, *, now: datetime) -> str:
    """Return the sentences under the title: what an endorsement is, then when it was verified, or what decided
    otherwise."""
    if verdict.code == "unreadable" or not verdict.checks:
        return reading_sentence(verdict.reason)
    return f"{_endorsement_sentence(verdict)} {_deciding_sentence(verdict, now)}".strip()


def _deciding_sentence(verdict: Verdict, now: datetime) -> str:
    if verdict.code == "valid":
        return _("Verified today at %(time)s.") % {"time": hour_words(localtime(now))}
    if verdict.code == "unknown_issuer":
        return _("It was not changed, but its issuer is not in our directory.")
    decided = next((check for check in verdict.checks if check.reason == verdict.reason), None)
    return check_sentence(decided, verdict.facts) if decided else ""


def _endorsement_sentence(verdict: Verdict) -> str:
    """Return who endorses what: nothing while it is not known to be what was signed. A name counts once it is known."""
    if not (verdict.facts.is_endorsement and verdict.is_whole):
        return ""
    issuer = verdict.check("issuer")
    is_known = issuer is not None and issuer.outcome == PASSED
    values = {
        "issuer": issuer.values["issuer"] if is_known else _("somebody"),
        "badge": verdict.facts.endorsed,
        "address": verdict.facts.endorses,
    }
    if verdict.facts.endorsed:
        words = _(
            "This document is not a badge: in it, %(issuer)s endorses “%(badge)s”. Whether a badge holds is verified apart."
        )
    else:
        words = _(
            "This document is not a badge: in it, %(issuer)s endorses something that is not shown here: %(address)s."
        )
    return words % values


def reading_sentence(reason: str) -> str:
    """Return why nothing could be read, and what to do next."""
    found = READING.get(reason) or FAR.get(reason)
    return str(found or _("This is not a badge that we can read. Give the file as you received it."))


def check_title(check: Check, facts: Facts) -> str:
    values = {"issuer": ""} | check.values
    if check.name == "issuer" and check.outcome == PASSED and not values["issuer"]:
        return _("Its issuer is known")
    questions = QUESTIONS | ENDORSEMENT_QUESTIONS if facts.is_endorsement else QUESTIONS
    return str(questions[check.name, check.outcome]) % values


def check_sentence(check: Check, facts: Facts) -> str:
    """Return what was found. A value that the badge gave is text: whoever shows it escapes it."""
    values = {name: _said(name, value) for name, value in check.values.items()}
    if check.name == "status" and check.reason == "revoked":
        return _revoked(values)
    if check.name == "status" and check.reason == "not-revoked" and not values.get("known_at"):
        return str(OTHERS["not-revoked-undated"])
    known = CONTENT if check.name == "content" and check.outcome != UNKNOWN else OTHERS
    if facts.is_endorsement:
        known = known | OF_ENDORSEMENTS
    found = known.get(check.reason) or FAR.get(check.reason)
    return str(found) % values if found else _("It could not be read: it says something that we do not know.")


def _revoked(values: dict[str, str]) -> str:
    dated, undated = _("%(issuer)s revoked it on %(revoked_at)s."), _("Its issuer revoked it.")
    said = dated % values if "issuer" in values else undated
    return f"{said} {_('Reason: %(why)s') % values}" if "why" in values else said


def _said(name: str, value: str) -> str:
    """Return a value in words: a moment as a day."""
    found = moment_of(value) if name not in ("issuer", "why") else None
    return date_format(localtime(found), "DATE_FORMAT") if found else value


def rows_of(verdict: Verdict) -> list[Row]:
    """Return the checks in words; what is both in its dates and not revoked is said once."""
    facts, dates, status = verdict.facts, verdict.check("dates"), verdict.check("status")
    rows = []
    is_still_valid = bool(dates and status and dates.outcome == status.outcome == PASSED)
    for check in verdict.checks:
        title, sentence, proof = check_title(check, facts), check_sentence(check, facts), check.proof
        if check is status and is_still_valid:
            continue
        if check is dates and is_still_valid:
            title = _("It is still valid")
            sentence, proof = f"{check_sentence(status, facts)} {sentence}", proof | status.proof
        if check is status and check.reason == "not-revoked-here":
            # Its title says it all.
            sentence = ""
        rows.append(Row(check.name, check.outcome, title, sentence, _proofs(proof)))
    return rows


def _proofs(proof: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((str(PROOFS[name]), value) for name, value in proof.items() if name in PROOFS and value)


def answer(verdict: Verdict) -> dict:
    """Return the verdict with its words, JSON-ready, in the language of now."""
    said = to_dict(verdict)
    for check, values in zip(verdict.checks, said["checks"], strict=True):
        values |= {"title": check_title(check, verdict.facts), "sentence": check_sentence(check, verdict.facts)}
    now = timezone.now()
    words = {"title": title_of(verdict), "sentence": sentence_of(verdict, now=now)}
    kind = "endorsement" if verdict.facts.is_endorsement else "badge"
    return {"code": said.pop("code"), "kind": kind, **words, **said, "checked_at": now.isoformat(timespec="seconds")}
