"""Words that mean the same, and what a typed query looks for because of them. Pure.

A query is read as terms, all of which a kit must hold. A term is a set of alternatives, one of which is enough; an
alternative is one or more stems, all needed: «mdp» is the term {(mdp), (mot, pass)}.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from outillerie.discovery.text import stem, stems, words

SYNONYMS = Path(__file__).parents[2] / "fixtures" / "vocabularies" / "synonyms.json"
LONGEST_PHRASE = 6
MOST_TERMS = 12

Phrase = tuple[str, ...]
Term = tuple[Phrase, ...]


def phrases(vocabulary: dict) -> dict[Phrase, Term]:
    """Return, for each phrase of `vocabulary` (as `synonyms.json` is written), every phrase that it also finds."""
    found: dict[Phrase, dict[Phrase, None]] = {}
    for group in vocabulary.get("equivalent", []):
        together = list(dict.fromkeys(tuple(stems(word)) for word in group))
        for phrase in together:
            found.setdefault(phrase, {}).update(dict.fromkeys(together))
    for word, others in directed(vocabulary):
        phrase = tuple(stems(word))
        found.setdefault(phrase, {phrase: None}).update(dict.fromkeys(tuple(stems(other)) for other in others))
    return {phrase: tuple(other for other in others if other) for phrase, others in found.items() if phrase}


def directed(vocabulary: dict) -> list[tuple[str, list[str]]]:
    entries = vocabulary.get("directed", {})
    return list(entries.items()) if isinstance(entries, dict) else [(entry[0], entry[1]) for entry in entries]


@cache
def known_phrases() -> Mapping[Phrase, Term]:
    return phrases(json.loads(SYNONYMS.read_text(encoding="utf-8")))


def query_terms(text: str, known: Mapping[Phrase, Term] | None = None) -> tuple[Term, ...]:
    """Return the terms of a typed query. The language of the kits that it wants is unknown: French or English."""
    known = known_phrases() if known is None else known
    meaningful = [word for word in words(text) if words(word, "en")] or words(text)
    terms, rest = [], meaningful[: MOST_TERMS * 2]
    while rest and len(terms) < MOST_TERMS:
        size = _longest_known(rest, known)
        terms.append(known[_french(rest[:size])] if size else _in_both_languages(rest[0]))
        rest = rest[size or 1 :]
    return tuple(dict.fromkeys(terms))


def _longest_known(rest: list[str], known: Mapping[Phrase, Term]) -> int:
    sizes = range(min(LONGEST_PHRASE, len(rest)), 0, -1)
    return next((size for size in sizes if _french(rest[:size]) in known), 0)


def _french(folded: list[str]) -> Phrase:
    return tuple(stem(word) for word in folded)


def _in_both_languages(word: str) -> Term:
    return tuple(dict.fromkeys([(stem(word),), (stem(word, "en"),)]))
