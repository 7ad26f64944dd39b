"""A badge as plain values: what a version keeps, what pages, images and published forms are made from. No Django."""

import dataclasses
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class AttestedSkill:
    """A skill, by its own address and the code of its framework; `level` is the name of the level attested."""

    name: str
    url: str
    framework: str
    code: str = ""
    level: str = ""
    identifier: str = ""


@dataclass(frozen=True, kw_only=True)
class Translation:
    language: str
    name: str
    description: str
    criteria: str = ""


@dataclass(frozen=True, kw_only=True)
class AchievementContent:
    """Everything that a badge says of itself. `level` goes from 1 to 4, `domain` from 1 to 5; `minutes` is the work it
    stands for; `rule` is the tree of `awarding/formats/rules.py`, `asked` the same in words, as they were then."""

    name: str
    description: str
    abilities: tuple[str, ...] = ()
    criteria: str = ""
    type: str = "Badge"
    language: str = "fr"
    level: int = 1
    domain: int = 1
    glyph: str = "boussole"
    caption: str = ""
    has_own_image: bool = False
    tags: tuple[str, ...] = ()
    validity_months: int | None = None
    minutes: int | None = None
    rule: dict[str, Any] = field(default_factory=dict, hash=False)
    asked: str = ""
    is_automatic: bool = True
    accepts_applications: bool = False
    skills: tuple[AttestedSkill, ...] = ()
    translations: tuple[Translation, ...] = ()


PARTS: dict[str, type] = {"skills": AttestedSkill, "translations": Translation}


def to_dict(content: AchievementContent) -> dict[str, Any]:
    """Return JSON-ready values; every field is present, in the order of the classes."""
    return json.loads(json.dumps(dataclasses.asdict(content)))


def from_dict(values: dict[str, Any]) -> AchievementContent:
    """Return the content that `to_dict` wrote. Keys that are not known any more are left out."""
    names = {f.name for f in dataclasses.fields(AchievementContent)}
    return AchievementContent(**{name: _restored(name, value) for name, value in values.items() if name in names})


def fingerprint(content: AchievementContent, *images: str) -> str:
    """Return the SHA-256, in hexadecimal, of everything the badge says and of the fingerprints of its images."""
    text = json.dumps([to_dict(content), *images], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _restored(name: str, value: Any) -> Any:
    if name in PARTS:
        return tuple(PARTS[name](**row) for row in value)
    return tuple(value) if isinstance(value, list) else value
