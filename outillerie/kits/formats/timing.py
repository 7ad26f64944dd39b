"""The timing of a kit: running total, and what to check before publishing."""

import itertools
from dataclasses import dataclass
from typing import Literal

from .content import KitContent
from .durations import duration_label, parse_duration

__all__ = ["Check", "Segment", "Timing", "duration_label", "parse_duration", "timing"]

LONGEST_WITHOUT_BREAK = 45

CheckCode = Literal["total_differs", "minutes_missing", "break_suggested", "step_too_long"]


@dataclass(frozen=True)
class Segment:
    """One step on the time line; `start` and `end` are minutes, None after a step of unknown length."""

    start: int | None
    minutes: int | None
    is_break: bool = False

    @property
    def end(self) -> int | None:
        return None if self.start is None or self.minutes is None else self.start + self.minutes


@dataclass(frozen=True)
class Check:
    """Something to look at. The view words it.

    total_differs    `minutes`: steps minus announced duration
    minutes_missing  `step`: index of a step without duration
    break_suggested  `step`: index of the step to put a break before; `minutes`: how long it would be without
    step_too_long    `step`: index of a step that alone passes 45 minutes; `minutes`: its length
    """

    code: CheckCode
    step: int | None = None
    minutes: int = 0


@dataclass(frozen=True)
class Timing:
    """`total` counts the steps whose length is known; `difference` is `total - announced`, if both exist."""

    segments: tuple[Segment, ...]
    total: int
    announced: int | None
    difference: int | None
    checks: tuple[Check, ...]


def timing(content: KitContent) -> Timing:
    """Return the time line of `content` and its checks."""
    minutes = [step.minutes for step in content.steps]
    total = sum(known for known in minutes if known is not None)
    has_total = any(known is not None for known in minutes)
    difference = total - content.duration if has_total and content.duration is not None else None
    missing = [Check("minutes_missing", step=i) for i, known in enumerate(minutes) if known is None]
    # Steps of unknown length may well fill what remains; they cannot shorten what is already too long.
    is_different = bool(difference) and (not missing or difference > 0)
    return Timing(
        segments=tuple(_segments(content)),
        total=total,
        announced=content.duration,
        difference=difference,
        checks=(
            *([Check("total_differs", minutes=difference)] if is_different else ()),
            *missing,
            *_break_checks(content),
        ),
    )


def _segments(content: KitContent) -> list[Segment]:
    def after(start: int | None, minutes: int | None) -> int | None:
        return None if start is None or minutes is None else start + minutes

    starts = itertools.accumulate((step.minutes for step in content.steps), after, initial=0)
    return [Segment(start, step.minutes, step.is_break) for step, start in zip(content.steps, starts, strict=False)]


def _break_checks(content: KitContent) -> list[Check]:
    checks, without_break = [], 0
    for index, step in enumerate(content.steps):
        minutes = step.minutes or 0
        if step.is_break:
            without_break = 0
        elif minutes > LONGEST_WITHOUT_BREAK:
            checks.append(Check("step_too_long", step=index, minutes=minutes))
            without_break = 0
        elif without_break + minutes > LONGEST_WITHOUT_BREAK:
            checks.append(Check("break_suggested", step=index, minutes=without_break + minutes))
            without_break = minutes
        else:
            without_break += minutes
    return checks
