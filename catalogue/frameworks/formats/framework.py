"""A skill framework as plain values: what every format reads and writes, what the database keeps.

One `Framework` is one version of one framework (CASE: one CFDocument). Its items form a tree, in order: areas hold
competences, which may hold outcomes; the depth is free. A text exists in one or several languages, and a translation
that the framework's owner did not make says so.
"""

import dataclasses
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

# How an item stands to one of another framework, read from the first to the second: «broader» says that the other one
# is broader. SKOS: exactMatch, closeMatch, broadMatch, narrowMatch, relatedMatch.
STRENGTHS = ("exact", "close", "broader", "narrower", "related")
# Those that stand for the same skill: who has one has the other.
SAME = frozenset({"exact", "close"})
STATUSES = ("draft", "adopted", "deprecated")


@dataclass(frozen=True, kw_only=True)
class Text:
    """What an item says in one language. `source` says whose words they are when `is_official` is false."""

    language: str
    statement: str
    notes: str = ""
    synonyms: tuple[str, ...] = ()
    is_official: bool = True
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Level:
    """One level of proficiency. `rank` orders them from 1; `labels` gives its name by language."""

    code: str
    rank: int
    labels: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, kw_only=True)
class Item:
    """One node of the tree. `identifier` is a UUID; `parent` is that of the item above, empty at the top.

    `kind` is the framework's own word (area, competence, outcome…); `level` the code of the level that the item itself
    stands for, as an outcome does; `domain` one of the five pairs of colour and weave, for items of the top.
    """

    identifier: str
    uri: str = ""
    code: str = ""
    kind: str = ""
    parent: str = ""
    level: str = ""
    domain: int | None = None
    texts: tuple[Text, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict, hash=False)

    def text(self, language: str) -> Text | None:
        """Return its text in `language`, else the first one; None when it has none."""
        return next((text for text in self.texts if text.language == language), self.texts[0] if self.texts else None)


@dataclass(frozen=True, kw_only=True)
class Link:
    """How item `origin` (identifier) stands to an item of another framework, named by its URI."""

    origin: str
    target: str
    strength: str
    target_title: str = ""
    source: str = ""
    identifier: str = ""


@dataclass(frozen=True, kw_only=True)
class Framework:
    """One version of a framework. `code` is the same for all its versions («digcomp»); `identifier` is a UUID.

    Dates are ISO 8601 texts. `items` are in reading order: each one after the item above it. `extra` keeps what a
    source says and no field holds.
    """

    code: str
    version: str
    title: str
    identifier: str
    uri: str = ""
    creator: str = ""
    publisher: str = ""
    description: str = ""
    language: str = "fr"
    status: str = "adopted"
    licence: str = ""
    licence_url: str = ""
    source_url: str = ""
    valid_from: str = ""
    valid_until: str = ""
    changed_at: str = ""
    levels: tuple[Level, ...] = ()
    items: tuple[Item, ...] = ()
    links: tuple[Link, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict, hash=False)


def uri_of(thing: Framework | Item) -> str:
    """Return the URI that others name it by: its own, else the one that its identifier makes."""
    return thing.uri or f"urn:uuid:{thing.identifier}"


def to_dict(framework: Framework) -> dict[str, Any]:
    """Return JSON-ready values; every field is present, in the order of the classes."""
    return dataclasses.asdict(framework)


def fingerprint(framework: Framework) -> str:
    """Return the SHA-256 of everything the framework says, in hexadecimal: equal means unchanged."""
    text = json.dumps(to_dict(framework), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
