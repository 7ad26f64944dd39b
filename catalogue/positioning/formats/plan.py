"""What to follow to close a gap: the shortest set of modules, and why each one is in it.

A target may be closed in several ways: a module assesses it, or others assess everything that is under it (`gap.py`).
Each way is a set of things to cover; the best cover over all the ways is the plan (`cover.py`).
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, product

from catalogue.positioning.formats.cover import SECONDS, Candidate, Cover, bits, shortest_cover
from catalogue.positioning.formats.gap import Gain, Held, SkillMap, Target, all_held, own_held

# Ways to close one target, and ways to close them all together, beyond which some are left out.
MOST_WAYS, MOST_MIXES = 12, 64
# How far a module without any date is taken to be.
FAR = 3650


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A module that may be followed: what completing it acquires, how long it lasts, in how many days it begins."""

    key: str
    gains: tuple[Target, ...]
    minutes: int = 0
    days: int | None = None


@dataclass(frozen=True, kw_only=True, order=True)
class Thing:
    """A skill to have at a level. `is_own`: by the modules of its own framework alone, without a link."""

    skill: str
    rank: int
    is_own: bool = False


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A module of the plan, the targets that it has a part in closing, and those that nothing else of the plan closes."""

    key: str
    closes: tuple[str, ...]
    alone: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`unclosed` are the skills that no module closes. `is_proven`: nothing is better, in the whole order (fewest
    modules, then minutes, then dates); `is_shortest`: no plan has fewer modules."""

    choices: tuple[Choice, ...] = ()
    unclosed: tuple[str, ...] = ()
    is_proven: bool = True
    is_shortest: bool = True


Way = frozenset[Thing]


@dataclass(frozen=True)
class Known:
    """What is already acquired, what each module gives, and the map of the skills: what ways are found from."""

    skills: SkillMap
    own: dict[str, Held]
    held: dict[str, Held]
    closers: dict[str, list[tuple[int, int]]]

    def has(self, thing: Thing) -> bool:
        held = (self.own if thing.is_own else self.held).get(thing.skill)
        return held is not None and held.rank >= thing.rank

    def closed_by(self, thing: Thing) -> int:
        """Return the offers that give `thing` by themselves, as bits."""
        mask = self._given(thing.skill, thing.rank)
        if not thing.is_own:
            for other, _strength in self.skills.same.get(thing.skill, ()):
                least = self.skills.least_carried(thing.rank, origin=other, target=thing.skill)
                mask |= self._given(other, least) if least is not None else 0
        return mask

    def _given(self, skill: str, rank: int) -> int:
        mask = 0
        for place, given in self.closers.get(skill, ()):
            mask |= (1 << place) if given >= rank else 0
        return mask


def plan(
    targets: Iterable[Target],
    gains: Iterable[Gain],
    offers: Sequence[Offer],
    skills: SkillMap,
    *,
    seconds: float = SECONDS,
    clock: Callable[[], float] = time.monotonic,
) -> Plan:
    """Return the shortest set of `offers` that acquires `targets` for someone who has `gains`."""
    deadline = clock() + seconds
    known = known_of(gains, offers, skills)
    wanted = [target for target in targets if target.skill in skills.by_skill]
    wanted = [target for target in wanted if not known.has(Thing(skill=target.skill, rank=target.rank))]
    ways = {target.skill: ways_to(Thing(skill=target.skill, rank=target.rank), known) for target in wanted}
    closable = {skill: found for skill, found in ways.items() if found}
    best: tuple[tuple, Cover, list[Way], list[Thing]] | None = None
    mixes = list(islice(product(*closable.values()), MOST_MIXES + 1))
    is_whole = len(mixes) <= MOST_MIXES and all(len(found) < MOST_WAYS for found in closable.values())
    candidates_of = Covers(offers, known)
    for number, mix in enumerate(mixes[:MOST_MIXES]):
        things = sorted(frozenset().union(*mix))
        candidates = candidates_of(things)
        share = max(deadline - clock(), 0) / (min(len(mixes), MOST_MIXES) - number)
        cover = shortest_cover(candidates, (1 << len(things)) - 1, seconds=share, clock=clock)
        value = candidates_of.value(cover.chosen)
        is_whole = is_whole and cover.is_proven
        if best is None or value < best[0]:
            best = (value, cover, list(mix), things)
    unclosed = tuple(skill for skill, found in ways.items() if not found)
    _value, cover, mix, things = best
    return Plan(
        choices=choices_of(cover, dict(zip(closable, mix, strict=True)), things, offers, known),
        unclosed=unclosed,
        is_proven=is_whole,
        is_shortest=is_whole or (len(mixes) == 1 and cover.is_shortest),
    )


