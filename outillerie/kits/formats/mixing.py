"""What is mixed with the text of a kit, what merely stands beside it, and which licences that leaves.

The rules are those of `outillerie.licences.compatibility`; here is what they bear on. An adaptation mixes works: the
sources of the text, the steps taken elsewhere, the files and pictures modified for the kit. A collection keeps a file
or a picture whole, beside the text and under its own licence: any open licence allows that, whatever the kit's. What
was given back to a kit (a contribution) was given under the kit's own licence, and weighs nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from outillerie.licences.compatibility import (
    CommercialWarning,
    Conflict,
    adaptation_licences,
    choice_conflicts,
    commercial_warning,
)
from outillerie.licences.licence import LICENCES, OFFERED, Licence
from outillerie.licences.reasons import CHOICE, UNKNOWN, UNKNOWN_CHOICE

from .content import File, KitContent, Picture, Source, Step
from .credits import Row, is_credited_with_kit, licence_of, sources_of, title_of

MOST_NAMED = 5

_WORDS = {
    "fr": {
        "source": "le kit «\u00a0{title}\u00a0»",
        "step": "l’étape «\u00a0{title}\u00a0»",
        "file": "le fichier «\u00a0{title}\u00a0»",
        "picture": "l’image «\u00a0{title}\u00a0»",
        "others": "{count} autres éléments",
        "and": " et ",
        "concerned": "{sentence} Cela concerne {parts}.",
    },
    "en": {
        "source": "the kit “{title}”",
        "step": "the step “{title}”",
        "file": "the file “{title}”",
        "picture": "the picture “{title}”",
        "others": "{count} other parts",
        "and": " and ",
        "concerned": "{sentence} This is about {parts}.",
    },
}


@dataclass(frozen=True)
class MixedPart:
    """A part that has a licence of its own. `kind` is "source", "step", "file" or "picture"; None is not known."""

    kind: str
    title: str
    licence: Licence | None


@dataclass(frozen=True)
class Mix:
    """What the text is mixed with, and what stands whole beside it."""

    mixed: tuple[MixedPart, ...]
    beside: tuple[MixedPart, ...]


@dataclass(frozen=True)
class Reason:
    """Why a licence is not possible, or none is, and because of which parts."""

    conflict: Conflict
    parts: tuple[MixedPart, ...] = ()

    def sentence(self, language: str = "fr") -> str:
        sentence, words = self.conflict.sentence(language), _WORDS[_spoken(language)]
        if not self.parts:
            return sentence
        return words["concerned"].format(sentence=sentence, parts=_named(self.parts, words))


@dataclass(frozen=True)
class Verdict:
    """Which licences a kit may carry.

    `licences` are those to offer, `earlier` the older versions that fit too. `refused` says why of each other offered
    licence; `obstacles`, why the kit may not be published under any. `objections` are what forbids publishing it under
    the licence that it has: empty, it may be.
    """

    licences: tuple[Licence, ...]
    earlier: tuple[Licence, ...]
    refused: dict[Licence, tuple[Reason, ...]]
    obstacles: tuple[Reason, ...]
    objections: tuple[Reason, ...]
    commercial_warning: CommercialWarning | None

    @property
    def is_possible(self) -> bool:
        """Return whether some licence allows publishing this mix."""
        return not self.obstacles

    @property
    def is_allowed(self) -> bool:
        """Return whether the kit may be published under the licence that it has."""
        return not self.objections

    def sentences(self, language: str = "fr") -> list[str]:
        """Return why the kit may not be published as it is, in words to act on."""
        return list(dict.fromkeys(reason.sentence(language) for reason in self.objections))


def mix(content: KitContent) -> Mix:
    """Return what `content` is made of beside its own words. Parts that share the kit's own licence are not listed."""
    rows = [row for row in (*content.steps, *content.files, *content.pictures) if _has_own_licence(row, content)]
    sources = (source for source in content.sources if _is_mixed_source(source, content))
    return Mix(
        mixed=(
            *(MixedPart("source", source.title, LICENCES.get(source.licence)) for source in sources),
            *(_mixed_part(row, content) for row in rows if _is_mixed(row)),
        ),
        beside=tuple(_mixed_part(row, content) for row in rows if not _is_mixed(row)),
    )


