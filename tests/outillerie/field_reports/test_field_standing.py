"""How a kit stands in the field, from its rows: own people, ranking, months that pass, people who tell at once."""

import threading
from datetime import date, datetime, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from outillerie.accounts.models import Membership, Organisation
from outillerie.discovery.queries import search_kits
from outillerie.discovery.search_request import SearchRequest
from outillerie.field_reports import actions
from outillerie.field_reports.actions import correct_report, count_all_voices, erase_report, hide_report, tell_workshop
from outillerie.field_reports.formats.standing import MIDDLE, Voice, standing
from outillerie.field_reports.models import FieldReport, FieldStanding
from outillerie.kits.models import KitPage
from outillerie.outbox.models import OutboxMessage
from tests import factories
from tests.outillerie.field_reports.workshops import DAY, told

pytestmark = pytest.mark.django_db


def stands(kit):
    found = FieldStanding.objects.get(kit=kit)
    return found.reports, found.people, found.score


def expected(*recommendations):
    today = timezone.localdate().replace(day=1)
    voices = [Voice(person=n, recommendation=r, held_on=DAY) for n, r in enumerate(recommendations)]
    return standing(voices, on=today).score


def test_each_deed_counts_the_voices_again(kit, lea, theo, moderator):
    first, second = told(kit, lea, recommendation=4), told(kit, theo, recommendation=2)
    assert stands(kit) == (2, 2, expected(4, 2))
    first.recommendation = 1
    correct_report(first)
    assert stands(kit) == (2, 2, expected(1, 2))
    hide_report(first, reason="quality", by=moderator)
    assert stands(kit) == (1, 1, expected(2))
    erase_report(second)
    assert stands(kit) == (0, 0, MIDDLE)


def test_those_who_have_a_part_in_a_kit_are_read_and_have_no_voice(kit, author, lea):
    organisation = Organisation.objects.get(name="Hub des Beffrois")
    member = factories.person("membre@example.org")
    Membership.objects.create(person=member, organisation=organisation, state="active")
    asking = factories.person("candidat@example.org")
    Membership.objects.create(person=asking, organisation=organisation, state="requested")
    credited = factories.person("creditee@example.org", first_name="elise", last_name="VASSEUR")
    pseudonym = factories.person("pseudo@example.org", public_name="Élise Vasseur")
    writer = factories.person("coautrice@example.org")
    KitPage.objects.get(pk=kit.pk).save_revision(user=writer)
    for person in (author, member, credited, pseudonym, writer):
        told(kit, person, recommendation=4)
    assert stands(kit) == (5, 0, MIDDLE)
    told(kit, asking, recommendation=4)
    told(kit, lea, recommendation=4)
    assert stands(kit) == (7, 2, expected(4, 4))


def test_a_report_whose_author_left_is_read_and_has_no_voice(kit, lea, theo):
    told(kit, lea, recommendation=4)
    lea.delete()
    told(kit, theo, recommendation=2)
    assert stands(kit) == (2, 1, expected(2))


def test_the_most_proven_come_first_then_those_nobody_told_then_those_nobody_recommends(client, kit, lea, theo):
    loved, unknown, newer, disliked = (factories.kit(slug=name) for name in ("aime", "inconnu", "recent", "boude"))
    told(kit, lea, recommendation=3)
    for person in (lea, theo):
        told(loved, person, recommendation=4)
        told(disliked, person, recommendation=1)
    found = search_kits(SearchRequest(sort="eprouves")).ids
    assert found == [loved.pk, kit.pk, newer.pk, unknown.pk, disliked.pk]
    shown = client.get("/kits/?tri=eprouves").context
    assert [card.url for card in shown["cards"]] == [
        f"/kits/{slug}/" for slug in ("aime", "camille", "recent", "inconnu", "boude")
    ]
    assert [sort["is_active"] for sort in shown["sorts"]] == [False, True, False, False]


def test_the_order_asks_the_database_as_much_whatever_was_told(kit, lea, django_assert_max_num_queries):
    counts = []
    for rows in (0, 3):
        for number in range(rows):
            told(factories.kit(slug=f"kit-{number}"), lea)
        with django_assert_max_num_queries(6) as questions:
            search_kits(SearchRequest(sort="eprouves"))
        counts.append(len(questions))
    assert counts[0] == counts[1]


def test_voices_are_weighed_again_when_a_month_begins(kit, lea):
    told(kit, lea, recommendation=4, held_on=date(2026, 1, 1))
    before = stands(kit)[2]
    message = OutboxMessage.objects.get(kind="field-standings")
    now = timezone.localtime()
    first = (now.replace(day=1) + timedelta(days=32)).replace(day=1)
    assert (message.key, timezone.localdate(message.not_before)) == (f"field-standings:{first:%Y-%m}", first.date())
    later = datetime(now.year + 3, 1, 1, 0, 5, tzinfo=ZoneInfo("Europe/Paris"))
    with mock.patch("django.utils.timezone.now", return_value=later):
        count_all_voices({})
    after = stands(kit)[2]
    assert MIDDLE < after < before
    assert OutboxMessage.objects.filter(key=f"field-standings:{later.year}-02").count() == 1


# --- two people at once ---


def tell_at_once(kit, people):
    """Have two people tell `kit`: the first stops between reading the rows and writing, until the second has written.

    Locked, the second waits for the first: the pause then ends by itself.
    """
    has_read, is_over = threading.Event(), threading.Event()
    counted = actions.standing

    def paused(voices, *, on):
        found = counted(voices, on=on)
        if threading.current_thread().name == "first":
            has_read.set()
            is_over.wait(1.5)
        return found

    def tell(person):
        if threading.current_thread().name == "second":
            has_read.wait(5)
        try:
            actions.tell_workshop(FieldReport(kit=kit, person=person, held_on=DAY, worked="Bien.", recommendation=4))
        finally:
            is_over.set() if threading.current_thread().name == "second" else None
            connection.close()

    with mock.patch.object(actions, "standing", paused):
        threads = [
            threading.Thread(target=tell, args=[one], name=name)
            for one, name in zip(people, ("first", "second"), strict=True)
        ]
        [thread.start() for thread in threads]
        [thread.join(30) for thread in threads]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_people_who_tell_at_once_are_both_counted():
    kit, people = factories.kit(), [factories.person(f"p{n}@example.org") for n in range(2)]
    tell_at_once(kit, people)
    assert stands(kit)[:2] == (2, 2)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_without_the_lock_one_of_two_people_would_be_lost():
    kit, people = factories.kit(), [factories.person(f"p{n}@example.org") for n in range(2)]
    with (
        mock.patch.object(actions, "tell_workshop", tell_workshop.__wrapped__),
        mock.patch.object(actions, "lock", lambda kit: kit),
    ):
        tell_at_once(kit, people)
    assert (FieldReport.objects.count(), *stands(kit)[:2]) == (2, 1, 1)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_same_date_told_at_once_is_kept_once():
    kit, lea = factories.kit(), factories.person()
    tell_at_once(kit, [lea, lea])
    assert (FieldReport.objects.count(), *stands(kit)[:2]) == (1, 1, 1)
