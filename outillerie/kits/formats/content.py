"""The content of a kit as plain values: what a version keeps, what every export writes, what every import reads.

Our own format, version 1, published in `docs/kit-format.md`. No Django here: a kit in the database becomes a
`KitContent` (`kits/exports.py`) and a `KitContent` becomes a draft (`kits/imports.py`); pages, prints, archives,
differences and fingerprints only ever see these values, so a version reads the same for ever.

Free texts are Markdown (CommonMark, tables, no raw HTML). Durations are whole minutes. Codes of themes and audiences
are those of `fixtures/vocabularies/`; licences are the identifiers of `outillerie.licences`.
"""

import dataclasses
import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

FORMAT = "outillerie-kit/1"

MODES = ("onsite", "remote", "hybrid", "mobile")
LEVELS = (1, 2, 3, 4)
FILE_ROLES = (
    "slides",
    "handout",
    "easy_to_read",
    "source",
    "facilitator_guide",
    "answers",
    "other",
)
SOURCE_RELATIONS = ("adaptation", "part", "contribution")
CREDIT_ROLES = ("author", "contributor", "translator", "illustrator", "proofreader")
FACILITATOR_FILE_ROLES = frozenset({"facilitator_guide", "answers"})


@dataclass(frozen=True, kw_only=True)
class Material:
    """One line of the list of material. `quantity` is free («12», «1 par groupe»)."""

    label: str
    quantity: str = ""
    is_provided: bool = False
    is_digital: bool = False


@dataclass(frozen=True, kw_only=True)
class Step:
    """One timed step. `say` is what the facilitator says aloud; all texts but `title` and `aim` are Markdown.

    `author`, `source` and `licence` are those of a step taken from another kit; empty, they are the kit's own.
    """

    title: str
    minutes: int | None = None
    aim: str = ""
    facilitator: str = ""
    say: str = ""
    participants: str = ""
    supports: str = ""
    is_break: bool = False
    author: str = ""
    source: str = ""
    licence: str = ""


