"""Finding one's own name among others without reading theirs: first letters in, a few short names out."""

import re
import unicodedata
from collections.abc import Iterable

FEWEST_LETTERS, MOST_CHOICES, MOST_INITIALS = 2, 5, 3


def plain(text: str) -> str:
    """Return `text` in lower case, without accents, with single spaces between words."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", letters))


def has_enough_letters(typed: str) -> bool:
    return len(plain(typed).replace(" ", "")) >= FEWEST_LETTERS


def is_meant(name: str, typed: str) -> bool:
    """Say whether `typed` begins a word of `name`, and goes on like it."""
    return f" {plain(typed)}" in f" {plain(name)}"


def short_name(name: str, initials: int = 1) -> str:
    """Return the first word, and the first letters of the last one: “Ondine E.”."""
    words = name.split()
    return f"{words[0]} {words[-1][:initials]}." if len(words) > 1 else name.strip()


def short_names(names: Iterable[str]) -> list[str]:
    """Return a short name for each, with as many letters as tell them apart, three at most."""
    names = list(names)
    return [next_short(name, names) for name in names]


def next_short(name: str, names: list[str]) -> str:
    for initials in range(1, MOST_INITIALS):
        short = short_name(name, initials)
        if sum(short_name(other, initials) == short for other in names) == 1:
            return short
    return short_name(name, MOST_INITIALS)
