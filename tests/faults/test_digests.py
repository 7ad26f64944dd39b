"""FLT-06 for what people are told: the mail server refuses, hangs, is busy, cuts. None is lost, each comes once."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.utils import timezone

from outillerie.notifications.actions import choose_mail, notify
from outillerie.notifications.models import Kind, MailChoice, Notification
from outillerie.outbox.actions import sweep
from outillerie.outbox.models import OutboxMessage
from tests import factories
from tests.faults.smtp import smtp_server

pytestmark = pytest.mark.django_db
State = OutboxMessage.State
# The site waits 20 s for each answer; a test cannot.
PATIENCE = 0.3


@pytest.fixture
def mail_server(settings):
    """Return a function that starts a scripted server and has the site deliver to it, in English."""
    settings.LANGUAGE_CODE = "en"
    opened = []

    def start(*behaviours):
        context = smtp_server(*behaviours)
        server = context.__enter__()
        opened.append(context)
        options = {"host": "127.0.0.1", "port": server.port, "timeout": PATIENCE}
        settings.MAILERS = {
            "default": {"BACKEND": "outillerie.outbox.mail.OutboxBackend"},
            "delivery": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options},
        }
        return server

    yield start
    for context in opened:
        context.__exit__(None, None, None)


def let_a_day_pass():
    OutboxMessage.objects.filter(state=State.WAITING).update(not_before=timezone.now() - timedelta(seconds=1))
    sweep()


def tell(person, *, times=1):
    for _time in range(times):
        notify([person], Kind.FIELD_REPORT, path="/kits/camille/")


def received(server):
    return [message_from_bytes(message, policy=policy.default) for message in server.taken]


@pytest.mark.parametrize("fault", ["busy", "refuse", "full", "hang", "drop", "close", "accept-then-drop"])
def test_FLT_06_a_digest_is_delivered_once_whatever_the_mail_server_does(mail_server, fault):
    lea = factories.person("lea@example.org")
    server = mail_server(fault, "accept")
    tell(lea, times=3)
    for _day in range(4):
        let_a_day_pass()
    [message] = received(server)
    assert (message["To"], message["Subject"]) == ("lea@example.org", "3 things are new for you")
    assert message["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/desabonnement/")
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {State.DONE}
    assert Notification.objects.filter(mailed_at=None).count() == 0


def test_FLT_06_no_digest_is_lost_nor_doubled_through_a_bad_week(mail_server):
    people = [factories.person(f"p{number}@example.org") for number in range(12)]
    server = mail_server(*["busy", "close", "accept", "full", "hang", "refuse"] * 5, "accept")
    for person in people:
        tell(person)
    for _day in range(9):
        let_a_day_pass()
    assert sorted(message["To"] for message in received(server)) == sorted(person.email for person in people)


def test_FLT_06_what_happens_while_the_server_is_away_comes_in_the_next_digest_and_not_twice(mail_server, monkeypatch):
    lea = factories.person("lea@example.org")
    server = mail_server("busy", "busy", "accept")
    tell(lea)
    let_a_day_pass()
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr("outillerie.notifications.actions.timezone.now", lambda: tomorrow)
    tell(lea, times=2)
    monkeypatch.undo()
    for _day in range(4):
        let_a_day_pass()
    subjects = sorted(message["Subject"] for message in received(server))
    assert subjects == ["2 things are new for you", "Someone ran a kit that is no longer public and tells how it went."]


def test_FLT_06_the_deed_succeeds_while_the_server_is_down(mail_server):
    lea = factories.person("lea@example.org")
    choose_mail(lea, {Kind.FIELD_REPORT: MailChoice.NOW})
    server = mail_server("close", "accept")
    tell(lea)
    let_a_day_pass()
    assert (OutboxMessage.objects.get().state, received(server)) == (State.WAITING, [])
    let_a_day_pass()
    assert (OutboxMessage.objects.get().state, len(received(server))) == (State.DONE, 1)
