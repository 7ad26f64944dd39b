"""The shortest cover is what brute force finds, and says it when it cannot be sure."""

import itertools
import time

import pytest

from catalogue.positioning.formats.cover import Candidate, shortest_cover
from tests.catalogue.positioning.instances import seeded_instance


def cost(candidates, chosen):
    rows = [candidates[place] for place in chosen]
    return len(rows), sum(row.minutes for row in rows), sum(row.days for row in rows)


def union(candidates, chosen):
    mask = 0
    for place in chosen:
        mask |= candidates[place].covers
    return mask


def by_brute_force(candidates, things):
    reachable = union(candidates, range(len(candidates))) & things
    places = range(len(candidates))
    sets = (chosen for size in range(len(candidates) + 1) for chosen in itertools.combinations(places, size))
    return min(cost(candidates, chosen) for chosen in sets if union(candidates, chosen) & things == reachable)


@pytest.mark.parametrize("seed", range(120))
def test_the_cover_is_what_brute_force_finds(seed):
    candidates, things = seeded_instance(seed, skills=1 + seed % 9, modules=seed % 10, realistic=False)
    found = shortest_cover(candidates, things, seconds=60)
    assert found.is_proven
    assert found.fewest == len(found.chosen)
    assert cost(candidates, found.chosen) == by_brute_force(candidates, things)


def test_fewest_then_minutes_then_days():
    few = [Candidate(covers=0b01, minutes=1), Candidate(covers=0b10, minutes=1), Candidate(covers=0b11, minutes=900)]
    assert shortest_cover(few, 0b11).chosen == (2,)
    short = [Candidate(covers=0b11, minutes=60, days=1), Candidate(covers=0b11, minutes=30, days=90)]
    assert shortest_cover(short, 0b11).chosen == (1,)
    soon = [Candidate(covers=0b11, minutes=30, days=90), Candidate(covers=0b11, minutes=30, days=2)]
    assert shortest_cover(soon, 0b11).chosen == (1,)


def test_what_nothing_covers_is_told():
    found = shortest_cover([Candidate(covers=0b001)], 0b101)
    assert (found.chosen, found.uncovered, found.is_proven) == ((0,), 0b100, True)
    assert shortest_cover([], 0b1).uncovered == 0b1
    assert shortest_cover([Candidate(covers=0b1)], 0).chosen == ()


@pytest.mark.parametrize("seed", range(4))
def test_a_catalogue_of_500_modules_is_proven_for_200_skills(seed):
    candidates, things = seeded_instance(seed)
    found = shortest_cover(candidates, things, seconds=60)
    assert found.is_proven
    assert union(candidates, found.chosen) | found.uncovered == things


def test_when_time_is_short_the_answer_still_covers_and_says_that_it_is_not_proven():
    candidates, things = seeded_instance(1, realistic=False)
    # A clock that moves by a hundredth of a second each time that it is looked at.
    clock = itertools.count()
    found = shortest_cover(candidates, things, seconds=0.2, clock=lambda: next(clock) / 100)
    assert union(candidates, found.chosen) | found.uncovered == things
    assert not found.is_proven
    assert found.fewest < len(found.chosen)
    assert not found.is_shortest


def test_the_time_given_is_kept_on_the_hardest_instances():
    candidates, things = seeded_instance(2, realistic=False)
    start = time.process_time()
    shortest_cover(candidates, things, seconds=0.1, clock=time.process_time)
    # Five times what was given, on a machine that may be busy: without the deadline it would take hours.
    assert time.process_time() - start < 0.5
