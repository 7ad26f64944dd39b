"""Field reports from a plain file: those of the demonstration."""

from collections.abc import Iterable

from django.db import transaction

from outillerie.accounts.models import User
from outillerie.field_reports.actions import count_voices, lock
from outillerie.field_reports.models import FieldReport, FieldReportThanks
from outillerie.kits.models import Audience, KitPage, PlaceType
from outillerie.kits.queries import newest_version


def write_field_reports(rows: Iterable[dict]) -> None:
    """Write the reports of `rows` (see fixtures/demo/field_reports.yaml) and count their voices. Again, it changes nothing."""
    for slug in dict.fromkeys(row["kit"] for row in rows):
        with transaction.atomic():
            kit = lock(KitPage.objects.get(slug=slug))
            for row in rows:
                if row["kit"] == slug:
                    write_field_report(kit, row)
            count_voices(kit)


def write_field_report(kit: KitPage, row: dict) -> FieldReport:
    facts = {name: value for name, value in row.items() if name not in LINKS}
    answered = kit.versions.first() if row.get("answered") else None
    report, _is_new = FieldReport.objects.get_or_create(
        kit=kit,
        person=person(row["person"]),
        held_on=row["held_on"],
        defaults={
            **facts,
            "version": newest_version(kit),
            "place_type": PlaceType.objects.get(code=row["place_type"]),
            "audience": Audience.objects.get(code=row["audience"]),
            "answered_by": person(row["answered_by"]) if row.get("answered_by") else None,
            "answered_in": answered,
        },
    )
    for email in row.get("thanks", ()):
        FieldReportThanks.objects.get_or_create(report=report, person=person(email))
    return report


LINKS = {"kit", "person", "held_on", "place_type", "audience", "answered_by", "answered", "thanks"}


def person(email: str) -> User:
    return User.objects.get(email=email)
