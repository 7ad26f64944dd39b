"""The mails about a badge, made by the worker from the row as it is when they leave.

Each has one `Message-ID` for ever: a worker that died after sending it, and does it again, sends the same one, which
mail programs show once.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import capfirst

from badges.awarding import news
from badges.awarding.formats.codes import spaced
from badges.awarding.models import Credential
from badges.backpack.taking import file_of
from outillerie.notifications.emails import one_click, plain_mail, ways_out
from outillerie.notifications.models import MailChoice
from outillerie.notifications.queries import preferred
from outillerie.outbox.actions import handles
from outillerie.pages.queries import absolute

State = Credential.State
TEMPLATES = {news.RECEIVED: "badge_received", news.REVOKED: "badge_revoked", news.EXPIRES: "badge_expires"}
STILL_TRUE = {news.RECEIVED: State.ISSUED, news.REVOKED: State.REVOKED, news.EXPIRES: State.ISSUED}


# The mail server has 20 s for each answer, and seldom makes us wait for two.
@handles("badge-mail", lease=timedelta(seconds=40))
def send_badge_mail(payload: dict) -> None:
    """Send what the row says now, unless its holder wants no such mail, or it is no longer true."""
    rows = Credential.objects.select_related("version__png", "version__svg", "issuer", "holder")
    row = rows.filter(pk=payload["credential"], state=STILL_TRUE[payload["kind"]]).first()
    if row is None or not address_of(row) or not wants(row, payload["kind"]):
        return
    mailers["delivery"].send_messages([badge_mail(row, payload)])
    if payload["kind"] == news.RECEIVED:
        Credential.objects.filter(pk=row.pk, told_at=None).update(told_at=timezone.now())


def address_of(row: Credential) -> str:
    return row.holder.email if row.holder else row.email


def wants(row: Credential, kind: str) -> bool:
    return not row.holder_id or preferred([row.holder_id], kind).get(row.holder_id) != MailChoice.NEVER


def badge_mail(row: Credential, payload: dict) -> EmailMessage:
    kind = payload["kind"]
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            **mail_context(row),
            "days": payload.get("days"),
            "ways": ways_out(row.holder, kind) if row.holder else {},
        }
        mail = plain_mail(TEMPLATES[kind], address_of(row), context, headers(row, payload, context["ways"]))
    if kind == news.RECEIVED and (picture := file_of(row, "badge.png")):
        mail.attach(f"{row.version.achievement.slug}.png", picture.content, picture.media_type)
    return mail


def mail_context(row: Credential) -> dict:
    content = row.version.content
    own = reverse("my-badge", args=[row.uuid]) if row.holder_id else reverse("my-badges")
    return {
        "badge": content.name,
        "issuer": row.issuer.name,
        "sentence": sentence(row.name, content.description),
        "reason": row.narrative,
        "code": spaced(row.code),
        "has_account": bool(row.holder_id),
        "email": row.email,
        "valid_until": row.valid_until,
        "revocation_reason": row.revocation_reason,
        "own_address": absolute(own),
        "signup_address": absolute(reverse("account_signup")),
        "verify_address": absolute(reverse("verify")),
        "contact": row.issuer.email,
    }


def headers(row: Credential, payload: dict, ways: dict[str, str]) -> dict[str, str]:
    name = "-".join([str(row.pk), payload["kind"], *([str(payload["days"])] if "days" in payload else [])])
    named = {"Message-ID": f"<badge-{name}@{urlsplit(settings.BASE_URL).hostname}>"}
    return {**named, **(one_click(ways["unsubscribe_address"]) if ways else {})}


def sentence(name: str, description: str) -> str:
    """Return what the badge says of its holder: the description of a badge follows a name."""
    return f"{name} {description}" if name else capfirst(description)
