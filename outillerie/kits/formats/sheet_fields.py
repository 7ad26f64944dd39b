"""The keys of a sheet's front matter and what each expects: the table that reading and writing follow."""

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .content import Credit, File, Material, Picture, Source, clean_text
from .durations import parse_duration
from .front_matter import Scalar, is_null
from .refusals import FormatRefused, gettext_noop

Table = Mapping[str, tuple[str, "Expected"]]


@dataclass(frozen=True)
class Expected:
    """`read(value, key)` returns the value of the field, or raises FormatRefused; `write` is its inverse."""

    read: Callable[[Any, str], Any]
    write: Callable[[Any], Any] = lambda value: value


def read_fields(values: Mapping[str, Any], table: Table) -> dict[str, Any]:
    """Return the fields that `values` gives; a key without value is as good as absent."""
    return {
        name: expected.read(values[key], key)
        for key, (name, expected) in table.items()
        if key in values and not is_null(values[key])
    }


def write_fields(row: Any, table: Table) -> dict[str, Any]:
    """Return the keys of `row`, without those that say what their absence says."""
    defaults = {field.name: field.default for field in dataclasses.fields(row)}
    return {
        key: expected.write(getattr(row, name))
        for key, (name, expected) in table.items()
        if getattr(row, name) != defaults[name]
    }


def _text(value: Any, key: str) -> str:
    if not isinstance(value, Scalar):
        raise FormatRefused(gettext_noop("«%(key)s» expects a text in the front matter."), key=key)
    return clean_text(value)


def _texts(value: Any, key: str) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(_text(item, key) for item in items if not is_null(item))


def _count(value: Any, key: str) -> int:
    text = _text(value, key)
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise FormatRefused(gettext_noop("«%(key)s» expects a whole number in the front matter."), key=key)
    return int(text)


def _level(value: Any, key: str) -> int:
    level = _count(value, key)
    if not 1 <= level <= 4:
        raise FormatRefused(gettext_noop("«%(key)s» expects a number from 1 to 4 in the front matter."), key=key)
    return level


def _minutes(value: Any, key: str) -> int:
    text = _text(value, key)
    minutes = int(text) if re.fullmatch(r"[0-9]{1,6}", text) else parse_duration(text)
    if minutes is None:
        raise FormatRefused(gettext_noop("«%(key)s» expects a duration in the front matter."), key=key)
    return minutes


def _flag(value: Any, key: str) -> bool:
    text = _text(value, key).lower()
    if text in ("oui", "true", "vrai", "yes", "1"):
        return True
    if text in ("non", "false", "faux", "no", "0"):
        return False
    raise FormatRefused(gettext_noop("«%(key)s» expects «oui» or «non» in the front matter."), key=key)


def _choice(codes: Mapping[str, str]) -> Expected:
    """Return what expects one of the words of `codes` (word → code)."""

    def read(value: Any, key: str) -> str:
        word = _text(value, key)
        if word not in codes:
            raise FormatRefused(
                gettext_noop("«%(key)s» expects one of these words in the front matter: %(words)s."),
                key=key,
                words=", ".join(codes),
            )
        return codes[word]

    words = {code: word for word, code in codes.items()}
    return Expected(read, words.__getitem__)


def _rows(kind: type, table: Table) -> Expected:
    """Return what expects a list of rows; a row that is a mere text gives its first key."""
    first = next(iter(table))

    def row(value: Any, key: str) -> Any:
        values = {first: value} if isinstance(value, Scalar) else value
        if not isinstance(values, dict):
            raise FormatRefused(gettext_noop("«%(key)s» expects a list of rows in the front matter."), key=key)
        if unknown := [name for name in values if name not in table]:
            raise FormatRefused(
                gettext_noop("«%(key)s» has a row with a key that the format does not know: «%(name)s»."),
                key=key,
                name=unknown[0][:100],
            )
        fields = read_fields(values, table)
        if table[first][0] not in fields:
            raise FormatRefused(gettext_noop("«%(key)s» has a row without «%(name)s»."), key=key, name=first)
        if kind is File:
            fields.setdefault("title", fields["name"])
        return kind(**fields)

    def read(value: Any, key: str) -> tuple[Any, ...]:
        items = value if isinstance(value, list) else [value]
        return tuple(row(item, key) for item in items if not is_null(item))

    return Expected(read, lambda rows: [write_fields(row, table) for row in rows])


