"""Who may do what with a field report. Reading it is reading its kit (`can_read_kit`), unless it is hidden."""

from outillerie.field_reports.models import FieldReport
from outillerie.kits.permissions import can_edit_kit, can_review_kits, can_write_kits


def can_tell_workshop(user) -> bool:
    """Anyone who is signed in may tell how a kit went, its own authors too: theirs is read, and has no voice."""
    return can_write_kits(user)


def can_read_report(user, report: FieldReport) -> bool:
    """A hidden report is left to who wrote it, and to those who may hide it."""
    return not report.is_hidden or can_correct_report(user, report) or can_hide_report(user, report)


def can_correct_report(user, report: FieldReport) -> bool:
    return can_tell_workshop(user) and report.person_id == user.pk


def can_thank_for_report(user, report: FieldReport) -> bool:
    return can_tell_workshop(user) and report.person_id != user.pk


def can_answer_report(user, report: FieldReport) -> bool:
    return can_edit_kit(user, report.kit)


def can_hide_report(user, report: FieldReport) -> bool:
    return can_review_kits(user)
