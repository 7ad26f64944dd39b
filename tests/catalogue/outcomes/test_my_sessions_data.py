"""What the site knows of those who come to sessions is given to them, goes away with them, and is forgotten in time (GDPR)."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalogue.attending.models import CheckInCode
from catalogue.calendars.models import CalendarAddress, Reminder
from catalogue.learning.models import Attendance, AttendanceMark
from catalogue.organising.models import DatePoll, PollReply
from catalogue.outcomes.forgetting import ATTENDANCE_KEPT, REGISTRATION_KEPT, forget_past_sessions
from catalogue.outcomes.models import SessionFeedback, SessionReport
from catalogue.outcomes.queries import counts_of
from catalogue.registering.models import Registration, SessionInterest
from catalogue.sessions.models import PeerSession, SessionFacilitator, SessionMove, SessionPlace, SessionSeries
from outillerie.pages.additions import UPKEEP
from outillerie.privacy.actions import Credit, erase
from outillerie.privacy.exports import data_of
from tests.catalogue.factories import module, path
from tests.catalogue.outcomes.situations import came, past_session, soon, thought, told
from tests.catalogue.session_factories import registration, roubaix, session_format
from tests.factories import person
from tests.outillerie.privacy.lives import places_that_say

pytestmark = pytest.mark.django_db
EMAIL, LAST, OTHER = "ondine.vanhoutte@example.org", "Vanhoutte", "ondine.perso@example.net"
TODAY = date(2026, 11, 2)


@pytest.fixture
def ondine(db):
    made = person(EMAIL, first_name="Ondine", last_name=LAST, group="trainer")
    EmailAddress.objects.create(user=made, email=EMAIL, primary=True, verified=True)
    EmailAddress.objects.create(user=made, email=OTHER, verified=True)
    return made


def everything_of(ondine):
    """Make everything that sessions may hold of somebody. Return what took place, and what is to come."""
    named = {"name": f"Ondine {LAST}", "employer": f"Cabinet {LAST}", "note": "Une note", "needs": f"Besoin de {LAST}"}
    past = past_session(module=module(), created_by=ondine, contact_name=f"Ondine {LAST}", contact_email=EMAIL)
    row = came(past, ondine, by=ondine, **named)
    Reminder.objects.create(registration=row, days=1, starts_at=past.starts_at, sent_at=past.starts_at)
    to_come = soon(facilitators=[ondine, "Inès Canal"])
    registration(to_come, None, email=OTHER, registered_by=ondine, **named)
    registration(soon(), ondine, state="waiting", place_in_line=1, **named)
    registration(soon(), ondine, state="cancelled", **named)
    SessionInterest.objects.create(person=ondine, path=path(), territory=roubaix())
    CalendarAddress.objects.create(person=ondine, key="a" * 32)
    CheckInCode.objects.create(
        session=past, half_day="am", code="ABC234", made_by=ondine, made_at=past.starts_at, ends_at=past.ends_at
    )
    hours = {
        "starts_before": past.starts_at,
        "ends_before": past.ends_at,
        "starts_after": past.starts_at,
        "ends_after": past.ends_at,
    }
    SessionMove.objects.create(session=past, moved_by=ondine, moved_at=past.starts_at, **hours)
    told(past, by=ondine)
    facts = {"format": session_format(), "created_by": ondine}
    DatePoll.objects.create(key="b" * 32, title="Quand ?", **facts)
    other = DatePoll.objects.create(
        key="c" * 32, title="Autre", format=session_format(), created_by=person("ines@example.org")
    )
    PollReply.objects.create(poll=other, name=f"Ondine {LAST}", email=OTHER, answered_at=timezone.now())
    SessionSeries.objects.create(
        title="Série", rule="FREQ=WEEKLY", first_day=TODAY, local_start="09:00", local_end="10:00", created_by=ondine
    )
    soon(state="draft", created_by=ondine, title="Un brouillon", contact_email=EMAIL)
    return past, to_come


def test_gdpr_somebody_takes_away_their_sessions(ondine):
    everything_of(ondine)
    sections = data_of(ondine)["sections"]
    counts = {name: len(sections[name]) for name in (
        "session_registrations", "attendance", "attendance_marks", "session_reminders", "session_interests",
        "calendar_addresses", "facilitated_sessions", "session_reports", "poll_replies", "date_polls",
        "prepared_sessions",
    )}  # fmt: skip
    assert counts == {
        "session_registrations": 4, "attendance": 1, "attendance_marks": 1, "session_reminders": 1,
        "session_interests": 1, "calendar_addresses": 1, "facilitated_sessions": 1, "session_reports": 1,
        "poll_replies": 1, "date_polls": 1, "prepared_sessions": 2,
    }  # fmt: skip
    assert [row["needs"] for row in sections["session_registrations"]] == [f"Besoin de {LAST}"] * 4
    assert "a" * 32 not in str(sections["calendar_addresses"])


def test_gdpr_an_address_that_nobody_confirmed_gives_nothing(ondine):
    EmailAddress.objects.filter(email=OTHER).update(verified=False)
    registration(soon(), email=OTHER)
    assert data_of(ondine)["sections"]["session_registrations"] == []


def test_gdpr_05_nothing_names_who_left_in_any_table(ondine, settings):
    everything_of(ondine)
    media = Path(settings.MEDIA_ROOT)
    before = places_that_say(LAST, EMAIL, OTHER, media=media)
    expected = {"table catalogue_registration", "table catalogue_peersession", "table catalogue_pollreply"}
    assert expected - {*before} == set()
    erase(ondine, credit=Credit.NONE, is_told=False)
    assert [place for place in places_that_say(LAST, EMAIL, OTHER, media=media) if "mail" not in place] == []


def test_gdpr_05_what_was_reported_still_counts(ondine):
    past, _to_come = everything_of(ondine)
    erase(ondine, credit=Credit.NONE)
    assert counts_of(past).present == 1
    row = Registration.objects.get(session=past)
    assert (row.person, row.email, row.employer, row.note, row.needs) == (None, "", "", "", "")
    assert Attendance.objects.values_list("person", "recorded_by", "state").get() == (None, None, "present")
    assert AttendanceMark.objects.values_list("said_by", "state").get() == (None, "present")
    assert SessionReport.objects.values_list("written_by").get() == (None,)
    assert set(PeerSession.objects.values_list("created_by", flat=True)) == {None}
    assert not PeerSession.objects.filter(title="Un brouillon").exists()


def test_gdpr_05_the_seat_to_come_is_given_back_and_the_lines_forget(ondine):
    past, to_come = everything_of(ondine)
    assert SessionPlace.objects.get(session=to_come).taken == 1
    erase(ondine, credit=Credit.NONE)
    assert SessionPlace.objects.filter(taken__gt=0).values_list("session", flat=True).get() == past.pk
    assert SessionPlace.objects.filter(waiting__gt=0).count() == 0
    assert [row.session for row in Registration.objects.all()] == [past]
    for model in (SessionInterest, CalendarAddress, Reminder):
        assert (model.__name__, model.objects.count()) == (model.__name__, 0)
    assert list(DatePoll.objects.values_list("title", flat=True)) == ["Autre"]
    assert PollReply.objects.count() == 0
    assert list(SessionFacilitator.objects.values_list("name", flat=True)) == ["Inès Canal"]


def test_gdpr_feedback_points_at_nobody(ondine):
    thought(past_session(), comment="Très bien.")
    erase(ondine, credit=Credit.NONE)
    assert SessionFeedback.objects.values_list("comment", flat=True).get() == "Très bien."


# --- In time


def ended(days_ago):
    """Return a session that ended so many days before TODAY."""
    ends_at = timezone.make_aware(timezone.datetime(2026, 11, 2, 12)) - timedelta(days=days_ago)
    return past_session(starts_at=ends_at - timedelta(hours=3), ends_at=ends_at)


def names():
    return list(Registration.objects.order_by("pk").values_list("email", flat=True))


def test_gdpr_02_a_registration_that_proves_nothing_is_forgotten_after_a_year():
    kept, gone = ended(REGISTRATION_KEPT.days - 1), ended(REGISTRATION_KEPT.days + 2)
    registration(kept, email="reste@example.org")
    registration(gone, email="part@example.org", name="Ali Bensaïd", employer="CCAS")
    came(gone, email="preuve@example.org")
    forget_past_sessions(TODAY)
    assert names() == ["reste@example.org", "", "preuve@example.org"]
    assert not Registration.objects.filter(name="Ali Bensaïd").exists()


def test_gdpr_02_attendance_is_forgotten_after_five_years_and_still_counts(lea):
    kept, gone = ended(ATTENDANCE_KEPT.days - 1), ended(ATTENDANCE_KEPT.days + 2)
    came(kept, email="reste@example.org")
    came(gone, email="part@example.org")
    came(gone, lea)
    forget_past_sessions(TODAY)
    forget_past_sessions(TODAY)
    assert names() == ["reste@example.org", "", lea.email]
    assert (Attendance.objects.count(), counts_of(gone).present) == (3, 2)
    assert AttendanceMark.objects.values_list("attendance__session", flat=True).get() == kept.pk


def test_the_daily_upkeep_does_it():
    assert forget_past_sessions in UPKEEP


def test_an_erasure_locks_sessions_before_the_person_as_every_deed_does(ondine):
    """Otherwise whoever marks a presence has the session and waits for the person, who waits for the session."""
    session = soon(created_by=ondine)
    registration(soon(), ondine)
    with CaptureQueriesContext(connection) as asked:
        erase(ondine, credit=Credit.NONE)
    tables = {"session": PeerSession._meta.db_table, "person": type(ondine)._meta.db_table}
    locked = [
        name
        for query in asked.captured_queries
        for name, table in tables.items()
        if query["sql"].startswith("SELECT") and f'FROM "{table}" WHERE' in query["sql"] and is_read_to_change(query)
    ]
    assert locked[:2] == ["session", "person"]
    session.refresh_from_db()
    assert session.created_by is None


def is_read_to_change(query) -> bool:
    """SQLite has the lock of the whole database, and says nothing of rows."""
    return connection.vendor == "sqlite" or "FOR " in query["sql"]
