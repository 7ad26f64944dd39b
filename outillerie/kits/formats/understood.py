"""What a reading put in each field of a kit, in a few words, for the person who checks it."""

from collections.abc import Iterator
from dataclasses import dataclass

from .content import KitContent, Step
from .dialects.facts import Facts
from .dialects.words import one_line
from .durations import duration_label
from .text import plain

LONGEST = 120

_TEXTS = (
    "prerequisites_participants",
    "prerequisites_facilitator",
    "preparation",
    "variants",
    "evaluation",
    "watch_points",
    "further_reading",
)
# The fields that hold a number or a code, and the fact of the document that says it.
_CODED = {
    "themes": "themes",
    "audiences": "audience",
    "minimum_age": "age",
    "level": "level",
    "duration": "duration",
    "setup_minutes": "setup",
    "participants_max": "participants",
    "facilitators": "facilitators",
    "organisation": "organisation",
    "licence": "licence",
}


@dataclass(frozen=True)
class Understood:
    """`field` is the name of a field of `KitContent`; `excerpt` says, in the words of the document, what it was given."""

    field: str
    excerpt: str


def understood_of(content: KitContent, facts: Facts | None = None) -> tuple[Understood, ...]:
    """Return what fills each field of `content`, one row a value, in the order of a sheet.

    `facts` are those that the document said: a number or a code is shown as it was written there.
    """
    return tuple(
        Understood(field, _shortened(text)) for field, text in _said(content, facts or Facts()) if text.strip()
    )


def _said(content: KitContent, facts: Facts) -> Iterator[tuple[str, str]]:
    yield "title", content.title
    yield "hook", content.hook
    for field, fact in _CODED.items():
        if (value := getattr(content, field)) not in (None, "", ()):
            yield field, facts.text(fact) or _written(field, value)
    if content.participants_min is not None and content.participants_max is None:
        yield "participants_min", facts.text("participants") or str(content.participants_min)
    yield "mode", facts.text("mode")
    for objective in content.objectives:
        yield "objectives", objective
    for row in content.material:
        yield "material", f"{row.label} ({row.quantity})" if row.quantity else row.label
    for step in content.steps:
        yield "steps", _step(step)
    for field in _TEXTS:
        yield field, plain(getattr(content, field))
    for credit in content.credits:
        yield "credits", credit.name
    for picture in content.pictures:
        yield "pictures", picture.alt or picture.name


def _written(field: str, value) -> str:
    if field in ("duration", "setup_minutes"):
        return duration_label(value)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _step(step: Step) -> str:
    return f"{step.title} ({duration_label(step.minutes)})" if step.minutes else step.title


def _shortened(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
