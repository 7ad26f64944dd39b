"""A draft as plain values, and the copy of them that a page carries: what it showed to whoever writes on it."""

import dataclasses
from secrets import token_urlsafe
from typing import Any

from django.core import signing

from outillerie.kits.exports import content_of
from outillerie.kits.formats.content import KitContent, from_dict, to_dict
from outillerie.kits.models import KitPage
from outillerie.writing.stages import Stage

SALT = "outillerie.writing"


def written(draft: KitPage) -> KitContent:
    """Return what a draft says. What it says of its next version goes to `extra`: only versions keep that."""
    answered = sorted(report.pk for report in draft.answered_reports.all() if report.answered_in_id is None)
    extra = {"version_notes": draft.version_notes, "answered_reports": answered}
    return dataclasses.replace(content_of(draft), extra=extra)


def base_token(content: KitContent, stage: Stage, *, kit: KitPage, by, page: str = "") -> str:
    """Return the answers of `stage`, signed: they come back with what was typed, and nobody can have changed them.

    `page` names the page that carries them, from its first save to its last.
    """
    values = {name: value for name, value in to_dict(content).items() if name in stage.fields}
    told = {"kit": kit.pk, "stage": stage.code, "by": by.pk, "page": page or token_urlsafe(6), "values": values}
    return signing.dumps(told, salt=SALT, compress=True)


def read_token(token: str) -> dict[str, Any] | None:
    """Return what `base_token` signed, or None."""
    try:
        return signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None


def base_of(token: str, theirs: KitContent, *, kit_id: int, stage: Stage) -> KitContent:
    """Return `theirs` with the answers that the page of `token` showed.

    A page that does not say what it showed knew nothing: whatever it changes is then a matter of choice.
    """
    read = read_token(token)
    if read is None or (read["kit"], read["stage"]) != (kit_id, stage.code):
        values: dict[str, Any] = {}
    else:
        values = read["values"]
    shown = from_dict({"title": "", **{name: value for name, value in values.items() if name in stage.fields}})
    return dataclasses.replace(theirs, **{name: getattr(shown, name) for name in stage.fields})
