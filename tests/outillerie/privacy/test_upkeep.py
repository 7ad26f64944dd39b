"""What time does: accounts that sleep, and everything that was kept long enough (GDPR-02). Days pass as tests say."""

from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from outillerie.accounts.models import Invitation, Organisation, User
from outillerie.discovery.models import SearchLog
from outillerie.kits.formats.content import Credit as Signature
from outillerie.kits.models import KitPage
from outillerie.moderation.models import KitReport, KitReviewState
from outillerie.notifications.models import Kind, Notification
from outillerie.outbox.actions import handle
from outillerie.outbox.models import OutboxMessage
from outillerie.privacy import upkeep as daily
from outillerie.privacy.models import DataAccess, DataExport
from outillerie.privacy.upkeep import upkeep
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = date(2021, 3, 2)


def day(number: int) -> date:
    """Return the day that is `number` days after the last visit."""
    return TODAY + timedelta(days=number)


def moment(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, datetime.min.time()))


def live_until(on: date) -> None:
    """Run the upkeep of `on`, and what it asks the worker for, on that day."""
    known = list(OutboxMessage.objects.values_list("pk", flat=True))
    upkeep(on)
    # Twice: what is done asks for mail.
    for _turn in range(2):
        for message in OutboxMessage.objects.filter(state="waiting").order_by("pk"):
            handle(message.pk)
    asked = OutboxMessage.objects.exclude(pk__in=known)
    asked.update(created_at=moment(on))
    asked.filter(state="done").update(done_at=moment(on))


def mails(outbox) -> list[str]:
    """Return who was written to, and about what."""
    found = []
    for path in sorted(outbox.iterdir(), key=lambda path: path.stat().st_mtime_ns) if outbox.exists() else []:
        for part in path.read_bytes().split(b"-" * 79 + b"\n"):
            if part.strip():
                mail = message_from_bytes(part, policy=policy.default)
                found.append(f"{mail['To']}: {mail['Subject']}")
    return found


@pytest.fixture
def tom(outbox):
    tom = factories.person("tom@example.org", first_name="Tom", last_active_on=TODAY)
    EmailAddress.objects.create(user=tom, email=tom.email, verified=True, primary=True)
    return tom


def is_here(person) -> bool:
    return User.objects.filter(pk=person.pk).exists()


def test_gdpr_02_an_idle_account_is_warned_30_then_7_days_before_two_years_then_erased(tom, outbox):
    happened = {}
    for number in (699, 700, 701, 722, 723, 724, 729, 730):
        before = len(mails(outbox))
        live_until(day(number))
        happened[number] = (is_here(tom), len(mails(outbox)) - before)
    assert happened == {
        699: (True, 0), 700: (True, 1), 701: (True, 0), 722: (True, 0), 723: (True, 1), 724: (True, 0), 729: (True, 0),
        730: (False, 1),
    }  # fmt: skip
    assert {line.split(":")[0] for line in mails(outbox)} == {"tom@example.org"}


def test_gdpr_02_coming_back_stops_everything(tom, client):
    live_until(day(700))
    live_until(day(723))
    client.force_login(tom)
    client.get("/")
    tom.refresh_from_db()
    assert (tom.last_active_on, tom.idle_warned_on) == (timezone.localdate(), None)
    live_until(timezone.localdate() + timedelta(days=30))
    assert is_here(tom)


def test_gdpr_02_a_worker_that_was_away_erases_nobody_sooner(tom, outbox):
    """The first warning leaves late: 30 days are counted from it, and 7 from the last one."""
    here = {}
    for number in (900, 922, 935, 936, 941, 942):
        live_until(day(number))
        here[number] = is_here(tom)
    assert here == {900: True, 922: True, 935: True, 936: True, 941: True, 942: False}


