"""Badges that ask for one another in a circle are found, and nothing else is taken for a circle."""

import pytest

from badges.achievements.formats.circles import circle

DECISION = {"kind": "decision"}


def badge(slug):
    return {"kind": "badge", "achievement": slug}


def every(*slugs):
    return {"all": [badge(slug) for slug in slugs]}


@pytest.mark.parametrize(
    ("awarded", "found"),
    [
        ({"a": DECISION}, ()),
        ({"a": badge("a")}, ("a",)),
        ({"a": {"any": [badge("a"), DECISION]}}, ()),
        ({"a": badge("b"), "b": badge("a")}, ("a", "b")),
        ({"a": badge("b"), "b": every("d", "c"), "c": badge("a"), "d": DECISION}, ("a", "b", "c")),
        # Neither of two ways leads anywhere.
        ({"a": {"any": [badge("b"), badge("c")]}, "b": badge("a"), "c": badge("a")}, ("a", "b")),
        ({"a": {"any": [badge("b"), badge("c")]}, "b": badge("a"), "c": DECISION}, ()),
        # Deep in a rule, and a way around it.
        ({"a": {"all": [DECISION, {"any": [badge("b"), {"all": [badge("b")]}]}]}, "b": every("a")}, ("a", "b")),
        ({"a": {"all": [DECISION, {"any": [badge("b"), {"all": [DECISION]}]}]}, "b": every("a")}, ()),
        # The same badge by two ways is no circle; nor is one that is awarded no more.
        ({"a": every("b", "c"), "b": badge("d"), "c": badge("d"), "d": DECISION}, ()),
        ({"a": badge("gone")}, ()),
        # A circle further on closes the way too, and it is that one which is named.
        ({"a": badge("b"), "b": badge("c"), "c": badge("b")}, ("b", "c")),
    ],
)
def test_a_circle_is_what_nobody_can_ever_earn(awarded, found):
    assert circle("a", awarded) == found


def test_a_long_chain_of_badges_is_no_circle():
    chain = {f"b{number}": badge(f"b{number + 1}") for number in range(300)}
    assert circle("b0", {**chain, "b300": DECISION}) == ()
    assert len(circle("b0", {**chain, "b300": badge("b0")})) == 301
