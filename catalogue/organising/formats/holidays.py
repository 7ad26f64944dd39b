"""Public holidays in France: Code du travail, article L3133-1. Those of one territory only (Alsace-Moselle, abolition
of slavery overseas) are not among them: a marked date is a reminder, never a refusal."""

from datetime import date, timedelta

from dateutil.easter import easter

FIXED = {
    (1, 1): "new-year",
    (5, 1): "labour",
    (5, 8): "victory",
    (7, 14): "national",
    (8, 15): "assumption",
    (11, 1): "all-saints",
    (11, 11): "armistice",
    (12, 25): "christmas",
}
AFTER_EASTER = {1: "easter-monday", 39: "ascension", 50: "whit-monday"}


def holiday_of(day: date) -> str:
    """Return the code of the public holiday that `day` is, or nothing."""
    return FIXED.get((day.month, day.day)) or AFTER_EASTER.get((day - easter(day.year)) // timedelta(days=1), "")