def test_gdpr_02_what_an_idle_person_published_stays_signed(tom):
    kit = factories.kit(credits=(Signature(name="Tom"),), by=tom)
    KitPage.objects.filter(pk=kit.pk).update(owner=tom)
    for number in (700, 723, 730):
        live_until(day(number))
    assert (is_here(tom), kit.versions.get().content.credits[0].name) == (False, "Tom")


@pytest.mark.parametrize("rights", [{"group": "moderator"}, {"group": "hub staff"}, {"is_superuser": True}])
def test_people_with_rights_are_only_told_to_the_administrators_once(outbox, rights):
    asleep = factories.person("asleep@example.org", first_name="Inès", last_active_on=TODAY, **rights)
    boss = factories.person("boss@example.org", is_superuser=True, last_active_on=day(1000))
    if asleep.is_superuser:
        User.objects.filter(pk=asleep.pk).update(is_superuser=True)
    for number in (700, 701, 723, 730, 760):
        live_until(day(number))
    told = [line.split(":")[0] for line in mails(outbox)]
    assert (is_here(asleep), is_here(boss), told.count("boss@example.org")) == (True, True, 1)


def test_gdpr_07_a_frozen_account_is_neither_warned_nor_erased(tom, outbox):
    User.objects.filter(pk=tom.pk).update(is_active=False)
    for number in (700, 723, 730, 800):
        live_until(day(number))
    assert (is_here(tom), mails(outbox)) == (True, [])


def test_an_account_that_never_came_back_counts_from_its_first_day(outbox):
    tom = factories.person("tom@example.org", last_active_on=None)
    User.objects.filter(pk=tom.pk).update(date_joined=moment(TODAY), last_active_on=None)
    for number in (699, 700):
        live_until(day(number))
    assert [line.split(":")[0] for line in mails(outbox)] == ["tom@example.org"]


# --- an address that nobody confirmed ---


def unconfirmed(address, **fields):
    person = factories.person(address, last_active_on=None, **fields)
    User.objects.filter(pk=person.pk).update(last_active_on=None, date_joined=moment(TODAY))
    EmailAddress.objects.create(user=person, email=address, primary=True)
    return person


def test_an_account_whose_address_nobody_confirmed_goes_after_30_days_without_a_mail(outbox):
    nobody = unconfirmed("nobody@example.org")
    named = unconfirmed("named@example.org", group="contributor")
    by_hand = factories.person("by-hand@example.org", last_active_on=None)
    User.objects.filter(pk=by_hand.pk).update(last_active_on=None, date_joined=moment(TODAY))
    live_until(day(30))
    assert [is_here(person) for person in (nobody, named, by_hand)] == [True, True, True]
    live_until(day(31))
    assert [is_here(person) for person in (nobody, named, by_hand)] == [False, True, True]
    assert mails(outbox) == []


# --- everything else ---


def kept_on(number, rows) -> bool:
    live_until(day(number))
    return rows.exists()


def test_an_export_is_kept_7_days_with_its_file(tom, settings):
    export = DataExport.objects.create(person=tom, state="ready", ready_at=moment(TODAY))
    export.file.save("tom.zip", ContentFile(b"PK"))
    rows = DataExport.objects.filter(pk=export.pk)
    assert [kept_on(number, rows) for number in (7, 8)] == [True, False]
    assert list(Path(settings.MEDIA_ROOT).glob("exports/**/*.zip")) == []


def test_a_notification_is_kept_12_months_after_it_is_read_and_24_otherwise(tom):
    told = [Notification.objects.create(person=tom, kind=Kind.COLLECTION, path="/") for _ in range(2)]
    Notification.objects.update(created_at=moment(TODAY))
    Notification.objects.filter(pk=told[0].pk).update(read_at=moment(TODAY))
    User.objects.update(last_active_on=day(5000))
    left = []
    for number in (365, 366, 730, 731):
        live_until(day(number))
        left.append(Notification.objects.count())
    assert left == [2, 1, 1, 0]


