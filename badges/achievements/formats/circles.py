"""Badges that ask for one another in a circle: nobody could ever earn them. Pure."""

from collections.abc import Mapping, Set

from badges.awarding.formats.rules import BADGE, Fact, Rule, Verdict, leaves
from catalogue.learning.formats import rule_trees


def circle(slug: str, awarded: Mapping[str, Rule]) -> tuple[str, ...]:
    """Return the badges because of which nobody can ever earn `slug`, each asking for the next, and the last for the
    first; nothing when somebody can.

    `awarded` holds the rule of each badge, without problems, by slug. A badge that is not there can be earned: whoever
    holds it keeps it.
    """
    closed = never_earned(awarded)
    if slug not in closed:
        return ()
    way = [slug]
    while True:
        following = next(name for name in badges_asked(awarded[way[-1]]) if name in closed)
        if following in way:
            return tuple(way[way.index(following) :])
        way.append(following)


def never_earned(awarded: Mapping[str, Rule]) -> Set[str]:
    """Return the badges that nobody can earn: what is left once those that can be are set aside, one after another."""
    closed = set(awarded)
    while opened := {slug for slug in closed if can_be_earned(awarded[slug], without=closed)}:
        closed -= opened
    return closed


def can_be_earned(rule: Rule, *, without: Set[str]) -> bool:
    """Say whether somebody may satisfy `rule` who holds none of the badges of `without`."""

    def judged(leaf: Rule, _facts: list[Fact]) -> Verdict:
        return Verdict(is_satisfied=not (leaf["kind"] == BADGE and leaf["achievement"] in without))

    return rule_trees.judged(rule, [], judged).is_satisfied


def badges_asked(rule: Rule) -> list[str]:
    return [leaf["achievement"] for leaf in leaves(rule) if leaf["kind"] == BADGE]