def verdict(content: KitContent) -> Verdict:
    """Return which licences `content` may carry, why not the others, and whether it may be published as it is."""
    parts = mix(content)
    fitting = adaptation_licences(part.licence for part in parts.mixed)
    closed = tuple(part for part in parts.beside if part.licence is None)
    obstacles = (
        *([] if fitting.is_possible else (_reason(conflict, parts.mixed) for conflict in fitting.conflicts)),
        *([Reason(Conflict(UNKNOWN), closed)] if closed else []),
    )
    chosen = LICENCES.get(content.licence)
    return Verdict(
        licences=fitting.licences,
        earlier=fitting.earlier,
        refused={other: _refusal(other, parts.mixed) for other in OFFERED if not fitting.allows(other)},
        obstacles=obstacles,
        objections=obstacles or _objections(chosen, parts.mixed),
        commercial_warning=_warning(chosen, parts.beside),
    )


def _is_mixed(row: Row) -> bool:
    return isinstance(row, Step) or row.is_mixed


def _has_own_licence(row: Row, content: KitContent) -> bool:
    if isinstance(row, Step):
        return bool(row.licence) or not is_credited_with_kit(row, content)
    return bool(row.licence or sources_of(row, content))


def _is_mixed_source(source: Source, content: KitContent) -> bool:
    """Return whether the text is mixed with `source` itself: not when all that was taken stands whole beside it."""
    if source.through or source.relation == "contribution":
        return False
    taken = [row for row in (*content.steps, *content.files, *content.pictures) if source in sources_of(row, content)]
    stands_beside = bool(taken) and not any(map(_is_mixed, taken))
    return source.relation != "part" or not stands_beside


def _mixed_part(row: Row, content: KitContent) -> MixedPart:
    kind = {Step: "step", File: "file", Picture: "picture"}[type(row)]
    return MixedPart(kind, title_of(row), licence_of(row, content))


def _refusal(licence: Licence, parts: tuple[MixedPart, ...]) -> tuple[Reason, ...]:
    conflicts = choice_conflicts(licence, (part.licence for part in parts))
    return tuple(_reason(conflict, parts) for conflict in conflicts)


def _objections(chosen: Licence | None, parts: tuple[MixedPart, ...]) -> tuple[Reason, ...]:
    return (Reason(Conflict(UNKNOWN_CHOICE)),) if chosen is None else _refusal(chosen, parts)


def _reason(conflict: Conflict, parts: Iterable[MixedPart]) -> Reason:
    """Return why, and because of which parts. The second licence of a choice is the one refused, not that of a part."""
    concerned = {conflict.first} if conflict.reason in (UNKNOWN, CHOICE) else {conflict.first, conflict.second} - {None}
    return Reason(conflict, tuple(part for part in parts if part.licence in concerned))


def _warning(chosen: Licence | None, beside: tuple[MixedPart, ...]) -> CommercialWarning | None:
    """Return what to say when the licence of the kit allows a paid use that a part beside it does not."""
    if chosen is None or chosen.non_commercial:
        return None
    return commercial_warning(part.licence for part in beside)


def _named(parts: tuple[MixedPart, ...], words: dict[str, str]) -> str:
    named = list(dict.fromkeys(words[part.kind].format(title=part.title) for part in parts))
    if len(named) > MOST_NAMED + 1:
        named[MOST_NAMED:] = [words["others"].format(count=len(named) - MOST_NAMED)]
    return words["and"].join((", ".join(named[:-1]), named[-1])) if len(named) > 1 else named[0]


def _spoken(language: str) -> str:
    return "en" if language.startswith("en") else "fr"
