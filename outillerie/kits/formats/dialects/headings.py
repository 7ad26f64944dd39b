"""What a heading announces: people name the same parts of a workshop in many ways, French and English."""

import json
import re
from pathlib import Path

from outillerie.kits.formats.dialects.words import folded

_NUMBERED = (
    r"(?:etape|step|phase|temps|seance|sequence|activite|partie|part|session|moment|acte|atelier|jour|day|module"
    r"|exercice|exercise|defi|challenge|mission|manche|activity|stage|bloc|round|tour)"
)
_ORDINAL = (
    r"(?:\d+(?:er|ere|re|e|eme|nd|rd|st|th)|premiere?|deuxieme|seconde?|troisieme|quatrieme|cinquieme|derniere?"
    r"|first|second|third|last)"
)
_NUMBER = r"(?:n[o°]? ?)?(?:\d+|[ivx]{1,4}\b|[a-h]\b)"
_STEP = re.compile(rf"^(?:{_NUMBERED} {_NUMBER}(?: bis)?|{_ORDINAL} {_NUMBERED})(?: |$)")

# The words that only number a step go; «Activité 2» or «Question 3» may be called by name elsewhere
# in the text.
_MARK_WORD = r"(?:étape|etape|step|phase|temps|séance|seance|séquence|sequence|partie|part|moment|stage|bloc)"
_MARK_ORDINAL = (
    r"(?:\d+\s*(?:ère|ere|re|er|e|ème|eme|nde?|st|nd|rd|th)|premi[eè]re?|deuxi[eè]me|seconde?|troisi[eè]me"
    r"|quatri[eè]me|cinqui[eè]me|derni[eè]re?|first|second|third|last)"
)
_STEP_MARK = re.compile(
    rf"^\W*(?:{_MARK_WORD}\s*(?:n[°o]\s*)?(?:\d+|[IVX]{{1,4}}\b)(?:\s*bis)?|{_MARK_ORDINAL}\s+{_MARK_WORD})"
    r"\s*(?:[:.)/|–—-]+\s*|\s+|$)",
    re.IGNORECASE,
)
_LIST_MARK = re.compile(r"^\s*(?:\d{1,2}|[ivxIVX]{1,4}|[a-hA-H])\s*[.)/]\s*(?:[-–—]\s*)?(?=\S)")

_WORDS = json.loads(Path(__file__).with_name("headings.json").read_text("utf-8"))
_KIND_PATTERNS = {
    kind: re.compile("|".join(patterns).replace("{of_session}", _WORDS["of_session"]))
    for kind, patterns in _WORDS["kinds"].items()
}

_COMMON_WORDS = {
    word.rstrip("s")
    for patterns in (*_WORDS["kinds"].values(), [_WORDS["of_session"]])
    for word in re.findall("[a-z]+", " ".join(patterns))
}

_KIND_OF_SHEET = re.compile("|".join(_WORDS["kinds_of_sheet"]))
_SESSION_PART = re.compile(rf"(?:{'|'.join(_WORDS['session_parts'])})(?: |$)")
_BREAK = re.compile(r"^(?:la |petite |temps de )?(?:pauses?|breaks?|pause cafe|gouter|coffee break)(?: |$)")
_FACILITATOR = re.compile(r"animat|facilita|formateu|mediat|educateur|trainer|encadr")


def kind_of(title: str) -> str | None:
    """Return what a section holds (`preparation`, `material`, `flow`…), or None when the title does
    not say."""
    key = folded(title).replace("'", " ")
    key = re.sub(r"^(?:\d{1,2}|[ivx]{1,4}) (?=\D)", "", key)
    return next((kind for kind, pattern in _KIND_PATTERNS.items() if pattern.fullmatch(key)), None)


def is_common(title: str) -> bool:
    """Tell whether each word of `title` is one that any sheet may have in its headings: it says nothing of this one."""
    return all(word.rstrip("s") in _COMMON_WORDS for word in folded(title).replace("'", " ").split())


def is_numbered_step(title: str) -> bool:
    """Tell whether `title` says it is a step: «Étape 2», «Première partie : …», «Activity 3»."""
    return bool(_STEP.match(folded(title).replace("'", " ")))


def is_session_part(title: str) -> bool:
    """Tell whether `title` is a usual moment of a session: «Accueil», «Débat mouvant», «Conclusion»."""
    key = folded(_LIST_MARK.sub("", title)).replace("'", " ")
    return bool(_SESSION_PART.match(key)) or is_numbered_step(title)


def is_kind_of_sheet(text: str) -> bool:
    """Tell whether `text` says what the document is, not what it is about: «Fiche atelier»."""
    return bool(_KIND_OF_SHEET.fullmatch(folded(text).replace("'", " ")))


def is_break(title: str) -> bool:
    return bool(_BREAK.match(folded(title)))


def is_for_facilitator(title: str) -> bool:
    return bool(_FACILITATOR.search(folded(title)))


def without_step_mark(title: str) -> str:
    """Return `title` without «Étape 1 :» or «1.»; unchanged when nothing else would be left."""
    for pattern in (_STEP_MARK, _LIST_MARK):
        rest = pattern.sub("", title, count=1).strip()
        if rest and rest != title.strip():
            return rest
    return title.strip()
