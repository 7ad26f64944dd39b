"""The words of «Standard de données des lieux de médiation numérique», as data: `fixtures/vocabularies/venues.json`."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from catalogue.venues.formats.letters import bare_words

FILE = Path(__file__).parents[3] / "fixtures" / "vocabularies" / "venues.json"


@cache
def vocabulary() -> dict:
    return json.loads(FILE.read_text(encoding="utf-8"))


def values_of(key: str) -> tuple[str, ...]:
    """Return the values that a column of the standard may hold, in its order."""
    if key == "typologie":
        return tuple(vocabulary()["typologies"])
    return tuple(vocabulary()["values"][key])


def known(key: str, token: str) -> str | None:
    """Return `token` as the standard writes it, or None.

    What differs by capitals, accents, spaces, apostrophes or signs is the same: the official pattern itself lacks the
    space of «Étapes numériques (La Poste)», and files write both apostrophes.
    """
    return _by_plain(key).get(plain(token))


def plain(token: str) -> str:
    return "".join(bare_words(token))


def typology_label(code: str) -> str:
    return vocabulary()["typologies"].get(code, code)


@cache
def former() -> dict:
    """Return how v0 becomes v1: `keys` renamed, those `dropped`, and what each value becomes, by plain value."""
    rules = vocabulary()["former"]
    values = {
        key: {plain(old): new for old, new in pairs.items()} | {plain(old.split(" : ")[0]): new for old, new in pairs.items()}
        for key, pairs in rules["values"].items()
    }  # fmt: skip
    return {**rules, "values": values}


@cache
def _by_plain(key: str) -> Mapping[str, str]:
    return {plain(value): value for value in values_of(key)}
