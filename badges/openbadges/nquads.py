"""The canonical N-Quads of our own documents, written directly: the same bytes as PyLD, without its work.

RDF 1.1 N-Quads (https://www.w3.org/TR/n-quads/), JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/). What PyLD spends its
time on is general: contexts that change on the way, lists, languages, containers. Our documents are trees whose
contexts are at the top and whose terms are defined there, at the root or by the type of the node that uses them: each
member is then one statement. Anything else is `None`, and goes through PyLD.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from badges.openbadges import contexts
from badges.openbadges.credential import CREDENTIALS, EXTENSIONS, OPEN_BADGES
from badges.openbadges.labelling import Statement, canonical

# The documents we sign: a badge, an endorsement, a status list.
SHAPES = {(CREDENTIALS, OPEN_BADGES, EXTENSIONS), (CREDENTIALS, OPEN_BADGES), (CREDENTIALS,)}
A = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
ADDRESS = re.compile(r"(?:https?://|did:|urn:)[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+")
SPECIAL = re.compile(r'[\\"\x00-\x1f\x7f\ud800-\udfff]')
ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n"}
# Beyond, JSON-LD writes an integer as a double.
LARGEST_INTEGER = 10**21


class OtherShape(Exception):
    """This document is not one that is written directly."""


@dataclass(frozen=True)
class Term:
    """What a word means: its address, and what its values are: `@id`, `@vocab` (one of `choices`), the address of a
    datatype, or plain text."""

    address: str
    coerced: str = ""
    choices: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Vocabulary:
    """What the words of a document mean: as types, as members anywhere, as members of a node of a type. A word whose
    meaning is not one statement a value is known, and means None."""

    types: dict[str, str] = field(default_factory=dict)
    terms: dict[str, Term | None] = field(default_factory=dict)
    scoped: dict[str, dict[str, Term | None]] = field(default_factory=dict)


def written_directly(document: dict) -> str | None:
    """Return the canonical N-Quads of `document`, or None when its shape is not one of ours."""
    declared = document.get("@context")
    if not isinstance(declared, list) or not all(isinstance(item, str) for item in declared):
        return None
    if tuple(declared) not in SHAPES:
        return None
    statements = set()
    members = {name: value for name, value in document.items() if name != "@context"}
    try:
        Writer(vocabulary(tuple(declared)), statements).node(members)
    except OtherShape:
        return None
    return canonical(statements)


@dataclass
class Writer:
    words: Vocabulary
    statements: set[Statement]
    nameless: int = 0

    def node(self, members: dict) -> str:
        """Write what `members` say of a node, and return its name."""
        name = self.name_of(members)
        terms = self.words.terms
        for kind in in_array(members["type"]) if "type" in members else ():
            self.statements.add((name, A, f"<{self.type_of(kind)}>"))
            if kind in self.words.scoped:
                if terms is not self.words.terms:
                    raise OtherShape
                terms = {**terms, **self.words.scoped[kind]}
        for member, value in members.items():
            if member not in {"id", "type"}:
                term = terms.get(member)
                if term is None:
                    raise OtherShape
                predicate = f"<{term.address}>"
                self.statements.update((name, predicate, item) for item in self.objects(term, value))
        return name

    def name_of(self, members):
        if "id" in members:
            return link(members["id"])
        if not members:
            raise OtherShape
        self.nameless += 1
        return f"_:{self.nameless}"

    def type_of(self, kind):
        if isinstance(kind, str) and kind in self.words.types:
            return self.words.types[kind]
        return link(kind)[1:-1]

    def objects(self, term: Term, value) -> Iterator[str]:
        for item in in_array(value):
            if isinstance(item, dict):
                yield self.node(item)
            elif term.coerced == "@id":
                yield link(item)
            elif term.coerced == "@vocab":
                yield chosen(item, term)
            else:
                yield literal(item, term.coerced)


def in_array(value):
    if isinstance(value, list):
        if not value:
            raise OtherShape
        return value
    return [value]


def link(value) -> str:
    if not isinstance(value, str) or not ADDRESS.fullmatch(value):
        raise OtherShape
    return f"<{value}>"


def literal(value, datatype: str) -> str:
    """Return a value as N-Quads write it, between quotes."""
    if isinstance(value, str):
        text = SPECIAL.sub(escape, value)
    elif datatype and isinstance(value, bool | int | float):
        text = plain(value)
    else:
        raise OtherShape
    return f'"{text}"^^<{datatype}>' if datatype else f'"{text}"'


def escape(match):
    sign = match[0]
    if sign not in ESCAPES:
        raise OtherShape
    return ESCAPES[sign]


def plain(value):
    """Return a boolean or a number as JSON-LD reads it: `3` for 3.0, `2.5E0` for 2.5."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not math.isfinite(value) or abs(value) >= LARGEST_INTEGER:
        raise OtherShape
    if value == int(value):
        return str(int(value))
    digits, exponent = f"{value:.15E}".split("E")
    whole, fraction = digits.split(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}E{int(exponent)}"


def chosen(value, term):
    if not isinstance(value, str) or value not in term.choices:
        raise OtherShape
    return f"<{term.choices[value]}>"


@cache
def vocabulary(addresses: tuple[str, ...]) -> Vocabulary:
    """Return what the words of these contexts mean, the later ones having the last word."""
    words = Vocabulary()
    for address in addresses:
        for word, definition in contexts.context(address)["@context"].items():
            meaning = {"@id": definition} if isinstance(definition, str) else definition
            if word[0] == "@" or not meaning["@id"].startswith("https://"):
                continue
            words.types[word] = meaning["@id"]
            words.terms[word] = term_of(meaning)
            if "@context" in meaning:
                words.scoped[word] = scope(meaning["@context"])
    return words


def scope(definitions):
    """Return what the words of a nested context mean."""
    meanings = {
        word: {"@id": definition} if isinstance(definition, str) else definition
        for word, definition in definitions.items()
        if word[0] != "@" and word not in {"id", "type"}
    }
    return {word: term_of(meaning) for word, meaning in meanings.items()}


def term_of(meaning):
    """Return a Term, or None for what means more than one statement a value."""
    coerced = meaning.get("@type", "")
    choices = {}
    if coerced == "@vocab":
        choices = {word: term.address for word, term in scope(meaning.get("@context", {})).items()}
    elif "@context" in meaning:
        return None
    known = coerced in {"", "@id", "@vocab"} or coerced[0] != "@"
    return Term(meaning["@id"], coerced, choices) if known and meaning.get("@container", "@set") == "@set" else None
