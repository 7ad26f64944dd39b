"""What a kit lacks to be published, and what would help whoever runs it. In words: `outillerie/writing/wording.py`.

What is needed is what search and reuse rest on (Les Bases ask for a theme, a kind and a sector before publishing); what
helps comes from the habits of the field: objectives that can be observed, a break, an accessible version.
"""

import re
from dataclasses import dataclass
from typing import Literal

from .content import KitContent
from .mixing import verdict
from .timing import timing

Level = Literal["needed", "helps"]

LONGEST_WITHOUT_BREAK = 90

# Words that end like an infinitive and are none.
_NOT_VERB = re.compile(
    r"(?:atelier|cadre|cahier|centre|chiffre|clavier|courrier|derni[eè]re?|dossier|fichier|filtre|genre|hier|histoire|lettre"
    r"|leur|livre|lumière|manière|matière|mémoire|métier|noir|notre|ordre|panier|papier|par|pour|premi[eè]re?|quartier|soir"
    r"|territoire|titre|votre)\b"
)
_INFINITIVE = re.compile(r"(?:ne (?:pas|plus|jamais) )?(?:s[e’'] ?)?(\w+(?:er|ir|re|oir))\b")
# One cannot see somebody know: these objectives are hard to check at the end.
_WEAK = re.compile(
    r"(?:comprendre|savoir|connaître|connaitre|apprendre|découvrir|appréhender|maîtriser|maitriser|sensibiliser"
    r"|aborder|(?:se|s[’']) ?(?:familiariser|initier)|être|avoir|prendre conscience)\b"
)
_ADDRESS = re.compile(r"https?://[^\s)>\]\"]+", re.IGNORECASE)


@dataclass(frozen=True)
class Advice:
    """One thing to do. `place` is the index of the row it is about, `minutes` a length of time that the words say.

    needed: title, theme, audience, objective, timed_step, step_title (place), material_label (place), credit_name (place),
            licence, mix
    helps:  hook, objective_verb (place), objective_weak (place), group, duration, minutes_missing (place),
            timing (minutes: placed minus announced), break (minutes), watch_points, alt (place), accessible, author
    """

    level: Level
    code: str
    part: str
    field: str
    place: int | None = None
    minutes: int = 0


def quality(content: KitContent) -> tuple[Advice, ...]:
    """Return what to do, in the order of the six parts of the form, what is needed before what helps."""
    return (*needed(content), *helpful(content))


def needed(content: KitContent) -> tuple[Advice, ...]:
    return tuple(Advice("needed", *what) for what in _needed(content))


def helpful(content: KitContent) -> tuple[Advice, ...]:
    return tuple(Advice("helps", *what) for what in _helpful(content))


def external_links(content: KitContent) -> int:
    """Return how many addresses the texts of `content` give: many, from somebody unknown, are most often advertising."""
    texts = [value for value in vars(content).values() if isinstance(value, str)]
    texts += [text for step in content.steps for text in vars(step).values() if isinstance(text, str)]
    texts += [
        *content.objectives,
        *(row.label for row in content.material),
        *(credit.url for credit in content.credits),
    ]
    return len({address for text in texts for address in _ADDRESS.findall(text)})


def _needed(content: KitContent):
    if not content.title.strip():
        yield "title", "idea", "title"
    if not content.themes:
        yield "theme", "idea", "main_theme"
    if not content.objectives:
        yield "objective", "idea", "objectives"
    if not content.audiences:
        yield "audience", "audience", "audiences"
    for place in _places(content.material, lambda row: not row.label):
        yield "material_label", "material", "material", place
    if not any(step.title and step.minutes for step in content.steps):
        yield "timed_step", "steps", "steps"
    for place in _places(content.steps, lambda step: not step.title):
        yield "step_title", "steps", "steps", place
    if not content.licence:
        yield "licence", "licence", "licence"
    elif not verdict(content).is_allowed:
        yield "mix", "licence", "licence"
    for place in _places(content.credits, lambda credit: not credit.name):
        yield "credit_name", "licence", "credits", place


def _helpful(content: KitContent):
    if not content.hook:
        yield "hook", "idea", "hook"
    if content.language.startswith("fr"):
        for place, objective in enumerate(content.objectives):
            if code := objective_advice(objective):
                yield code, "idea", "objectives", place
    if not (content.participants_min or content.participants_max):
        yield "group", "audience", "participants_max"
    yield from _timing(content)
    if not content.watch_points:
        yield "watch_points", "steps", "watch_points"
    for place in _places(content.pictures, lambda picture: not picture.alt):
        yield "alt", "files", "pictures", place
    if content.files and not any(file.role in ("easy_to_read", "source") for file in content.files):
        yield "accessible", "files", "files"
    if not any(credit.name and credit.role == "author" for credit in content.credits):
        yield "author", "licence", "credits"


def objective_advice(objective: str) -> str:
    """Return "objective_verb" when a French objective does not begin with an infinitive, "objective_weak" when nobody
    could see that it is reached, nothing when it is fine."""
    text = objective.strip().lower().lstrip("-–— ")
    found = _INFINITIVE.match(text)
    if _WEAK.match(text):
        return "objective_weak"
    return "" if found and not _NOT_VERB.match(text) else "objective_verb"


def _timing(content: KitContent):
    times = timing(content)
    if content.duration is None:
        yield "duration", "steps", "duration"
    if times.total:
        for place in _places(content.steps, lambda step: step.minutes is None):
            yield "minutes_missing", "steps", "steps", place
    if any(check.code == "total_differs" for check in times.checks):
        yield "timing", "steps", "duration", None, times.difference
    length = max(times.total, content.duration or 0)
    if length > LONGEST_WITHOUT_BREAK and not any(step.is_break for step in content.steps):
        yield "break", "steps", "steps", None, length


def _places(rows, is_wrong) -> list[int]:
    return [place for place, row in enumerate(rows) if is_wrong(row)]
