"""What goes out comes back equal, whatever the framework, in every format that is written."""

import json

import pytest
from hypothesis import HealthCheck, assume, given, settings

from catalogue.frameworks.formats.case_writing import write_case
from catalogue.frameworks.formats.csv_table import read_csv_table, write_csv_table
from catalogue.frameworks.formats.framework import Framework, Item, Text
from catalogue.frameworks.formats.reading import read_framework
from catalogue.frameworks.formats.skos import write_skos_turtle, write_skos_xml
from tests.catalogue.frameworks.formats.invented import frameworks

WAYS = {
    "case": (write_case, read_framework, "a.json"),
    "csv": (write_csv_table, read_csv_table, "a.csv"),
    "turtle": (write_skos_turtle, read_framework, "a.ttl"),
    "rdf": (write_skos_xml, read_framework, "a.rdf"),
}


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(framework=frameworks())
def test_a_framework_that_is_written_and_read_is_equal(way, framework):
    write, read, _name = WAYS[way]
    # SKOS has no scheme without a concept.
    assume(framework.items or way in {"case", "csv"})
    assert read(write(framework)) == framework


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(framework=frameworks().filter(lambda made: made.items))
def test_the_form_of_a_file_is_recognised(way, framework):
    write, _read, name = WAYS[way]
    assert read_framework(write(framework), name) == framework


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(framework=frameworks())
def test_the_same_framework_has_the_same_bytes(framework):
    assert [write(framework) for write, _read, _name in WAYS.values()] == [
        write(framework) for write, _read, _name in WAYS.values()
    ]


def test_a_reader_that_knows_nothing_of_our_words_still_reads_the_tree():
    area = Item(
        identifier="a" * 8 + "-0000-4000-8000-" + "a" * 12, code="1", texts=(Text(language="fr", statement="Haut"),)
    )
    below = Item(
        identifier="b" * 8 + "-0000-4000-8000-" + "b" * 12,
        code="1.1",
        parent=area.identifier,
        texts=(Text(language="fr", statement="Bas"), Text(language="en", statement="Low", is_official=False)),
    )
    framework = Framework(
        code="essai",
        version="1",
        title="Essai",
        identifier="c" * 8 + "-0000-4000-8000-" + "c" * 12,
        items=(area, below),
    )
    package = json.loads(write_case(framework))
    for row in (package["CFDocument"], *package["CFItems"]):
        row.pop("extensions", None)
    read = read_framework(json.dumps(package).encode())
    assert [(item.code, item.parent, item.texts[0].statement) for item in read.items] == [
        ("1", "", "Haut"),
        ("1.1", area.identifier, "Bas"),
    ]
