"""Rows of an export in words: what people call each field, and how they read its values."""

from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outillerie.accounts.personal_data import Holding

# Fields that have no name of their own for people.
LABELS = {
    "accepted_at": gettext_lazy("Accepted"),
    "action": gettext_lazy("Deed"),
    "added_at": gettext_lazy("Added"),
    "comment": gettext_lazy("Comment"),
    "comment_notifications": gettext_lazy("Told of comments"),
    "created_at": gettext_lazy("Made"),
    "data": gettext_lazy("What was typed"),
    "dismissibles": gettext_lazy("Messages put away"),
    "facts": gettext_lazy("Details"),
    "file": gettext_lazy("File"),
    "file_size": gettext_lazy("Size in bytes"),
    "given_at": gettext_lazy("Given"),
    "is_editing": gettext_lazy("Was writing"),
    "label": gettext_lazy("About"),
    "last_seen_at": gettext_lazy("Last seen"),
    "last_updated_at": gettext_lazy("Changed"),
    "mailed_at": gettext_lazy("Sent by e-mail"),
    "object_str": gettext_lazy("Title"),
    "page": gettext_lazy("Page"),
    "path": gettext_lazy("Address"),
    "prefix": gettext_lazy("Beginning"),
    "read_at": gettext_lazy("Read"),
    "ready_at": gettext_lazy("Ready"),
    "report": gettext_lazy("Field report"),
    "requested_at": gettext_lazy("Asked"),
    "resolved_at": gettext_lazy("Settled"),
    "sha256": gettext_lazy("Fingerprint"),
    "size": gettext_lazy("Size in bytes"),
    "slug": gettext_lazy("Address"),
    "state": gettext_lazy("State"),
    "text": gettext_lazy("Text"),
    "updated_at": gettext_lazy("Changed"),
}


def in_words(holding: Holding, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a section as the page shows it: the values that say something, under the names people know."""
    columns = {name: holding.model_class()._meta.get_field(name) for name in holding.fields}
    return {
        "title": holding.name,
        "rows": [
            [(label_of(columns[name]), word_of(columns[name], value)) for name, value in row.items() if says(value)]
            for row in rows
        ],
    }


def says(value: Any) -> bool:
    return value not in (None, "", [], {})


def label_of(column: models.Field) -> str:
    label = str(LABELS.get(column.name, column.verbose_name))
    return label[:1].upper() + label[1:]


def word_of(column: models.Field, value: Any) -> str:
    """Return a value in words: yes or no, the label of a code, a date as people write it."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(column, models.DateTimeField):
        return date_format(timezone.localtime(datetime.fromisoformat(value)), "DATETIME_FORMAT")
    if isinstance(column, models.DateField):
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if isinstance(value, dict):
        return ", ".join(f"{name}: {fact}" for name, fact in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
