"""A rule is data: the same facts always give the same verdict, and more facts never take a completion away."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.learning.formats.rules import Fact, judged, kinds_in, problems, rest

DAY = date(2026, 3, 2)
KINDS = ["attendance", "assessment", "evidence", "review"]
counted = st.builds(
    lambda kind, number: {"kind": kind, "at_least": number},
    st.sampled_from(["sessions", "minutes", "evidence", "peer_review"]),
    st.integers(1, 6),
)
leaves = st.just({"kind": "assessment"}) | counted


def joined(parts):
    return st.builds(
        lambda name, rules: {name: rules}, st.sampled_from(["all", "any"]), st.lists(parts, min_size=1, max_size=3)
    )


rules = leaves | joined(leaves | joined(leaves))
facts = st.lists(
    st.builds(
        lambda kind, number, day, minutes: Fact(
            kind=kind,
            id=number,
            on=DAY + timedelta(days=number % 5),
            minutes=number % 4 if kind == "attendance" else 0,
        ),
        st.sampled_from(KINDS),
        st.integers(1, 9),
        st.none(),
        st.none(),
    ),
    max_size=12,
)


def attended(number, *, minutes=60, on=DAY):
    return Fact(kind="attendance", id=number, on=on, minutes=minutes)


def brute(rule, known):
    """Return whether `known` satisfies `rule`, said in the plainest words there are."""
    if "all" in rule:
        return all(brute(part, known) for part in rule["all"])
    if "any" in rule:
        return any(brute(part, known) for part in rule["any"])
    if rule["kind"] == "minutes":
        return sum(fact.minutes for fact in known if fact.kind == "attendance") >= rule["at_least"]
    row = {"sessions": "attendance", "assessment": "assessment", "evidence": "evidence", "peer_review": "review"}
    return len([fact for fact in known if fact.kind == row[rule["kind"]]]) >= rule.get("at_least", 1)


@given(rules, facts)
def test_a_verdict_is_what_the_words_of_the_rule_say(rule, known):
    assert judged(rule, known).is_satisfied == brute(rule, set(known))


@given(rules, facts, facts)
def test_more_facts_never_take_a_completion_away(rule, known, more):
    if judged(rule, known).is_satisfied:
        assert judged(rule, known + more).is_satisfied


@given(rules, facts, st.randoms())
def test_order_and_repetition_of_facts_change_nothing(rule, known, random):
    shuffled = known * 2
    random.shuffle(shuffled)
    assert judged(rule, shuffled) == judged(rule, known)


@given(rules, facts)
def test_the_facts_that_justify_are_enough_by_themselves_and_judged_the_same(rule, known):
    verdict = judged(rule, known)
    if verdict.is_satisfied:
        assert set(verdict.facts) <= set(known)
        assert judged(rule, verdict.facts) == verdict
    else:
        assert verdict.facts == ()


@given(rules, facts)
def test_something_remains_exactly_while_the_rule_is_not_satisfied(rule, known):
    left = rest(rule, known)
    assert (left is None) == judged(rule, known).is_satisfied
    assert left is None or problems(left) == []


@given(rules, facts, facts)
def test_doing_what_remains_satisfies_the_rule(rule, known, more):
    left = rest(rule, known)
    new = set(more) - set(known)
    if left is not None and judged(left, new).is_satisfied:
        assert judged(rule, [*known, *new]).is_satisfied


@given(rules)
def test_a_sound_rule_has_no_problem_and_asks_for_something(rule):
    assert problems(rule) == []
    assert not judged(rule, []).is_satisfied


@given(rules)
def test_prior_learning_stands_in_the_place_of_any_rule(rule):
    claim = Fact(kind="prior_learning", id=1, on=DAY)
    assert judged(rule, [attended(4), claim]).facts == (claim,)


def test_the_earliest_rows_that_are_enough_justify():
    rows = [attended(3, on=DAY + timedelta(days=2)), attended(1), attended(2, on=DAY + timedelta(days=1))]
    assert [fact.id for fact in judged({"kind": "sessions", "at_least": 2}, rows).facts] == [1, 2]
    assert [fact.id for fact in judged({"kind": "minutes", "at_least": 61}, rows).facts] == [1, 2]


@pytest.mark.parametrize("minutes", [179, 180])
def test_a_minute_short_is_short(minutes):
    rule = {"kind": "minutes", "at_least": 180}
    assert judged(rule, [attended(1, minutes=minutes)]).is_satisfied == (minutes == 180)


@pytest.mark.parametrize(
    ("rule", "codes"),
    [
        ("assessment", ["shape"]),
        ({}, ["kind"]),
        ({"kind": "magic"}, ["kind"]),
        ({"kind": "sessions"}, ["number"]),
        ({"kind": "sessions", "at_least": 0}, ["number"]),
        ({"kind": "sessions", "at_least": True}, ["number"]),
        ({"kind": "sessions", "at_least": "2"}, ["number"]),
        ({"kind": "minutes", "at_least": 10**9}, ["number"]),
        ({"kind": "assessment", "at_least": 1}, ["shape"]),
        ({"all": []}, ["empty"]),
        ({"all": {}}, ["shape"]),
        ({"all": [{"kind": "assessment"}], "any": [{"kind": "assessment"}]}, ["shape"]),
        ({"all": [{"kind": "assessment"}] * 13}, ["deep"]),
        ({"all": [{"any": [{"all": [{"any": [{"kind": "assessment"}]}]}]}]}, ["deep"]),
    ],
)
def test_what_is_no_rule_is_refused_and_completes_nothing(rule, codes):
    assert problems(rule) == codes
    assert not judged(rule, [attended(1)]).is_satisfied


def test_the_kinds_of_all_the_leaves_are_found():
    rule = {"all": [{"kind": "assessment"}, {"any": [{"kind": "sessions", "at_least": 1}]}]}
    assert kinds_in(rule) == {"assessment", "sessions"}
