"""One record of each half-day, however it came; every word kept; who disagrees is told; who decides signs."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalogue.attending.actions import KeyTaken, NotExpected, NotMet, decide, mark_presence
from catalogue.learning.models import Attendance, AttendanceMark
from catalogue.learning.recording import BadAttendance, OfASession, OwnWork, erase_attendance, record_attendance
from catalogue.registering.models import Registration
from catalogue.sessions.models import PeerSession
from catalogue.sessions.queries import half_days_of
from outillerie.outbox.models import OutboxMessage
from tests.catalogue.attending.conftest import under_way
from tests.catalogue.attending.days import half_day, kept, says, words
from tests.catalogue.factories import module
from tests.catalogue.session_factories import paris, peer_session, registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_somebody_present_was_there_for_the_whole_half_day(session, ondine, odile):
    row = says(ondine, by=odile)
    assert (row.session, row.registration, row.person, row.module, row.state, row.minutes, row.recorded_by) == (
        session, ondine, None, None, "present", 120, odile,
    )  # fmt: skip
    assert (row.held_on, row.half_day) == (half_days_of(session)[0].day, half_day(session))
    assert words(row) == [("present", "list", odile.pk)]


def test_each_half_day_has_its_own_minutes_and_its_own_row(odile):
    session = peer_session(
        starts_at=paris(2026, 3, 2, 9),
        ends_at=paris(2026, 3, 2, 16, 30),
        break_starts_at=paris(2026, 3, 2, 12, 30),
        break_ends_at=paris(2026, 3, 2, 14),
        facilitators=[odile],
    )
    somebody = registration(session)
    says(somebody, half_day="am", by=odile)
    says(somebody, half_day="pm", by=odile)
    rows = Attendance.objects.order_by("half_day").values_list("half_day", "minutes", "held_on")
    assert list(rows) == [("am", 210, date(2026, 3, 2)), ("pm", 150, date(2026, 3, 2))]


def test_whoever_arrives_late_has_fewer_minutes_when_somebody_writes_the_hour(ondine, odile):
    part = half_days_of(ondine.session)[0]
    row = says(ondine, by=odile, arrived_at=part.starts + timedelta(minutes=25))
    assert (row.minutes, row.arrived_at) == (95, part.starts + timedelta(minutes=25))
    assert says(ondine, by=odile, minutes=40).minutes == 40


def test_no_machine_lowers_the_minutes_that_somebody_wrote(ondine, odile):
    says(ondine, by=odile, minutes=40)
    says(ondine, way="self")
    assert kept(ondine) == ("present", 40, False)


def test_the_first_hour_at_which_somebody_was_seen_is_kept_and_a_wrong_clock_is_not_believed(ondine, odile):
    first = says(ondine, way="self", said_at=timezone.now() - timedelta(days=400))
    assert abs(first.arrived_at - timezone.now()) < timedelta(minutes=1)
    again = says(ondine, by=odile, said_at=timezone.now() - timedelta(minutes=10))
    assert again.arrived_at == first.arrived_at


def test_an_hour_outside_of_the_half_day_is_refused_with_the_reason(ondine, odile):
    with pytest.raises(BadAttendance, match="outside the half-day"):
        says(ondine, by=odile, arrived_at=ondine.session.ends_at + timedelta(minutes=1))
    assert Attendance.objects.count() == 0


def test_whoever_is_absent_or_excused_was_there_for_no_minute(ondine, odile):
    says(ondine, by=odile)
    row = says(ondine, "excused", by=odile)
    assert (row.state, row.minutes, row.arrived_at) == ("excused", 0, None)


def test_the_same_key_again_is_the_same_word_whatever_it_says(ondine, odile):
    says(ondine, by=odile, key="une-cle-0001")
    says(ondine, "absent", by=odile)
    row = says(ondine, by=odile, key="une-cle-0001")
    assert (row.state, words(row)) == ("absent", [("present", "list", odile.pk), ("absent", "list", odile.pk)])


def test_the_key_of_a_word_about_somebody_else_is_refused(session, ondine, odile):
    other = registration(session)
    says(ondine, by=odile, key="une-cle-0001")
    with pytest.raises(KeyTaken):
        says(other, by=odile, key="une-cle-0001")
    assert not Attendance.objects.filter(registration=other).exists()


def test_two_people_who_disagree_are_both_kept_and_the_last_to_arrive_counts(ondine, odile, tom):
    says(ondine, "absent", by=odile, said_at=timezone.now() + timedelta(hours=3))
    row = says(ondine, by=tom, said_at=timezone.now() - timedelta(hours=3))
    assert kept(ondine) == ("present", 120, True)
    assert words(row) == [("absent", "list", odile.pk), ("present", "list", tom.pk)]


def test_the_person_and_whoever_welcomes_may_disagree_too(ondine, odile):
    says(ondine, way="self")
    says(ondine, "absent", by=odile)
    assert kept(ondine) == ("absent", 0, True)


def test_somebody_who_changes_their_own_word_disagrees_with_nobody(ondine, odile):
    says(ondine, "absent", by=odile)
    says(ondine, by=odile)
    assert kept(ondine) == ("present", 120, False)


def test_a_disagreement_ends_when_both_say_the_same(ondine, odile, tom):
    says(ondine, "absent", by=odile)
    says(ondine, by=tom)
    says(ondine, by=odile)
    assert kept(ondine) == ("present", 120, False)


def test_a_decision_ends_a_disagreement_signed_and_what_was_said_stays(ondine, odile, tom):
    says(ondine, "absent", by=odile)
    row = decide(says(ondine, by=tom), state="absent", key="decision-0001", by=odile)
    assert kept(ondine) == ("absent", 0, False)
    assert words(row) == [("absent", "list", odile.pk), ("present", "list", tom.pk), ("absent", "decision", odile.pk)]
    assert row.recorded_by == odile


def test_whoever_speaks_otherwise_after_a_decision_opens_it_again(ondine, odile, tom):
    says(ondine, "absent", by=odile)
    decide(says(ondine, by=tom), state="absent", key="decision-0001", by=odile)
    says(ondine, by=tom)
    assert kept(ondine) == ("present", 120, True)


def test_nobody_says_as_a_trainer_that_they_were_there_themselves(session, odile):
    own = registration(session, odile)
    for way in ("list", "scan", "paper", "trainer", "decision"):
        with pytest.raises(OwnWork):
            says(own, by=odile, way=way)
    assert AttendanceMark.objects.count() == 0
    assert says(own, by=odile, way="self").state == "present"


def test_nobody_is_present_before_the_day_but_may_be_excused(odile):
    later = registration(peer_session(facilitators=[odile]))
    with pytest.raises(BadAttendance, match="in the future"):
        says(later, by=odile)
    assert says(later, "excused", by=odile).state == "excused"


def test_somebody_whose_seat_is_gone_is_refused_unless_something_was_said_of_them(session, ondine, odile):
    gone = registration(session, state=Registration.State.CANCELLED)
    with pytest.raises(NotExpected, match="no seat in this session any more"):
        says(gone, by=odile)
    says(ondine, by=odile)
    Registration.objects.filter(pk=ondine.pk).update(state="cancelled")
    assert says(ondine, "absent", by=odile).state == "absent"


def test_who_left_while_somebody_marked_them_is_said_to_be_gone(ondine, odile):
    """Their page was open: what it sends is refused with a sentence, and writes nothing."""
    Registration.objects.get(pk=ondine.pk).delete()
    with pytest.raises(NotExpected, match="was erased meanwhile"):
        says(ondine, by=odile)
    assert Attendance.objects.count() == 0


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_nobody_attends_a_session_that_does_not_take_place(session, ondine, odile, state):
    PeerSession.objects.filter(pk=session.pk).update(state=state)
    with pytest.raises(NotMet):
        says(ondine, by=odile)


def test_a_session_that_is_closed_can_still_be_corrected(session, ondine, odile):
    says(ondine, by=odile)
    PeerSession.objects.filter(pk=session.pk).update(state="held")
    assert says(ondine, "absent", by=odile).state == "absent"


def test_a_half_day_that_the_session_does_not_have_is_refused(ondine, odile):
    missing = next(code for code in ("am", "pm", "ev") if code != half_day(ondine.session))
    with pytest.raises(BadAttendance, match="no such half-day"):
        says(ondine, by=odile, half_day=missing)


# --- one record, by a session and from a path ---


@pytest.fixture
def meeting(odile, tom):
    """A session of a module, this morning or so."""
    return under_way(module=module(owner=odile), facilitators=[odile, tom])


def test_a_trainer_who_writes_from_a_path_corrects_the_row_of_the_session(meeting, lea, odile, tom):
    row = says(registration(meeting, lea), by=odile)
    corrected = record_attendance(
        lea, meeting.module, held_on=row.held_on, half_day=row.half_day, state="absent", by=tom
    )
    assert (Attendance.objects.count(), corrected.pk, corrected.has_conflict) == (1, row.pk, True)
    assert words(row) == [("present", "list", odile.pk), ("absent", "trainer", tom.pk)]


def test_a_session_takes_over_what_a_trainer_wrote_from_a_path(meeting, lea, odile, tom):
    part = half_days_of(meeting)[0]
    about = {"held_on": part.day, "half_day": part.code}
    record_attendance(lea, meeting.module, **about, minutes=60, by=tom)
    row = says(registration(meeting, lea), by=odile)
    assert (Attendance.objects.count(), row.session, row.minutes) == (1, meeting, 60)
    assert words(row) == [("present", "trainer", tom.pk), ("present", "list", odile.pk)]


def test_a_guest_who_gets_an_account_has_one_record_of_all_that_was_said(meeting, lea, odile, tom):
    guest = registration(meeting)
    says(guest, by=odile)
    part = half_days_of(meeting)[0]
    record_attendance(lea, meeting.module, held_on=part.day, half_day=part.code, minutes=60, by=tom)
    Registration.objects.filter(pk=guest.pk).update(person=lea)
    row = says(guest, by=odile)
    assert (Attendance.objects.get(), row.person) == (row, lea)
    assert words(row) == [
        ("present", "list", odile.pk), ("present", "trainer", tom.pk), ("present", "list", odile.pk),
    ]  # fmt: skip


def test_what_a_session_recorded_is_corrected_never_erased(meeting, lea, odile, tom):
    row = says(registration(meeting, lea), by=odile)
    with pytest.raises(OfASession):
        erase_attendance(row, by=tom)
    assert Attendance.objects.get() == row


def test_a_trainer_who_sends_the_same_form_twice_says_one_word(lea, odile):
    about = {"held_on": date(2026, 3, 2), "half_day": "am", "minutes": 60, "by": odile}
    piece = module(owner=odile)
    for _time in range(2):
        row = record_attendance(lea, piece, **about)
    assert words(row) == [("present", "trainer", odile.pk)]


def test_RACE_06_two_trainers_who_disagree_from_a_path_are_both_logged_and_one_decides(lea, odile, tom):
    piece, about = module(owner=odile), {"held_on": date(2026, 3, 2), "half_day": "am"}
    record_attendance(lea, piece, **about, minutes=60, by=odile)
    row = record_attendance(lea, piece, **about, state="absent", by=tom)
    assert (row.state, row.has_conflict) == ("absent", True)
    row = decide(row, state="present", key="unused", by=odile)
    assert (row.state, row.minutes, row.has_conflict) == ("present", 60, False)
    assert [state for state, _way, _who in words(row)] == ["present", "absent", "present"]


def test_a_row_written_before_words_were_kept_counts_as_the_word_of_its_author(lea, odile, tom):
    piece, about = module(owner=odile), {"held_on": date(2026, 3, 2), "half_day": "am"}
    Attendance.objects.create(person=lea, module=piece, **about, minutes=60, recorded_by=odile)
    assert record_attendance(lea, piece, **about, state="absent", by=tom).has_conflict is True


def test_the_database_refuses_a_second_row_of_the_same_half_day(ondine, odile):
    row = says(ondine, by=odile)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(session=row.session, registration=ondine, held_on=row.held_on, half_day=row.half_day)


def test_a_word_that_is_refused_leaves_nothing_behind(session, odile, lea):
    own = registration(session, odile)
    before = OutboxMessage.objects.count()
    with pytest.raises(OwnWork):
        mark_presence(own, half_day=half_day(session), state="present", way="list", key="une-cle-0009", by=odile)
    assert (Attendance.objects.count(), OutboxMessage.objects.count()) == (0, before)
