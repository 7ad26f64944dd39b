"""What the daily upkeep forgets of those who registered (GDPR-02)."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from catalogue.registering.models import Registration
from catalogue.sessions.models import SessionPlace

State = Registration.State
# A need and a note serve the day of the session, and what is settled just after it.
NEEDS_KEPT = timedelta(days=7)
# Whoever never opened the link of the mail, which is worth 48 hours.
UNCONFIRMED_KEPT = timedelta(days=2)
WAITING_KEPT = timedelta(days=30)


def forget_registrations(today: date) -> None:
    """Forget what has been kept long enough on `today`. Done again, or late, it forgets nothing sooner."""
    forget_needs(today)
    Registration.objects.filter(state=State.UNCONFIRMED, asked_at__lt=before(today, UNCONFIRMED_KEPT)).delete()
    forget_waiting_lists(today)


def forget_needs(today: date) -> None:
    over = Registration.objects.filter(session__ends_at__lt=before(today, NEEDS_KEPT))
    over.exclude(Q(needs="") & Q(note="")).update(needs="", note="")


def forget_waiting_lists(today: date) -> None:
    """Nobody waits for a session that was a month ago."""
    over = before(today, WAITING_KEPT)
    Registration.objects.filter(state__in=(State.WAITING, State.LAPSED), session__ends_at__lt=over).delete()
    SessionPlace.objects.filter(session__ends_at__lt=over, waiting__gt=0).update(waiting=0)


def before(today: date, kept: timedelta) -> datetime:
    """Return the moment before which things are forgotten on `today`."""
    return timezone.make_aware(datetime.combine(today - kept, time.min))
