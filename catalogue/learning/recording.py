"""Presence and assessments, as trainers record and correct them. Each one is judged in the same transaction."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.learning.completing import MOST_REASON, ReasonNeeded, consider, lock_person
from catalogue.learning.models import AssessmentResult, Attendance
from catalogue.paths.models import Module
from outillerie.accounts.models import User
from outillerie.errors import Refused

MOST_MINUTES = 720
LONGEST_AGO = timedelta(days=5 * 365)


class BadAttendance(Refused):
    pass


class BadAssessment(Refused):
    pass


class OwnWork(Refused):
    pass


class AlreadyGone(Refused):
    pass


@transaction.atomic
def record_attendance(
    person: User,
    module: Module,
    *,
    held_on: date,
    half_day: str,
    state: str = Attendance.State.PRESENT,
    minutes: int = 0,
    by: User,
) -> Attendance:
    """Write who was there for one half-day. Written again, it is a correction: the last word is kept."""
    check_not_own(person, by)
    check_day(held_on, BadAttendance)
    minutes = checked_minutes(state, minutes)
    person = lock_person(person)
    attendance, _is_new = Attendance.objects.update_or_create(
        person=person,
        module=module,
        held_on=held_on,
        half_day=half_day,
        defaults={"state": state, "minutes": minutes, "recorded_by": by},
    )
    consider(person, module)
    return attendance


@transaction.atomic
def erase_attendance(attendance: Attendance, *, by: User) -> None:
    """Take away what was written of a half-day by mistake."""
    check_not_own(attendance.person, by)
    person = lock_person(attendance.person)
    if not Attendance.objects.filter(pk=attendance.pk).delete()[0]:
        raise AlreadyGone(_("This line was erased meanwhile. The page is up to date now."))
    consider(person, attendance.module)


def checked_minutes(state: str, minutes: int) -> int:
    """Return the minutes to keep: those of someone present, none of anybody else."""
    if state != Attendance.State.PRESENT:
        return 0
    if not 1 <= minutes <= MOST_MINUTES:
        raise BadAttendance(
            _("Say how many minutes the person was there: from 1 to %(most)s.") % {"most": MOST_MINUTES}
        )
    return minutes


@transaction.atomic
def record_assessment(
    person: User, module: Module, *, is_passed: bool, assessed_on: date, comment: str = "", by: User
) -> AssessmentResult:
    """Add a result beside the earlier ones. Sent twice in the same words, it is one."""
    check_not_own(person, by)
    check_day(assessed_on, BadAssessment)
    person = lock_person(person)
    result, _is_new = AssessmentResult.objects.get_or_create(
        person=person,
        module=module,
        is_passed=is_passed,
        assessed_on=assessed_on,
        comment=comment.strip(),
        assessed_by=by,
        withdrawn_at=None,
    )
    consider(person, module)
    return result


@transaction.atomic
def withdraw_assessment(result: AssessmentResult, *, reason: str, by: User) -> None:
    """Take a result back, with the reason. It stays readable, and no longer counts."""
    check_not_own(result.person, by)
    if not reason.strip():
        raise ReasonNeeded(_("Say why this result is taken back: its learner will read it."))
    person = lock_person(result.person)
    taken = {"withdrawn_at": timezone.now(), "withdrawn_reason": reason.strip()[:MOST_REASON]}
    if not AssessmentResult.objects.filter(pk=result.pk, withdrawn_at=None).update(**taken):
        raise AlreadyGone(_("This result was taken back meanwhile. The page is up to date now."))
    consider(person, result.module)


def check_not_own(person: User, by: User) -> None:
    if person.pk == by.pk:
        raise OwnWork(_("Nobody records or judges their own work: ask another trainer of the path."))


def check_day(day: date, refusal: type[Refused]) -> None:
    today = timezone.localdate()
    if day > today:
        raise refusal(_("This day is in the future. Record it once it is over."))
    if day < today - LONGEST_AGO:
        raise refusal(_("This day is more than five years ago. Check the year."))