def known_of(gains: Iterable[Gain], offers: Sequence[Offer], skills: SkillMap) -> Known:
    gains = [gain for gain in gains if gain.skill in skills.by_skill]
    closers: dict[str, list[tuple[int, int]]] = {}
    for place, offer in enumerate(offers):
        for given in offer.gains:
            if given.skill in skills.by_skill:
                rank = given.rank or skills.by_skill[given.skill].rank
                closers.setdefault(given.skill, []).append((place, rank))
    return Known(skills, own_held(gains, skills), all_held(gains, skills), closers)


def ways_to(thing: Thing, known: Known) -> list[Way]:
    """Return the ways to close `thing`, none holding another one; one empty way when it is closed already."""
    if known.has(thing):
        return [frozenset()]
    ways: list[Way] = [frozenset({thing})] if known.closed_by(thing) else []
    ways += through_parts(thing, known)
    if not thing.is_own:
        for other, _strength in known.skills.same.get(thing.skill, ()):
            least = known.skills.least_carried(thing.rank, origin=other, target=thing.skill)
            if least is not None:
                ways += through_parts(Thing(skill=other, rank=least, is_own=True), known)
    return smallest(ways)


def through_parts(thing: Thing, known: Known) -> list[Way]:
    """Return the ways to close everything that is under `thing`."""
    parts = known.skills.bearing(thing.skill, thing.rank)
    if not parts:
        return []
    each = [ways_to(Thing(skill=skill, rank=rank, is_own=thing.is_own), known) for skill, rank in parts]
    return smallest(frozenset().union(*mix) for mix in islice(product(*each), MOST_WAYS))


def smallest(ways: Iterable[Way]) -> list[Way]:
    kept: list[Way] = []
    for way in sorted(set(ways), key=lambda way: (len(way), sorted(way))):
        if not any(other <= way for other in kept):
            kept.append(way)
    return kept[:MOST_WAYS]


class Covers:
    """The offers as candidates to cover some things."""

    def __init__(self, offers: Sequence[Offer], known: Known):
        self.known = known
        self.offers = offers
        self.days = [FAR if offer.days is None else offer.days for offer in offers]

    def __call__(self, things: Sequence[Thing]) -> list[Candidate]:
        masks = [0] * len(self.offers)
        for bit, thing in enumerate(things):
            for place in bits(self.known.closed_by(thing)):
                masks[place] |= 1 << bit
        return [
            Candidate(covers=mask, minutes=offer.minutes, days=days)
            for mask, offer, days in zip(masks, self.offers, self.days, strict=True)
        ]

    def value(self, chosen: Sequence[int]) -> tuple[int, int, int]:
        minutes = sum(self.offers[place].minutes for place in chosen)
        return len(chosen), minutes, sum(self.days[place] for place in chosen)


def choices_of(
    cover: Cover, ways: dict[str, Way], things: Sequence[Thing], offers: Sequence[Offer], known: Known
) -> tuple[Choice, ...]:
    """Return the chosen modules, those that begin first before the others, with what each closes."""
    mask = sum(1 << place for place in cover.chosen)
    by_thing = {thing: set(bits(known.closed_by(thing) & mask)) for thing in things}
    closes: dict[int, list[str]] = {place: [] for place in cover.chosen}
    alone: dict[int, list[str]] = {place: [] for place in cover.chosen}
    for skill, way in ways.items():
        for place in sorted(set().union(*(by_thing[thing] for thing in way))):
            closes[place].append(skill)
        for place in sorted({place for thing in way if len(by_thing[thing]) == 1 for place in by_thing[thing]}):
            alone[place].append(skill)
    made = [
        (place, Choice(key=offers[place].key, closes=tuple(closes[place]), alone=tuple(alone[place])))
        for place in cover.chosen
    ]
    made.sort(key=lambda pair: (FAR if offers[pair[0]].days is None else offers[pair[0]].days, pair[0]))
    return tuple(choice for _place, choice in made)
