"""The shortest set of candidates that covers everything that can be: fewest first, then fewest minutes, then fewest days.

This is the weighted set cover problem, solved exactly when time allows: reductions (a thing that one candidate alone
covers, candidates that another one beats, things that come with others), independent parts solved apart, then branch
and bound from a good first answer. The answer says whether it is proven, and below which number no set can go.

Sets of things and of candidates are whole numbers read as bits. No Django, no clock but the one that is given.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil

SECONDS = 0.15
# The share of the time that looks for a better first answer before proving anything.
SEARCHING = 0.2
# What adding a thousand fractions may be wrong by, and more.
ROUNDING = 1e-9


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """`covers` has one bit for each thing. `days` is how far its beginning is."""

    covers: int
    minutes: int = 0
    days: int = 0


@dataclass(frozen=True, kw_only=True)
class Cover:
    """The chosen candidates, by place; the things that none covers, as bits.

    `is_proven`: no other set is better, in the whole order. `fewest`: no set has fewer candidates than this.
    """

    chosen: tuple[int, ...] = ()
    uncovered: int = 0
    is_proven: bool = True
    fewest: int = 0

    @property
    def is_shortest(self) -> bool:
        """Return whether no set has fewer candidates: the whole order may still be unproven."""
        return self.is_proven or len(self.chosen) == self.fewest


def shortest_cover(
    candidates: Sequence[Candidate],
    things: int,
    *,
    seconds: float = SECONDS,
    clock: Callable[[], float] = time.monotonic,
) -> Cover:
    """Return the best set of `candidates` that covers the bits of `things`, found within `seconds`."""
    deadline = clock() + seconds
    columns = {place: covers for place, c in enumerate(candidates) if (covers := c.covers & things)}
    reachable = 0
    for covers in columns.values():
        reachable |= covers
    costs = costs_of(candidates)
    chosen, columns, left = reduced(columns, costs, reachable)
    fewest, is_proven = len(chosen), True
    parts = sorted(components(columns, left), key=lambda part: len(part.columns))
    for number, part in enumerate(parts, start=1):
        # Half of what is left: the small ones, which come first, use none of it; a hard one leaves some to the next.
        share = max(deadline - clock(), 0) / (1 if number == len(parts) else 2)
        found = Search(part, costs, clock, clock() + share).best()
        chosen += found.chosen
        fewest += found.fewest
        is_proven = is_proven and found.is_proven
    return Cover(chosen=tuple(sorted(chosen)), uncovered=things & ~reachable, is_proven=is_proven, fewest=fewest)


@dataclass(frozen=True)
class Cost:
    """The order as one number: `whole` counts one candidate, `rest` its minutes and days."""

    whole: int
    rests: tuple[int, ...]

    def of(self, places) -> int:
        return sum(self.whole + self.rests[place] for place in places)


def costs_of(candidates: Sequence[Candidate]) -> Cost:
    minute = sum(c.days for c in candidates) + 1
    rests = tuple(c.minutes * minute + c.days for c in candidates)
    return Cost(whole=sum(rests) + 1, rests=rests)


def bits(mask: int) -> Iterator[int]:
    """Yield the places of the bits of `mask`, from the lowest."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def rows_of(columns: dict[int, int], things: int) -> dict[int, int]:
    """Return, for each thing, the candidates that cover it, as bits."""
    rows = dict.fromkeys(bits(things), 0)
    for place, covers in columns.items():
        for thing in bits(covers):
            rows[thing] |= 1 << place
    return rows


def reduced(columns: dict[int, int], cost: Cost, things: int) -> tuple[list[int], dict[int, int], int]:
    """Return what must be chosen, the candidates and the things that remain to decide on: the best answer is kept."""
    chosen: list[int] = []
    while True:
        columns = unbeaten(columns, cost, things)
        rows = rows_of(columns, things)
        alone = sorted({row.bit_length() - 1 for row in rows.values() if row.bit_count() == 1})
        if alone:
            chosen += alone
            for place in alone:
                things &= ~columns[place]
        else:
            kept = independent(rows)
            if kept == things:
                return chosen, columns, things
            things = kept
        columns = {place: left for place, covers in columns.items() if (left := covers & things)}


def unbeaten(columns: dict[int, int], cost: Cost, things: int) -> dict[int, int]:
    """Leave out the candidates of which another covers as much, for no more; of equals, the first one stays."""
    rows = rows_of(columns, things)
    kept = {}
    for place, covers in columns.items():
        rival_mask = min((rows[thing] for thing in bits(covers)), key=int.bit_count)
        mine = (cost.rests[place], place)
        if not any(
            covers & columns[rival] == covers and beats(columns[rival], (cost.rests[rival], rival), covers, mine)
            for rival in bits(rival_mask & ~(1 << place))
        ):
            kept[place] = covers
    return kept


def beats(rival_covers: int, rival: tuple[int, int], covers: int, mine: tuple[int, int]) -> bool:
    return rival[0] <= mine[0] and (rival_covers != covers or rival < mine)


def independent(rows: dict[int, int]) -> int:
    """Return the things that must be looked at: one that is covered whenever another one is comes with it."""
    kept: dict[int, int] = {}
    for thing, row in sorted(rows.items(), key=lambda pair: pair[1].bit_count()):
        if not any(row & smaller == smaller for smaller in kept.values()):
            kept[thing] = row
    return sum(1 << thing for thing in kept)


