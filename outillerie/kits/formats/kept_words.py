"""The words of a document, counted: which of its lines a kit says, and which it would lose.

A line is kept when each of its words, as many times as it is there, is one of the kit's that no other line has used.
What a field says in its own way is read as people mean it: «Durée : 1 h 30» is 90 minutes, «Étape 2 – Accueil (10
min)» is the step «Accueil» of 10 minutes, «Matériel» above the material is the name of the field. Anything else must
be there to the letter.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from outillerie.kits.formats.content import KitContent
from outillerie.kits.formats.dialects.facts import fact_in
from outillerie.kits.formats.dialects.headings import is_common, kind_of
from outillerie.kits.formats.dialects.labels import field_of
from outillerie.kits.formats.dialects.lists import material_of
from outillerie.kits.formats.dialects.step_tables import is_name_of_column
from outillerie.kits.formats.dialects.steps import labelled
from outillerie.kits.formats.dialects.words import unaccented
from outillerie.kits.formats.durations import parse_duration
from outillerie.kits.formats.text import plain

TEXTS = (
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

# Beyond, as in a book, words are only counted: looking for each line in its order would take minutes.
MOST_IN_A_ROW = 4_000
MOST_STEPS = 200

_WORD = re.compile(r"\w+")
# Soft hyphens, joiners and direction marks: they are in words and are no letters.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_ADDRESS = re.compile(r"\]\(([^()\s]+)\)")
_MARK = re.compile(r"^\s*(?:\d{1,3}\s*[.)°/-]|[a-zA-Z]\))\s+")
_HOURS = re.compile(r"(\d{1,2})\s*(?:h|heures?)(?:\s*(?:et\s*)?(\d{1,2})\s*(?:min|mn|minutes?)?)?", re.IGNORECASE)
_MINUTES = re.compile(r"(\d{1,3})\s*(?:min|mn|minutes?|['’′]|\Z)", re.IGNORECASE)
_CLOCK = re.compile(
    r"\s*(?:de\s+)?\d{1,2}\s*(?:h|:)\s*\d{0,2}(?:\s*(?:-|–|—|à|>|→)\s*\d{1,2}\s*(?:h|:)\s*\d{0,2})?(?!\w)\s*", re.I
)
_SPELLED = re.compile(r"(?:(?:une?|deux|trois|quatre|heures?|demie?|et|d|quarts?|minutes)\b\W*)+")
_STEP_WORDS = re.compile(
    r"(?:étape|etape|step|phase|temps|séance|séquence|partie|moment|bloc) (?:n|n°|no )?(?:\d+|[ivx]+)|\d{1,2}"
)
_PEOPLE_WORDS = re.compile(r"(?:(?:a|de|et|ou|entre|personnes?|participants?|max(?:imum)?|ans|des|partir|\d+)\b\W*)+")
_CODED = {
    "tous-publics": "tout public grand",
    "seniors-personnes-agees": "senior",
    "adultes": "adulte",
    "enfants-mineurs": "enfant mineur",
    "parents": "parent",
    1: "decouverte debutant debutants",
    2: "pratique intermediaire",
    3: "maitrise avance",
    4: "transmission",
    "onsite": "presentiel en",
    "remote": "distanciel a distance en ligne",
    "hybrid": "hybride",
    "mobile": "itinerant itinerance",
}


def texts_of(content: KitContent) -> Iterator[str]:
    """Yield the plain texts that a kit shows. Raises FormatRefused when one is too intricate to be shown."""
    yield from (content.title, content.hook, content.organisation, content.source_url, content.changes)
    yield content.licence.replace("-", " ")
    yield json.dumps(content.extra, ensure_ascii=False) if content.extra else ""
    yield from content.objectives
    for row in content.material:
        yield f"{row.quantity} {row.label}"
    for credit in content.credits:
        yield f"{credit.name} {credit.organisation} {credit.url}"
    markdown = [getattr(content, name) for name in TEXTS]
    for step in content.steps:
        yield step.title
        yield step.aim
        markdown += [getattr(step, name) for name in STEP_TEXTS]
    for text in filter(None, markdown):
        yield plain(text)
        yield " ".join(_ADDRESS.findall(text))


def words_of(text: str) -> list[str]:
    """Return the words of a plain text, without case; «x²» and «x2» are one word."""
    return _WORD.findall(unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold())


def lost_passages(lines: Iterable[str], content: KitContent) -> list[list[str]]:
    """Return those of `lines`, the whole of a document, that `content` does not say; neighbours make one passage."""
    lines = list(lines)
    kept = _Kept(content)
    is_short = len(lines) <= MOST_IN_A_ROW
    # Long lines first: a word alone («Pause») must not take the place of the same word in a sentence.
    order = sorted(range(len(lines)), key=lambda number: -len(lines[number]))
    meaning = _Meaning(content)
    unclear = [number for number in order if not kept.take(lines[number], in_a_row=is_short)]
    unclear = [number for number in unclear if not any(kept.take(*said) for said in meaning.readings(lines[number]))]
    lost = {number for number in unclear if not kept.take(lines[number], in_a_row=False)}
    return _timetable(lines, lost) + _in_passages(lines, lost)


def _timetable(lines: list[str], lost: set[int]) -> list[list[str]]:
    """Take out of `lost` the lines that begin with an hour of the clock, and return them as one passage.

    A duration says how long a step lasts, not when it begins: an hour alone, as in a table, comes with what follows it.
    """
    timed = sorted(number for number in lost if _CLOCK.match(lines[number]))
    lost -= {*timed}
    passage = []
    for number in timed:
        is_alone = _CLOCK.fullmatch(lines[number]) and number + 1 < len(lines)
        passage.append(f"{lines[number]} : {lines[number + 1]}" if is_alone else lines[number])
        lost.discard(number + 1 if is_alone else number)
    return [passage] if passage else []


def _in_passages(lines: list[str], lost: set[int]) -> list[list[str]]:
    passages: list[list[str]] = []
    for number in sorted(lost):
        if number - 1 in lost:
            passages[-1].append(lines[number])
        else:
            passages.append([lines[number]])
    return passages


class _Kept:
    """The words of a kit that no line has used yet."""

    def __init__(self, content: KitContent):
        texts = [words_of(text) for text in texts_of(content)]
        self._rows = "\n".join(f" {' '.join(words)} " for words in texts)
        self._left = Counter(word for words in texts for word in words)

    def take(self, *texts: str, in_a_row: bool = True) -> bool:
        """Use the words of `texts`, and say whether they were all there; `in_a_row` asks for those of each in order."""
        rows = [words_of(text) for text in texts]
        needed = Counter(word for words in rows for word in words)
        is_there = all(self._left[word] >= count for word, count in needed.items()) and (
            not in_a_row or all(f" {' '.join(words)} " in self._rows for words in rows if words)
        )
        if is_there:
            self._left.subtract(needed)
        return is_there


class _Meaning:
    """What the fields of one kit say without the words of its document."""

    def __init__(self, content: KitContent):
        self._durations = {content.duration, content.setup_minutes, *(step.minutes for step in content.steps)} - {None}
        self._steps: dict[str, list[tuple[list[str], int | None]]] = {}
        for step in content.steps[:MOST_STEPS]:
            title = words_of(step.title)
            self._steps.setdefault(title[0] if title else "", []).append((title, step.minutes))
        self._material = {(row.label, row.quantity) for row in content.material}
        numbers = (content.participants_min, content.participants_max, content.minimum_age, content.facilitators)
        self._numbers = {str(number) for number in numbers if number is not None}
        said = (*content.audiences, content.level, content.mode)
        self._codes = {word for code in said for word in f"{code} {_CODED.get(code, '')}".replace("-", " ").split()}

    def readings(self, line: str) -> Iterator[tuple[str, ...]]:
        """Yield the texts that must still be found, for each way in which fields may say `line`: perhaps none."""
        bare = _MARK.sub("", line).strip()
        yield (bare,)
        if self._is_value(bare) or self._is_name(bare):
            yield ()
        if fact := fact_in(bare):
            yield () if self._is_value(fact[1]) else (fact[1],)
        if (said := labelled(bare))[0]:
            yield (said[1],)
        yield from self._readings_as_step(words_of(bare))
        for rows in (material_of([bare]), material_of(bare)):
            if rows and all((row.label, row.quantity) in self._material for row in rows):
                yield tuple(f"{row.quantity} {row.label}" for row in rows)

    def _readings_as_step(self, words: list[str]) -> Iterator[tuple[str, ...]]:
        """Yield «Accueil» and «on se présente» for «Étape 1 – Accueil (10 min) : on se présente»."""
        for place, word in enumerate(words):
            for title, minutes in self._steps.get(word, ()):
                if words[place : place + len(title)] == title:
                    yield from _readings_round(title, minutes, " ".join(words[:place]), words[place + len(title) :])

    def _is_name(self, text: str) -> bool:
        """Say whether a line is nothing but the name of a field, of a part or of a column."""
        text = text.rstrip(" :\u00a0")
        is_part = kind_of(text) not in (None, "body") and is_common(text)
        return is_part or field_of(text) is not None or (bool(self._steps) and is_name_of_column(text))

    def _is_value(self, text: str) -> bool:
        """Say whether a field holds all that a line says, as a number or a code."""
        words = _WORD.findall(unaccented(text))
        if not words or exact_minutes(text) in self._durations:
            return True
        if numbers := {word for word in words if word.isdigit()}:
            return numbers <= self._numbers and _PEOPLE_WORDS.fullmatch(" ".join(words)) is not None
        return {*words} <= self._codes | {"et"} and bool({*words} & self._codes)


def _readings_round(title: list[str], minutes: int | None, before: str, after: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield the title of a step and what follows it, when only its number and its minutes stand before and between."""
    is_timed = minutes is not None and exact_minutes(before) == minutes
    if not before or is_timed or _STEP_WORDS.fullmatch(before):
        length = next((n for n in (4, 3, 2, 1) if exact_minutes(" ".join(after[:n])) == minutes is not None), 0)
        yield " ".join(title), " ".join(after[length:])


def exact_minutes(text: str) -> int | None:
    """Return the minutes of a text that says them and nothing else, not even «environ» or «10 à 15 min»."""
    bare = re.sub(r"^\W*|[^\w'’′]*$", "", text).rstrip(")")
    if found := _HOURS.fullmatch(bare):
        return 60 * int(found[1]) + int(found[2] or 0)
    if found := _MINUTES.fullmatch(bare):
        return int(found[1])
    return parse_duration(text) if _SPELLED.fullmatch(" ".join(_WORD.findall(unaccented(text)))) else None
