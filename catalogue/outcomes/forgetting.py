"""What the daily upkeep forgets of past sessions (GDPR-02): names of who has no account, and how attendance was marked."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from catalogue.learning.models import AttendanceMark
from catalogue.outcomes.leaving import forget_names
from catalogue.registering.models import Registration

# Proof of what was done is kept three years by law, five in practice (code du travail, R. 6332-26; funders' rules).
ATTENDANCE_KEPT = timedelta(days=5 * 365)
# Whoever registered, and of whom nothing was recorded, proves nothing.
REGISTRATION_KEPT = timedelta(days=365)


def forget_past_sessions(today: date) -> None:
    """Forget what has been kept long enough on `today`. Done again, or late, it forgets nothing sooner."""
    without_account = Registration.objects.filter(person=None)
    forget_names(without_account.filter(attendances=None, session__ends_at__lt=before(today, REGISTRATION_KEPT)))
    forget_names(without_account.filter(session__ends_at__lt=before(today, ATTENDANCE_KEPT)))
    long_ago = AttendanceMark.objects.filter(attendance__session__ends_at__lt=before(today, ATTENDANCE_KEPT))
    AttendanceMark.objects.filter(pk__in=long_ago.values("pk")).delete()


def before(today: date, kept: timedelta) -> datetime:
    """Return the moment before which things are forgotten on `today`."""
    return timezone.make_aware(datetime.combine(today - kept, time.min))
