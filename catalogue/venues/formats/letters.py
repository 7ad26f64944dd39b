"""Words as they are compared: no accent, no capital, no sign."""

import re
import unicodedata

LONGEST = 300
_SIGNS = re.compile(r"[^a-z0-9]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae"})


def bare_words(text: str) -> list[str]:
    """Return the words of `text`: «L’Île-d’Aix» gives l, ile, d, aix."""
    letters = unicodedata.normalize("NFKD", text[:LONGEST].translate(_LIGATURES).casefold())
    # Accents go before signs do: each is a character of its own here.
    return _SIGNS.sub(" ", "".join(letter for letter in letters if not unicodedata.combining(letter))).split()
