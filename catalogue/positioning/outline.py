"""A framework without its words: what is under what, its colours, and how a questionnaire is cut in pages."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

# A page of questions stays light: past as many, what is under one skill goes on over the next page.
MOST_QUESTIONS = 16
COLOURS = 5


class Row(NamedTuple):
    """A skill by its number in the database."""

    id: int
    parent: int | None
    depth: int
    kind: str
    domain: int | None


@dataclass(frozen=True, kw_only=True)
class Depth:
    """How far down a framework one may be asked: `kind` is what it calls its skills there."""

    depth: int
    kind: str
    count: int


@dataclass(frozen=True, kw_only=True)
class QuestionPage:
    """The skills of one page, all right under `parent` (None: at the top); `part` of `parts` when one page is too few."""

    number: int
    parent: int | None
    skills: tuple[int, ...]
    part: int = 1
    parts: int = 1


@dataclass(frozen=True)
class Outline:
    """`rows` come in reading order, a parent before what is under it."""

    rows: list[Row]

    @cached_property
    def by_id(self) -> dict[int, Row]:
        return {row.id: row for row in self.rows}

    @cached_property
    def colours(self) -> dict[int, int]:
        return coloured((row.id, row.parent, row.domain, None) for row in self.rows)

    def top_of(self, skill: int) -> int:
        """Return the top group that `skill` is in: itself when nothing is above it."""
        while (parent := self.by_id[skill].parent) in self.by_id:
            skill = parent
        return skill

    def depths(self) -> list[Depth]:
        counts = Counter((row.depth, row.kind) for row in self.rows)
        return most_detailed(Depth(depth=depth, kind=kind, count=count) for (depth, kind), count in counts.items())

    def depth(self, depth: int) -> Depth:
        return next(row for row in self.depths() if row.depth == depth)

    def question_pages(self, depth: int) -> list[QuestionPage]:
        """Return the pages of a questionnaire down to `depth`, in reading order."""
        kind = next((row.kind for row in self.depths() if row.depth == depth), "")
        groups: dict[int | None, list[int]] = {}
        for row in self.rows:
            # What has nothing under it is asked, however high it stands.
            if (row.depth == depth and row.kind == kind) or (row.depth < depth and row.id not in self.parents):
                groups.setdefault(row.parent, []).append(row.id)
        pages: list[QuestionPage] = []
        for parent, skills in groups.items():
            chunks = [skills[start : start + MOST_QUESTIONS] for start in range(0, len(skills), MOST_QUESTIONS)]
            for part, chunk in enumerate(chunks, start=1):
                pages.append(
                    QuestionPage(
                        number=len(pages) + 1, parent=parent, skills=tuple(chunk), part=part, parts=len(chunks)
                    )
                )
        return pages

    @cached_property
    def parents(self) -> set[int | None]:
        return {row.parent for row in self.rows}


def most_detailed(found: Iterable[Depth]) -> list[Depth]:
    """Return how far down one may be asked, from the top. Of two kinds side by side, the one that has more is the
    detail."""
    best: dict[int, Depth] = {}
    for row in sorted(found, key=lambda row: (row.depth, row.count, row.kind)):
        best[row.depth] = row
    return list(best.values())


def coloured(rows: Iterable[tuple[int, int | None, int | None, int | None]]) -> dict[int, int]:
    """Return the colour of each skill, from rows (id, parent, colour or None, framework) in reading order: its own,
    else that of what it is in, else one of the five in turn among the top groups of its framework."""
    found: dict[int, int] = {}
    tops: Counter[int | None] = Counter()
    for skill, parent, colour, framework in rows:
        if parent not in found:
            tops[framework] += 1
        found[skill] = colour or found.get(parent) or (tops[framework] - 1) % COLOURS + 1
    return found
