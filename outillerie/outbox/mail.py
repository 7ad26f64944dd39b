"""Mail is a row first: what a page sends is written with the page's own transaction, and the worker delivers it."""

import base64
import hashlib

from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend

from outillerie.outbox.actions import handles, schedule


class OutboxBackend(BaseEmailBackend):
    """Write each message to the outbox. The same message to the same person in one transaction is one row."""

    def send_messages(self, email_messages):
        for message in email_messages:
            raw = message.message().as_bytes()
            payload = {
                "raw": base64.b64encode(raw).decode("ascii"),
                "from": message.from_email,
                "to": message.recipients(),
            }
            schedule("mail", payload, key=f"mail:{message_key(message, raw)}")
        return len(email_messages)


def message_key(message, raw):
    return hashlib.sha256(raw).hexdigest()


class StoredMessage(EmailMessage):
    """A message whose bytes were fixed when it was scheduled: a retry sends the very same one, same Message-ID."""

    def __init__(self, raw, **fields):
        super().__init__(**fields)
        self.raw = raw

    def message(self, **options):
        from email import message_from_bytes, policy

        return message_from_bytes(self.raw, policy=policy.SMTP)


@handles("mail")
def deliver_mail(payload):
    message = StoredMessage(base64.b64decode(payload["raw"]), from_email=payload["from"], to=payload["to"])
    mailers["delivery"].send_messages([message])
