"""«Vouliez-vous dire»: the nearest words that public kits (or paths) use, when a search finds nothing.

What is suggested always gives results in the same search, asked at that moment: a word that only a withdrawn kit held
cannot come out, however old the vocabulary kept in the cache is.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from django.core.cache import cache
from django.db.models import Model
from rapidfuzz import process
from rapidfuzz.distance import OSA

from outillerie.discovery.queries import SearchResults, matching_ids
from outillerie.discovery.synonyms import known_phrases
from outillerie.discovery.text import stem, words
from outillerie.kits.models import KitPage, Theme
from outillerie.kits.queries import public_kits

TEN_MINUTES = 600
_WORD = re.compile(r"[^\W_]+")

# A folded word → as it is written, and how often.
Vocabulary = Mapping[str, tuple[str, int]]


def suggestion(results: SearchResults) -> str:
    """Return another text for a search of kits that found nothing, or an empty one when none would find more."""
    return nearest_search(results, model=KitPage, texts=_public_texts)


def nearest_search(results: SearchResults, *, model: type[Model], texts: Callable[[], Iterable[str]]) -> str:
    """Return another text for a search of `model` that found nothing. `texts` gives what the public ones say."""
    text = results.request.text
    if results.count or not text:
        return ""
    corrected = corrected_text(text, vocabulary(results.request.shelf.route, texts))
    if corrected == text or results.allowed.isdisjoint(matching_ids(model, corrected) or ()):
        return ""
    return corrected


def corrected_text(text: str, known: Vocabulary) -> str:
    """Return `text` with each unknown word replaced by the nearest known one, if one is near."""
    stems_known = {stem(word) for word in known}
    return " ".join(_corrected(token, known, stems_known) for token in text.split())


def _corrected(token: str, known: Vocabulary, stems_known: set[str]) -> str:
    parts = words(token)
    if all(_is_known(part, known, stems_known) for part in parts):
        return token
    return " ".join(part if _is_known(part, known, stems_known) else nearest(part, known) or part for part in parts)


def _is_known(word: str, known: Vocabulary, stems_known: set[str]) -> bool:
    if word in known or word.removesuffix("s") in known or (stem(word),) in known_phrases():
        return True
    # A short word with a slip in it may have the stem of another: «pase», «pas».
    return len(word) > 4 and (stem(word) in stems_known or stem(word, "en") in stems_known)


def nearest(word: str, known: Vocabulary) -> str:
    """Return the known word with the fewest slips from `word`, the most used first; none if there are too many."""
    most_slips = 1 if len(word) < 5 else 2 if len(word) < 9 else 3
    found = process.extract(word, known.keys(), scorer=OSA.distance, score_cutoff=most_slips, limit=10)
    ranked = sorted((slips, -known[near][1], near) for near, slips, _index in found if near != word)
    return known[ranked[0][2]][0] if ranked else ""


def vocabulary(route: str, texts: Callable[[], Iterable[str]]) -> Vocabulary:
    """Return the words of what is public on a shelf, as they were a few minutes ago at most."""
    return cache.get_or_set(f"vocabulary|{route}", lambda: words_of(texts()), TEN_MINUTES)


def words_of(texts: Iterable[str]) -> Vocabulary:
    """Return each meaningful word of `texts`, folded, with its most usual spelling and how often that one comes."""
    spellings = Counter(word for text in texts for word in _WORD.findall(text.lower()))
    known: dict[str, tuple[str, int]] = {}
    for spelling, times in spellings.most_common():
        for folded in words(spelling):
            if len(folded) > 2 and not folded.isdigit():
                known.setdefault(folded, (spelling, times))
    return known


def _public_texts() -> Iterable[str]:
    kits = public_kits().order_by()
    for title, hook in kits.values_list("title", "hook"):
        yield f"{title} {hook}"
    yield from Theme.objects.filter(main_kits__in=kits).distinct().values_list("label", flat=True)
