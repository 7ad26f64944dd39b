"""Covers to look for, made again from a number: at random, and as catalogues are."""

import random

from catalogue.positioning.formats.cover import Candidate

SKILLS, MODULES = 200, 500


def seeded_instance(seed: int, *, skills=SKILLS, modules=MODULES, realistic=True) -> tuple[list[Candidate], int]:
    """Return candidates, and the things to cover as bits.

    Realistic: a module works on one to six neighbouring skills of one area, and may be given again elsewhere with
    other dates. Otherwise: one to twelve skills of all of them, which is as hard as it gets.
    """
    dice = random.Random(seed)
    made = [realistic_candidate(dice, skills) if realistic else random_candidate(dice, skills) for _ in range(modules)]
    return made, (1 << skills) - 1


def random_candidate(dice: random.Random, skills: int) -> Candidate:
    covers = sum(1 << skill for skill in dice.sample(range(skills), dice.randint(1, min(12, skills))))
    return Candidate(covers=covers, minutes=dice.choice((60, 90, 120, 180, 420)), days=dice.randint(0, 300))


def realistic_candidate(dice: random.Random, skills: int, *, area=10) -> Candidate:
    start = dice.randrange(0, skills, area)
    near = range(start, min(start + area, skills))
    covers = sum(1 << skill for skill in dice.sample(near, min(dice.randint(1, 6), len(near))))
    return Candidate(covers=covers, minutes=dice.choice((60, 90, 120, 180, 420)), days=dice.randint(0, 300))
