"""Attendance in words: half-days with their hours, who said what and how, counts."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from catalogue.attending.queries import Counts
from catalogue.learning.models import Attendance, AttendanceMark
from catalogue.sessions.formats.half_days import HalfDay
from catalogue.sessions.formats.local_time import wall_of
from catalogue.sessions.models import PeerSession
from catalogue.sessions.wording import hour_words
from outillerie.kits.formats.timing import duration_label


def half_day_words(part: HalfDay) -> str:
    """Return “Matin, 10 h à 12 h”."""
    label = str(Attendance.HalfDay(part.code).label)
    hours = _("%(start)s to %(end)s") % {"start": hour_words(part.starts), "end": hour_words(part.ends)}
    return f"{label[:1].upper()}{label[1:]}, {hours}"


def hour_of(moment, session: PeerSession) -> str:
    """Return the hour that the wall of the session shows at `moment`."""
    return hour_words(wall_of(moment, session.time_zone))


def counts_words(counts: Counts) -> str:
    """Return “9 présents sur 12”."""
    return count_phrase(counts.present) % {"present": counts.present, "expected": counts.expected}


def count_phrase(present: int) -> str:
    """Return the sentence to fill, for one or for several; the page counts by itself what it keeps."""
    return ngettext("%(present)s present out of %(expected)s", "%(present)s present out of %(expected)s", present)


def author_words(mark: AttendanceMark) -> str:
    if mark.said_by is not None:
        return mark.said_by.get_full_name() or mark.said_by.shown_name()
    return _("The person") if mark.way == AttendanceMark.Way.SELF else _("Somebody who left")


def mark_words(mark: AttendanceMark, session: PeerSession) -> str:
    """Return one word as a sentence: who, what, when, how."""
    return _("%(who)s: %(state)s (%(hour)s, %(way)s)") % {
        "who": author_words(mark),
        "state": mark.get_state_display(),
        "hour": hour_of(mark.said_at, session),
        "way": mark.get_way_display(),
    }


def arrival_words(attendance: Attendance, session: PeerSession) -> str:
    if not attendance.arrived_at:
        return ""
    return _("arrived at %(hour)s") % {"hour": hour_of(attendance.arrived_at, session)}


def noted_words(attendance: Attendance, session: PeerSession) -> str:
    """Return “C’est noté, 10 h 03.”"""
    moment = attendance.arrived_at or attendance.recorded_at
    return _("It is noted, %(hour)s.") % {"hour": hour_of(moment, session)}


def minutes_words(minutes: int) -> str:
    """Return “1 h 30”."""
    return duration_label(minutes, get_language() or "fr") if minutes else ""
