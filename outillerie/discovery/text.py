"""How a text becomes search words: the same for the index and for the query, on every database. Pure.

Letters lose their accents first, since people type without them. Snowball's French stemmer knows some endings by
their accent only, so those endings get it back: «securite» and «sécurité» have one stem, as «animee» and «animée».
Everything is linear in the length of the text: no pattern backtracks, and accents are removed letter by letter
because Unicode normalisation of a long run of combining marks is quadratic.
"""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

LONGEST_WORD = 40
LONGEST_TEXT = 200_000

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_APOSTROPHES = "'’‘ʼ′´`＇"
_ELIDED = "l d j m t s n c qu jusqu lorsqu puisqu quoiqu quelqu presqu entr"
_ELISIONS = frozenset(_ELIDED.split())
# Articles, prepositions, pronouns and the two auxiliaries. «son», «pas» or «vers» stay: they are also nouns here.
_FRENCH = """
a ai as au aux avec avoir avons avez ce ces cet cette ceux chez comme comment dans de des du elle elles en est et ete
etes etre eu il ils je la le les leur leurs lors lui ma mais me mes meme mon ne nos notre nous on ont ou par pendant
pour pourquoi qu quand que quel quelle quelles quels qui quoi sans se ses si sommes sont sous sur ta te tes ton tous
tout toute toutes tu un une vos votre vous y
"""
_ENGLISH = """
a an and are as at be by for from how in is it its of on or our that the their this to was we what which who will with
you your
"""
_EMPTY = {"fr": frozenset(_FRENCH.split()), "en": frozenset(_ENGLISH.split())}
_STEMMERS = {"fr": snowballstemmer.stemmer("french"), "en": snowballstemmer.stemmer("english")}
# Endings that the French stemmer recognises by their accent, and the shortest singular that has them so.
_ENDINGS = (("ee", "ée", 4), ("ite", "ité", 7), ("iere", "ière", 6))
# The plurals that it leaves alone: «vidéos», «menus».
_KEPT_PLURALS = ("as", "is", "os", "us")
# Words that the French stemmer would join to another («données» to «don», «café» to «CAF») or part from their plural.
_IRREGULAR = {
    "cafe": "cafe",
    "cafes": "cafe",
    "donnee": "donnee",
    "donnees": "donnee",
    "jeux": "jeu",
    "travaux": "travail",
    "emaux": "email",
    "emails": "email",
}


class _Folding(dict):
    """A table for `str.translate` that fills itself: any letter to its plain lower-case form."""

    def __missing__(self, code):
        letter = chr(code)
        plain = "'" if letter in _APOSTROPHES else unicodedata.normalize("NFKD", letter).casefold()
        plain = "".join(part for part in plain if not unicodedata.combining(part))
        plain = plain.replace("œ", "oe").replace("æ", "ae")
        if len(self) < 5_000:
            self[code] = plain
        return plain


_folding = _Folding()


def fold(text: str) -> str:
    """Return `text` in lower case without accents or ligatures; every apostrophe becomes the straight one."""
    return text[:LONGEST_TEXT].translate(_folding)


def words(text: str, language: str = "fr") -> list[str]:
    """Return the folded words of `text` that mean something in `language`, in order, repeated as they are."""
    empty = _EMPTY.get(language, frozenset())
    found = (_without_elision(match) for match in _WORD.findall(fold(text)))
    return [word for word in found if word not in empty and (len(word) > 1 or word.isdigit())]


def stem(word: str, language: str = "fr") -> str:
    """Return the stem of one folded word; a language without a stemmer here keeps its words."""
    if language == "fr" and word in _IRREGULAR:
        return _IRREGULAR[word]
    return _stem(word, language) if language in _STEMMERS else word


def stems(text: str, language: str = "fr") -> list[str]:
    """Return the stems of `text` in order: what the index keeps and what a query looks for."""
    return [stem(word, language) for word in words(text, language)]


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    accented = _with_french_ending(word) if language == "fr" else word
    return fold(_STEMMERS[language].stemWord(accented)) or word


def _with_french_ending(word: str) -> str:
    if word.endswith(_KEPT_PLURALS) and len(word) > 4:
        return word[:-1]
    singular = word.removesuffix("s")
    for plain, accented, shortest in _ENDINGS:
        if singular.endswith(plain) and len(singular) >= shortest:
            return singular.removesuffix(plain) + accented
    return word


def _without_elision(token: str) -> str:
    parts = token.split("'")
    while len(parts) > 1 and parts[0] in _ELISIONS:
        parts.pop(0)
    return "".join(parts)[:LONGEST_WORD]
