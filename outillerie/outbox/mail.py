"""Mail is a row first: what a page sends is written in its transaction, then the worker delivers it."""

import base64
import hashlib
from datetime import timedelta
from email import message_from_bytes, policy
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend

from outillerie.outbox.actions import handles, schedule


class OutboxBackend(BaseEmailBackend):
    """Write each message to the outbox, bytes and all."""

    def send_messages(self, email_messages):
        host = urlsplit(settings.BASE_URL).hostname
        for message in email_messages:
            # Else the name of this machine, asked of a name server that may be slow to answer.
            message.extra_headers.setdefault("Message-ID", make_msgid(domain=host))
            raw = message.message().as_bytes()
            payload = {
                "raw": base64.b64encode(raw).decode("ascii"),
                "from": message.from_email,
                "to": message.recipients(),
            }
            schedule("mail", payload, key=f"mail:{hashlib.sha256(raw).hexdigest()}")
        return len(email_messages)


class StoredMessage(EmailMessage):
    """A message whose bytes were fixed when it was scheduled: a retry sends the very same one."""

    def __init__(self, raw, **fields):
        super().__init__(**fields)
        self.raw = raw

    def message(self, *, policy=policy.SMTP):
        # As it was written: folded again, a long address would be encoded and no mail program could read it.
        return message_from_bytes(self.raw, policy=policy.clone(refold_source="none"))


# The mail server has 20 s for each answer, and seldom makes us wait for two.
@handles("mail", lease=timedelta(seconds=40))
def deliver_mail(payload):
    message = StoredMessage(base64.b64decode(payload["raw"]), from_email=payload["from"], to=payload["to"])
    mailers["delivery"].send_messages([message])
