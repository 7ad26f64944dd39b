"""Words compared as people mean them: without case, accents, typographic marks or extra spaces."""

import re
import unicodedata

_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "´": "'", "œ": "oe", "Œ": "OE", "æ": "ae", "ß": "ss"})
_NOT_WORD = re.compile(r"[^\w']+|_")
_SENTENCE_END = re.compile(r"(?<=[.!?…])(?<!\bp\.)(?<!\bex\.)(?<!\bcf\.)(?<!\betc\.)\s+(?=[«\"“(\[]?\s?[A-ZÀ-ÖØ-Þ0-9])")


def unaccented(text: str) -> str:
    """Return `text` in lower case without accents; length may change, order does not."""
    text = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    return "".join(character for character in text if not unicodedata.combining(character)).lower()


def folded(text: str) -> str:
    """Return the words of `text` for comparison: «Pré-requis :» → `pre requis`."""
    return " ".join(_NOT_WORD.sub(" ", unaccented(text)).split())


def one_line(text: str) -> str:
    """Return `text` on one line, its ordinary spaces collapsed; no-break spaces stay."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def sentences(text: str) -> list[str]:
    """Return the sentences of `text`; French spaces before « ! » and « ? » do not cut."""
    return [sentence for sentence in _SENTENCE_END.split(one_line(text)) if sentence]


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
