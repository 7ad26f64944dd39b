"""The facts of a path, written by several people: what each changed is kept, what both changed is a matter of choice."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.paths.drafts import check_lock, locked_draft, save_draft
from catalogue.paths.forms import FACT_FIELDS
from catalogue.paths.models import LearningPathPage
from outillerie.errors import Refused

SALT = "catalogue.paths.facts"
ROWS = frozenset({"audiences", "codes"})
Facts = dict[str, Any]


@dataclass(frozen=True)
class Conflict:
    """A fact that two people changed in two ways: plain values, as `facts_of` gives them."""

    name: str
    theirs: Any
    mine: Any


class EditedMeanwhile(Refused):
    """Somebody else changed the same facts. Nothing was written."""

    def __init__(self, conflicts: tuple[Conflict, ...]):
        self.conflicts = conflicts
        super().__init__(_("Someone has changed this path. Nothing of yours is lost: choose what to keep."))


def facts_of(path: LearningPathPage) -> Facts:
    """Return the facts of a draft as JSON-ready values: rows and choices by their number."""
    return {name: plain(getattr(path, name).all() if name in ROWS else getattr(path, name)) for name in FACT_FIELDS}


def typed_facts(cleaned: Mapping[str, Any]) -> Facts:
    """Return what a form that is valid says, in the same values."""
    return {name: plain(cleaned[name]) for name in FACT_FIELDS}


def plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.pk if hasattr(value, "pk") else sorted(row.pk for row in value)


def shown_token(path: LearningPathPage, *, by) -> str:
    """Return what a page shows, signed: it comes back with what was typed on it."""
    return signing.dumps({"path": path.pk, "by": by.pk, "facts": facts_of(path)}, salt=SALT, compress=True)


def read_token(token: str, path_id: int) -> dict[str, Any] | None:
    """Return what `shown_token` signed for this path, or None."""
    try:
        read = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return read if read["path"] == path_id else None


def merged(base: Facts, theirs: Facts, mine: Facts, choices: Mapping[str, str]) -> Facts:
    """Return mine with what only theirs changed; raise EditedMeanwhile for what both changed and nobody chose."""
    kept, undecided = dict(theirs), []
    for name, value in mine.items():
        if value == theirs[name] or (name in base and value == base[name]):
            continue
        is_conflict = name not in base or theirs[name] != base[name]
        if is_conflict and name not in choices:
            undecided.append(Conflict(name, theirs[name], value))
        elif not is_conflict or choices[name] == "mine":
            kept[name] = value
    if undecided:
        raise EditedMeanwhile(tuple(undecided))
    return kept


@transaction.atomic
def save_facts(
    path_id: int, cleaned: Mapping[str, Any], *, base: Facts, by, choices: Mapping[str, str] | None = None
) -> LearningPathPage:
    """Keep what the form says in the draft, beside what others changed since it was shown. Return the draft.

    `base` is what the page had shown. When both sides changed the same fact, `choices` says "mine" or "theirs" by the
    name of the fact; without an answer nothing is written. Saving the same again changes nothing.
    """
    draft = locked_draft(path_id)
    check_lock(draft, by=by)
    theirs = facts_of(draft)
    kept = merged(base, theirs, typed_facts(cleaned), choices or {})
    changed = [name for name, value in kept.items() if value != theirs[name]]
    if changed:
        for name in changed:
            setattr(draft, name, cleaned[name])
        save_draft(draft, by=by)
    return draft
