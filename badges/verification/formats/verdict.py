"""What a verification says: one word, the checks behind it, and what the badge says of itself.

The order of the checks is that of Open Badges 3.0, 8 (https://www.imsglobal.org/spec/ob/v3p0#verification-and-validation):
the proof first, then status and dates, then the recipient.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace

PASSED, FAILED, UNKNOWN = "passed", "failed", "unknown"
CODES = (
    "valid", "revoked", "expired", "altered", "not_yet_valid", "unknown_issuer", "cannot_check", "unreadable",
)  # fmt: skip
ENDORSEMENT = "endorsement"
# Without one of these, nothing is said to be valid.
MANDATORY = ("issuer", "content", "dates", "status")


@dataclass(frozen=True, kw_only=True)
class Check:
    """One question and its answer. `name` is one of `MANDATORY`, or "recipient"; `reason` is the code of the sentence,
    with its `values`; `proof` is what an expert would ask for: key, fingerprint, list, moment."""

    name: str
    outcome: str
    reason: str
    values: dict[str, str] = field(default_factory=dict)
    proof: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the badge says of itself, never of its holder. Moments are ISO 8601. `ours` is its UUID when it is ours.

    `form` is "ob3", "ob2" or "endorsement"; `endorses` is the address that an endorsement names, `endorsed` the name of
    what stands there when that is here.
    """

    form: str = ""
    identifier: str = ""
    name: str = ""
    description: str = ""
    criteria: str = ""
    issuer_id: str = ""
    issuer_name: str = ""
    awarded_at: str = ""
    valid_until: str = ""
    ours: str = ""
    endorses: str = ""
    endorsed: str = ""

    @property
    def is_endorsement(self) -> bool:
        return self.form == ENDORSEMENT


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`code` is one of `CODES`; `reason` is that of the check which decided, or why nothing could be read."""

    code: str
    reason: str = ""
    checks: tuple[Check, ...] = ()
    facts: Facts = Facts()

    def check(self, name: str) -> Check | None:
        return next((check for check in self.checks if check.name == name), None)

    @property
    def is_whole(self) -> bool:
        """Whether what it says of itself was proved to be what its issuer said."""
        content = self.check("content")
        return content is not None and content.outcome == PASSED


def unreadable(reason: str) -> Verdict:
    return Verdict(code="unreadable", reason=reason)


def cannot_check(reason: str) -> Verdict:
    return Verdict(code="cannot_check", reason=reason)


def judged(checks: Iterable[Check], facts: Facts) -> Verdict:
    """Return the verdict that `checks` make: "valid" only when every mandatory one was made, and passed."""
    checks = tuple(checks)
    code, reason = _decided({check.name: check for check in checks})
    return Verdict(code=code, reason=reason, checks=checks, facts=facts)


def with_check(verdict: Verdict, check: Check) -> Verdict:
    """Return the verdict once `check` replaces the one of the same name, or is added."""
    kept = [check if each.name == check.name else each for each in verdict.checks]
    return judged(kept if check in kept else [*kept, check], verdict.facts)


def _decided(made: dict[str, Check]) -> tuple[str, str]:
    missing = Check(name="", outcome=UNKNOWN, reason="not-checked")
    issuer, content, dates, status = (made.get(name, missing) for name in MANDATORY)
    for check in (content, issuer):
        if check.outcome == FAILED:
            return "altered", check.reason
    if status.outcome == FAILED:
        return "revoked", status.reason
    if content.outcome != PASSED:
        return "cannot_check", content.reason
    if dates.outcome == FAILED:
        return ("not_yet_valid" if dates.reason == "not-yet-valid" else "expired"), dates.reason
    for check in (dates, status):
        if check.outcome != PASSED:
            return "cannot_check", check.reason
    return ("valid", "") if issuer.outcome == PASSED else ("unknown_issuer", issuer.reason)


def to_dict(verdict: Verdict) -> dict:
    """Return JSON-ready values."""
    return asdict(verdict) | {"checks": [asdict(check) for check in verdict.checks]}


def from_dict(values: dict) -> Verdict:
    """Return the verdict that `to_dict` wrote. Raises TypeError, KeyError or ValueError for anything else."""
    if values["code"] not in CODES:
        raise ValueError(values["code"])
    checks = tuple(Check(**row) for row in values["checks"])
    return Verdict(code=values["code"], reason=values["reason"], checks=checks, facts=Facts(**values["facts"]))


def about(verdict: Verdict, **facts: str) -> Verdict:
    return replace(verdict, facts=replace(verdict.facts, **facts))
