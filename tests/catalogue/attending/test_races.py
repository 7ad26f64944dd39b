"""RACE-06: opposite words about one person at the same moment. The last to arrive is kept, both are logged, and the
disagreement is seen. Each race has a control: without what holds it, it breaks (rule 1)."""

import threading

import pytest
from django.db import IntegrityError, connection

from catalogue.attending import actions
from catalogue.attending.actions import mark_presence, open_code
from catalogue.attending.models import CheckInCode
from catalogue.learning import completing, marking, recording
from catalogue.learning.models import Attendance, AttendanceMark, ModuleCompletion
from catalogue.learning.recording import record_attendance
from catalogue.sessions.queries import half_days_of
from outillerie.errors import Refused
from tests.catalogue.attending.conftest import under_way
from tests.catalogue.attending.days import half_day, says, words
from tests.catalogue.factories import module
from tests.catalogue.learning.learners import ONE_MEETING, enrolled
from tests.catalogue.session_factories import registration

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(*deeds):
    """Do `deeds` in as many threads, started together. Return the name of what each was refused, "" when done."""
    start, ends = threading.Barrier(len(deeds)), [""] * len(deeds)

    def alone(place, deed):
        try:
            start.wait(10)
            deed()
        except (Refused, IntegrityError) as refusal:
            ends[place] = type(refusal).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=alone, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ends


def opposite(seat, odile, tom):
    """Return two words that say the contrary, of two people who welcome together."""
    facts = {"half_day": half_day(seat.session), "way": "list"}
    return (
        lambda: mark_presence(seat, state="present", key="present-0001", by=odile, **facts),
        lambda: mark_presence(seat, state="absent", key="absent-0001", by=tom, **facts),
    )


def test_RACE_06_two_trainers_mark_the_opposite_at_once_the_last_is_kept_and_both_are_logged(ondine, odile, tom):
    assert at_once(*opposite(ondine, odile, tom)) == ["", ""]
    row = Attendance.objects.get()
    said = [state for state, _way, _who in words(row)]
    assert (sorted(said), row.state, row.has_conflict) == (["absent", "present"], said[-1], True)


def test_RACE_06_control_without_the_lock_nobody_sees_that_they_disagree(session, ondine, odile, tom, monkeypatch):
    says(ondine, "excused", by=odile)
    Attendance.objects.get().marks.all().delete()
    everybody_read, reading = threading.Barrier(2, timeout=10), marking.words_of

    def read(attendance):
        found = reading(attendance)
        everybody_read.wait()
        return [word for word in found if word.pk]

    monkeypatch.setattr(marking, "words_of", read)
    monkeypatch.setattr(actions, "lock_session", lambda session: session)
    monkeypatch.setattr(actions, "say", actions.say.__wrapped__)
    assert at_once(*opposite(ondine, odile, tom)) == ["", ""]
    row = Attendance.objects.get()
    assert (len(words(row)), row.has_conflict) == (2, False)


def test_RACE_06_a_device_that_sends_the_same_mark_eight_times_at_once_says_one_word(ondine, odile):
    facts = {"half_day": half_day(ondine.session), "state": "present", "way": "list", "by": odile}
    ends = at_once(*[lambda: mark_presence(ondine, key="une-cle-0001", **facts)] * 8)
    assert (ends, AttendanceMark.objects.count(), Attendance.objects.count()) == ([""] * 8, 1, 1)


def test_RACE_06_control_without_the_lock_the_key_has_the_last_word(ondine, odile, monkeypatch):
    everybody_read, knowing = threading.Barrier(4, timeout=10), actions.known_word

    def known(*args):
        found = knowing(*args)
        everybody_read.wait()
        return found

    monkeypatch.setattr(actions, "known_word", known)
    monkeypatch.setattr(actions, "lock_session", lambda session: session)
    monkeypatch.setattr(actions, "say", actions.say.__wrapped__)
    facts = {"half_day": half_day(ondine.session), "state": "present", "way": "list", "by": odile}
    ends = at_once(*[lambda: mark_presence(ondine, key="une-cle-0001", **facts)] * 4)
    assert (sorted(ends), AttendanceMark.objects.count()) == (["", *["IntegrityError"] * 3], 1)


# --- a session and a path, at once ---


@pytest.fixture
def seat(lea, odile, tom):
    """A seat in a session of a module that its person follows."""
    meeting = under_way(module=module(rule=ONE_MEETING, owner=odile), facilitators=[odile, tom])
    enrolled(lea, meeting.module, owner=odile)
    return registration(meeting, lea)


def from_both_sides(seat, odile, tom):
    part = half_days_of(seat.session)[0]
    about = {"held_on": part.day, "half_day": part.code, "minutes": 60, "by": tom}
    facts = {"half_day": part.code, "state": "present", "way": "list", "key": "present-0001", "by": odile}
    return (
        lambda: mark_presence(seat, **facts),
        lambda: record_attendance(seat.person, seat.session.module, **about),
    )


def test_RACE_06_a_session_and_a_path_that_write_at_once_make_one_record_and_one_completion(seat, odile, tom):
    for _time in range(5):
        assert at_once(*from_both_sides(seat, odile, tom)) == ["", ""]
        assert (Attendance.objects.count(), AttendanceMark.objects.count()) == (1, 2)
        assert ModuleCompletion.objects.count() == 1
        AttendanceMark.objects.all().delete()
        Attendance.objects.all().delete()


def test_RACE_06_control_without_the_lock_of_the_person_there_are_two_records(seat, odile, tom, monkeypatch):
    everybody_read = threading.Barrier(2, timeout=10)
    finding, placing = actions.row_for, recording.attendance_at

    def after_all(question):
        def asked(*args, **kwargs):
            found = question(*args, **kwargs)
            everybody_read.wait()
            return found

        return asked

    monkeypatch.setattr(actions, "row_for", after_all(finding))
    monkeypatch.setattr(recording, "attendance_at", after_all(placing))
    for place in (actions, recording, completing):
        monkeypatch.setattr(place, "lock_person", lambda person: person)
    for place in (actions, recording):
        monkeypatch.setattr(place, "consider", lambda person, module: None)
    monkeypatch.setattr(actions, "lock_session", lambda session: session)
    monkeypatch.setattr(actions, "say", actions.say.__wrapped__)
    mark, _record = from_both_sides(seat, odile, tom)
    part = half_days_of(seat.session)[0]
    about = {"held_on": part.day, "half_day": part.code, "minutes": 60, "by": tom}
    record = record_attendance.__wrapped__
    assert at_once(mark, lambda: record(seat.person, seat.session.module, **about)) == ["", ""]
    assert Attendance.objects.count() == 2


def test_RACE_two_people_who_ask_for_a_code_at_once_leave_one_on_the_wall(session, odile, tom):
    half = half_day(session)
    deeds = [lambda by=by: open_code(session, half_day=half, by=by) for by in (odile, tom, odile, tom)]
    assert at_once(*deeds) == [""] * 4
    codes = list(CheckInCode.objects.order_by("pk"))
    assert [code.ends_at > codes[-1].made_at for code in codes] == [False, False, False, True]
