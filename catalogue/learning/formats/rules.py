"""When a module is completed: a rule is data, and what a person did either satisfies it or does not yet.

A rule is a tree of plain values, kept as JSON. Its leaves ask for facts of one kind:

    {"kind": "sessions", "at_least": 2}       two meetings attended
    {"kind": "minutes", "at_least": 180}      three hours attended in all
    {"kind": "assessment"}                    an assessment passed
    {"kind": "evidence", "at_least": 1}       a piece of evidence accepted by a trainer
    {"kind": "peer_review", "at_least": 2}    two peers who found the evidence convincing

and its branches join them: {"all": [rule, …]} or {"any": [rule, …]}. Prior learning that was accepted completes a
module whatever its rule: it stands in its place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

SESSIONS, MINUTES, ASSESSMENT, EVIDENCE, PEER_REVIEW = "sessions", "minutes", "assessment", "evidence", "peer_review"
PRIOR_LEARNING = "prior_learning"
KINDS = (SESSIONS, MINUTES, ASSESSMENT, EVIDENCE, PEER_REVIEW)
COUNTED = frozenset({SESSIONS, MINUTES, EVIDENCE, PEER_REVIEW})
MOST_PARTS, DEEPEST = 12, 3
Rule = dict[str, Any]


@dataclass(frozen=True, kw_only=True, order=True)
class Fact:
    """One row that counts: `kind` is the model that holds it ("attendance", "assessment", "evidence", "review",
    "prior_learning"), `id` its number, `minutes` those attended, `on` its day."""

    kind: str
    id: int
    on: date
    minutes: int = 0


# Which rows each leaf counts.
ROWS_OF = {
    SESSIONS: "attendance",
    MINUTES: "attendance",
    ASSESSMENT: "assessment",
    EVIDENCE: "evidence",
    PEER_REVIEW: "review",
}


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether facts satisfy a rule, and which of them justify it: the earliest that are enough, in order."""

    is_satisfied: bool
    facts: tuple[Fact, ...] = ()


def problems(rule: Any, depth: int = 0) -> list[str]:
    """Return what is wrong with `rule`, as codes: "shape", "kind", "number", "empty", "deep"; nothing when it is right."""
    if not isinstance(rule, dict):
        return ["shape"]
    branches = [name for name in ("all", "any") if name in rule]
    if not branches:
        return _problems_of_leaf(rule)
    parts = rule[branches[0]]
    if len(rule) != 1 or not isinstance(parts, list):
        return ["shape"]
    if not parts or len(parts) > MOST_PARTS:
        return ["empty" if not parts else "deep"]
    if depth >= DEEPEST:
        return ["deep"]
    return [problem for part in parts for problem in problems(part, depth + 1)]


def _problems_of_leaf(rule: Rule) -> list[str]:
    if rule.get("kind") not in KINDS:
        return ["kind"]
    if rule["kind"] not in COUNTED:
        return [] if set(rule) == {"kind"} else ["shape"]
    number = rule.get("at_least")
    if set(rule) != {"kind", "at_least"} or isinstance(number, bool) or not isinstance(number, int):
        return ["number"]
    return [] if 1 <= number <= 100_000 else ["number"]


def judged(rule: Rule, facts: Iterable[Fact]) -> Verdict:
    """Return whether `facts` satisfy `rule`. Facts that come twice count once, and their order does not matter."""
    known = sorted(set(facts), key=lambda fact: (fact.on, fact.kind, fact.id))
    prior = [fact for fact in known if fact.kind == PRIOR_LEARNING]
    if prior:
        return Verdict(is_satisfied=True, facts=(prior[0],))
    # Whoever wrote a rule that cannot be read, it completes nothing by itself.
    return Verdict(is_satisfied=False) if problems(rule) else _judged(rule, known)


def _judged(rule: Rule, known: list[Fact]) -> Verdict:
    if "all" in rule:
        verdicts = [_judged(part, known) for part in rule["all"]]
        return _joined(verdicts) if all(verdict.is_satisfied for verdict in verdicts) else Verdict(is_satisfied=False)
    if "any" in rule:
        satisfied = (verdict for part in rule["any"] if (verdict := _judged(part, known)).is_satisfied)
        return next(satisfied, Verdict(is_satisfied=False))
    return _judged_leaf(rule, [fact for fact in known if fact.kind == ROWS_OF[rule["kind"]]])


def _judged_leaf(rule: Rule, rows: list[Fact]) -> Verdict:
    wanted, counted, used = rule.get("at_least", 1), 0, []
    for fact in rows:
        used.append(fact)
        counted += fact.minutes if rule["kind"] == MINUTES else 1
        if counted >= wanted:
            return Verdict(is_satisfied=True, facts=tuple(used))
    return Verdict(is_satisfied=False)


def rest(rule: Rule, facts: Iterable[Fact]) -> Rule | None:
    """Return what `facts` leave to do of `rule`, as a rule; None when nothing remains. `rule` has no `problems`."""
    known = set(facts)
    return None if judged(rule, known).is_satisfied else _rest(rule, known)


def _rest(rule: Rule, known: set[Fact]) -> Rule:
    if "all" in rule:
        left = [part for whole in rule["all"] if (part := rest(whole, known)) is not None]
        return left[0] if len(left) == 1 else {"all": left}
    if "any" in rule:
        return {"any": [_rest(part, known) for part in rule["any"]]}
    if rule["kind"] not in COUNTED:
        return rule
    rows = [fact for fact in known if fact.kind == ROWS_OF[rule["kind"]]]
    counted = sum(fact.minutes for fact in rows) if rule["kind"] == MINUTES else len(rows)
    return {"kind": rule["kind"], "at_least": rule["at_least"] - counted}


def kinds_in(rule: Rule) -> frozenset[str]:
    """Return the kinds of all the leaves of `rule`."""
    if "kind" in rule:
        return frozenset({rule["kind"]})
    return frozenset().union(*(kinds_in(part) for part in rule.get("all", rule.get("any", ()))))


def _joined(verdicts: list[Verdict]) -> Verdict:
    facts = {fact for verdict in verdicts for fact in verdict.facts}
    return Verdict(is_satisfied=True, facts=tuple(sorted(facts, key=lambda fact: (fact.on, fact.kind, fact.id))))
