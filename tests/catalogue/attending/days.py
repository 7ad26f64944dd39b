"""Words about presence, in the fewest signs that tests need."""

from itertools import count

from catalogue.attending.actions import mark_presence
from catalogue.learning.models import Attendance, AttendanceMark
from catalogue.sessions.queries import half_days_of

numbers = count(1)


def half_day(session) -> str:
    return half_days_of(session)[0].code


def says(registration, state="present", *, by=None, way="list", key="", **facts) -> Attendance:
    return mark_presence(
        registration,
        half_day=facts.pop("half_day", "") or half_day(registration.session),
        state=state,
        way=way,
        key=key or f"essai-{next(numbers):04d}",
        by=by,
        **facts,
    )


def words(attendance) -> list[tuple]:
    """Return (state, way, id of who said it) of each mark, in order."""
    rows = AttendanceMark.objects.filter(attendance=attendance).order_by("pk")
    return list(rows.values_list("state", "way", "said_by"))


def kept(registration) -> tuple:
    """Return what the one row of a registration says."""
    row = Attendance.objects.get(registration=registration)
    return row.state, row.minutes, row.has_conflict
