from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.db import transaction

from outillerie.outbox.actions import handle
from outillerie.outbox.models import OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail_folder(settings, tmp_path):
    """Send as the site does: rows first, then files where the mail server would be."""
    settings.MAILERS = {
        "default": {"BACKEND": "outillerie.outbox.mail.OutboxBackend"},
        "delivery": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(tmp_path)},
        },
    }
    return tmp_path


def hello(**fields):
    return EmailMessage("Votre code : été", "Bonjour Léa,\n\n    123456\n", to=["lea@example.org"], **fields)


def delivered(folder: Path):
    parts = [part for path in sorted(folder.iterdir()) for part in path.read_bytes().split(b"-" * 79 + b"\n") if part]
    return [message_from_bytes(part, policy=policy.default) for part in parts]


def test_mail_is_a_row_that_the_worker_delivers_once(mail_folder):
    assert hello().send() == 1
    message = OutboxMessage.objects.get()
    assert (message.kind, list(mail_folder.iterdir())) == ("mail", [])
    handle(message.pk)
    handle(message.pk)
    [received] = delivered(mail_folder)
    assert (received["Subject"], received["To"]) == ("Votre code : été", "lea@example.org")
    assert received.get_content().rstrip().splitlines() == ["Bonjour Léa,", "", "    123456"]


def test_mail_of_an_undone_transaction_never_leaves(mail_folder):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        hello().send()
        1 / 0  # noqa: B018
    assert list(OutboxMessage.objects.all()) == []


def test_a_delivered_mail_is_forgotten(mail_folder):
    hello(bcc=["anne@example.org"]).send()
    message = OutboxMessage.objects.get()
    assert message.payload["to"] == ["lea@example.org", "anne@example.org"]
    handle(message.pk)
    message.refresh_from_db()
    assert (message.state, message.payload) == ("done", {})


def test_a_message_is_named_after_the_site_and_not_after_the_machine(mail_folder, settings):
    settings.BASE_URL = "https://outillerie.example.org"
    hello().send()
    handle(OutboxMessage.objects.get().pk)
    [received] = delivered(mail_folder)
    assert received["Message-ID"].endswith("@outillerie.example.org>")


def test_a_retry_sends_the_very_same_message(mail_folder):
    hello().send()
    message = OutboxMessage.objects.get()
    payload = message.payload
    handle(message.pk)
    OutboxMessage.objects.update(state="waiting", payload=payload)
    handle(message.pk)
    first, second = delivered(mail_folder)
    assert (first["Message-ID"], first["Date"]) == (second["Message-ID"], second["Date"])


@pytest.mark.parametrize("subject", ["Hello\nBcc: v@example.org", "Hello\r\nX: y"])
def test_ATK_MAIL_01_a_subject_of_two_lines_is_refused(mail_folder, subject):
    with pytest.raises(ValueError, match=r"newline|linefeed"):
        EmailMessage(subject, "text", to=["lea@example.org"]).send()
    assert list(OutboxMessage.objects.all()) == []
