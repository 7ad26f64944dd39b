"""When a module is completed: a rule is data, and what a person did either satisfies it or does not yet.

A rule is a tree (`rule_trees.py`). Its leaves ask for facts of one kind:

    {"kind": "sessions", "at_least": 2}       two meetings attended
    {"kind": "minutes", "at_least": 180}      three hours attended in all
    {"kind": "assessment"}                    an assessment passed
    {"kind": "evidence", "at_least": 1}       a piece of evidence accepted by a trainer
    {"kind": "peer_review", "at_least": 2}    two peers who found the evidence convincing

Prior learning that was accepted completes a module whatever its rule: it stands in its place.
"""

from collections.abc import Iterable
from typing import Any

from catalogue.learning.formats import rule_trees
from catalogue.learning.formats.rule_trees import NOT_YET, Fact, Rule, Verdict, enough, in_time, is_count, leaves

__all__ = ["Fact", "Rule", "Verdict", "judged", "kinds_in", "problems", "rest"]

SESSIONS, MINUTES, ASSESSMENT, EVIDENCE, PEER_REVIEW = "sessions", "minutes", "assessment", "evidence", "peer_review"
PRIOR_LEARNING = "prior_learning"
KINDS = (SESSIONS, MINUTES, ASSESSMENT, EVIDENCE, PEER_REVIEW)
COUNTED = frozenset({SESSIONS, MINUTES, EVIDENCE, PEER_REVIEW})
# Which rows each leaf counts.
ROWS_OF = {
    SESSIONS: "attendance",
    MINUTES: "attendance",
    ASSESSMENT: "assessment",
    EVIDENCE: "evidence",
    PEER_REVIEW: "review",
}


def problems(rule: Any) -> list[str]:
    """Return what is wrong with `rule`, as codes: "shape", "kind", "number", "empty", "deep"; nothing when it is right."""
    return rule_trees.problems(rule, _problems_of_leaf)


def _problems_of_leaf(rule: Rule) -> list[str]:
    if rule.get("kind") not in KINDS:
        return ["kind"]
    if rule["kind"] not in COUNTED:
        return [] if set(rule) == {"kind"} else ["shape"]
    return [] if set(rule) == {"kind", "at_least"} and is_count(rule["at_least"]) else ["number"]


def judged(rule: Rule, facts: Iterable[Fact]) -> Verdict:
    """Return whether `facts` satisfy `rule`. Facts that come twice count once, and their order does not matter."""
    known = in_time(facts)
    prior = [fact for fact in known if fact.kind == PRIOR_LEARNING]
    if prior:
        return Verdict(is_satisfied=True, facts=(prior[0],))
    # Whoever wrote a rule that cannot be read, it completes nothing by itself.
    return NOT_YET if problems(rule) else rule_trees.judged(rule, known, _judged_leaf)


def _judged_leaf(rule: Rule, known: list[Fact]) -> Verdict:
    return enough(_rows(rule, known), rule.get("at_least", 1), by_minutes=rule["kind"] == MINUTES)


def _rows(rule: Rule, known: list[Fact]) -> list[Fact]:
    return [fact for fact in known if fact.kind == ROWS_OF[rule["kind"]]]


def rest(rule: Rule, facts: Iterable[Fact]) -> Rule | None:
    """Return what `facts` leave to do of `rule`, as a rule; None when nothing remains. `rule` has no `problems`."""
    known = in_time(facts)
    return None if judged(rule, known).is_satisfied else rule_trees.rest(rule, known, _judged_leaf, _left_of)


def _left_of(rule: Rule, known: list[Fact]) -> Rule:
    if rule["kind"] not in COUNTED:
        return rule
    rows = _rows(rule, known)
    counted = sum(fact.minutes for fact in rows) if rule["kind"] == MINUTES else len(rows)
    return {"kind": rule["kind"], "at_least": rule["at_least"] - counted}


def kinds_in(rule: Rule) -> frozenset[str]:
    """Return the kinds of all the leaves of `rule`."""
    return frozenset(leaf["kind"] for leaf in leaves(rule))
