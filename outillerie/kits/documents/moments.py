"""The steps along their rule: where each begins, how high it stands, how many ticks it carries."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext

from ..formats.content import KitContent, Step
from ..formats.timing import duration_label, timing
from .sheet import Sheet
from .texts import Section, characters, html, typeset

# Beyond, ticks would touch: each then stands for five minutes.
MOST_TICKS = 120
LARGE_PRINT = 2.4


@dataclass(frozen=True)
class Scale:
    """How time is drawn, in millimetres, and how many characters of one step fill a page for sure."""

    minute: float
    shortest: float
    longest: float
    page: int


SCALES = {
    "a4": Scale(minute=3.7, shortest=21, longest=111, page=3400),
    "a5": Scale(minute=4.6, shortest=25, longest=138, page=1300),
}


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One step, drawn. `height` is in millimetres and `tick` in hundredths of it, as CSS writes numbers.

    A step of unknown length has no tick. `start` is unknown from there on.
    """

    number: int
    title: str
    start: str
    length: str
    tick: str
    height: str
    is_break: bool
    is_long: bool
    paragraphs: tuple[Section, ...]


def moments(content: KitContent, sheet: Sheet) -> list[Moment]:
    segments = timing(content).segments
    numbered = enumerate(zip(content.steps, segments, strict=True), start=1)
    return [_moment(number, step, segment.start, content, sheet) for number, (step, segment) in numbered]


def _moment(number: int, step: Step, start: int | None, content: KitContent, sheet: Sheet) -> Moment:
    scale, minutes = SCALES[sheet.format], step.minutes or 0
    return Moment(
        number=number,
        title=typeset(step.title, content),
        start="" if start is None or not minutes else duration_label(start, content.language),
        length=duration_label(minutes, content.language) if minutes else "",
        tick=_tick(minutes),
        height=f"{min(max(minutes * scale.minute, scale.shortest), scale.longest):.1f}",
        is_break=step.is_break,
        is_long=characters(step) > scale.page / (LARGE_PRINT if sheet.is_large_print else 1),
        paragraphs=_paragraphs(step, content, sheet),
    )


def _tick(minutes: int) -> str:
    ticks = minutes if minutes <= MOST_TICKS else minutes / 5
    return f"{100 / ticks:.4f}" if minutes else ""


def _paragraphs(step: Step, content: KitContent, sheet: Sheet) -> tuple[Section, ...]:
    labels = {
        "facilitator": "",
        "say": gettext("You say:"),
        "participants": "" if sheet.edition == "participant" else gettext("Participants:"),
        "supports": gettext("Supports:"),
    }
    aim = format_html("<p>{}</p>", typeset(step.aim, content))
    texts = (
        Section(name, label, html(getattr(step, name), content, sheet, heading_level=4))
        for name, label in labels.items()
        if getattr(step, name).strip()
    )
    return (*([Section("aim", gettext("Aim:"), aim)] if step.aim else []), *texts)
