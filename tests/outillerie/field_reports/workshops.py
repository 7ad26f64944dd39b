"""Workshops that people ran and tell."""

from datetime import date

from outillerie.field_reports.actions import tell_workshop
from outillerie.field_reports.models import FieldReport, Recommendation

DAY = date(2026, 3, 12)
ANSWERS = {
    "held_on": "12/03/2026",
    "worked": "Les ados parlent des messages, pas d’eux-mêmes.",
    "difficulties": "Le code est trop long.",
    "alternatives": "Donner le premier chiffre.",
    "recommendation": "3",
    "participants": "8",
    "minutes": "35",
}


def told(kit, person, **facts) -> FieldReport:
    """Return a report of `person` on `kit`, told as the page tells it."""
    usual = {"held_on": DAY, "worked": "Tout le monde a parlé.", "recommendation": Recommendation.YES}
    return tell_workshop(FieldReport(kit=kit, person=person, **{**usual, **facts}))