@dataclass(frozen=True, kw_only=True)
class File:
    """A file to download. `name` is unique in the kit and safe as a file name; `size` is in bytes.

    It stands beside the kit, whole and under its own licence, unless `is_mixed` says that it was modified for it.
    """

    name: str
    title: str
    role: str = "other"
    author: str = ""
    source: str = ""
    licence: str = ""
    media_type: str = ""
    size: int = 0
    sha256: str = ""
    pages: int | None = None
    is_mixed: bool = False


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture that Markdown shows as `![alt](images/name)`; `width` and `height` are in pixels, `size` in bytes.

    It is mixed with the text that shows it, unless its author says that it is shown whole and unmodified.
    """

    name: str
    alt: str = ""
    author: str = ""
    source: str = ""
    licence: str = ""
    media_type: str = ""
    size: int = 0
    sha256: str = ""
    width: int = 0
    height: int = 0
    is_mixed: bool = True


@dataclass(frozen=True, kw_only=True)
class Source:
    """A published work that this kit is made from, as it was then: its credit stays when the work goes away.

    `relation` says how: the whole was adapted, parts were taken, or its author contributed changes. `url` is the
    permanent address of that very version, `sha256` its fingerprint, `changes` what its authors said they had changed.
    `through` is the `url` of the nearer source that was itself made from this one; empty for an immediate source.
    """

    title: str
    authors: tuple[str, ...] = ()
    organisation: str = ""
    url: str = ""
    licence: str = ""
    version: int | None = None
    sha256: str = ""
    relation: str = "adaptation"
    changes: str = ""
    through: str = ""


@dataclass(frozen=True, kw_only=True)
class Credit:
    name: str
    role: str = "author"
    organisation: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class KitContent:
    title: str
    hook: str = ""
    language: str = "fr"
    themes: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    minimum_age: int | None = None
    level: int | None = None
    duration: int | None = None
    setup_minutes: int | None = None
    participants_min: int | None = None
    participants_max: int | None = None
    facilitators: int | None = None
    mode: str = "onsite"
    is_unplugged: bool = False
    is_offline: bool = False
    objectives: tuple[str, ...] = ()
    prerequisites_participants: str = ""
    prerequisites_facilitator: str = ""
    material: tuple[Material, ...] = ()
    preparation: str = ""
    steps: tuple[Step, ...] = ()
    variants: str = ""
    evaluation: str = ""
    watch_points: str = ""
    further_reading: str = ""
    body: str = ""
    files: tuple[File, ...] = ()
    pictures: tuple[Picture, ...] = ()
    cover: str = ""
    organisation: str = ""
    credits: tuple[Credit, ...] = ()
    licence: str = ""
    source_url: str = ""
    changes: str = ""
    sources: tuple[Source, ...] = ()
    """What this kit is made from, nearest first: immediate sources, each followed by those it was itself made from."""
    extra: dict[str, Any] = field(default_factory=dict, hash=False)
    """Keys that an import met and no field holds: kept, exported again, never shown as facts."""


PARTS: dict[str, type] = {
    "material": Material,
    "steps": Step,
    "files": File,
    "pictures": Picture,
    "credits": Credit,
    "sources": Source,
}
# Came after version 1 was published: empty, they leave the canonical text as it was, and old fingerprints true.
LATER_FIELDS = {
    "kit": {"sources": ()},
    "steps": {"author": "", "source": "", "licence": ""},
    "files": {"is_mixed": False},
    "pictures": {"is_mixed": True},
}

# Only the person who facilitates reads these.
FACILITATOR_FIELDS = (
    "prerequisites_facilitator",
    "preparation",
    "evaluation",
    "watch_points",
    "variants",
    "body",
)
FACILITATOR_STEP_FIELDS = ("facilitator", "say")


def to_dict(content: KitContent) -> dict[str, Any]:
    """Return JSON-ready values; every field is present, in the order of the class."""
    return dataclasses.asdict(content, dict_factory=lambda pairs: {k: _plain(v) for k, v in pairs})


def from_dict(values: dict[str, Any]) -> KitContent:
    """Return the content that `to_dict` wrote. Unknown keys, of a later minor version, go to `extra`."""
    known = {f.name for f in dataclasses.fields(KitContent)}
    fields = {key: _restored(key, value) for key, value in values.items() if key in known}
    unknown = {key: value for key, value in values.items() if key not in known}
    if unknown:
        fields["extra"] = {**fields.get("extra", {}), **unknown}
    return KitContent(**fields)


def canonical_bytes(content: KitContent) -> bytes:
    """Return the one UTF-8 JSON text of `content`: sorted keys, no spaces, composed characters."""
    values = _without_empty(to_dict(content), LATER_FIELDS["kit"])
    for name, later in LATER_FIELDS.items():
        if name in PARTS:
            values[name] = [_without_empty(row, later) for row in values[name]]
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def fingerprint(content: KitContent) -> str:
    """Return the SHA-256 of the canonical bytes, in hexadecimal. Files enter it by their own SHA-256."""
    return hashlib.sha256(canonical_bytes(content)).hexdigest()


def participant_edition(content: KitContent) -> KitContent:
    """Return `content` without anything meant for the facilitator only."""
    return dataclasses.replace(
        content,
        **dict.fromkeys(FACILITATOR_FIELDS, ""),
        extra={},
        steps=tuple(dataclasses.replace(step, **dict.fromkeys(FACILITATOR_STEP_FIELDS, "")) for step in content.steps),
        files=tuple(file for file in content.files if file.role not in FACILITATOR_FILE_ROLES),
    )


def counted_label(material: Material) -> str:
    """Return the label as it reads after a number: «12 cartes», and still «2 PC»."""
    label = material.label
    is_word = material.quantity.isdigit() and label[:1].isupper() and label[1:2].islower()
    return label[0].lower() + label[1:] if is_word else label


# Ordering a run of accents takes its square: no letter wears more than a few, and a hostile text may have thousands.
_TOO_MANY_ACCENTS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f]{8})[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f]+"
)
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")


def clean_text(text: str) -> str:
    """Return `text` composed (NFC), with `\\n` line ends, without control or direction-changing characters."""
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return _UNWANTED.sub("", unicodedata.normalize("NFC", _TOO_MANY_ACCENTS.sub(r"\1", text))).strip()


def _without_empty(values: dict[str, Any], later: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key not in later or value not in (later[key], [])}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _restored(key: str, value: Any) -> Any:
    if part := PARTS.get(key):
        names = {f.name for f in dataclasses.fields(part)}
        return tuple(part(**{k: _restored("", v) for k, v in row.items() if k in names}) for row in value)
    return tuple(value) if isinstance(value, list) else value
