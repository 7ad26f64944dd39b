"""FLT-11 and FLT-12: clocks that jump, workers whose clocks disagree, and the two nights when clocks change."""

import uuid
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from catalogue.calendars.models import Reminder
from catalogue.calendars.reminders import go_round, leave_reminder
from catalogue.organising.formats.recurrence import Asked, Repeat
from catalogue.organising.series import make_series
from catalogue.registering import actions
from catalogue.registering.actions import OfferOver
from catalogue.registering.models import Registration
from catalogue.sessions.formats.local_time import wall_of
from outillerie.outbox.actions import claim, due, handle, sweep
from outillerie.outbox.models import OutboxMessage
from tests import factories
from tests.catalogue import session_factories as made
from tests.faults.processes import full_or_short

pytestmark = pytest.mark.django_db
State = Registration.State
HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)
# How often the worker goes round.
ROUND = timedelta(minutes=full_or_short(15, 60))
# In short, it sleeps when it is not nine in the morning anywhere (UTC).
WAKING_HOURS = full_or_short(range(24), range(4, 15))


@pytest.fixture
def clock(monkeypatch):
    """Return what says the time to the site; a test moves it as it likes."""

    class Clock:
        at = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)

    monkeypatch.setattr("django.utils.timezone.now", lambda: Clock.at)
    return Clock


def session_at(starts_at: datetime, capacity: int = 1, **facts):
    return made.peer_session(starts_at=starts_at, places=[made.online(capacity=capacity)], **facts).places.get()


def arrive(place, name: str) -> Registration:
    person = factories.person(f"{name}@example.org")
    return actions.register(place, key=f"essai-{name}", person=person, joins_queue=True)


def work() -> None:
    """Let the worker do what is due, what that asks for too."""
    while sweep():
        pass


# --- FLT-11: the clock jumps ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jump", [-YEAR, -HOUR, HOUR, YEAR])
def test_FLT_11_the_line_keeps_the_order_of_arrival_whatever_the_clock_says_meanwhile(clock, jump):
    now = clock.at
    place = session_at(now + 3 * YEAR)
    seated, first = arrive(place, "lea"), arrive(place, "noe")
    clock.at = now + jump
    second = arrive(place, "zoe")
    clock.at = now
    third = arrive(place, "ali")
    assert [row.place_in_line for row in (first, second, third)] == [1, 2, 3]
    offered = []
    for row in (seated, first, second):
        clock.at = now + jump if row == first else now
        actions.cancel_registration(row)
        offered += Registration.objects.filter(state=State.OFFERED).values_list("pk", flat=True)
    assert offered == [first.pk, second.pk, third.pk]


def test_FLT_11_of_two_machines_whose_clocks_disagree_one_has_the_offer(clock):
    now = clock.at
    place = session_at(now + 30 * DAY)
    seated, first, second = arrive(place, "lea"), arrive(place, "noe"), arrive(place, "zoe")
    actions.cancel_registration(seated)
    ends_at = Registration.objects.get(pk=first.pk).offer_ends_at
    # On the machine of the worker it is over; on that of the web server, five minutes late, it still runs.
    clock.at = ends_at + timedelta(minutes=2)
    actions.expire_offers(place.session)
    clock.at = ends_at - timedelta(minutes=3)
    with pytest.raises(OfferOver):
        actions.accept_offer(first)
    assert [Registration.objects.get(pk=row.pk).state for row in (first, second)] == [State.LAPSED, State.OFFERED]
    place.refresh_from_db()
    assert (place.taken, place.waiting) == (1, 0)


def test_FLT_11_an_offer_that_was_taken_does_not_end_on_a_clock_that_is_ahead(clock):
    now = clock.at
    place = session_at(now + 3 * YEAR)
    seated, first = arrive(place, "lea"), arrive(place, "noe")
    actions.cancel_registration(seated)
    actions.accept_offer(first)
    clock.at = now + YEAR
    work()
    assert Registration.objects.get(pk=first.pk).state == State.REGISTERED


def test_FLT_11_a_clock_that_goes_back_delays_the_end_of_an_offer_and_loses_nothing(clock):
    now = clock.at
    place = session_at(now + 30 * DAY)
    seated, first, second = arrive(place, "lea"), arrive(place, "noe"), arrive(place, "zoe")
    actions.cancel_registration(seated)
    clock.at = now - HOUR
    work()
    assert Registration.objects.get(pk=first.pk).state == State.OFFERED
    clock.at = now + timedelta(hours=25)
    work()
    assert [Registration.objects.get(pk=row.pk).state for row in (first, second)] == [State.LAPSED, State.OFFERED]


def test_FLT_11_a_worker_whose_clock_is_ahead_takes_over_a_reminder_and_it_leaves_once(clock):
    now = clock.at
    place = session_at(now + DAY + HOUR, capacity=3)
    arrive(place, "lea")
    work()
    mail.outbox.clear()
    clock.at = now + HOUR
    go_round()
    [message] = due().filter(kind="session-reminder")
    held = claim(message.pk)
    # For the other worker, two hours ahead, the first one is long dead.
    clock.at = now + 3 * HOUR
    handle(message.pk)
    clock.at = now + HOUR
    leave_reminder(held.payload)
    work()
    assert (len(mail.outbox), Reminder.objects.count()) == (1, 1)