TEXT = Expected(_text)
TEXTS = Expected(_texts, list)
COUNT = Expected(_count)
LEVEL = Expected(_level)
MINUTES = Expected(_minutes)
FLAG = Expected(_flag)

MODES = {"presentiel": "onsite", "distanciel": "remote", "hybride": "hybrid", "itinerant": "mobile"}
CREDIT_ROLES = {
    "auteur": "author",
    "contributeur": "contributor",
    "traducteur": "translator",
    "illustrateur": "illustrator",
    "relecteur": "proofreader",
}
FILE_ROLES = {
    "diaporama": "slides",
    "fiche_participant": "handout",
    "falc": "easy_to_read",
    "source": "source",
    "guide_animation": "facilitator_guide",
    "corriges": "answers",
    "autre": "other",
}
RELATIONS = {"adaptation": "adaptation", "element": "part", "contribution": "contribution"}
RIGHTS: Table = {"auteur": ("author", TEXT), "source": ("source", TEXT), "licence": ("licence", TEXT)}
MIXED: Table = {"modifie": ("is_mixed", FLAG)}

FIELDS: Table = {
    "titre": ("title", TEXT),
    "accroche": ("hook", TEXT),
    "langue": ("language", TEXT),
    "themes": ("themes", TEXTS),
    "publics": ("audiences", TEXTS),
    "age_minimum": ("minimum_age", COUNT),
    "niveau": ("level", LEVEL),
    "duree": ("duration", MINUTES),
    "installation": ("setup_minutes", MINUTES),
    "participants_min": ("participants_min", COUNT),
    "participants_max": ("participants_max", COUNT),
    "animateurs": ("facilitators", COUNT),
    "modalite": ("mode", _choice(MODES)),
    "sans_ordinateur": ("is_unplugged", FLAG),
    "sans_connexion": ("is_offline", FLAG),
    "objectifs": ("objectives", TEXTS),
    "materiel": (
        "material",
        _rows(
            Material,
            {
                "nom": ("label", TEXT),
                "quantite": ("quantity", TEXT),
                "fourni": ("is_provided", FLAG),
                "numerique": ("is_digital", FLAG),
            },
        ),
    ),
    "organisation": ("organisation", TEXT),
    "credits": (
        "credits",
        _rows(
            Credit,
            {
                "nom": ("name", TEXT),
                "role": ("role", _choice(CREDIT_ROLES)),
                "organisation": ("organisation", TEXT),
                "url": ("url", TEXT),
            },
        ),
    ),
    "licence": ("licence", TEXT),
    "source": ("source_url", TEXT),
    "modifications": ("changes", TEXT),
    "sources": (
        "sources",
        _rows(
            Source,
            {
                "titre": ("title", TEXT),
                "auteurs": ("authors", TEXTS),
                "organisation": ("organisation", TEXT),
                "adresse": ("url", TEXT),
                "licence": ("licence", TEXT),
                "version": ("version", COUNT),
                "empreinte": ("sha256", TEXT),
                "relation": ("relation", _choice(RELATIONS)),
                "modifications": ("changes", TEXT),
                "par": ("through", TEXT),
            },
        ),
    ),
    "couverture": ("cover", TEXT),
    "fichiers": (
        "files",
        _rows(
            File,
            {
                "nom": ("name", TEXT),
                "titre": ("title", TEXT),
                "role": ("role", _choice(FILE_ROLES)),
                **RIGHTS,
                **MIXED,
            },
        ),
    ),
    "images": (
        "pictures",
        _rows(Picture, {"nom": ("name", TEXT), "texte_alternatif": ("alt", TEXT), **RIGHTS, **MIXED}),
    ),
}
