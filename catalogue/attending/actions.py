"""On the day: who is there, by whoever says it, and the code on the wall.

Every deed locks the session, then the person when the participant has an account: always in that order, so that two
deeds never wait for one another. Trainers who write from a path (`learning.recording`) hold the person alone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.attending.formats import codes
from catalogue.attending.models import CheckInCode
from catalogue.learning.completing import consider, lock_person
from catalogue.learning.marking import keep_word, merge
from catalogue.learning.models import Attendance, AttendanceMark
from catalogue.learning.recording import (
    BadAttendance,
    check_day,
    check_not_own,
    checked_minutes,
    decide_attendance,
)
from catalogue.registering.models import Registration
from catalogue.sessions.formats.half_days import HalfDay
from catalogue.sessions.formats.local_time import wall_of
from catalogue.sessions.locking import lock_session
from catalogue.sessions.models import PeerSession
from catalogue.sessions.queries import half_days_of
from outillerie.errors import Refused

State, Way = Attendance.State, AttendanceMark.Way
# People arrive before, stay after, and the last code of the day serves those who sign on the way out.
EARLIEST, AFTERWARDS = timedelta(hours=2), timedelta(minutes=30)


class NotExpected(Refused):
    pass


class KeyTaken(Refused):
    pass


class NotNow(Refused):
    pass


class NotMet(Refused):
    pass


@dataclass(frozen=True)
class Said:
    """What became of a word: `is_new` is False when its key was known, and nothing changed."""

    attendance: Attendance
    is_new: bool


def mark_presence(
    registration: Registration,
    *,
    half_day: str,
    state: str,
    minutes: int | None = None,
    way: str,
    key: str,
    by=None,
    said_at: datetime | None = None,
    arrived_at: datetime | None = None,
) -> Attendance:
    """Say whether somebody is there for one half-day, and return what is kept of it. The same `key` again is one word.

    Without `minutes`, somebody present was there for the whole half-day, or from `arrived_at` on when it is given.
    Raises NotExpected, NotMet, BadAttendance, OwnWork and KeyTaken.
    """
    facts = {"minutes": minutes, "arrived_at": arrived_at}
    word = AttendanceMark(state=state, way=way, key=key, said_by=by, said_at=said_at or timezone.now())
    return say(registration, half_day, word, **facts).attendance


@transaction.atomic
def say(
    registration: Registration,
    half_day: str,
    word: AttendanceMark,
    *,
    minutes: int | None = None,
    arrived_at: datetime | None = None,
) -> Said:
    """Keep one word, and tell whether it was known already."""
    session = lock_session(registration.session)
    current = Registration.objects.select_related("person").filter(pk=registration.pk).first()
    if current is None:
        raise NotExpected(
            _("This registration was erased meanwhile, with what the site held of the person. Load the page again.")
        )
    registration = current
    if known := known_word(word.key, registration):
        return Said(known, is_new=False)
    part = half_day_named(session, half_day)
    check_said(registration, session, part, word)
    person = lock_person(registration.person) if registration.person_id else None
    attendance = row_for(registration, session, part, person)
    modules = {attendance.module, session.module} - {None}
    attendance.module = session.module
    arrived_at = arrival(attendance, part, word, arrived_at)
    word.minutes = minutes_of(attendance, part, word, minutes, arrived_at)
    attendance.arrived_at = arrived_at or arrival_said(attendance, part, word)
    keep_word(attendance, word)
    if person is not None:
        for module in sorted(modules, key=lambda module: module.pk):
            consider(person, module)
    return Said(attendance, is_new=True)


def known_word(key: str, registration: Registration) -> Attendance | None:
    """Return the row that the word of this key was said of. The key of another word is refused."""
    mark = AttendanceMark.objects.filter(key=key).select_related("attendance").first()
    if mark is None:
        return None
    if mark.attendance.registration_id != registration.pk:
        raise KeyTaken(_("This mark was sent for somebody else already. Load the page again, then say it once more."))
    return mark.attendance


def half_day_named(session: PeerSession, code: str) -> HalfDay:
    found = next((part for part in half_days_of(session) if part.code == code), None)
    if found is None:
        raise BadAttendance(_("This session has no such half-day. Load the page again: its hours may have changed."))
    return found


def check_said(registration: Registration, session: PeerSession, part: HalfDay, word: AttendanceMark) -> None:
    if registration.person_id and word.said_by_id and word.way != Way.SELF:
        check_not_own(registration.person, word.said_by)
    if session.state not in (PeerSession.State.PUBLISHED, PeerSession.State.HELD):
        raise NotMet(_("Attendance is recorded for a session that is published and not cancelled."))
    if not is_expected(registration):
        raise NotExpected(
            _("%(name)s has no seat in this session any more. If they came, add them as a walk-in.")
            % {"name": registration.name}
        )
    # Somebody may ask to be excused beforehand; nobody is present beforehand.
    if word.state != State.EXCUSED:
        check_day(part.day, BadAttendance, today=wall_of(timezone.now(), session.time_zone).date())


def is_expected(registration: Registration) -> bool:
    """Say whether somebody has a seat; what was said of somebody who had one can still be corrected."""
    has_seat = registration.state == Registration.State.REGISTERED
    return has_seat or Attendance.objects.filter(registration=registration).exists()


def row_for(registration: Registration, session: PeerSession, part: HalfDay, person) -> Attendance:
    """Return the one row of that half-day, new or not: that of the registration, or what a trainer wrote from a path."""
    found = Attendance.objects.filter(registration=registration, half_day=part.code).select_related("module").first()
    loose = None
    if person is not None and session.module_id:
        of_a_path = {"person": person, "module": session.module_id, "held_on": part.day, "half_day": part.code}
        loose = Attendance.objects.filter(**of_a_path, session=None).select_related("module").first()
    if found is not None and loose is not None:
        merge(found, loose)
    found = found or loose or Attendance()
    found.registration, found.session, found.person = registration, session, person
    found.held_on, found.half_day = part.day, part.code
    return found


def minutes_of(attendance: Attendance, part: HalfDay, word: AttendanceMark, given: int | None, arrived_at) -> int:
    """Return the minutes to keep. Nobody's are lowered by a machine: only by what somebody typed."""
    if word.state != State.PRESENT:
        return 0
    if given is None and arrived_at is not None:
        late = max(arrived_at, part.starts).timestamp()
        given = max(1, round((part.ends.timestamp() - late) / 60))
    if given is None and attendance.pk and attendance.state == State.PRESENT:
        given = attendance.minutes
    return checked_minutes(word.state, part.minutes if given is None else given)


