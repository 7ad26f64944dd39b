"""What a reading made of a document, in words."""

from itertools import groupby

from django.utils.translation import gettext_lazy as _

from outillerie.kits.cards import audience_labels
from outillerie.kits.formats.text import render
from outillerie.kits.models import KitPage
from outillerie.kits.queries import themes_by_code

LISTS = {
    "themes": _("Themes"),
    "audiences": _("Audience"),
    "objectives": _("Objectives"),
    "material": _("Material"),
    "steps": _("Steps"),
    "credits": _("Credits"),
    "pictures": _("Pictures"),
    "participants_max": _("Participants"),
}


def account_sections(account: dict) -> dict:
    """Return what was understood, field by field, and the passages that found no place, ready for a template."""
    rows = [(label_of(field), in_words(field, excerpt)) for field, excerpt in account["understood"]]
    return {
        "understood": [
            {"label": label, "excerpts": [excerpt for _label, excerpt in group]}
            for label, group in groupby(rows, key=lambda row: row[0])
        ],
        "leftovers": [render(passage, heading_level=3) for passage in account["leftovers"]],
        "notices": account["notices"],
    }


def label_of(field: str) -> str:
    if field in LISTS:
        return str(LISTS[field])
    label = str(KitPage._meta.get_field(field).verbose_name)
    return label[0].upper() + label[1:]


def in_words(field: str, excerpt: str) -> str:
    """Return what was read, with the labels of its codes when the document did not say it in its own words."""
    labels = {"themes": theme_labels, "audiences": audience_labels}.get(field)
    if labels is None:
        return excerpt
    known = labels()
    return ", ".join(dict.fromkeys(known.get(code.strip(), code.strip()) for code in excerpt.split(",")))


def theme_labels() -> dict[str, str]:
    return {code: theme.label for code, theme in themes_by_code().items()}
