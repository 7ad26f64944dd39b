"""Counts of a team tell nothing of anyone, whatever is subtracted from whatever."""

from collections import defaultdict

import pytest

from catalogue.positioning.formats.counts import FEWEST, Counts, place_of, told


def teams(people, classes):
    if classes == 1:
        yield (people,)
        return
    for first in range(people + 1):
        for rest in teams(people - first, classes - 1):
            yield (first, *rest)


def shown(team):
    """Return all that a manager may see of a skill: its counts at each of three levels."""
    return tuple(told(team, asked) for asked in (0, 1, 2))


def found_out(displays):
    """Return the numbers of people, in any run of classes, that a display leaves no doubt about."""
    sure = []
    for same in displays.values():
        for start in range(5):
            for end in range(start + 1, 6):
                values = {sum(team[start:end]) for team in same}
                if len(values) == 1 and (start, end) != (0, 5):
                    sure.append(values.pop())
    return sure


def by_display(people, show):
    displays = defaultdict(list)
    for team in teams(people, 5):
        displays[show(team)].append(team)
    return displays


@pytest.mark.parametrize("people", [5, 9, 10, 11, 14, 16])
def test_no_number_under_five_can_be_found_out_even_by_subtracting_levels(people):
    sure = found_out(by_display(people, shown))
    assert [value for value in sure if value < FEWEST or people - value < FEWEST] == []


def test_hiding_small_numbers_alone_would_let_them_be_found():
    def naive(team):
        cells = (sum(team[2:]), team[1], team[0])
        return tuple(value if value >= FEWEST else None for value in cells)

    assert [value for value in found_out(by_display(12, naive)) if value < FEWEST] != []


def test_numbers_of_five_and_more_are_told():
    # Telling seven beside eleven would tell that nobody of the eighteen is in between.
    assert told((7, 0, 0, 6, 5), 1) == Counts(acquired=11)
    assert told((7, 5, 0, 6, 5), 2) == Counts(acquired=5, in_progress=11, missing=7)
    assert told((2, 1, 0, 6, 5), 2) == Counts(acquired=5)
    assert told((0, 0, 0, 0, 12), 2) == Counts()


def test_people_are_in_one_class_each():
    assert [place_of(False, None), place_of(True, None), place_of(True, 0), place_of(True, 3)] == [0, 1, 2, 5]
