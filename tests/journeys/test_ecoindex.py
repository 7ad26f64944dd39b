import pytest

from tests.journeys.ecoindex import ecoindex, grade


@pytest.mark.parametrize(
    ("nodes", "requests", "kilobytes", "mark"),
    [(300, 15, 250, 81.9), (200, 10, 150, 86.7), (600, 40, 1024, 60.9)],
)
def test_the_mark_is_the_one_that_the_method_publishes(nodes, requests, kilobytes, mark):
    assert round(ecoindex(nodes, requests, kilobytes), 1) == mark


def test_the_mark_goes_from_a_hundred_to_nothing():
    assert ecoindex(0, 0, 0) == 100
    assert round(ecoindex(600_000, 4_000, 300_000), 6) == 0


def test_a_grade_begins_above_its_floor():
    assert [grade(mark) for mark in (80.1, 80, 70, 55, 40, 25, 10)] == ["A", "B", "C", "D", "E", "F", "G"]
