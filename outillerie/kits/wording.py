"""Differences between two versions, in words that a reader understands."""

import dataclasses

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outillerie.kits.formats.difference import Change
from outillerie.kits.models import (
    HubDocument,
    HubImage,
    KitCredit,
    KitFile,
    KitMaterial,
    KitPage,
    KitPicture,
    KitSource,
    KitStep,
)
from outillerie.licences.licence import LICENCES

# Where the columns of each part have their names: a file is a row of the kit and a document of the library.
MODELS = {
    "kit": [KitPage],
    "steps": [KitStep],
    "material": [KitMaterial],
    "credits": [KitCredit],
    "files": [KitFile, HubDocument],
    "pictures": [KitPicture, HubImage],
    "sources": [KitSource],
}
PARTS = {
    "steps": gettext_lazy("Step"),
    "material": gettext_lazy("Material"),
    "files": gettext_lazy("File"),
    "pictures": gettext_lazy("Picture"),
    "credits": gettext_lazy("Credit"),
    "sources": gettext_lazy("Source"),
}
FIELDS = {
    "themes": gettext_lazy("Themes"),
    "audiences": gettext_lazy("Audiences"),
    "objectives": gettext_lazy("Objectives"),
    "cover": gettext_lazy("Cover"),
    "organisation": gettext_lazy("Organisation"),
    "alt": gettext_lazy("Description of the picture"),
    "sha256": gettext_lazy("Content of the file"),
    "licence": gettext_lazy("Licence"),
    "extra": gettext_lazy("Other facts"),
}
# They follow from the bytes of a file, and the row that says that the bytes changed says it all.
SILENT = {"size", "pages", "width", "height", "media_type"}
# What names a version of a source for programs; its number and address say it to people.
SILENT_IN_SOURCES = {"sha256", "through"}
KINDS = {
    "added": gettext_lazy("Added"),
    "removed": gettext_lazy("Removed"),
    "moved": gettext_lazy("Moved"),
    "changed": gettext_lazy("Changed"),
}


def change_rows(changes: list[Change]) -> list[dict]:
    return [change_row(change) for change in changes if not is_silent(change)]


def is_silent(change: Change) -> bool:
    return change.field in SILENT or (change.part == "sources" and change.field in SILENT_IN_SOURCES)


def change_row(change: Change) -> dict:
    """Return a change as a title, its kind in a word, and either the words that changed or the two values."""
    labels = labels_of(change)
    old, new = (labels.get(value, value) if labels else value for value in (change.old, change.new))
    segments = () if labels else change.segments
    return {
        "kind": change.kind,
        "kind_label": KINDS[change.kind],
        "title": title_of(change),
        "segments": segments,
        "old": "" if segments else value_words(change.field, old),
        "new": "" if segments else value_words(change.field, new),
    }


def labels_of(change: Change) -> dict:
    """Return the words of each value of a field that holds codes, nothing for another field."""
    column = column_of(change)
    return dict(column.flatchoices) if column is not None and change.kind == "changed" else {}


def column_of(change: Change):
    columns = (column for model in MODELS[change.part] for column in model._meta.concrete_fields)
    return next((column for column in columns if column.name == change.field), None)


def title_of(change: Change) -> str:
    field = field_label(change)
    if change.part == "kit":
        named = change.label and change.kind != "changed"
        return _("%(what)s: %(which)s") % {"what": field, "which": change.label} if named else field
    name = _("%(part)s “%(label)s”") % {"part": PARTS[change.part], "label": change.label}
    return _("%(what)s: %(which)s") % {"what": name, "which": field} if field else name


def field_label(change: Change) -> str:
    if not change.field:
        return ""
    if change.field in FIELDS:
        return str(FIELDS[change.field])
    label = str(column_of(change).verbose_name)
    return label[0].upper() + label[1:]


def value_words(field: str, value) -> str:
    if value is None or value in ("", ()):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field == "sha256":
        return ""
    if field == "licence" and value in LICENCES:
        return LICENCES[value].short_name
    if isinstance(value, tuple):
        return ", ".join(value)
    if dataclasses.is_dataclass(value):
        texts = [text for text in vars(value).values() if isinstance(text, str) and text]
        return Truncator(" · ".join(texts[:3])).chars(300)
    return str(value)
