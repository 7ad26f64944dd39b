"""The texts of a kit, ready for paper: Markdown as safe HTML, words with the spaces that French wants."""

from dataclasses import dataclass

from django.utils.translation import gettext

from ..formats import text
from ..formats.content import KitContent, Step
from .sheet import Sheet, edited

FREE_TEXTS = (
    "prerequisites_participants",
    "prerequisites_facilitator",
    "preparation",
    "variants",
    "evaluation",
    "watch_points",
    "further_reading",
    "body",
)
STEP_TEXTS = ("facilitator", "say", "participants", "supports")


@dataclass(frozen=True)
class Section:
    """A text under its title; `key` is the field of the content and the class of the section."""

    key: str
    title: str
    html: str


def typeset(plain: str, content: KitContent) -> str:
    return text.typography(plain, content.language)


def html(markdown: str, content: KitContent, sheet: Sheet, *, heading_level: int) -> text.SafeHtml:
    pictures = {f"images/{picture.name}" for picture in content.pictures}

    def address(target: str) -> str | None:
        # On paper, a file is where the kit is.
        if target.startswith("fichiers/"):
            return sheet.page_url
        return target if target in pictures else None

    return text.render(markdown, links=address, heading_level=heading_level, language=content.language)


def sections(content: KitContent, sheet: Sheet) -> dict[str, Section]:
    """Return the free texts that say something, by field."""
    titles = {
        "prerequisites_participants": gettext("What participants already know"),
        "prerequisites_facilitator": gettext("What to know before facilitating"),
        "preparation": gettext("Getting ready"),
        "variants": gettext("Variants"),
        "evaluation": gettext("Evaluation"),
        "watch_points": gettext("Points to watch"),
        "further_reading": gettext("Going further"),
        "body": gettext("More about this workshop"),
    }
    return {
        key: Section(key, title, html(getattr(content, key), content, sheet, heading_level=3))
        for key, title in titles.items()
        if getattr(content, key).strip()
    }


def shown_pictures(content: KitContent, sheet: Sheet) -> tuple[str, ...]:
    """Return the names of the pictures that the texts of this edition show."""
    content = edited(content, sheet)
    asked: set[str] = set()
    for markdown in _markdown_of(content):
        text.render(markdown, links=lambda target: asked.add(target) or target)
    return tuple(picture.name for picture in content.pictures if f"images/{picture.name}" in asked)


def characters(step: Step) -> int:
    return sum(len(getattr(step, name)) for name in STEP_TEXTS)


def _markdown_of(content: KitContent) -> list[str]:
    of_steps = [getattr(step, name) for step in content.steps for name in STEP_TEXTS]
    # Only a text that names a picture can show one: the others need not be read twice.
    return [markdown for markdown in (*(getattr(content, name) for name in FREE_TEXTS), *of_steps) if "![" in markdown]
