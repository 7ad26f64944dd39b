"""Questions about who is there, one function each."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max, Prefetch, Q, QuerySet
from django.utils import timezone

from catalogue.attending.formats import names
from catalogue.attending.models import CheckInCode
from catalogue.learning.models import Attendance, AttendanceMark
from catalogue.registering.models import Registration
from catalogue.registering.queries import participants_of
from catalogue.sessions.formats.half_days import HalfDay
from catalogue.sessions.models import PeerSession
from catalogue.sessions.queries import half_days_of

REGISTERED = Registration.State.REGISTERED


@dataclass
class PresenceRow:
    """One person of the list. `marks` are all the words said of that half-day, the oldest first."""

    registration: Registration
    attendance: Attendance | None = None
    marks: list[AttendanceMark] = field(default_factory=list)

    @property
    def state(self) -> str:
        return self.attendance.state if self.attendance else ""


@dataclass(frozen=True)
class Counts:
    """How many people in each state, for one half-day. `unsaid` are those of whom nothing was said yet."""

    present: int
    absent: int
    excused: int
    unsaid: int
    conflicts: int

    @property
    def expected(self) -> int:
        return self.present + self.absent + self.excused + self.unsaid


def attendances_of(session: PeerSession) -> QuerySet[Attendance]:
    """Return what is kept of who came to `session`, by half-day then name."""
    rows = session.attendances.select_related("registration", "recorded_by", "person")
    return rows.order_by("held_on", "half_day", "registration__name", "pk")


def presence_rows(session: PeerSession, half_day: str) -> list[PresenceRow]:
    """Return everyone who has a seat, or of whom something was said, by name, in a fixed number of questions."""
    of_the_half_day = Attendance.objects.filter(half_day=half_day).prefetch_related(
        Prefetch("marks", AttendanceMark.objects.select_related("said_by").order_by("pk"))
    )
    came = Attendance.objects.filter(session=session).values("registration")
    rows = session.registrations.filter(Q(state=REGISTERED) | Q(pk__in=came)).order_by("name", "pk")
    rows = rows.select_related("organisation", "place__venue", "place__territory")
    rows = rows.prefetch_related(Prefetch("attendances", of_the_half_day, to_attr="said"))
    return sorted(map(row_of, rows), key=lambda row: names.plain(row.registration.name))


def row_of(registration: Registration) -> PresenceRow:
    found = registration.said[0] if registration.said else None
    return PresenceRow(registration, found, list(found.marks.all()) if found else [])


def counts_in(rows: list[PresenceRow]) -> Counts:
    said = Counter(row.state for row in rows)
    conflicts = sum(bool(row.attendance and row.attendance.has_conflict) for row in rows)
    state = Attendance.State
    return Counts(said[state.PRESENT], said[state.ABSENT], said[state.EXCUSED], said[""], conflicts)


def counts_of(session: PeerSession, half_day: str) -> Counts:
    return counts_in(presence_rows(session, half_day))


def version_of(session: PeerSession) -> str:
    """Return what changes whenever the list of `session` does: a page that asks again is told that nothing moved."""
    marks = AttendanceMark.objects.filter(attendance__session=session).aggregate(last=Max("pk"))["last"]
    return f"{marks or 0}-{participants_of(session).aggregate(last=Max('pk'))['last'] or 0}-{participants_of(session).count()}"


def half_day_now(session: PeerSession, now: datetime | None = None) -> HalfDay:
    """Return the half-day under way; before or between them, the next one; after them, the last one."""
    now = now or timezone.now()
    parts = half_days_of(session)
    return next((part for part in parts if now < part.ends), parts[-1])


def code_shown(session: PeerSession, half_day: str, now: datetime | None = None) -> CheckInCode | None:
    """Return the code that is good for `half_day` of `session`."""
    return session.check_in_codes.filter(half_day=half_day, ends_at__gt=now or timezone.now()).first()


def code_named(code: str) -> CheckInCode | None:
    """Return the row of a code, ended or not."""
    rows = CheckInCode.objects.select_related("session")
    return rows.filter(code=code, session__state=PeerSession.State.PUBLISHED).first()


def is_good(code: CheckInCode, now: datetime | None = None) -> bool:
    return code.ends_at > (now or timezone.now())


def people_named(session: PeerSession, typed: str) -> list[tuple[int, str]]:
    """Return at most five of those who have a seat and whose name begins like `typed`: (id, short name). LEAK-09."""
    if not names.has_enough_letters(typed):
        return []
    rows = participants_of(session).values_list("pk", "name")
    found = [(pk, name) for pk, name in rows if names.is_meant(name, typed)][: names.MOST_CHOICES]
    return list(zip((pk for pk, _name in found), names.short_names(name for _pk, name in found), strict=True))


def seat_of(session: PeerSession, pk: int) -> Registration | None:
    """Return the registration of `session` with that id: one of another session does not exist here."""
    return session.registrations.select_related("session", "person").filter(pk=pk).first()


def people_of_name(session: PeerSession, typed: str) -> list[Registration]:
    """Return those who have a seat and whose whole name is `typed`, whatever its case and accents."""
    rows = participants_of(session).select_related("session", "person")
    return [row for row in rows if names.plain(row.name) == names.plain(typed)]
