"""What earns a badge, judged from plain facts."""

from datetime import date

import pytest

from badges.awarding.formats.codes import SIGNS, new_code, spaced, typed_code
from badges.awarding.formats.rules import judged, kinds_in, problems, rest
from catalogue.learning.formats.rule_trees import Fact

KEY = "0b6a3cb2-6a52-4ff6-8c21-1f6e21f0c8a1"
OTHER = "7d2f8a39-41a4-4f9f-8b0e-5a1c2b3d4e5f"
MODULE = {"kind": "module", "key": KEY}
BLOCK = {"kind": "block", "path": 12, "key": KEY}
THREE_SESSIONS = {"kind": "facilitated", "at_least": 3}
TEN_HOURS = {"kind": "minutes", "at_least": 600}
TWO_PEERS = {"kind": "application", "at_least": 2}


def fact(kind, id=1, day=1, **more):
    return Fact(kind=kind, id=id, on=date(2026, 3, day), **more)


@pytest.mark.parametrize(
    ("rule", "facts", "is_satisfied"),
    [
        (MODULE, [fact("module", of=KEY)], True),
        (MODULE, [fact("module", of=OTHER)], False),
        (BLOCK, [fact("block", of=f"12:{KEY}")], True),
        (BLOCK, [fact("block", of=f"13:{KEY}")], False),
        ({"kind": "path", "path": 12}, [fact("path", of="12")], True),
        ({"kind": "path", "path": 12}, [fact("path", of="1")], False),
        (THREE_SESSIONS, [fact("session", 1), fact("session", 2), fact("session", 3)], True),
        (THREE_SESSIONS, [fact("session", 1), fact("session", 1), fact("session", 2)], False),
        ({"kind": "kits_published", "at_least": 1}, [fact("kit")], True),
        ({"kind": "kits_reused", "at_least": 1}, [fact("kit")], False),
        ({"kind": "kits_reused", "at_least": 1}, [fact("reuse")], True),
        (TEN_HOURS, [fact("attendance", 1, minutes=300), fact("attendance", 2, minutes=300)], True),
        (TEN_HOURS, [fact("attendance", 1, minutes=599)], False),
        ({"kind": "badge", "achievement": "accueillir"}, [fact("badge", of="accueillir")], True),
        ({"kind": "badge", "achievement": "accueillir"}, [fact("badge", of="animer")], False),
        ({"kind": "decision"}, [fact("decision", of="accueillir")], True),
        ({"kind": "decision"}, [], False),
        (TWO_PEERS, [fact("application")], True),
        (TWO_PEERS, [fact("voice", 1), fact("voice", 2)], True),
        (TWO_PEERS, [fact("voice", 1)], False),
        ({"kind": "application", "at_least": 0}, [fact("voice", 1), fact("voice", 2)], False),
        ({"kind": "application", "at_least": 0}, [fact("application")], True),
        ({"all": [MODULE, THREE_SESSIONS]}, [fact("module", of=KEY)], False),
        ({"any": [MODULE, THREE_SESSIONS]}, [fact("module", of=KEY)], True),
    ],
)
def test_a_rule_is_satisfied_by_the_facts_that_it_names(rule, facts, is_satisfied):
    assert problems(rule) == []
    assert judged(rule, facts).is_satisfied is is_satisfied


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"kind": "module"}, ["key"]),
        ({"kind": "module", "key": "../../etc"}, ["key"]),
        ({"kind": "module", "key": KEY.upper()}, ["key"]),
        ({"kind": "block", "path": "12", "key": KEY}, ["key"]),
        ({"kind": "path", "path": True}, ["key"]),
        ({"kind": "path", "path": 0}, ["key"]),
        ({"kind": "badge", "achievement": ""}, ["key"]),
        ({"kind": "decision", "by": "moi"}, ["key"]),
        ({"kind": "facilitated", "at_least": 0}, ["number"]),
        ({"kind": "minutes", "at_least": 100_001}, ["number"]),
        ({"kind": "application", "at_least": -1}, ["number"]),
        ({"kind": "assessment"}, ["kind"]),
        ({"all": []}, ["empty"]),
        ({"all": [{"all": [{"all": [{"all": [MODULE]}]}]}]}, ["deep"]),
        ([], ["shape"]),
    ],
)
def test_a_rule_made_wrong_is_refused_and_awards_nothing(rule, expected):
    assert problems(rule) == expected
    everything = [fact(kind, of=KEY) for kind in ("module", "session", "decision", "application", "attendance")]
    assert not judged(rule, everything).is_satisfied


def test_the_earliest_facts_that_are_enough_justify_it():
    sessions = [fact("session", number, day=10 - number) for number in range(1, 6)]
    assert [used.id for used in judged(THREE_SESSIONS, sessions).facts] == [5, 4, 3]


def test_what_remains_is_a_rule():
    facts = [fact("session", 1), fact("attendance", 2, minutes=150), fact("voice", 3)]
    left = rest({"all": [MODULE, THREE_SESSIONS, TEN_HOURS, TWO_PEERS]}, facts)
    assert left == {
        "all": [
            MODULE,
            {"kind": "facilitated", "at_least": 2},
            {"kind": "minutes", "at_least": 450},
            {"kind": "application", "at_least": 1},
        ]
    }
    assert problems(left) == []
    assert rest(THREE_SESSIONS, [fact("session", number) for number in range(3)]) is None


def test_the_kinds_of_a_rule_are_those_of_its_leaves():
    assert kinds_in({"all": [MODULE, {"any": [TEN_HOURS, TWO_PEERS]}]}) == {"module", "minutes", "application"}


def test_a_code_is_read_as_people_type_it():
    code = new_code()
    assert len(code) == 8
    assert set(code) <= set(SIGNS)
    assert typed_code(spaced(code).lower()) == code
    assert typed_code("oIl0-1234") == "01101234"
    assert typed_code("ABCDEFG") == ""
    assert typed_code("ABCDEFGU") == ""