def test_traces_are_kept_as_long_as_the_register_says(tom):
    User.objects.update(last_active_on=day(5000))
    DataAccess.objects.create(what="export", person=tom)
    DataAccess.objects.update(accessed_at=moment(TODAY))
    Invitation.objects.create(organisation=Organisation.objects.create(name="X"), email="a@example.org")
    Invitation.objects.update(created_at=moment(TODAY))
    SearchLog.objects.create(day=TODAY, query="tricot", results=0)
    Session.objects.create(session_key="old", expire_date=timezone.now() - timedelta(days=1), session_data="")
    left = {}
    for number in (90, 91, 365, 366, 730, 731):
        live_until(day(number))
        left[number] = [model.objects.count() for model in (Invitation, DataAccess, SearchLog, Session)]
    assert left == {
        90: [1, 1, 1, 0], 91: [0, 1, 1, 0], 365: [0, 1, 1, 0], 366: [0, 0, 1, 0], 730: [0, 0, 1, 0], 731: [0, 0, 0, 0],
    }  # fmt: skip


def test_the_log_of_the_back_office_forgets_names_and_keeps_deeds(tom):
    User.objects.update(last_active_on=day(5000))
    log(factories.kit(), "wagtail.edit", user=tom)
    entries = PageLogEntry.objects.filter(user=tom)
    PageLogEntry.objects.update(timestamp=moment(TODAY))
    count = PageLogEntry.objects.count()
    assert [kept_on(number, entries) for number in (365, 366)] == [True, False]
    assert PageLogEntry.objects.count() == count


def test_reports_and_the_words_of_decisions_are_kept_3_years(tom):
    User.objects.update(last_active_on=day(5000))
    kit = factories.kit()
    handled = KitReport.objects.create(kit=kit, reason="errors", state="right", handled_at=moment(TODAY))
    waiting = KitReport.objects.create(kit=kit, reason="errors")
    assert [kept_on(number, KitReport.objects.filter(pk=handled.pk)) for number in (1095, 1096)] == [True, False]
    assert KitReport.objects.filter(pk=waiting.pk).exists()
    assert KitReviewState.objects.count() == 0


def test_effects_that_are_done_are_kept_30_days_and_those_that_failed_90(outbox):
    now = moment(TODAY)
    common = {"kind": "print", "created_at": now, "not_before": now}
    done = OutboxMessage.objects.create(key="done", state="done", done_at=now, **common)
    failed = OutboxMessage.objects.create(key="failed", state="failed", **common)
    left = {}
    for number in (30, 31, 90, 91):
        live_until(day(number))
        left[number] = [OutboxMessage.objects.filter(pk=row.pk).exists() for row in (done, failed)]
    assert left == {30: [True, True], 31: [False, True], 90: [False, True], 91: [False, False]}


# --- who does it, and when ---


def test_the_worker_asks_for_the_upkeep_of_a_day_once(outbox, monkeypatch):
    monkeypatch.setattr(daily, "_planned", {"day": ""})
    daily.plan_upkeep()
    monkeypatch.setattr(daily, "_planned", {"day": ""})
    daily.plan_upkeep()
    key = f"upkeep:{timezone.localdate()}"
    assert list(OutboxMessage.objects.values_list("kind", "key")) == [("upkeep", key)]


def test_planning_again_asks_the_database_nothing(outbox, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(daily, "_planned", {"day": ""})
    daily.plan_upkeep()
    with django_assert_num_queries(0):
        daily.plan_upkeep()


def test_a_worker_that_works_once_does_the_upkeep(outbox, monkeypatch):
    monkeypatch.setattr(daily, "_planned", {"day": ""})
    monkeypatch.setattr("outillerie.management.commands.worker.work", lambda **_how: None)
    call_command("worker", "--once")
    assert OutboxMessage.objects.filter(kind="upkeep").count() == 1


def test_the_upkeep_may_run_twice_on_one_day(tom, outbox):
    live_until(day(700))
    live_until(day(700))
    assert len(mails(outbox)) == 1


def test_the_upkeep_runs_by_hand(outbox):
    call_command("upkeep")
