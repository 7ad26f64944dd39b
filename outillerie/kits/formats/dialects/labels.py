"""Labels of facts, from `labels.json`: «Durée estimée» and «time» are both `duration`."""

import json
from pathlib import Path

from outillerie.kits.formats.dialects.words import folded

# Facts whose value is a few words; a longer value is a sentence that starts like a label.
SHORT_FIELDS = frozenset(
    [
        "title",
        "language",
        "duration",
        "setup",
        "audience",
        "age",
        "participants",
        "facilitators",
        "level",
        "mode",
        "author",
        "organisation",
        "licence",
        "source",
    ]
)
LONGEST_SHORT_VALUE = 160

_FIELDS = {
    folded(label): field
    for field, labels in json.loads(Path(__file__).with_name("labels.json").read_text("utf-8")).items()
    for label in labels
}


def field_of(label: str) -> str | None:
    """Return the field that `label` names, whatever its case, accents, marks or emoji."""
    return _FIELDS.get(folded(label))
