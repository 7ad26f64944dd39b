"""What is sent: plain text, which reads everywhere, aloud too, with addresses of the configured site."""

import html
from email import headerregistry, policy

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from outillerie.accounts.models import User
from outillerie.notifications.kinds import label_of
from outillerie.notifications.queries import Line
from outillerie.pages.models import HubSettings
from outillerie.pages.queries import absolute

# A digest is read in a minute; the rest is on the site.
MOST_LINES = 30
MOST_SUBJECT = 120
SIGNER = signing.Signer(salt="unsubscribe")


class Unfolded(headerregistry.UnstructuredHeader):
    """An address in one piece. Folded, the standard library would encode it, and no mail program could read it."""

    def fold(self, *, policy):
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = headerregistry.HeaderRegistry()
HEADERS.map_to_type("List-Unsubscribe", Unfolded)


class PlainMail(EmailMultiAlternatives):
    def message(self, *, policy=policy.default):
        return super().message(policy=policy.clone(header_factory=HEADERS))


def speaking_to(person: User):
    """Return the context in which texts are made for `person`: accounts keep no language, so that of the site."""
    return translation.override(settings.LANGUAGE_CODE)


def plain_mail(name: str, email: str, context: dict, headers: dict[str, str] | None = None) -> EmailMessage:
    """Return the mail `emails/<name>_…txt` to `email`. It has no markup, so nothing stays escaped."""
    hub = HubSettings.objects.first() or HubSettings()
    subject, body = (
        html.unescape(
            render_to_string(f"emails/{name}_{part}.txt", {"hub": hub, "site_url": settings.BASE_URL, **context})
        )
        for part in ("subject", "message")
    )
    return PlainMail(one_line(subject), body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [email], headers=headers)


def one_line(subject: str) -> str:
    """Return a subject that is one line of a bearable length, whatever names and titles hold (ATK-MAIL-01)."""
    text = " ".join(subject.split())
    return text if len(text) <= MOST_SUBJECT else f"{text[: MOST_SUBJECT - 1].rstrip()}…"


def notification_mail(person: User, line: Line, kind: str) -> EmailMessage:
    """Return the mail that tells one thing at once."""
    context = {
        "line": line,
        "address": absolute(line.path),
        "kind_label": label_of(kind),
        **ways_out(person, kind),
    }
    return plain_mail("notification", person.email, context, one_click(context["unsubscribe_address"]))


def digest_mail(person: User, lines: list[Line]) -> EmailMessage:
    """Return the one mail of the day, which tells `lines`."""
    context = {
        "lines": [(line, absolute(line.path)) for line in lines[:MOST_LINES]],
        "count": len(lines),
        "others": max(0, len(lines) - MOST_LINES),
        "list_address": absolute(reverse("notifications")),
        **ways_out(person, ""),
    }
    return plain_mail("digest", person.email, context, one_click(context["unsubscribe_address"]))


def ways_out(person: User, kind: str) -> dict[str, str]:
    """Return the addresses that a mail ends with: to choose what one is told, and to be told nothing more."""
    return {
        "preferences_address": absolute(reverse("notification-preferences")),
        "unsubscribe_address": absolute(reverse("unsubscribe", args=[unsubscribe_token(person, kind)])),
    }


def one_click(address: str) -> dict[str, str]:
    """Return the headers by which a mail program unsubscribes its reader in one click (RFC 8058)."""
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def unsubscribe_token(person: User, kind: str) -> str:
    """Return what proves, for ever, that its bearer may stop the mail of `kind` to `person`; of all kinds if empty."""
    return SIGNER.sign(f"{person.pk}:{kind}")


def read_unsubscribe_token(token: str) -> tuple[int, str]:
    """Return the id of the person and the kind. Raises BadSignature when nobody here wrote it."""
    person_id, kind = SIGNER.unsign(token).split(":")
    return int(person_id), kind
