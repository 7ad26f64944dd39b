"""What each licence allows, asks and forbids, in plain words: French and English, chosen by the caller.

Fragments end the sentence begun by their heading («Vous pouvez» + «la copier…»). They do not replace the
licence.
"""

from dataclasses import dataclass

from .licence import ETALAB, Licence

Fragment = dict[str, str]

HEADINGS = {
    "fr": ("Vous pouvez", "Vous devez", "Vous ne pouvez pas"),
    "en": ("You may", "You must", "You may not"),
}

_COPY = {"fr": "copier, imprimer et partager cette ressource", "en": "copy, print and share this resource"}
_ADAPT = {"fr": "la modifier et l’adapter à votre public", "en": "change it and adapt it to your audience"}
_SELL = {
    "fr": "vous en servir partout, y compris dans une activité payante",
    "en": "use it anywhere, including in a paid activity",
}
_CITE = {
    "fr": "citer les auteurs et la source, avec un lien vers la licence",
    "en": "credit the authors and the source, with a link to the licence",
}
_CITE_WITH_DATE = {
    "fr": "citer la source et la date de sa dernière mise à jour",
    "en": "credit the source and the date it was last updated",
}
_SAY_CHANGES = {"fr": "dire ce que vous avez modifié", "en": "say what you changed"}
_SHARE_ALIKE = {
    "fr": "partager votre version sous la même licence",
    "en": "share your version under the same licence",
}
_NO_SALE = {
    "fr": "en faire un usage commercial sans l’accord des auteurs",
    "en": "use it commercially without the authors’ permission",
}
_NO_CHANGE = {
    "fr": "partager une version modifiée sans l’accord des auteurs",
    "en": "share a modified version without the authors’ permission",
}
_NO_LOCK = {
    "fr": "ajouter des conditions qui retirent ces droits à d’autres",
    "en": "add conditions that take these rights away from others",
}
_NO_ENDORSEMENT = {
    "fr": "laisser croire que les auteurs vous approuvent",
    "en": "suggest that the authors endorse you",
}

_FOOT = {
    "fr": {
        "free": "copiez, modifiez, partagez",
        "nc": "copiez, modifiez, partagez sans usage commercial",
        "nd": "copiez, partagez sans modifier",
        "nc-nd": "copiez, partagez sans modifier ni faire d’usage commercial",
        "cite": "citez les auteurs",
        "date": "citez la source et sa date",
        "alike": "gardez la même licence",
        "nothing": "aucune condition",
        "separator": "\u00a0; ",
    },
    "en": {
        "free": "copy, change, share",
        "nc": "copy, change, share without commercial use",
        "nd": "copy, share without changes",
        "nc-nd": "copy, share without changes or commercial use",
        "cite": "credit the authors",
        "date": "credit the source and its date",
        "alike": "keep the same licence",
        "nothing": "no condition",
        "separator": "; ",
    },
}


@dataclass(frozen=True)
class Terms:
    """What follows each heading of `HEADINGS`, in the same order."""

    may: tuple[str, ...]
    must: tuple[str, ...]
    may_not: tuple[str, ...]


def terms(licence: Licence, language: str = "fr") -> Terms:
    fragments = (_rights(licence), _duties(licence), _limits(licence))
    return Terms(*(tuple(fragment[_spoken(language)] for fragment in group) for group in fragments))


def foot_line(licence: Licence, language: str = "fr") -> str:
    """Return the licence in one short line for the foot of a printed sheet."""
    words = _FOOT[_spoken(language)]
    limits = "-".join(element for element in ("nc", "nd") if element in licence.code.split("-"))
    pieces = [words[limits or "free"]]
    if licence.code == ETALAB:
        pieces.append(words["date"])
    else:
        pieces.append(words["cite" if licence.requires_attribution else "nothing"])
    if licence.share_alike:
        pieces.append(words["alike"])
    return words["separator"].join(pieces) + "."


def _rights(licence: Licence) -> list[Fragment]:
    return [
        _COPY,
        *([] if licence.no_derivatives else [_ADAPT]),
        *([] if licence.non_commercial else [_SELL]),
    ]


def _duties(licence: Licence) -> list[Fragment]:
    if licence.code == ETALAB:
        return [_CITE_WITH_DATE]
    if not licence.requires_attribution:
        return []
    return [
        _CITE,
        *([] if licence.no_derivatives else [_SAY_CHANGES]),
        *([_SHARE_ALIKE] if licence.share_alike else []),
    ]


def _limits(licence: Licence) -> list[Fragment]:
    return [
        *([_NO_SALE] if licence.non_commercial else []),
        *([_NO_CHANGE] if licence.no_derivatives else []),
        *([_NO_LOCK] if licence.requires_attribution and licence.code != ETALAB else []),
        _NO_ENDORSEMENT,
    ]


def _spoken(language: str) -> str:
    return "en" if language.startswith("en") else "fr"