def arrival(attendance: Attendance, part: HalfDay, word: AttendanceMark, given: datetime | None) -> datetime | None:
    """Return the hour that somebody typed, checked."""
    if given is None or word.state != State.PRESENT:
        return None
    if not part.starts - EARLIEST <= given < part.ends:
        raise BadAttendance(_("This arrival is outside the half-day. Write an hour of it, for example 10 h 20."))
    return given


def arrival_said(attendance: Attendance, part: HalfDay, word: AttendanceMark) -> datetime | None:
    """Return when somebody present was first said to be there: by the clock of who said it, while it is likely."""
    if word.state != State.PRESENT:
        return None
    if attendance.arrived_at or word.way in (Way.PAPER, Way.DECISION):
        return attendance.arrived_at
    likely = (moment for moment in (word.said_at, timezone.now()) if part.starts - EARLIEST <= moment < part.ends)
    return next(likely, None)


def decide(attendance: Attendance, *, state: str, minutes: int | None = None, key: str, by) -> Attendance:
    """End a disagreement: the word of `by` counts, signed, and those before it stay readable."""
    if attendance.registration is not None:
        facts = {"half_day": attendance.half_day, "state": state, "minutes": minutes, "key": key, "by": by}
        return mark_presence(attendance.registration, way=Way.DECISION, **facts)
    return decide_attendance(attendance, state=state, by=by)


@transaction.atomic
def open_code(session: PeerSession, *, half_day: str, by) -> CheckInCode:
    """Return a new code for the wall; the one before it, of that half-day, ends. Raises NotNow and NotMet."""
    session, now = lock_session(session), timezone.now()
    part, parts = half_day_named(session, half_day), half_days_of(session)
    if session.state != PeerSession.State.PUBLISHED:
        raise NotMet(_("A code is shown for a session that is published and not over."))
    ends_at = part.ends + (AFTERWARDS if part == parts[-1] else timedelta())
    if ends_at <= now:
        raise NotNow(_("This half-day is over. Record who came in the list."))
    session.check_in_codes.filter(half_day=half_day, ends_at__gt=now).update(ends_at=now)
    return CheckInCode.objects.create(
        session=session, half_day=half_day, code=free_code(), made_by=by, made_at=now, ends_at=ends_at
    )


def free_code() -> str:
    """Return a code that was never given: an old one on a wall opens nothing, ever."""
    while CheckInCode.objects.filter(code=(code := codes.new_code())).exists():
        pass
    return code


def check_in(registration: Registration, code: CheckInCode, *, key: str, by=None) -> Said:
    """Have somebody say, with the code of the room, that they are there. Said already, nothing changes."""
    part = half_day_named(code.session, code.half_day)
    if timezone.now() < part.starts - EARLIEST:
        raise NotNow(_("It is too early: come back when the session begins."))
    found = Attendance.objects.filter(registration=registration, half_day=code.half_day).first()
    if found is not None and found.state == State.PRESENT:
        return Said(found, is_new=False)
    word = AttendanceMark(state=State.PRESENT, way=Way.SELF, key=key, said_by=by, said_at=timezone.now())
    return say(registration, code.half_day, word)
