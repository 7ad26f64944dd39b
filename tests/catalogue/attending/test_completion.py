"""The whole chain of rule 6: a session of a module → marks → its rule → a completion with its facts → a correction that
flags it → a decision that justifies it again."""

import pytest

from catalogue.attending.actions import decide
from catalogue.learning.completing import replay
from catalogue.learning.models import ModuleCompletion
from catalogue.sessions.models import PeerSession
from catalogue.sessions.queries import half_days_of
from outillerie.notifications.models import Notification
from outillerie.outbox.models import OutboxMessage
from tests.catalogue.attending.conftest import under_way
from tests.catalogue.attending.days import says
from tests.catalogue.factories import module
from tests.catalogue.learning.learners import ONE_MEETING, done, enrolled
from tests.catalogue.session_factories import registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def meeting(odile, tom):
    return under_way(module=module("Mots de passe", rule=ONE_MEETING, owner=odile), facilitators=[odile, tom])


def events():
    rows = OutboxMessage.objects.filter(kind="learning-event").order_by("pk")
    return [key.split(":")[1] for key in rows.values_list("key", flat=True)]


def test_a_mark_satisfies_the_rule_and_a_correction_after_closing_raises_a_doubt_that_a_decision_ends(
    meeting, lea, odile, tom
):
    enrolled(lea, meeting.module, owner=odile)
    seat = registration(meeting, lea)
    row = says(seat, by=odile)
    completion = ModuleCompletion.objects.get()
    day = half_days_of(meeting)[0].day.isoformat()
    assert (completion.person, completion.module, completion.rule) == (lea, meeting.module, ONE_MEETING)
    assert completion.facts == [["attendance", row.pk, day, 120]]
    assert (replay(completion).agrees, replay(completion).is_unchanged) == (True, True)

    PeerSession.objects.filter(pk=meeting.pk).update(state="held")
    row = says(seat, "absent", by=tom)
    completion.refresh_from_db()
    assert (completion.doubted_at is not None, row.has_conflict) == (True, True)
    assert replay(completion).lost == (("attendance", row.pk),)

    decide(row, state="present", key="decision-0001", by=odile)
    completion.refresh_from_db()
    assert (completion.doubted_at, ModuleCompletion.objects.count()) == (None, 1)
    assert (replay(completion).agrees, replay(completion).is_unchanged) == (True, True)
    assert events() == ["module_completed", "block_completed", "path_completed", "completion_doubted"]
    assert "completion-doubted" in set(Notification.objects.filter(person=odile).values_list("kind", flat=True))


def test_self_check_in_completes_as_well(meeting, lea, odile):
    enrolled(lea, meeting.module, owner=odile)
    says(registration(meeting, lea), way="self", by=lea)
    assert done(lea) == ["Mots de passe"]


def test_somebody_who_enrols_after_the_session_has_what_they_attended(meeting, lea, odile):
    says(registration(meeting, lea), by=odile)
    assert done(lea) == []
    enrolled(lea, meeting.module, owner=odile)
    assert done(lea) == ["Mots de passe"]


def test_a_session_without_a_module_completes_nothing(lea, odile):
    row = says(registration(under_way(facilitators=[odile]), lea), by=odile)
    assert (row.person, row.module, ModuleCompletion.objects.count()) == (lea, None, 0)


def test_a_session_that_changes_its_module_takes_its_words_to_the_new_one_and_flags_the_old(meeting, lea, odile):
    enrolled(lea, meeting.module, owner=odile)
    seat = registration(meeting, lea)
    says(seat, by=odile)
    other = module("Autre", rule=ONE_MEETING, owner=odile)
    PeerSession.objects.filter(pk=meeting.pk).update(module=other)
    row = says(seat, by=odile)
    assert row.module == other
    assert ModuleCompletion.objects.get(module=meeting.module).doubted_at is not None
