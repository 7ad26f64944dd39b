"""What those who organise are told, and those who answered a poll. What they may see is asked again (LEAK-08)."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.organising.emails import date_chosen_mail
from catalogue.organising.models import DatePoll, PollReply
from catalogue.paths.permissions import CATALOGUE_STAFF, can_manage_catalogue
from catalogue.sessions.models import PeerSession
from catalogue.sessions.permissions import can_manage_session, can_see_session
from outillerie.accounts.models import User
from outillerie.notifications.actions import notify
from outillerie.notifications.kinds import AddedKind, Told, add_kinds
from outillerie.notifications.models import Notification
from outillerie.outbox.actions import handles, schedule

PROPOSED, PUBLISHED, DATE_CHOSEN = "session-proposed", "session-published", "poll-date-chosen"
SENTENCES = {
    PROPOSED: gettext_lazy("%(actor)s asks to publish the session “%(title)s”."),
    PUBLISHED: gettext_lazy("Your session “%(title)s” is published."),
    DATE_CHOSEN: gettext_lazy("The date of “%(title)s” is chosen: you may register."),
}


def tell_proposed(session: PeerSession, *, by: User) -> None:
    staff = User.objects.filter(groups__name__in=CATALOGUE_STAFF, is_active=True).distinct()
    notify(staff, PROPOSED, path=reverse("edit-session", args=[session.pk]), actor=by, session=session.pk)


def tell_published(session: PeerSession, *, by: User | None) -> None:
    """Tell who made a session that somebody published it, and have those who answered its poll told after commit."""
    if session.created_by and session.created_by != by:
        notify([session.created_by], PUBLISHED, path=session.get_absolute_url(), actor=by, session=session.pk)
    poll = DatePoll.objects.filter(session=session).first()
    if poll is not None:
        schedule("poll-date-chosen", {"poll": poll.pk}, key=f"poll-date-chosen:{poll.pk}")


@handles("poll-date-chosen")
def tell_date_chosen(payload: dict) -> None:
    """Write to each who answered, once: rows of the outbox and notifications know who is told already."""
    poll = DatePoll.objects.filter(pk=payload["poll"]).select_related("session", "created_by").first()
    if poll is None or poll.session is None or poll.session.state != PeerSession.State.PUBLISHED:
        return
    for reply in poll.replies.select_related("person"):
        with transaction.atomic():
            tell_reply(poll, reply)


def tell_reply(poll: DatePoll, reply: PollReply) -> None:
    session = poll.session
    if reply.person is None:
        schedule("poll-mail", {"reply": reply.pk, "session": session.pk}, key=f"poll-mail:{reply.pk}")
        return
    told = Notification.objects.filter(person=reply.person, kind=DATE_CHOSEN, facts__session=session.pk)
    if not told.exists():
        notify([reply.person], DATE_CHOSEN, path=session.get_absolute_url(), actor=poll.created_by, session=session.pk)


@handles("poll-mail")
def mail_date_chosen(payload: dict) -> None:
    """Send the mail to an address that answered; nothing when the answer or the session is gone meanwhile."""
    reply = PollReply.objects.filter(pk=payload["reply"], person=None).exclude(email="").first()
    session = PeerSession.objects.filter(pk=payload["session"], state=PeerSession.State.PUBLISHED).first()
    if reply is None or session is None:
        return
    date_chosen_mail(session, reply).send()


def tell(person: User, rows: Sequence[Notification]) -> list[Told]:
    """Return what each of `rows` says to `person` now: one question, whatever their number."""
    sessions = PeerSession.objects.prefetch_related("facilitators").in_bulk({row.facts.get("session") for row in rows})
    return [told(person, row, sessions.get(row.facts.get("session"))) for row in rows]


def told(person: User, row: Notification, session: PeerSession | None) -> Told:
    is_visible = session is not None and may_be_told(person, row, session)
    words = {
        "actor": row.actor.shown_name() if row.actor and is_visible else _("Someone"),
        "title": session.title if is_visible else _("a session"),
    }
    return Told(sentence=capfirst(str(SENTENCES[row.kind]) % words), is_visible=is_visible)


def may_be_told(person: User, row: Notification, session: PeerSession) -> bool:
    if row.kind == PROPOSED:
        return can_manage_catalogue(person)
    if row.kind == PUBLISHED:
        return can_manage_session(person, session)
    return can_see_session(person, session)


def declare_kinds() -> None:
    """Add what this slice tells to what the site may tell."""
    add_kinds(
        AddedKind(
            code=PROPOSED,
            label=gettext_lazy("A session waits for publication (staff)"),
            tell=tell,
            concerns=can_manage_catalogue,
        ),
        AddedKind(code=PUBLISHED, label=gettext_lazy("A session that you prepared is published"), tell=tell),
        AddedKind(code=DATE_CHOSEN, label=gettext_lazy("A date poll that you answered has its date"), tell=tell),
    )
