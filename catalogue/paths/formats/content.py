"""A learning path as plain values: what a version keeps, what pages, prints and exports show, what a learner follows.

No Django here. A path being written becomes a `PathContent` (`paths/exports.py`), publishing keeps it as a version that
does not move, and an enrolment is to a version: whatever is written later, a learner follows what they chose.

Free texts are Markdown. Durations are whole minutes, prices whole cents, dates ISO 8601 texts. Modules, blocks and
skills are known by their UUID: the same module in two paths is the same thing to complete.
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MODES = ("onsite", "remote", "hybrid")
USES = ("taught", "practised", "assessed")


@dataclass(frozen=True, kw_only=True)
class KitPin:
    """A kit at a version: `sha256` is its fingerprint, `url` its permanent path on this site."""

    slug: str
    number: int
    title: str
    sha256: str
    licence: str = ""
    minutes: int | None = None
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class SkillUse:
    """A skill, the level aimed at (`rank` from 1, `level` its name) and what is done with it there."""

    identifier: str
    framework: str
    framework_version: str
    code: str
    statement: str
    use: str = "practised"
    rank: int | None = None
    level: str = ""


@dataclass(frozen=True, kw_only=True)
class ModuleContent:
    """A module in its place. `rule` says when it is completed (`learning/formats/rules.py`); `requires` are the keys of
    modules of the same path to do before."""

    key: str
    title: str
    summary: str = ""
    aims: tuple[str, ...] = ()
    minutes: int = 0
    mode: str = "onsite"
    assessment: str = ""
    rule: dict[str, Any] = field(default_factory=dict, hash=False)
    kits: tuple[KitPin, ...] = ()
    skills: tuple[SkillUse, ...] = ()
    is_required: bool = True
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CertificationRef:
    """What must be said of a certification wherever it is named (Qualiopi, indicator 1). Empty: not known."""

    title: str
    register: str = ""
    code: str = ""
    certifier: str = ""
    level: int | None = None
    registered_on: str = ""
    valid_until: str = ""


@dataclass(frozen=True, kw_only=True)
class CertificationBlockRef:
    title: str
    code: str = ""
    other_code: str = ""


@dataclass(frozen=True, kw_only=True)
class BlockContent:
    """A skill block: `domain` (1 to 5) gives its colour and weave."""

    key: str
    title: str
    aim: str = ""
    domain: int = 1
    assessment: str = ""
    certification_block: CertificationBlockRef | None = None
    modules: tuple[ModuleContent, ...] = ()

    @property
    def minutes(self) -> int:
        return sum(module.minutes for module in self.modules if module.is_required)


@dataclass(frozen=True, kw_only=True)
class ProviderContent:
    """The training organisation, as it must present itself."""

    name: str
    legal_name: str = ""
    siret: str = ""
    activity_number: str = ""
    activity_region: str = ""
    address: str = ""
    postcode: str = ""
    commune: str = ""
    email: str = ""
    phone: str = ""
    contact_name: str = ""
    disability_referent: str = ""
    qualiopi_certificate: str = ""
    qualiopi_actions: str = ""
    qualiopi_until: str = ""


@dataclass(frozen=True, kw_only=True)
class PathContent:
    """Everything that a path says of itself, dated. `nsf`, `formacodes`, `rome` are codes of nomenclatures."""

    title: str
    summary: str = ""
    language: str = "fr"
    audience: str = ""
    audiences: tuple[str, ...] = ()
    level: int | None = None
    mode: str = "hybrid"
    place: str = ""
    pace: str = ""
    objectives: tuple[str, ...] = ()
    prerequisites: str = ""
    programme: str = ""
    methods: str = ""
    assessment: str = ""
    access_terms: str = ""
    access_delay: str = ""
    is_always_open: bool = False
    price: str = ""
    price_cents: int | None = None
    funding: str = ""
    accessibility: str = ""
    disability_referent: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    results: str = ""
    results_on: str = ""
    success_rate: str = ""
    facts_checked_on: str = ""
    entry_level: str = ""
    nsf: tuple[str, ...] = ()
    formacodes: tuple[str, ...] = ()
    rome: tuple[str, ...] = ()
    public_codes: tuple[str, ...] = ()
    glyph: str = "boussole"
    certification: CertificationRef | None = None
    target_framework: str = ""
    target_framework_version: str = ""
    provider: ProviderContent | None = None
    blocks: tuple[BlockContent, ...] = ()

    @property
    def minutes(self) -> int:
        """Return the minutes of what is required."""
        return sum(block.minutes for block in self.blocks)

    def modules(self) -> Iterator[ModuleContent]:
        """Yield every module, in order."""
        for block in self.blocks:
            yield from block.modules

    def block(self, key: str) -> BlockContent | None:
        return next((block for block in self.blocks if block.key == key), None)

    def module(self, key: str) -> ModuleContent | None:
        return next((module for module in self.modules() if module.key == key), None)

    def block_of(self, key: str) -> BlockContent | None:
        """Return the block that holds the module `key`."""
        return next((block for block in self.blocks if any(module.key == key for module in block.modules)), None)

    @property
    def is_registered(self) -> bool:
        """Return whether the word «certification» may be said of it: only of a title that a register holds."""
        title = self.certification
        return bool(title and title.register and (title.code or title.registered_on))


PARTS: dict[str, type] = {
    "blocks": BlockContent,
    "modules": ModuleContent,
    "kits": KitPin,
    "skills": SkillUse,
    "certification": CertificationRef,
    "certification_block": CertificationBlockRef,
    "provider": ProviderContent,
}


def to_dict(content: PathContent) -> dict[str, Any]:
    """Return JSON-ready values; every field is present, in the order of the classes."""
    return _plain(dataclasses.asdict(content))


def from_dict(values: dict[str, Any]) -> PathContent:
    """Return the content that `to_dict` wrote. Keys that are not known any more are left out."""
    return _restored(PathContent, values)


def fingerprint(content: PathContent) -> str:
    """Return the SHA-256 of everything the path says, in hexadecimal. Kits enter it by their own fingerprint."""
    text = json.dumps(to_dict(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, (list, tuple)) else value


def _restored(part: type, values: dict[str, Any]) -> Any:
    names = {f.name for f in dataclasses.fields(part)}
    return part(**{key: _value(key, value) for key, value in values.items() if key in names})


def _value(key: str, value: Any) -> Any:
    part = PARTS.get(key)
    if part and isinstance(value, dict):
        return _restored(part, value)
    if part and isinstance(value, list):
        return tuple(_restored(part, row) for row in value)
    return tuple(value) if isinstance(value, list) else value
