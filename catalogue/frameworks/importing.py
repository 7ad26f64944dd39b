"""A file that becomes a framework in two steps: what it would change, then the change. It waits an hour in between."""

import zlib
from secrets import token_urlsafe

from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.frameworks.exports import framework_of
from catalogue.frameworks.formats.difference import Change, changes_between
from catalogue.frameworks.formats.framework import Framework, Item
from catalogue.frameworks.imports import ImportOutcome, read_file
from catalogue.frameworks.models import SkillFramework
from catalogue.frameworks.reading import reader_language
from catalogue.frameworks.touched import touched_by
from outillerie.errors import Refused
from outillerie.kits.formats.text import typography

ONE_HOUR_SECONDS = 3_600
MOST_CHANGES = 300
LARGEST_FILE = 20_000_000
KINDS = {
    "added": gettext_lazy("Added"),
    "removed": gettext_lazy("Removed"),
    "moved": gettext_lazy("Moved"),
    "reworded": gettext_lazy("Reworded"),
    "renumbered": gettext_lazy("Renumbered"),
    "relevelled": gettext_lazy("Of another level"),
}
OUTCOMES = {
    "created": gettext_lazy("This framework is new here."),
    "new_version": gettext_lazy("It is a new version. The one before stays, with everything that points to it."),
    "updated": gettext_lazy("It brings this version up to date."),
    "unchanged": gettext_lazy("This framework is here already, exactly so. There is nothing to change."),
}


class FileForgotten(Refused):
    pass


def keep_file(data: bytes, name: str, *, code: str, version: str, by) -> str:
    """Keep a file for an hour and return the token that `by`, and nobody else, takes it back with."""
    token = token_urlsafe(16)
    cache.set(place_of(token, by), (zlib.compress(data), name[:200], code, version), ONE_HOUR_SECONDS)
    return token


def kept_framework(token: str, *, by) -> Framework:
    """Return what was kept, read again. Raises FileForgotten, or FrameworkNotImported."""
    kept = cache.get(place_of(token, by)) if token.isascii() and len(token) < 60 else None
    if kept is None:
        raise FileForgotten(_("This file is no longer kept here. Choose it again."))
    data, name, code, version = kept
    return read_file(zlib.decompress(data), name, code=code, version=version)


def forget_file(token: str, *, by) -> None:
    cache.delete(place_of(token, by))


def place_of(token: str, by) -> str:
    return f"framework-file|{by.pk}|{token}"


def outcome_rows(framework: Framework, outcome: ImportOutcome) -> dict:
    """Return what an import would do, ready to be shown."""
    base = outcome.framework if outcome.kind == "updated" else outcome.previous
    return {
        "title": typography(framework.title, framework.language),
        "version": framework.version,
        "code": framework.code,
        "item_count": len(framework.items),
        "words": OUTCOMES[outcome.kind],
        "is_unchanged": outcome.kind == "unchanged",
        "was_written_here": is_written_here(framework),
        "retired": outcome.retired,
        **change_rows(outcome.changes, base),
    }


def is_written_here(framework: Framework) -> bool:
    """Return whether the import would take over a framework that the staff writes by hand."""
    return SkillFramework.objects.filter(code=framework.code, version=framework.version, import_sha256="").exists()


def change_rows(changes, base: SkillFramework | None) -> dict:
    """Return changes in words, each with what points to the skill as it is in `base`, and how many of each kind."""
    changes = list(changes)
    old = [change.old.identifier for change in changes if change.old]
    ids = dict(base.skills.filter(identifier__in=old).values_list("identifier", "pk")) if base and old else {}
    touched = touched_by(set(ids.values())) if ids else {}
    keys = {str(identifier): pk for identifier, pk in ids.items()}
    rows = [
        change_row(change, touched.get(keys.get(change.old.identifier) if change.old else None, []))
        for change in changes
    ]
    # What someone must look at comes first.
    rows.sort(key=lambda row: not row["touched"])
    return {
        "counts": [
            _("%(kind)s: %(count)s") % {"kind": label, "count": count}
            for kind, label in KINDS.items()
            if (count := sum(change.kind == kind for change in changes))
        ],
        "changes": rows[:MOST_CHANGES],
        "more": max(len(rows) - MOST_CHANGES, 0),
        "touched_count": len({(thing.kind, thing.title) for row in rows for thing in row["touched"]}),
    }


def change_row(change: Change, touched: list) -> dict:
    return {
        "kind": change.kind,
        "kind_label": KINDS[change.kind],
        "code": (change.new or change.old).code,
        "old": said(change.old) if change.old else "",
        "new": said(change.new) if change.new else "",
        "touched": touched,
    }


def said(item: Item) -> str:
    """Return the code and the words of an item, for a reader."""
    text = item.text(reader_language())
    statement = typography(text.statement, text.language) if text else ""
    return " ".join(filter(None, [item.code, statement]))


def changes_since(framework: SkillFramework, before: SkillFramework) -> dict:
    """Return what `framework` changes from `before`, as `change_rows` does."""
    return change_rows(changes_between(framework_of(before), framework_of(framework)), before)
