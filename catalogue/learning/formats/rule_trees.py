"""Rules as data, whatever they count: a tree of plain values, kept as JSON, whose leaves ask for facts. Pure.

Its branches are {"all": [rule, …]} and {"any": [rule, …]}. What its leaves are, and which facts satisfy them, is given
by whoever reads the tree: modules in `rules.py` beside, badges in `badges/awarding/formats/rules.py`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

MOST_PARTS, DEEPEST = 12, 3
Rule = dict[str, Any]


@dataclass(frozen=True, kw_only=True, order=True)
class Fact:
    """One row that counts: `kind` says which model holds it, `id` is its number, `on` its day. `minutes` are those
    attended, where the kind counts them; `of` names what it is about, where rules ask."""

    kind: str
    id: int
    on: date
    minutes: int = 0
    of: str = ""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether facts satisfy a rule, and which of them justify it: the earliest that are enough, in order."""

    is_satisfied: bool
    facts: tuple[Fact, ...] = ()


NOT_YET = Verdict(is_satisfied=False)


def problems(rule: Any, of_leaf: Callable[[Rule], list[str]], depth: int = 0) -> list[str]:
    """Return what is wrong with `rule`, as codes: "shape", "empty", "deep", and those that `of_leaf` finds."""
    if not isinstance(rule, dict):
        return ["shape"]
    branches = [name for name in ("all", "any") if name in rule]
    if not branches:
        return of_leaf(rule)
    parts = rule[branches[0]]
    if len(rule) != 1 or not isinstance(parts, list):
        return ["shape"]
    if not parts or len(parts) > MOST_PARTS:
        return ["empty" if not parts else "deep"]
    if depth >= DEEPEST:
        return ["deep"]
    return [problem for part in parts for problem in problems(part, of_leaf, depth + 1)]


def is_count(number: Any, least: int = 1) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and least <= number <= 100_000


def in_time(facts: Iterable[Fact]) -> list[Fact]:
    """Return facts in the order in which they count; those that come twice, once."""
    return sorted(set(facts), key=lambda fact: (fact.on, fact.kind, fact.id))


def judged(rule: Rule, known: list[Fact], of_leaf: Callable[[Rule, list[Fact]], Verdict]) -> Verdict:
    """Return whether `known`, in time, satisfies `rule`, which has no problem. `of_leaf` judges one leaf."""
    if "all" in rule:
        verdicts = [judged(part, known, of_leaf) for part in rule["all"]]
        return _joined(verdicts) if all(verdict.is_satisfied for verdict in verdicts) else NOT_YET
    if "any" in rule:
        satisfied = (verdict for part in rule["any"] if (verdict := judged(part, known, of_leaf)).is_satisfied)
        return next(satisfied, NOT_YET)
    return of_leaf(rule, known)


def enough(rows: Iterable[Fact], wanted: int, *, by_minutes: bool = False) -> Verdict:
    """Return whether the first of `rows` reach `wanted`, each for one or for its minutes."""
    counted, used = 0, []
    for fact in rows:
        used.append(fact)
        counted += fact.minutes if by_minutes else 1
        if counted >= wanted:
            return Verdict(is_satisfied=True, facts=tuple(used))
    return NOT_YET


def rest(
    rule: Rule,
    known: list[Fact],
    of_leaf: Callable[[Rule, list[Fact]], Verdict],
    left_of: Callable[[Rule, list[Fact]], Rule],
) -> Rule | None:
    """Return what `known` leaves to do of `rule`, as a rule; None when nothing remains. `left_of` says it of a leaf."""
    if judged(rule, known, of_leaf).is_satisfied:
        return None
    if "all" in rule:
        left = [part for whole in rule["all"] if (part := rest(whole, known, of_leaf, left_of)) is not None]
        return left[0] if len(left) == 1 else {"all": left}
    if "any" in rule:
        return {"any": [rest(part, known, of_leaf, left_of) for part in rule["any"]]}
    return left_of(rule, known)


def leaves(rule: Rule) -> Iterator[Rule]:
    """Return the leaves of `rule`, in order."""
    parts = rule.get("all", rule.get("any"))
    if parts is None:
        yield rule
    for part in parts or ():
        yield from leaves(part)


def _joined(verdicts: list[Verdict]) -> Verdict:
    return Verdict(is_satisfied=True, facts=tuple(in_time(fact for verdict in verdicts for fact in verdict.facts)))
