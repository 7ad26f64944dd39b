"""Once a day, the worker forgets what has been kept long enough. It can run again, and late: nothing is forgotten sooner."""

from datetime import date, datetime, time, timedelta

from allauth.account.models import EmailAddress
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import ModelLogEntry, PageLogEntry, TaskState

from outillerie.accounts.models import Invitation, User
from outillerie.discovery.models import SearchLog
from outillerie.moderation.models import KitReport, KitReviewState
from outillerie.notifications.models import Notification
from outillerie.outbox.actions import handles, schedule
from outillerie.outbox.models import OutboxMessage
from outillerie.pages.additions import UPKEEP
from outillerie.privacy import durations
from outillerie.privacy.actions import Credit, erase
from outillerie.privacy.erasure import delete_rows
from outillerie.privacy.idle import handle_idle_accounts
from outillerie.privacy.models import DataAccess, DataExport

_planned = {"day": ""}


def plan_upkeep() -> None:
    """Ask for the upkeep of today, once whoever asks."""
    today = timezone.localdate().isoformat()
    if _planned["day"] != today:
        schedule("upkeep", {"day": today}, key=f"upkeep:{today}")
        _planned["day"] = today


@handles("upkeep", lease=timedelta(minutes=30))
def do_upkeep(payload: dict) -> None:
    upkeep(date.fromisoformat(payload["day"]))


def upkeep(today: date) -> None:
    """Forget everything whose time has passed on `today`."""
    forget_unconfirmed_accounts(today)
    handle_idle_accounts(today)
    forget_exports_and_traces(today)
    forget_messages(today)
    forget_words_of_decisions(today)
    for forget in UPKEEP:
        forget(today)


def before(today: date, kept: timedelta) -> datetime:
    """Return the moment before which things are forgotten on `today`."""
    return timezone.make_aware(datetime.combine(today - kept, time.min))


def forget_unconfirmed_accounts(today: date) -> None:
    """Erase the accounts whose address nobody ever confirmed, and that nobody used."""
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    never_used = User.objects.filter(
        Exists(addresses), ~Exists(addresses.filter(verified=True)), last_login=None, last_active_on=None,
        is_superuser=False, groups=None, date_joined__lt=before(today, durations.UNCONFIRMED_ACCOUNT),
    )  # fmt: skip
    for person in never_used:
        erase(person, credit=Credit.NONE, is_told=False)


def forget_exports_and_traces(today: date) -> None:
    long_ago = before(today, durations.EXPORT)
    delete_rows(DataExport.objects.filter(Q(ready_at__lt=long_ago) | Q(ready_at=None, requested_at__lt=long_ago)))
    DataAccess.objects.filter(accessed_at__lt=before(today, durations.DATA_ACCESS)).delete()
    SessionStore.clear_expired()
    EditingSession.cleanup()
    FormState.objects.stale().delete()
    for log in (PageLogEntry, ModelLogEntry):
        old = log.objects.filter(timestamp__lt=before(today, durations.NAME_IN_LOG))
        old.exclude(user=None).update(user=None)
    SearchLog.objects.filter(day__lt=today - durations.VAIN_SEARCH).delete()


def forget_messages(today: date) -> None:
    read = Q(read_at__lt=before(today, durations.NOTIFICATION_READ))
    Notification.objects.filter(read | Q(created_at__lt=before(today, durations.NOTIFICATION))).delete()
    Invitation.objects.filter(created_at__lt=before(today, durations.INVITATION)).delete()
    done = Q(state=OutboxMessage.State.DONE, done_at__lt=before(today, durations.EFFECT_DONE))
    failed = Q(state=OutboxMessage.State.FAILED, created_at__lt=before(today, durations.EFFECT_FAILED))
    OutboxMessage.objects.filter(done | failed).delete()


def forget_words_of_decisions(today: date) -> None:
    """Delete old reports, and the words of old decisions: that they were taken, and what they were, stays."""
    long_ago = before(today, durations.DECISION)
    KitReport.objects.filter(handled_at__lt=long_ago).delete()
    TaskState.objects.filter(finished_at__lt=long_ago).exclude(comment="").update(comment="")
    KitReviewState.objects.filter(finished_at__lt=long_ago).update(message="", note="")
