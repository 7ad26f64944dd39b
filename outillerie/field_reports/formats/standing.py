"""How well a kit does in the field. The formula is explained to people in docs/ranking.md and at `/classement/`.

A kit starts in the middle of the scale, as if `PRIOR_PEOPLE` people had said so. Each person who ran it and has no part
in it pulls it towards what they say: one voice a person, however many workshops they tell, and less with the years.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from math import fsum

LOWEST, HIGHEST = 1, 4
MIDDLE = (LOWEST + HIGHEST) / 2
PRIOR_PEOPLE = 5
HALF_LIFE_DAYS = 3 * 365


@dataclass(frozen=True, kw_only=True)
class Voice:
    """What one report says: `recommendation` from 1 to 4; `person` is None when their account is gone.

    `is_close` people wrote the kit, are credited in it, or belong to its organisation.
    """

    person: Hashable | None
    recommendation: int
    held_on: date
    is_close: bool = False


@dataclass(frozen=True, kw_only=True)
class Standing:
    """`score` goes from 1 to 4; `people` are those whose voices made it."""

    people: int
    score: float


def standing(voices: Iterable[Voice], *, on: date) -> Standing:
    """Return how the kit of `voices` stands on a day.

    The voice of a person is the mean of their reports, each weighed by its age: nobody's second report can take a kit
    above where the better of the two would. A report that nobody signs any more is read, but has no voice.
    """
    of_person: dict[Hashable, list[Voice]] = {}
    for voice in voices:
        if voice.person is not None and not voice.is_close:
            of_person.setdefault(voice.person, []).append(voice)
    weights = [mean(weight(voice, on) for voice in told) for told in of_person.values()]
    pulls = [mean(weight(voice, on) * voice.recommendation for voice in told) for told in of_person.values()]
    score = (PRIOR_PEOPLE * MIDDLE + fsum(pulls)) / (PRIOR_PEOPLE + fsum(weights))
    return Standing(people=len(of_person), score=score)


def weight(voice: Voice, on: date) -> float:
    """Return 1 for a workshop of today, half of it three years later, and so on."""
    return 0.5 ** (max((on - voice.held_on).days, 0) / HALF_LIFE_DAYS)


def mean(values: Iterable[float]) -> float:
    listed = list(values)
    return fsum(listed) / len(listed)
