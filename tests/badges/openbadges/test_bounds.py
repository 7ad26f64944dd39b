import json

import pytest

from badges.openbadges import bounds
from badges.openbadges.bounds import bounded_json
from badges.openbadges.faults import Unacceptable


def refusal_of(data):
    with pytest.raises(Unacceptable) as refusal:
        bounded_json(data)
    return refusal.value.code


def test_a_document_within_bounds_is_read_as_it_is():
    document = {"é": [1, 2.5, True, None, {"a": "b"}], "empty": {}}
    assert bounded_json(json.dumps(document).encode()) == document


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'"text"',
        b"{",
        b"\xff{}",
        b"\xef\xbb\xbf{}",
        '{"a": 1}'.encode("utf-16"),
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1e999}',
        b'{"a": "\\ud800"}',
        b'{"a": ' + b"9" * 10_000 + b"}",
    ],
)
def test_what_is_not_a_json_object_is_refused(data):
    assert refusal_of(data) == "not-json"


def test_a_member_named_twice_is_refused():
    """Two readers may take one each."""
    assert refusal_of(b'{"a": {"validUntil": "2020", "validUntil": "2030"}}') == "duplicate-member"


def test_a_document_larger_than_256_kib_is_refused():
    assert refusal_of(b'{"a": "' + b"x" * bounds.MOST_BYTES + b'"}') == "too-big"


@pytest.mark.parametrize("depth", [bounds.DEEPEST, 100_000])
def test_a_deep_document_is_refused(depth):
    assert refusal_of(b'{"a":' + b"[" * depth + b"]" * depth + b"}") == "too-deep"


def test_a_document_as_deep_as_allowed_is_read():
    depth = bounds.DEEPEST - 2
    assert bounded_json(b'{"a":' + b"[" * depth + b"1" + b"]" * depth + b"}")["a"] != []


def test_too_many_values_are_refused():
    assert refusal_of(json.dumps({"a": [1] * bounds.MOST_VALUES}).encode()) == "too-many"


def test_ATK_LD_03_ten_thousand_nodes_are_refused_unseen():
    nodes = [{"a": {}} for place in range(10_000)]
    assert refusal_of(json.dumps({"evidence": nodes}).encode()) == "too-many"


@pytest.mark.parametrize("document", [{"id": "_:b0"}, {"a": [{"b": "_:c"}]}, {"_:p": 1}])
def test_ATK_LD_03_nodes_named_to_be_tied_together_are_refused(document):
    assert refusal_of(json.dumps(document).encode()) == "blank-name"
