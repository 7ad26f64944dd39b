"""What the exports and documents of sessions say, in words: headers, states, filters."""

from django.utils.translation import gettext as _

from catalogue.learning.models import Attendance, AttendanceMark
from catalogue.registering.models import Registration


def header(column: str) -> str:
    """Return the header of a column of the table of attendance."""
    return {
        "day": _("Date"),
        "half_day": _("Half-day"),
        "starts": _("Starts at"),
        "ends": _("Ends at"),
        "session": _("Session"),
        "format": _("Format"),
        "organisation": _("Organisation"),
        "place": _("Place"),
        "commune": _("Commune"),
        "insee": _("INSEE code of the commune"),
        "participant": _("Participant"),
        "employer": _("Organisation of the participant"),
        "source": _("How they registered"),
        "state": _("Attendance"),
        "minutes": _("Minutes"),
        "planned": _("Minutes planned"),
        "arrived": _("Arrived at"),
        "way": _("How it was recorded"),
        "has_conflict": _("Marks disagree"),
        "url": _("Address on the web"),
    }[column]


def state_label(state: str) -> str:
    return str(Attendance.State(state).label)


def half_day_label(code: str) -> str:
    return str(Attendance.HalfDay(code).label)


def way_label(way: str | None) -> str:
    return str(AttendanceMark.Way(way).label) if way else ""


def source_label(source: str) -> str:
    return str(Registration.Source(source).label)


def yes_or_no(value: bool) -> str:
    return _("yes") if value else _("no")
