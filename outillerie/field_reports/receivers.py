"""What the publication of a kit means for the reports that it answers."""

from django.dispatch import receiver

from outillerie.field_reports.actions import mark_answered
from outillerie.kits.events import version_published


@receiver(version_published)
def answer_reports(sender, *, version, by, **_kwargs):
    mark_answered(version, version.kit.answered_reports.all(), by=by)
