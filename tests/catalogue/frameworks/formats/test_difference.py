"""What changed from one version to another, however its items are recognised."""

import dataclasses

from catalogue.frameworks.formats.difference import SOURCE_IDENTIFIER, changes_between, matches
from catalogue.frameworks.formats.framework import Item
from tests.catalogue.frameworks.world import changed, named, small, text, without


def told(old, new):
    return [(change.kind, (change.old or change.new).code) for change in changes_between(old, new)]


def test_the_same_framework_has_no_difference():
    assert changes_between(small(), small()) == []


def test_versions_whose_identifiers_are_new_are_matched_by_code():
    assert changes_between(small(), small(version="2")) == []


def test_each_kind_of_change_is_said_once_in_reading_order():
    new = changed(small(version="2"), "1.1", code="1.9", identifier=named("1.1"), texts=(text("Autre"),), level="1")
    new = changed(new, "1.2", parent="")
    new = dataclasses.replace(new, items=(*new.items, Item(identifier=named("2"), code="2", texts=(text("Deux"),))))
    assert told(small(), new) == [
        ("reworded", "1.1"), ("renumbered", "1.1"), ("relevelled", "1.1"), ("moved", "1.2"), ("added", "2"),
    ]  # fmt: skip


def test_what_is_gone_comes_last():
    assert told(small(), without(small(), "1.1")) == [("removed", "1.1")]


def test_a_parent_that_is_matched_is_no_move():
    new = changed(small(version="2"), "1", code="A", identifier=named("1"))
    children = tuple(dataclasses.replace(item, parent=named("1")) if item.parent else item for item in new.items)
    assert told(small(), dataclasses.replace(new, items=children)) == [("renumbered", "1")]


def test_items_that_keep_their_uri_are_the_same():
    old = changed(small(), "1.1", uri="https://voc.example/1")
    new = changed(small(version="2"), "1.1", uri="https://voc.example/1", code="7")
    assert told(old, new) == [("renumbered", "1.1")]


def test_items_that_had_to_be_renamed_are_the_same():
    new = changed(small(version="2"), "1.1", code="7", extra={SOURCE_IDENTIFIER: named("1.1")})
    assert matches(small(), new)[named("1.1")] == named("1.1", version="2")


def test_case_says_what_replaces_what():
    row = {
        "associationType": "replacedBy",
        "originNodeURI": {"identifier": named("1.1")},
        "destinationNodeURI": {"identifier": named("1.1", version="2")},
    }
    new = changed(small(version="2", extra={"CFAssociations": [row]}), "1.1", code="7")
    assert told(small(), new) == [("renumbered", "1.1")]


def test_a_code_that_two_items_have_matches_nothing():
    old = changed(small(), "1.2", code="1.1", parent="")
    assert told(old, small(version="2")) == [
        ("added", "1.1"), ("added", "1.2"), ("removed", "1.1"), ("removed", "1.1"),
    ]  # fmt: skip