@dataclass(frozen=True)
class Part:
    """Candidates and things that have nothing to do with the others."""

    columns: dict[int, int]
    things: int


def components(columns: dict[int, int], things: int) -> list[Part]:
    parts = []
    rows = rows_of(columns, things)
    while things:
        reached, waiting = 0, things & -things
        places: set[int] = set()
        while waiting:
            reached |= waiting
            new = {place for thing in bits(waiting) for place in bits(rows[thing])} - places
            places |= new
            waiting = 0
            for place in new:
                waiting |= columns[place] & ~reached
        parts.append(Part({place: columns[place] for place in sorted(places)}, reached))
        things &= ~reached
    return parts


def dice() -> random.Random:
    """Return dice that are always thrown alike: the same question has the same answer."""
    return random.Random(1)  # noqa: S311 - nothing secret is drawn


@dataclass
class Search:
    """Branch and bound over one part, until `deadline`."""

    part: Part
    cost: Cost
    clock: Callable[[], float]
    deadline: float
    found: list[int] = field(default_factory=list)
    value: int = 0
    is_late: bool = False

    def best(self) -> Cover:
        self.found = self.greedy(self.part.things, [], dice(), noise=0)
        self.value = self.cost.of(self.found)
        fewest = self.fewest(self.part.things, self.part.columns)
        self.improve(self.clock() + SEARCHING * (self.deadline - self.clock()))
        self.rows = rows_of(self.part.columns, self.part.things)
        self.branch(self.part.things, dict(self.part.columns), [])
        return Cover(
            chosen=tuple(self.found),
            is_proven=not self.is_late,
            fewest=fewest if self.is_late else len(self.found),
        )

    def greedy(self, things: int, chosen: list[int], thrown: random.Random, *, noise: float) -> list[int]:
        """Return `chosen` completed with what covers the most each time, then without what became useless."""
        columns, chosen = self.part.columns, list(chosen)
        while things:
            place = max(
                columns,
                key=lambda p: ((columns[p] & things).bit_count() + noise * thrown.random(), -self.cost.rests[p], -p),
            )
            chosen.append(place)
            things &= ~columns[place]
        return self.without_useless(chosen)

    def without_useless(self, chosen: list[int]) -> list[int]:
        for place in sorted(chosen, key=lambda p: (self.part.columns[p].bit_count(), -self.cost.rests[p])):
            others = 0
            for other in chosen:
                others |= self.part.columns[other] if other != place else 0
            if not self.part.things & ~others:
                chosen = [other for other in chosen if other != place]
        return chosen

    def improve(self, until: float) -> None:
        """Take some away, complete again, keep what is better."""
        thrown = dice()
        # Small parts are proven at once: nothing to look for.
        for _turn in range(20 * len(self.found) if len(self.part.columns) > 24 else 0):
            if self.clock() > until:
                return
            kept = [place for place in self.found if thrown.random() > 0.35]
            left = self.part.things
            for place in kept:
                left &= ~self.part.columns[place]
            self.keep(self.greedy(left, kept, thrown, noise=1.2))

    def keep(self, chosen: list[int]) -> None:
        if (value := self.cost.of(chosen)) < self.value:
            self.found, self.value = chosen, value

    def branch(self, things: int, columns: dict[int, int], chosen: list[int]) -> None:
        """Look for better answers that hold `chosen` and may hold `columns`."""
        if not things:
            self.keep(chosen)
            return
        if self.is_late or self.clock() > self.deadline:
            self.is_late = True
            return
        columns = {place: left for place, covers in columns.items() if (left := covers & things)}
        if self.bound(things, columns, chosen) >= self.value:
            return
        allowed = sum(1 << place for place in columns)
        rows = [self.rows[thing] & allowed for thing in bits(things)]
        hardest = min(rows, key=int.bit_count)
        for place in sorted(bits(hardest), key=lambda p: (-columns[p].bit_count(), self.cost.rests[p])):
            # What was tried is not tried again beside the next ones.
            covers = columns.pop(place)
            self.branch(things & ~covers, columns, [*chosen, place])

    def bound(self, things: int, columns: dict[int, int], chosen: list[int]) -> int:
        """Return what the best answer from here costs at least; more than anything when there is none."""
        fewest = self.fewest(things, columns)
        if fewest is None:
            return self.value
        return self.cost.of(chosen) + fewest * self.cost.whole + self.least_rest(things, columns)

    def fewest(self, things: int, columns: dict[int, int]) -> int | None:
        """Return below which number of candidates nothing covers `things`; None when they do not cover them.

        Each thing weighs one over the size of the largest candidate that covers it: no candidate weighs more than one.
        """
        weight = 0.0
        for covers in sorted(columns.values(), key=int.bit_count, reverse=True):
            new = covers & things
            if new:
                weight += new.bit_count() / covers.bit_count()
                things &= ~new
                if not things:
                    return ceil(weight - ROUNDING)
        return None if things else 0

    def least_rest(self, things: int, columns: dict[int, int]) -> int:
        """Return what minutes and days cost at least, by the same weighing."""
        shares = sorted((self.cost.rests[place] // covers.bit_count(), covers) for place, covers in columns.items())
        least = 0
        for share, covers in shares:
            new = covers & things
            least += share * new.bit_count()
            things &= ~new
            if not things:
                break
        return least
