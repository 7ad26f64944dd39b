"""Which equipment of La Coop a list of material names: computers, phones, tablets. Pure.

Only whole words count, without accents: «6 ordinateurs portables» says a computer, «feuilles» says nothing. What is not
said is left empty, for a person to choose.
"""

import re
import unicodedata
from collections.abc import Iterable

WORDS = {
    "ordinateur": re.compile(r"\b(ordinateurs?|pc|portables?|laptops?|macs?)\b"),
    "telephone": re.compile(r"\b(telephones?|smartphones?|mobiles?)\b"),
    "tablette": re.compile(r"\btablettes?\b"),
}
# «téléphone portable», «ordinateur mobile»: the first noun says what it is.
PORTABLE_PHONE = re.compile(r"\btelephones? (portables?|mobiles?)\b")
NOTHING = "aucun"


def equipment(lines: Iterable[str], *, is_unplugged: bool = False) -> tuple[str, ...]:
    """Return the codes that `lines` of material name, in La Coop's order; none at all when the kit needs none."""
    text = PORTABLE_PHONE.sub("telephone", "\n".join(map(plain, lines)))
    found = tuple(code for code, pattern in WORDS.items() if pattern.search(text))
    return found or ((NOTHING,) if is_unplugged else ())


def plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
