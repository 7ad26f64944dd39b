"""What earns a badge: a rule is data, and what somebody did either satisfies it or does not yet. Pure.

A rule is a tree (`catalogue/learning/formats/rule_trees.py`). Its leaves ask for facts of one kind:

    {"kind": "module", "key": "<uuid>"}                   a module completed
    {"kind": "block", "path": 12, "key": "<uuid>"}        a block of a path acquired
    {"kind": "path", "path": 12}                          a path completed
    {"kind": "facilitated", "at_least": 3}                sessions facilitated, that took place
    {"kind": "kits_published", "at_least": 2}             kits published
    {"kind": "kits_reused", "at_least": 1}                own kits that others adapted, pinned or ran
    {"kind": "minutes", "at_least": 600}                  ten hours attended in all
    {"kind": "badge", "achievement": "<slug>"}            another badge, held now
    {"kind": "decision"}                                  the decision of a trainer
    {"kind": "application", "at_least": 2}                an application: a trainer accepts it, or this many peers do

An application asked with `at_least` 0 is decided by a trainer alone.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from catalogue.learning.formats import rule_trees
from catalogue.learning.formats.rule_trees import NOT_YET, Fact, Rule, Verdict, enough, in_time, is_count, leaves

MODULE, BLOCK, PATH, BADGE = "module", "block", "path", "badge"
FACILITATED, PUBLISHED, REUSED, MINUTES = "facilitated", "kits_published", "kits_reused", "minutes"
DECISION, APPLICATION = "decision", "application"
KINDS = (MODULE, BLOCK, PATH, FACILITATED, PUBLISHED, REUSED, MINUTES, BADGE, DECISION, APPLICATION)
COUNTED = frozenset({FACILITATED, PUBLISHED, REUSED, MINUTES})
MEMBERS = {
    MODULE: {"kind", "key"},
    BLOCK: {"kind", "path", "key"},
    PATH: {"kind", "path"},
    BADGE: {"kind", "achievement"},
    DECISION: {"kind"},
}
# Which rows each leaf counts. An application has two: the word of a trainer, and the voices of peers.
ROWS_OF = {
    MODULE: "module",
    BLOCK: "block",
    PATH: "path",
    FACILITATED: "session",
    PUBLISHED: "kit",
    REUSED: "reuse",
    MINUTES: "attendance",
    BADGE: "badge",
    DECISION: "decision",
    APPLICATION: "application",
}
VOICE = "voice"


def problems(rule: Any) -> list[str]:
    """Return what is wrong with `rule`, as codes: "shape", "kind", "number", "key", "empty", "deep"; nothing when it
    is right."""
    return rule_trees.problems(rule, _problems_of_leaf)


def _problems_of_leaf(rule: Rule) -> list[str]:
    kind = rule.get("kind")
    if kind not in KINDS:
        return ["kind"]
    if kind in COUNTED or kind == APPLICATION:
        least = 0 if kind == APPLICATION else 1
        return [] if set(rule) == {"kind", "at_least"} and is_count(rule["at_least"], least) else ["number"]
    return [] if set(rule) == MEMBERS[kind] and _names_something(rule) else ["key"]


def _names_something(rule: Rule) -> bool:
    return all(
        is_count(value)
        if name == "path"
        else isinstance(value, str) and bool(value) and (name != "key" or _is_key(value))
        for name, value in rule.items()
    )


def _is_key(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def about(rule: Rule) -> str:
    """Return what a leaf names, as its facts name it; nothing where any row counts."""
    if rule["kind"] == BLOCK:
        return f"{rule['path']}:{rule['key']}"
    return str(rule.get("key") or rule.get("path") or rule.get("achievement") or "")


def judged(rule: Rule, facts: Iterable[Fact]) -> Verdict:
    """Return whether `facts` satisfy `rule`. Facts that come twice count once, and their order does not matter.

    Decisions, applications and voices among `facts` are about the badge whose rule it is.
    """
    # Whoever wrote a rule that cannot be read, it awards nothing by itself.
    return NOT_YET if problems(rule) else rule_trees.judged(rule, in_time(facts), _judged_leaf)


def _judged_leaf(rule: Rule, known: list[Fact]) -> Verdict:
    verdict = enough(_rows(rule, known), rule.get("at_least", 1) if rule["kind"] in COUNTED else 1, **_by(rule))
    if verdict.is_satisfied or rule["kind"] != APPLICATION or not rule["at_least"]:
        return verdict
    return enough([fact for fact in known if fact.kind == VOICE], rule["at_least"])


def _by(rule: Rule) -> dict[str, bool]:
    return {"by_minutes": rule["kind"] == MINUTES}


def _rows(rule: Rule, known: list[Fact]) -> list[Fact]:
    kind, of = ROWS_OF[rule["kind"]], about(rule)
    return [fact for fact in known if fact.kind == kind and (not of or fact.of == of)]


def rest(rule: Rule, facts: Iterable[Fact]) -> Rule | None:
    """Return what `facts` leave to do of `rule`, as a rule; None when nothing remains. `rule` has no `problems`."""
    return rule_trees.rest(rule, in_time(facts), _judged_leaf, _left_of)


def _left_of(rule: Rule, known: list[Fact]) -> Rule:
    if rule["kind"] == APPLICATION and rule["at_least"]:
        voices = sum(fact.kind == VOICE for fact in known)
        return {**rule, "at_least": rule["at_least"] - voices}
    if rule["kind"] not in COUNTED:
        return rule
    rows = _rows(rule, known)
    counted = sum(fact.minutes for fact in rows) if rule["kind"] == MINUTES else len(rows)
    return {**rule, "at_least": rule["at_least"] - counted}


def kinds_in(rule: Rule) -> frozenset[str]:
    """Return the kinds of all the leaves of `rule`."""
    return frozenset(leaf["kind"] for leaf in leaves(rule))
