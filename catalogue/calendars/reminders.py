"""Reminders, 7 days and 1 day before a session: once each, across restarts, moves and clocks that jump.

The worker goes round (`plan_reminders`) and asks for one effect a person, so that one that fails holds nobody else
back. The row of the reminder and the row of its mail are written in one transaction, and the row is unique: two workers,
or a worker that died and another that starts again, leave one mail.
"""

from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from catalogue.calendars.emails import reminder_mail
from catalogue.calendars.formats.reminder_days import DAYS, days_due
from catalogue.calendars.models import Reminder
from catalogue.registering.models import Registration
from catalogue.sessions.models import PeerSession
from catalogue.sessions.queries import with_places
from outillerie.notifications.kinds import AddedKind, Told, add_kinds
from outillerie.notifications.models import MailChoice, NotificationPreference
from outillerie.outbox.actions import handles, schedule
from outillerie.outbox.rounds import does_every

KIND = "session-reminder"
# The row of somebody who wants no reminder of a session: it counts as the last one, and stays through moves.
NO_MORE = 0
# A local day lasts 25 hours once a year.
FARTHEST = timedelta(days=max(DAYS), hours=2)
SIGNER = Signer(sep=".", salt="session-reminders")
State = Registration.State


@does_every(timedelta(minutes=15), "session-reminders")
def go_round() -> None:
    plan_reminders(timezone.now())


def plan_reminders(now: datetime) -> int:
    """Ask for every reminder that is due at `now`, once each. Return how many are due and have not left."""
    planned = 0
    for row in candidates(now):
        session = row.session
        known_at = max(filter(None, [row.registered_at, session.moved_at]))
        days = days_due(session.starts_at, session.time_zone, known_at=known_at, now=now)
        if days and not has_left(row, days):
            planned += 1
            payload = {"registration": row.pk, "days": days, "starts_at": session.starts_at.isoformat()}
            schedule(KIND, payload, key=f"{KIND}:{row.pk}:{days}:{session.starts_at:%Y%m%d%H%M%S}")
    return planned


def candidates(now: datetime) -> QuerySet[Registration]:
    """Return those who have a seat in a session that starts soon, with the reminders that they had."""
    return (
        willing(Registration.objects.filter(state=State.REGISTERED, registered_at__isnull=False))
        .exclude(email="")
        .filter(
            session__state=PeerSession.State.PUBLISHED,
            session__starts_at__gt=now,
            session__starts_at__lte=now + FARTHEST,
        )
        .select_related("session")
        .prefetch_related("reminders")
        .order_by("session__starts_at", "pk")
    )


def willing(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    """Leave out who wants no reminder: of any session, by their preferences; of this one, by the link of a mail."""
    never = NotificationPreference.objects.filter(person=OuterRef("person"), kind=KIND, mail=MailChoice.NEVER)
    stopped = Reminder.objects.filter(registration=OuterRef("pk"), days=NO_MORE)
    return rows.filter(~Exists(never), ~Exists(stopped))


def has_left(row: Registration, days: int) -> bool:
    return any(left.days == days and left.starts_at == row.session.starts_at for left in row.reminders.all())


@handles(KIND)
def leave_reminder(payload: dict) -> None:
    """Send one reminder, unless what it says is no longer true."""
    starts_at = datetime.fromisoformat(payload["starts_at"])
    row = still_awaited(payload["registration"], starts_at).select_related("place__venue", "place__territory").first()
    if row is None:
        return
    row.session = with_places(PeerSession.objects.all()).get(pk=row.session_id)
    # Written before the transaction: it holds the only lock of a small database as briefly as can be.
    mail = reminder_mail(row, payload["days"], now=timezone.now(), stop_key=key_of(row))
    send_once(row, payload["days"], starts_at, mail)


@transaction.atomic
def send_once(row: Registration, days: int, starts_at: datetime, mail: EmailMessage) -> None:
    if still_awaited(row.pk, starts_at).exists() and is_first(row, days, starts_at):
        mail.send()


def is_first(row: Registration, days: int, starts_at: datetime) -> bool:
    """Write that the reminder leaves, and return whether nobody had: of two workers, the database lets one through."""
    _reminder, is_new = Reminder.objects.get_or_create(
        registration=row, days=days, starts_at=starts_at, defaults={"sent_at": timezone.now()}
    )
    return is_new


def still_awaited(registration_id: int, starts_at: datetime) -> QuerySet[Registration]:
    """Return the row, if its seat, its session, its hour and its wish are still what the reminder was planned for."""
    rows = Registration.objects.filter(
        pk=registration_id,
        state=State.REGISTERED,
        session__state=PeerSession.State.PUBLISHED,
        session__starts_at=starts_at,
        session__starts_at__gt=timezone.now(),
    )
    return willing(rows).exclude(email="")


# --- wanting no more of them ---


def key_of(registration: Registration) -> str:
    """Return what proves, for ever, that its bearer may stop the reminders of `registration`, and nothing else."""
    return SIGNER.sign(str(registration.pk))


def registration_of_key(key: str) -> Registration | None:
    try:
        pk = int(SIGNER.unsign(key))
    except (BadSignature, ValueError):
        return None
    return Registration.objects.select_related("session").filter(pk=pk).first()


def stop_reminders(registration: Registration) -> None:
    """Send no more reminder of this session to who registered. Their seat stays."""
    Reminder.objects.get_or_create(
        registration=registration,
        days=NO_MORE,
        starts_at=registration.session.starts_at,
        defaults={"sent_at": timezone.now()},
    )


def want_reminders_again(registration: Registration) -> None:
    registration.reminders.filter(days=NO_MORE).delete()


# --- the preference ---


def tell(person, rows) -> list[Told]:
    """Say nothing: a reminder is a mail, and no line of the notifications."""
    return [Told(sentence="", is_visible=False) for _row in rows]


def declare_kinds() -> None:
    """Add reminders to what people choose: never means none, whatever else means the mail on its day."""
    label = gettext_lazy("Reminders 7 days and 1 day before your sessions")
    add_kinds(AddedKind(code=KIND, label=label, tell=tell))
