"""Sessions that took place, those who came, what was said of them."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from catalogue.certifications.models import TrainingProvider
from catalogue.learning.models import Attendance, AttendanceMark
from catalogue.outcomes.formats.headcounts import Headcounts, rows_of
from catalogue.outcomes.models import Headcount, SessionFeedback, SessionReport
from catalogue.sessions.queries import half_days_of
from outillerie.accounts.models import Organisation
from tests.catalogue.session_factories import paris, peer_session, registration

numbers = count(1)
MORNING = (2026, 3, 3, 9)


def past_session(title="Tester un kit avant de l’animer", **facts):
    """Return a session of the morning of 3 March 2026, from 9 h to 12 h."""
    times = {"starts_at": paris(*MORNING), "ends_at": paris(2026, 3, 3, 12)}
    return peer_session(title, **{**times, **facts})


def whole_day(title="Une journée entière", **facts):
    """Return a day with a pause: a morning of three hours, an afternoon of three and a half."""
    pause = {"break_starts_at": paris(2026, 3, 3, 12), "break_ends_at": paris(2026, 3, 3, 13, 30)}
    return past_session(title, ends_at=paris(2026, 3, 3, 17), **pause, **facts)


def came(session, person=None, *, minutes=None, half_day="am", state="present", way="list", by=None, **facts):
    """Return the registration of somebody, with one word about one half-day."""
    row = facts.pop("registration", None) or registration(session, person, **facts)
    half = next(half for half in half_days_of(session) if half.code == half_day)
    said = {"state": state, "minutes": (half.minutes if minutes is None else minutes) if state == "present" else 0}
    line = Attendance.objects.create(
        session=session,
        registration=row,
        person=row.person,
        module=session.module if row.person else None,
        held_on=half.day,
        half_day=half_day,
        recorded_by=by,
        **said,
    )
    AttendanceMark.objects.create(
        attendance=line, way=way, said_by=by, said_at=timezone.now(), key=f"mot-{next(numbers)}", **said
    )
    return row


def told(session, *, by=None, **facts) -> SessionReport:
    facts = {"done": "On a joué le kit en entier.", "written_at": timezone.now(), **facts}
    return SessionReport.objects.create(session=session, written_by=by, **facts)


def counted(session, total, **bands):
    """Write a headcount: `counted(session, 8, age={"soixante_dix_plus": 3})`."""
    rows = rows_of(Headcounts(total=total, **bands))
    Headcount.objects.bulk_create(Headcount(session=session, band=b, code=c, count=n) for b, c, n in rows)


def thought(session, *, mark=4, comment="") -> SessionFeedback:
    marks = dict.fromkeys(("useful", "welcome", "learned", "recommend"), mark)
    return SessionFeedback.objects.create(session=session, comment=comment, answered_on=timezone.localdate(), **marks)


def provider(**facts) -> TrainingProvider:
    organisation = Organisation.objects.create(name="Hub des Beffrois", slug="beffrois")
    facts = {
        "legal_name": "Hub des Beffrois SCIC",
        "siret": "12345678901234",
        "activity_number": "32591234567",
        "activity_region": "Hauts-de-France",
        "address": "3 rue des Tisserands",
        "postcode": "59100",
        "commune": "Roubaix",
        "representative_name": "Wenceslas Delcourt",
        "representative_role": "gérant",
        **facts,
    }
    return TrainingProvider.objects.create(organisation=organisation, **facts)


def soon(**facts):
    return peer_session(starts_at=timezone.now() + timedelta(days=3), **facts)
