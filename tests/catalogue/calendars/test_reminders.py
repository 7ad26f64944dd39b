"""Reminders leave 7 days and 1 day before, once, to those who still come and want them (FLT-11, FLT-12)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from catalogue.calendars import reminders
from catalogue.calendars.models import Reminder
from catalogue.calendars.reminders import KIND, key_of, leave_reminder, plan_reminders
from catalogue.registering.models import Registration
from catalogue.sessions.actions import cancel_session, move_session
from catalogue.sessions.models import PeerSession
from outillerie.notifications.actions import choose_mail
from outillerie.outbox.actions import handle
from outillerie.outbox.models import OutboxMessage
from tests import factories
from tests.catalogue import session_factories as made

pytestmark = pytest.mark.django_db
State = Registration.State


@pytest.fixture
def lea(db):
    return factories.person(email="lea@example.org")


def seat(person=None, *, days=6, registered=30, **facts):
    """Return a seat in a session that starts in so many days and some hours, taken that many days before today."""
    session = made.peer_session(starts_at=timezone.now() + timedelta(days=days, hours=6), **facts.pop("session", {}))
    at = timezone.now() - timedelta(days=registered)
    return made.registration(session, person, **{"registered_at": at, **facts})


def go_round(now=None):
    """Do what the worker does: plan what is due, then each effect. Return the subjects of the mails that left."""
    mail.outbox.clear()
    plan_reminders(now or timezone.now())
    for message in OutboxMessage.objects.filter(kind=KIND, state="waiting"):
        handle(message.pk)
    assert list(OutboxMessage.objects.filter(kind=KIND, state="waiting").values_list("last_error")) == []
    return [message.subject for message in mail.outbox]


def test_seven_days_and_one_day_before_and_never_twice(lea):
    starts_on = timezone.localdate(seat(lea).session.starts_at)
    nights = (starts_on - timezone.localdate()).days
    assert go_round() == [f"Dans {nights} jours : Tester un kit avant de l’animer"]
    assert go_round() == []
    assert go_round(timezone.now() + timedelta(days=5, hours=4)) == []
    assert len(go_round(timezone.now() + timedelta(days=5, hours=8))) == 1
    assert list(Reminder.objects.values_list("days", flat=True)) == [7, 1]
    assert go_round(timezone.now() + timedelta(days=5, hours=9)) == []


def test_nothing_leaves_before_its_day():
    seat(days=7)
    assert (go_round(), go_round(timezone.now() + timedelta(hours=8)) != []) == ([], True)


@pytest.mark.parametrize(
    ("days", "registered", "expected"),
    [(6, 2, 1), (6, 0, 0), (0, 2, 1), (0, 0, 0)],
    ids=["7 days, in time", "7 days, since", "1 day, in time", "1 day, since"],
)
def test_who_registered_since_is_not_reminded(days, registered, expected):
    seat(days=days, registered=registered)
    assert len(go_round()) == expected


@pytest.mark.parametrize("state", [State.WAITING, State.OFFERED, State.UNCONFIRMED, State.CANCELLED, State.LAPSED])
def test_who_has_no_seat_is_not_reminded(state):
    seat(state=state, offer_ends_at=timezone.now() + timedelta(days=1))
    assert go_round() == []


@pytest.mark.parametrize("state", ["draft", "cancelled", "held"])
def test_a_session_that_does_not_take_place_is_not_reminded(state):
    row = seat()
    PeerSession.objects.filter(pk=row.session_id).update(state=state)
    assert go_round() == []


def test_what_was_planned_does_not_leave_once_it_is_no_longer_true(lea):
    row = seat(lea)
    plan_reminders(timezone.now())
    cancel_session(row.session, reason="La salle est fermée.", by=None)
    for message in OutboxMessage.objects.filter(kind=KIND):
        handle(message.pk)
    assert (mail.outbox, Reminder.objects.count()) == ([], 0)


def test_a_moved_session_is_reminded_of_at_its_new_date_and_not_at_once():
    row = seat()
    assert len(go_round()) == 1
    starts_at = row.session.starts_at + timedelta(days=20)
    move_session(row.session, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), by=None)
    assert (go_round(), len(go_round(starts_at - timedelta(days=6)))) == ([], 1)


def test_a_move_to_this_week_was_just_told_and_is_not_reminded_of_at_once():
    row = seat(days=20)
    starts_at = timezone.now() + timedelta(days=3)
    move_session(row.session, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), by=None)
    assert (go_round(), len(go_round(starts_at - timedelta(hours=20)))) == ([], 1)


@pytest.mark.parametrize("choice", ["never", "daily", "now"])
def test_preferences_are_kept(lea, choice):
    choose_mail(lea, {KIND: choice})
    seat(lea)
    assert len(go_round()) == (0 if choice == "never" else 1)


def test_FLT_11_clocks_that_jump_leave_each_reminder_once(lea):
    seat(lea)
    now = timezone.now()
    jumps = [timedelta(hours=1), -timedelta(hours=1), timedelta(days=365), -timedelta(days=365), timedelta()]
    counts = [len(go_round(now + jump)) for jump in jumps]
    assert (counts, Reminder.objects.count()) == ([1, 0, 0, 0, 0], 1)


def test_FLT_12_the_hour_on_the_wall_decides_through_a_change_of_clocks():
    starts_at = made.paris(2035, 3, 29, 9)
    session = made.peer_session(starts_at=starts_at)
    made.registration(session, registered_at=timezone.now() - timedelta(days=1))
    before, after = made.paris(2035, 3, 22, 8, 59), made.paris(2035, 3, 22, 9, 0)
    assert (plan_reminders(before), plan_reminders(after)) == (0, 1)
    PeerSession.objects.update(time_zone="Indian/Reunion")
    OutboxMessage.objects.all().delete()
    # There, clocks did not change: 168 hours before.
    assert (plan_reminders(after - timedelta(hours=1, minutes=1)), plan_reminders(after - timedelta(hours=1))) == (0, 1)


def test_a_worker_that_dies_before_the_end_leaves_one_mail_when_it_starts_again(lea, monkeypatch):
    row = seat(lea)
    plan_reminders(timezone.now())
    payload = OutboxMessage.objects.get(kind=KIND).payload

    def die(self):
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr("django.core.mail.EmailMessage.send", die)
        with pytest.raises(SystemExit):
            leave_reminder(payload)
    # The row of the reminder went away with the mail that did not leave.
    assert (row.reminders.count(), len(mail.outbox)) == (0, 0)
    leave_reminder(payload)
    leave_reminder(payload)
    assert (row.reminders.count(), len(mail.outbox)) == (1, 1)


def test_the_mail_says_what_one_needs_to_come(lea, settings):
    place = {"venue": made.venue(getting_there="Métro Eurotéléport"), "room": "Salle 2"}
    row = seat(lea, session={"places": [place], "to_bring": "Votre téléphone", "accessibility": "De plain-pied"})
    go_round()
    [sent] = mail.outbox
    said = sent.body
    for words in (
        row.session.title,
        "12 rue Exemple, 59100 Roubaix, Salle 2",
        "Pour venir\u00a0: Métro Eurotéléport",
        "Accessibilité\u00a0: De plain-pied",
        "À apporter\u00a0: Votre téléphone",
        f"{settings.BASE_URL}/seances/{row.session.slug}/",
        f"{settings.BASE_URL}/inscriptions/",
        f"{settings.BASE_URL}/mon-agenda/rappels/{key_of(row)}/",
        f"{settings.BASE_URL}/compte/notifications/preferences/",
    ):
        assert words in said, said
    assert (sent.to, "\n\n\n" in said) == (["lea@example.org"], False)
    assert sent.extra_headers["List-Unsubscribe"] == f"<{settings.BASE_URL}/mon-agenda/rappels/{key_of(row)}/>"


def test_the_video_link_is_said_to_who_has_a_seat_online_and_to_nobody_else():
    session = {"places": [made.online(), {"venue": made.venue()}]}
    online = seat(session=session)
    made.registration(online.session, place=online.session.places.last(), registered_at=online.registered_at)
    go_round()
    links = {message.to[0]: "https://visio.example.org/salle-secrete" in message.body for message in mail.outbox}
    assert links == {
        row.email: row.place.is_online for row in Registration.objects.select_related("place")
    }  # fmt: skip


def test_the_link_of_a_mail_stops_the_reminders_of_one_session_and_undoes_it(client):
    row, other = seat(), seat()
    address = f"/mon-agenda/rappels/{key_of(row)}/"
    assert (client.get(address).status_code, row.reminders.count()) == (200, 0)
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    client.post(address)
    assert (go_round() != [], [message.to for message in mail.outbox]) == (True, [[other.email]])
    client.post(address, {"undo": "1"})
    assert (len(go_round()), mail.outbox[0].to) == (1, [row.email])


def test_who_wants_no_more_of_a_session_is_not_reminded_of_its_new_date(client):
    row = seat()
    client.post(f"/mon-agenda/rappels/{key_of(row)}/")
    starts_at = row.session.starts_at + timedelta(days=20)
    move_session(row.session, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), by=None)
    assert go_round(starts_at - timedelta(days=6)) == []


def test_a_forged_link_stops_nothing(client):
    row = seat()
    from catalogue.registering.links import key_of as key_of_registration

    keys = (f"{row.pk}.x", str(row.pk), key_of_registration(row))
    assert [client.post(f"/mon-agenda/rappels/{key}/").status_code for key in keys] == [404, 404, 404]
    assert row.reminders.count() == 0


def test_a_round_is_planned_by_the_worker():
    from outillerie.outbox.rounds import _rounds

    assert _rounds["session-reminders"].run is reminders.go_round


@pytest.mark.parametrize("count", [1, 3])
def test_a_round_costs_two_questions_when_all_have_left(django_assert_num_queries, count):
    for _number in range(count):
        seat()
    assert len(go_round()) == count
    with django_assert_num_queries(2):
        assert plan_reminders(timezone.now()) == 0
