"""FLT-06: the mail server refuses, hangs, is busy, cuts. No request fails, no mail is lost."""

from datetime import timedelta
from email import message_from_bytes
from unittest import mock

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from outillerie.accounts.actions import trust_address
from outillerie.outbox.actions import sweep
from outillerie.outbox.models import OutboxMessage
from tests.factories import person
from tests.faults.smtp import smtp_server

pytestmark = pytest.mark.django_db
State = OutboxMessage.State
# The site waits 20 s for each answer; a test cannot.
PATIENCE = 0.3


@pytest.fixture
def mail_server(settings):
    """Return a function that starts a scripted server and has the site deliver to it."""
    opened = []

    def start(*behaviours):
        context = smtp_server(*behaviours)
        server = context.__enter__()
        opened.append(context)
        settings.MAILERS = {
            "default": {"BACKEND": "outillerie.outbox.mail.OutboxBackend"},
            "delivery": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": server.port, "timeout": PATIENCE},
            },
        }
        return server

    yield start
    for context in opened:
        context.__exit__(None, None, None)


def send(number=1):
    EmailMessage("Votre code", f"Bonjour, voici {number}.", to=["lea@example.org"]).send()


def let_a_day_pass():
    OutboxMessage.objects.filter(state=State.WAITING).update(not_before=timezone.now() - timedelta(seconds=1))
    return sweep()


@pytest.mark.parametrize("fault", ["busy", "refuse", "full", "hang", "drop", "close"])
def test_FLT_06_the_request_succeeds_and_the_mail_leaves_when_the_server_is_well_again(client, mail_server, fault):
    cache.clear()
    trust_address(person("lea@example.org"))
    server = mail_server(fault, "accept")
    answer = client.post(reverse("account_login"), {"email": "lea@example.org"})
    assert (answer.status_code, answer.url) == (302, reverse("account_confirm_login_code"))
    sweep()
    message = OutboxMessage.objects.get()
    assert (message.state, message.attempts, server.taken) == (State.WAITING, 1, [])
    assert 50 < (message.not_before - timezone.now()).total_seconds() <= 60
    assert "lea@example.org" not in message.last_error
    let_a_day_pass()
    message.refresh_from_db()
    assert (message.state, message.payload, len(server.taken)) == (State.DONE, {}, 1)


def test_FLT_06_a_server_that_cuts_after_its_yes_gets_the_mail_once(mail_server):
    server = mail_server("accept-then-drop")
    send()
    sweep()
    let_a_day_pass()
    assert (OutboxMessage.objects.get().state, len(server.seen)) == (State.DONE, 1)


def test_FLT_06_a_server_that_cuts_before_its_yes_may_have_it_twice_under_one_name(mail_server):
    server = mail_server("drop", "accept")
    send()
    sweep()
    let_a_day_pass()
    names = {message_from_bytes(message)["Message-ID"] for message in server.seen}
    assert (len(server.seen), len(server.taken), len(names)) == (2, 1, 1)


def test_FLT_06_no_server_at_all_is_only_a_delay(mail_server, settings):
    server = mail_server("accept")
    port = server.port
    settings.MAILERS["delivery"]["OPTIONS"]["port"] = 1
    settings.MAILERS = dict(settings.MAILERS)
    send()
    sweep()
    assert OutboxMessage.objects.get().last_error.startswith("ConnectionRefusedError")
    settings.MAILERS["delivery"]["OPTIONS"]["port"] = port
    settings.MAILERS = dict(settings.MAILERS)
    let_a_day_pass()
    assert len(server.taken) == 1


def test_FLT_06_nothing_leaves_in_clear_when_the_server_has_lost_its_certificate(mail_server, settings):
    server = mail_server("accept")
    settings.MAILERS["delivery"]["OPTIONS"]["use_tls"] = True
    settings.MAILERS = dict(settings.MAILERS)
    send()
    sweep()
    message = OutboxMessage.objects.get()
    assert (message.state, message.attempts, server.seen) == (State.WAITING, 1, [])
    assert message.last_error.startswith("SMTPNotSupportedError")


def test_FLT_06_nothing_is_lost_through_a_bad_day(mail_server):
    faults = ["busy", "close", "accept", "full", "drop", "accept", "refuse"] * 8
    server = mail_server(*faults, "accept")
    for number in range(40):
        send(number)
    for _round in range(9):
        let_a_day_pass()
    received = {message_from_bytes(message).get_payload().strip() for message in server.taken}
    assert received == {f"Bonjour, voici {number}." for number in range(40)}
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {State.DONE}


def test_FLT_06_a_mail_that_no_server_ever_takes_stays_visible_with_its_reason(mail_server):
    mail_server("refuse")
    send()
    for _round in range(12):
        let_a_day_pass()
    message = OutboxMessage.objects.get()
    assert (message.state, message.attempts) == (State.FAILED, 9)
    assert message.last_error.startswith("SMTPRecipientsRefused")
    assert message.payload != {}


def test_FLT_06_the_longest_conversation_fits_in_the_lease(settings):
    """A worker that still speaks with the mail server must not be counted as dead."""
    from outillerie.outbox import actions
    from outillerie.settings import delivery_mailer

    options = delivery_mailer("smtp://user:secret@mail.example.org:587")["OPTIONS"]
    assert actions._handlers["mail"].lease == timedelta(seconds=2 * options["timeout"])
    with mock.patch("smtplib.SMTP", side_effect=TimeoutError) as connection:
        settings.MAILERS = {
            "default": {"BACKEND": "outillerie.outbox.mail.OutboxBackend"},
            "delivery": delivery_mailer("smtp://user:secret@mail.example.org:587"),
        }
        send()
        sweep()
    assert connection.call_args.kwargs["timeout"] == 20
