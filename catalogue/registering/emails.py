"""The mails of a session, rendered by the worker from the rows as they are when they leave.

The link to the video room is said to registered people alone. Each mail has one `Message-ID` for ever: a worker that
died after sending it, and does it again, sends the same one, which mail programs show once.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, mailers
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from catalogue.calendars.invitations import attach_invitation
from catalogue.registering import news
from catalogue.registering.actions import promote
from catalogue.registering.links import own_address
from catalogue.registering.models import Registration
from catalogue.registering.queries import overlapping_of, rank_of
from catalogue.registering.wording import rank_words, until_words
from catalogue.sessions.models import PeerSession, SessionMove
from catalogue.sessions.queries import with_places
from catalogue.sessions.wording import address_words, moment_words, when_words
from outillerie.notifications.emails import plain_mail
from outillerie.outbox.actions import handles
from outillerie.pages.queries import absolute

State = Registration.State
ENDS_IT = (news.CANCELLED, news.REMOVED, news.SESSION_CANCELLED)
UPDATES_IT = (news.REGISTERED, news.MOVED, news.CHANGED)


# The mail server has 20 s for each answer, and seldom makes us wait for two.
@handles("session-mail", lease=timedelta(seconds=40))
def send_session_mail(payload: dict) -> None:
    """Send what the row says now. In no transaction: on SQLite, others would wait to register while a mail is made."""
    rows = Registration.objects.select_related("place__venue", "place__territory", "person", "organisation")
    row = rows.filter(pk=payload["registration"]).first()
    if row is None or not row.email:
        return
    # Loaded as pages load it: calendars need its places.
    row.session = with_places(PeerSession.objects.all()).get(pk=row.session_id)
    if news.is_still_true(payload["kind"], row, timezone.now()):
        # This row is the one that comes back when the server refuses: a second one would say the same.
        mailers["delivery"].send_messages([session_mail(row, payload)])


@handles("session-mails")
def write_to_everyone(payload: dict) -> None:
    """Write down one mail for each person concerned. Done again, it adds nobody twice."""
    session = PeerSession.objects.filter(pk=payload["session"]).first()
    if session is None:
        return
    facts = {name: value for name, value in payload.items() if name not in ("session", "kind", "again")}
    with transaction.atomic():
        for row in session.registrations.filter(news.concerned(session, payload["kind"])).exclude(email=""):
            news.tell(row, payload["kind"], again=payload["again"], **facts)


@handles("session-offer-ends")
def end_offers_in_time(payload: dict) -> None:
    if session := PeerSession.objects.filter(pk=payload["session"]).first():
        promote(session)


def session_mail(row: Registration, payload: dict) -> EmailMessage:
    kind = payload["kind"]
    with translation.override(settings.LANGUAGE_CODE):
        mail = plain_mail(
            f"session_{kind.replace('-', '_')}", row.email, mail_context(row, payload), headers(row, payload)
        )
        if kind in UPDATES_IT:
            attach_invitation(mail, row)
        elif kind in ENDS_IT:
            attach_invitation(mail, row, is_cancelled=True)
    if kind == news.LETTER and row.session.contact_email:
        mail.reply_to = [row.session.contact_email]
    return mail


def headers(row: Registration, payload: dict) -> dict[str, str]:
    name = "-".join(filter(None, [str(row.pk), payload["kind"], payload.get("again", "")]))
    safe = "".join(sign if sign.isalnum() or sign == "-" else "." for sign in name)
    return {"Message-ID": f"<session-{safe}@{urlsplit(settings.BASE_URL).hostname}>"}


def mail_context(row: Registration, payload: dict) -> dict:
    """Return what the templates say of `row`, and what the deed that caused the mail added."""
    session, kind, rank = row.session, payload["kind"], rank_of(row)
    has_seat = row.state == State.REGISTERED
    return {
        "row": row,
        "session": session,
        "when": when_words(session),
        "place": row.place,
        "where": address_words(row.place),
        # LEAK-09: for registered people alone, and only in what they keep.
        "video_link": row.place.video_link if has_seat and kind in UPDATES_IT else "",
        "session_address": absolute(session.get_absolute_url()),
        "own_address": own_address(row),
        "agenda_address": absolute(reverse("agenda")),
        "rank_words": rank_words(rank) if rank else "",
        "offer_ends": until_words(row.offer_ends_at, session.time_zone) if row.offer_ends_at else "",
        "overlapping": [(other.title, when_words(other)) for other in overlapping_of(row)]
        if kind == news.REGISTERED
        else [],
        "reason": payload.get("reason", ""),
        "subject": payload.get("subject", ""),
        "body": payload.get("body", ""),
        "by": payload.get("by", ""),
        **standing_words(row, kind),
        **move_words(payload, session),
    }


def standing_words(row: Registration, kind: str) -> dict:
    """Return, for a link to confirm, the registration that stands for this address already: only its owner reads it."""
    if kind != news.TO_CONFIRM:
        return {}
    living = Registration.objects.filter(session=row.session_id, email__iexact=row.email, state__in=news.LIVING)
    standing = living.first()
    return {"standing": standing, "standing_address": own_address(standing) if standing else ""}


def move_words(payload: dict, session: PeerSession) -> dict:
    move = SessionMove.objects.filter(pk=payload["move"]).first() if "move" in payload else None
    if move is None:
        return {}
    return {"before": moment_words(move.starts_before, session.time_zone), "reason": move.reason}
