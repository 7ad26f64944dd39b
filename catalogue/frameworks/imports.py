"""Frameworks from files to the database: all or nothing, and nothing when it is there already (docs/frameworks.md)."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from catalogue.frameworks.exports import framework_of
from catalogue.frameworks.formats import short
from catalogue.frameworks.formats.difference import Change, changes_between, matches
from catalogue.frameworks.formats.framework import Framework, fingerprint
from catalogue.frameworks.formats.reading import read_framework
from catalogue.frameworks.formats.refusals import FrameworkRefused
from catalogue.frameworks.formats.soundness import checked
from catalogue.frameworks.models import SkillFramework
from catalogue.frameworks.settling import FrameworkNotImported, settled, with_human_work
from catalogue.frameworks.storing import store

SHIPPED = settings.BASE_DIR / "fixtures" / "frameworks"


@dataclass(frozen=True, kw_only=True)
class ImportOutcome:
    """What an import did, or would do when `is_dry_run`.

    `kind` is "created", "new_version", "updated" or "unchanged". `framework` is the row (None when a dry run made none),
    `previous` the version that it replaces. `changes` compare it with what was there before: the same version when it is
    updated, else the previous one. `retired` counts the items that are gone and that something still points to.
    """

    kind: str
    framework: SkillFramework | None
    previous: SkillFramework | None = None
    changes: tuple[Change, ...] = ()
    retired: int = 0
    is_dry_run: bool = False


class _Undone(Exception):
    """A dry run ends: what it wrote is taken back."""


def read_file(data: bytes, name: str = "", *, code: str = "", version: str = "") -> Framework:
    """Return the framework of a file in any of our formats. Raises FrameworkNotImported with the sentence to show."""
    try:
        return read_framework(data, name, code=code, version=version)
    except FrameworkRefused as refusal:
        raise FrameworkNotImported(sentence_of(refusal)) from refusal


def sentence_of(refusal: FrameworkRefused) -> str:
    """Return why a file was refused, in the language of who reads, with the line when there is one."""
    reason = _(refusal.message) % refusal.parts
    return _("Line %(line)s: %(reason)s") % {"line": refusal.line, "reason": reason} if refusal.line else reason


def import_framework(framework: Framework, *, by=None, dry_run: bool = False) -> ImportOutcome:
    """Write `framework` and return what changed. Raises FrameworkNotImported, and then nothing is changed.

    The same code and version again bring the row up to date; another version of the same code is another row.
    """
    try:
        with transaction.atomic():
            outcome = _imported(framework, by=by, is_dry_run=dry_run)
            if dry_run:
                raise _Undone
    except _Undone:
        return outcome
    except FrameworkRefused as refusal:
        raise FrameworkNotImported(sentence_of(refusal)) from refusal
    except ProtectedError as error:
        raise FrameworkNotImported(
            _("Something was tied to a skill that this file does not have any more. Import it again.")
        ) from error
    except IntegrityError as error:
        raise FrameworkNotImported(_("Someone imports this framework at the same time. Try again.")) from error
    return outcome


def _imported(framework: Framework, *, by, is_dry_run: bool) -> ImportOutcome:
    versions = list(SkillFramework.objects.select_for_update().filter(code=framework.code))
    own = next((row for row in versions if row.version == framework.version), None)
    sha256 = fingerprint(checked(framework))
    if own and own.import_sha256 == sha256:
        return ImportOutcome(kind="unchanged", framework=own, previous=own.replaces, is_dry_run=is_dry_run)
    framework = settled(framework, own)
    previous = _version_before(framework.version, versions)
    if own is None:
        return _added(framework, sha256, previous, versions, by=by, is_dry_run=is_dry_run)
    old, shown = framework_of(own, with_retired=True), framework_of(own)
    pairs = matches(old, framework)
    framework = with_human_work(framework, old, pairs, same_version=True)
    retired = store(own, framework, sha256, old=old, pairs=pairs)
    after = framework_of(own)
    kind = "unchanged" if after == shown else "updated"
    if kind == "updated":
        log(own, "wagtail.edit", user=by)
    changes = tuple(changes_between(shown, after))
    return ImportOutcome(
        kind=kind, framework=own, previous=own.replaces, changes=changes, retired=retired, is_dry_run=is_dry_run
    )


def _added(framework, sha256, previous, versions, *, by, is_dry_run) -> ImportOutcome:
    changes = ()
    if previous:
        old = framework_of(previous)
        framework = with_human_work(framework, old, matches(old, framework), same_version=False)
        changes = tuple(changes_between(old, framework))
    row = SkillFramework(code=framework.code, version=framework.version, replaces=previous)
    store(row, framework, sha256)
    # An older version that comes late goes between those on both sides of it.
    following = [other for other in versions if other.replaces_id == (previous and previous.pk)]
    for other in following:
        if _version_key(other.version) > _version_key(row.version):
            SkillFramework.objects.filter(pk=other.pk).update(replaces=row)
    log(row, "wagtail.create", user=by)
    return ImportOutcome(
        kind="new_version" if previous else "created",
        framework=None if is_dry_run else row,
        previous=previous,
        changes=changes,
        is_dry_run=is_dry_run,
    )


def _version_before(version: str, versions: list[SkillFramework]) -> SkillFramework | None:
    """Return the version just before this one, as people number them: 2.2, 3.0, 3.10."""
    before = [row for row in versions if _version_key(row.version) < _version_key(version)]
    return max(before, key=lambda row: _version_key(row.version), default=None)


def _version_key(version: str) -> tuple:
    parts = re.findall(r"\d+|[^\W\d]+", version.lower())
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


def load_frameworks() -> list[ImportOutcome]:
    """Bring the shipped frameworks into the database, or up to date. Again, it changes nothing."""
    return [import_framework(framework) for framework in shipped_frameworks()]


def shipped_frameworks(folder: Path = SHIPPED) -> list[Framework]:
    """Return the frameworks of fixtures/frameworks, as its index.json puts them together."""
    rows = json.loads((folder / "index.json").read_text(encoding="utf-8"))["frameworks"]
    known: dict[str, Framework] = {}
    for row in rows:
        framework = read_framework((folder / row["file"]).read_bytes(), row["file"])
        for name in row.get("translations", []):
            framework = short.with_translation(framework, (folder / name).read_bytes())
        for name, other in row.get("correspondences", {}).items():
            framework = short.with_correspondences(framework, (folder / name).read_bytes(), other=known[other])
        known[framework.code] = framework
    return list(known.values())
