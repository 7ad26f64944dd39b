"""Themes of a sheet, from its categories, its title and its tags: `keywords.json` says which words
mean which codes."""

import json
import re
from functools import cache
from pathlib import Path

from outillerie.kits.formats.dialects.words import folded

MOST_THEMES = 4
# The title says what the sheet is about; a category gathers many sheets; in a description a word may be an example.
_TITLE, _CATEGORY, _TAGS, _HOOK = 8, 4, 3, 1


@cache
def _keywords() -> tuple[dict[str, list[str]], list[tuple[re.Pattern, list[str]]]]:
    data = json.loads(Path(__file__).with_name("keywords.json").read_text("utf-8"))
    words = [(_pattern(word), codes) for word, codes in data["words"].items()]
    return {folded(name): codes for name, codes in data["categories"].items()}, words


def themes_of(*, categories: str, title: str, hook: str = "", tags: str = "") -> tuple[str, ...]:
    """Return at most four codes of themes, the surest first; a description alone gives at most two."""
    by_category, by_word = _keywords()
    scores: dict[str, int] = {}
    for part in re.split(r"[,;/]", categories):
        for code in by_category.get(folded(part), ()):
            scores[code] = scores.get(code, 0) + _CATEGORY
    for text, weight in ((title, _TITLE), (categories, _CATEGORY), (tags, _TAGS), (hook, _HOOK)):
        words = folded(text)
        for code in dict.fromkeys(code for pattern, codes in by_word if pattern.search(words) for code in codes):
            scores[code] = scores.get(code, 0) + weight
    sure = [code for code, score in scores.items() if score > _HOOK]
    chosen = sorted(sure, key=lambda code: -scores[code]) or list(scores)[:2]
    return tuple(chosen[:MOST_THEMES])


def _pattern(word: str) -> re.Pattern:
    """Return the whole words of `word`; «*» at the end of one stands for any ending."""
    return re.compile(rf"\b{folded(word.replace('*', 'zzz')).replace('zzz', chr(92) + 'w*')}\b")
