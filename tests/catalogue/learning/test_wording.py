"""Rules, and what remains of them, in words."""

from datetime import date

import pytest
from django.utils import translation

from catalogue.learning.formats.rules import Fact
from catalogue.learning.wording import remaining, rule_sentence

TWO = {"kind": "sessions", "at_least": 2}
EVIDENCE = {"kind": "evidence", "at_least": 1}
SAID = [
    (TWO, "attend 2 meetings", "2 more meetings"),
    ({"kind": "sessions", "at_least": 1}, "attend 1 meeting", "1 more meeting"),
    ({"kind": "minutes", "at_least": 90}, "attend for 1\u00a0h\u00a030\u00a0min", "1\u00a0h\u00a030\u00a0min more"),
    ({"kind": "assessment"}, "pass the assessment", "the assessment to pass"),
    (EVIDENCE, "submit a piece of evidence that is accepted", "a piece of evidence to have accepted"),
    ({"kind": "peer_review", "at_least": 2}, "convince 2 peers", "2 peers to convince"),
    (
        {"all": [TWO, EVIDENCE]},
        "attend 2 meetings and submit a piece of evidence that is accepted",
        "2 more meetings and a piece of evidence to have accepted",
    ),
    (
        {"all": [TWO, {"any": [EVIDENCE, {"kind": "assessment"}]}]},
        "attend 2 meetings and (submit a piece of evidence that is accepted or pass the assessment)",
        "2 more meetings and (a piece of evidence to have accepted or the assessment to pass)",
    ),
    ({"all": []}, "", ""),
]


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(("rule", "sentence", "left"), SAID)
def test_a_rule_is_a_sentence_and_so_is_what_remains(rule, sentence, left):
    assert (rule_sentence(rule), remaining(rule, [])) == (sentence, left)


def test_what_is_done_is_taken_off():
    facts = [Fact(kind="attendance", id=1, on=date(2026, 3, 2), minutes=120)]
    assert remaining({"all": [TWO, EVIDENCE]}, facts) == "1 more meeting and a piece of evidence to have accepted"
    assert remaining({"kind": "minutes", "at_least": 180}, facts) == "1\u00a0h more"
    assert remaining({"kind": "sessions", "at_least": 1}, facts) == ""
