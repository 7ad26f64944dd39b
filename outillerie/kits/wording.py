"""Differences between two versions, in words that a reader understands."""

import dataclasses

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outillerie.kits.formats.difference import Change
from outillerie.kits.models import KitCredit, KitFile, KitMaterial, KitPage, KitPicture, KitStep
from outillerie.licences.licence import LICENCES

MODELS = {
    "kit": KitPage,
    "steps": KitStep,
    "material": KitMaterial,
    "credits": KitCredit,
    "files": KitFile,
    "pictures": KitPicture,
}
PARTS = {
    "steps": gettext_lazy("Step"),
    "material": gettext_lazy("Material"),
    "files": gettext_lazy("File"),
    "pictures": gettext_lazy("Picture"),
    "credits": gettext_lazy("Credit"),
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
KINDS = {
    "added": gettext_lazy("Added"),
    "removed": gettext_lazy("Removed"),
    "moved": gettext_lazy("Moved"),
    "changed": gettext_lazy("Changed"),
}


def change_rows(changes: list[Change]) -> list[dict]:
    return [change_row(change) for change in changes if change.field not in SILENT]


def change_row(change: Change) -> dict:
    """Return a change as a title, its kind in a word, and either the words that changed or the two values."""
    return {
        "kind": change.kind,
        "kind_label": KINDS[change.kind],
        "title": title_of(change),
        "segments": change.segments,
        "old": "" if change.segments else value_words(change.field, change.old),
        "new": "" if change.segments else value_words(change.field, change.new),
    }


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
    label = str(MODELS[change.part]._meta.get_field(change.field).verbose_name)
    return label[0].upper() + label[1:]


def value_words(field: str, value) -> str:
    if value is None or value == "":
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field == "sha256":
        return ""
    if field == "licence" and value in LICENCES:
        return LICENCES[value].short_name
    if dataclasses.is_dataclass(value):
        texts = [text for text in vars(value).values() if isinstance(text, str) and text]
        return Truncator(" · ".join(texts[:3])).chars(300)
    return str(value)
