from itertools import product

import pytest

from badges.verification.formats.verdict import (
    FAILED,
    MANDATORY,
    PASSED,
    UNKNOWN,
    Check,
    Facts,
    from_dict,
    judged,
    to_dict,
    with_check,
)


def checks(**outcomes):
    return [Check(name=name, outcome=outcome, reason=f"{name}-{outcome}") for name, outcome in outcomes.items()]


RIGHT = dict.fromkeys(MANDATORY, PASSED)


def test_a_badge_is_valid_when_every_mandatory_check_passed():
    assert judged(checks(**RIGHT), Facts()).code == "valid"


def test_nothing_else_is_valid():
    """Every answer to every mandatory question, and each of them not asked at all: one set only is valid."""
    valid = [
        answers
        for answers in product([PASSED, FAILED, UNKNOWN, None], repeat=4)
        if judged(checks(**{n: a for n, a in zip(MANDATORY, answers, strict=True) if a}), Facts()).code == "valid"
    ]
    assert valid == [(PASSED,) * 4]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"content": FAILED, "status": FAILED}, "altered"),
        ({"issuer": FAILED}, "altered"),
        ({"content": UNKNOWN, "status": FAILED}, "revoked"),
        ({"content": UNKNOWN, "dates": FAILED}, "cannot_check"),
        ({"status": FAILED, "dates": FAILED}, "revoked"),
        ({"status": FAILED, "issuer": UNKNOWN}, "revoked"),
        ({"dates": FAILED, "status": UNKNOWN}, "expired"),
        ({"status": UNKNOWN}, "cannot_check"),
        ({"dates": UNKNOWN}, "cannot_check"),
        ({"issuer": UNKNOWN, "status": UNKNOWN}, "cannot_check"),
        ({"issuer": UNKNOWN}, "unknown_issuer"),
    ],
)
def test_the_gravest_check_decides(change, code):
    assert judged(checks(**(RIGHT | change)), Facts()).code == code


def test_whose_the_badge_is_does_not_change_what_it_is():
    assert judged(checks(**RIGHT, recipient=FAILED), Facts()).code == "valid"


def test_knowing_the_issuer_later_changes_the_verdict():
    verdict = judged(checks(**(RIGHT | {"issuer": UNKNOWN})), Facts(name="Badge"))
    known = with_check(verdict, Check(name="issuer", outcome=PASSED, reason="in-directory"))
    assert (verdict.code, known.code, known.facts.name) == ("unknown_issuer", "valid", "Badge")
    assert [check.name for check in known.checks] == list(MANDATORY)


def test_a_verdict_is_the_same_once_written_and_read():
    verdict = judged(checks(**RIGHT), Facts(name="Badge", issuer_id="did:web:a.example"))
    assert from_dict(to_dict(verdict)) == verdict


@pytest.mark.parametrize("change", [{"code": "great"}, {"checks": [{"nom": "x"}]}, {"facts": {"holder": "Léa"}}])
def test_what_is_no_verdict_is_refused(change):
    with pytest.raises((TypeError, ValueError)):
        from_dict(to_dict(judged(checks(**RIGHT), Facts())) | change)
