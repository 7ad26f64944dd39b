"""Presence and assessments, as trainers record and correct them. Each one is judged in the same transaction."""

from datetime import date, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.learning.completing import MOST_REASON, ReasonNeeded, consider, lock_person
from catalogue.learning.marking import is_repeated, keep_word, words_of
from catalogue.learning.models import AssessmentResult, Attendance, AttendanceMark
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


class OfASession(Refused):
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
    way: str = AttendanceMark.Way.TRAINER,
    by: User,
) -> Attendance:
    """Write who was there for one half-day. Written again, it is a correction: the last word is kept, all are logged.

    When that half-day was a session's, its row is corrected. Whoever writes a row of somebody with an account holds
    the person: no session needs to be locked here.
    """
    check_not_own(person, by)
    check_day(held_on, BadAttendance)
    minutes = checked_minutes(state, minutes)
    person = lock_person(person)
    half_day_of = {"person": person, "module": module, "held_on": held_on, "half_day": half_day}
    attendance = attendance_at(**half_day_of) or Attendance(**half_day_of)
    word = AttendanceMark(state=state, minutes=minutes, way=way, key=uuid4().hex, said_by=by, said_at=timezone.now())
    if not is_repeated(attendance, word):
        keep_word(attendance, word)
        consider(person, module)
    return attendance


def decide_attendance(attendance: Attendance, *, state: str, by: User) -> Attendance:
    """End a disagreement on a half-day of a path: this word counts, signed, and those before it stay readable.

    Somebody present was there for as long as those who saw them said.
    """
    seen = [mark.minutes for mark in words_of(attendance) if mark.state == Attendance.State.PRESENT]
    return record_attendance(
        attendance.person,
        attendance.module,
        held_on=attendance.held_on,
        half_day=attendance.half_day,
        state=state,
        minutes=seen[-1] if seen else 0,
        way=AttendanceMark.Way.DECISION,
        by=by,
    )


def attendance_at(**half_day_of) -> Attendance | None:
    """Return the row of that half-day: that of a session rather than another, the newest of them."""
    return Attendance.objects.filter(**half_day_of).order_by(F("session").desc(nulls_last=True), "-pk").first()


@transaction.atomic
def erase_attendance(attendance: Attendance, *, by: User) -> None:
    """Take away what was written of a half-day by mistake. What a session recorded is corrected, never erased."""
    check_not_own(attendance.person, by)
    if attendance.session_id:
        raise OfASession(_("A session recorded this attendance. Correct it in its list: what was said stays readable."))
    person = lock_person(attendance.person)
    # Read again: a session may have taken this row over since.
    if not Attendance.objects.filter(pk=attendance.pk, session=None).delete()[0]:
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


def check_day(day: date, refusal: type[Refused], *, today: date | None = None) -> None:
    today = today or timezone.localdate()
    if day > today:
        raise refusal(_("This day is in the future. Record it once it is over."))
    if day < today - LONGEST_AGO:
        raise refusal(_("This day is more than five years ago. Check the year."))