def test_FLT_11_a_clock_that_is_wrong_for_an_hour_reminds_nobody_and_then_everybody_once(clock):
    now = clock.at
    place = session_at(now + 2 * DAY, capacity=3)
    arrive(place, "lea")
    work()
    mail.outbox.clear()
    for at in (now + YEAR, now + YEAR + HOUR, now - HOUR, now, now + DAY, now + DAY - HOUR, now + DAY + HOUR):
        clock.at = at
        go_round()
        work()
    assert (len(mail.outbox), list(Reminder.objects.values_list("days", flat=True))) == (1, [1])


# --- FLT-12: the clocks change ----------------------------------------------------------------------------------------

NIGHTS = [
    pytest.param(date(2027, 3, 28), id="an hour is lacking"),
    pytest.param(date(2027, 10, 31), id="an hour comes twice"),
]
ZONES = ("Europe/Paris", "Indian/Reunion", "America/Guadeloupe")


@pytest.mark.parametrize("night", NIGHTS)
def test_FLT_12_reminders_leave_once_at_the_hour_of_the_session_through_the_change(clock, night):
    """Sessions on the day of the change, the day after and a week after, in three zones; the worker starts again often."""
    asked = {}
    clock.at = datetime.combine(night - timedelta(days=12), datetime.min.time(), UTC)
    for zone in ZONES:
        for days in (0, 1, 7):
            starts_at = datetime.combine(night + timedelta(days=days), datetime.min.time(), ZoneInfo(zone))
            place = session_at((starts_at.replace(hour=9)).astimezone(UTC), capacity=2, time_zone=zone)
            asked[arrive(place, f"{zone[:2].lower()}{days}").pk] = zone
    last = clock.at + timedelta(days=21)
    while clock.at < last:
        if clock.at.hour in WAKING_HOURS:
            go_round()
            go_round()
            work()
        clock.at += ROUND
    left = list(Reminder.objects.select_related("registration__session"))
    assert sorted((row.registration_id, row.days) for row in left) == sorted(
        (pk, days) for pk in asked for days in (1, 7)
    )
    for row in left:
        sent = wall_of(row.sent_at, asked[row.registration_id])
        session_day = wall_of(row.starts_at, asked[row.registration_id]).date()
        assert (session_day - sent.date()).days == row.days
        assert sent.hour == 9
    assert OutboxMessage.objects.filter(kind="session-reminder").count() == 2 * len(asked)


@pytest.mark.parametrize("zone", ZONES)
def test_FLT_12_a_weekly_series_keeps_its_hour_through_both_changes(clock, zone):
    clock.at = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
    first = datetime(2027, 3, 1, 18, 30, tzinfo=ZoneInfo(zone))
    series = weekly(first, 40, zone)
    walls = [wall_of(moment, zone) for moment in series.sessions.values_list("starts_at", flat=True)]
    assert [wall.replace(tzinfo=None) for wall in walls] == [
        first.replace(tzinfo=None) + timedelta(weeks=week) for week in range(40)
    ]
    offsets = {wall.utcoffset() for wall in walls}
    assert len(offsets) == (2 if zone == "Europe/Paris" else 1)


def test_FLT_12_a_series_leaves_out_the_hour_that_does_not_exist_and_takes_once_the_one_that_comes_twice(clock):
    clock.at = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
    spring = weekly(made.paris(2027, 3, 14, 2, 30), 4, "Europe/Paris")
    autumn = weekly(made.paris(2027, 10, 17, 2, 30), 4, "Europe/Paris")
    days = [wall_of(moment, "Europe/Paris") for moment in spring.sessions.values_list("starts_at", flat=True)]
    assert [(day.day, day.month, day.hour) for day in days] == [(14, 3, 2), (21, 3, 2), (4, 4, 2)]
    assert spring.excluded == ["2027-03-28"]
    moments = list(autumn.sessions.values_list("starts_at", flat=True))
    assert [moment.isoformat() for moment in moments] == [
        "2027-10-17T00:30:00+00:00",
        "2027-10-24T00:30:00+00:00",
        # The first of the two: still in summer time.
        "2027-10-31T00:30:00+00:00",
        "2027-11-07T01:30:00+00:00",
    ]


def weekly(starts_at: datetime, count: int, zone: str):
    odile = factories.person(f"odile-{starts_at:%m%d}@example.org", is_superuser=True)
    starts_at = starts_at.astimezone(UTC)
    session = made.peer_session(
        starts_at=starts_at, ends_at=starts_at + HOUR, time_zone=zone, created_by=odile, facilitators=["Odile"],
        places=[made.online()], intention="Se former entre pairs", changed_at=timezone.now(),
    )  # fmt: skip
    day = wall_of(starts_at, zone).date()
    asked = Asked(repeat=Repeat.WEEKLY, first_day=day, count=count)
    return make_series(session, asked, is_published=True, by=odile, key=uuid.uuid4())
