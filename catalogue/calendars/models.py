"""What calendars and mailboxes were given: secret addresses, reminders."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.registering.models import Registration

person_key = settings.AUTH_USER_MODEL


class CalendarAddress(models.Model):
    """The secret address of somebody's calendar (`key`, 128 random bits). Revoked, it answers no more; another one
    takes its place."""

    person = models.ForeignKey(person_key, models.CASCADE, related_name="calendar_addresses")
    key = models.CharField(max_length=32, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("stopped"), null=True, blank=True)

    class Meta:
        verbose_name = _("address of a calendar")
        verbose_name_plural = _("addresses of calendars")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at__isnull=True), name="one_living_calendar_address"
            )
        ]

    def __str__(self):
        return f"{self.person_id} {self.pk}"


class Reminder(models.Model):
    """A reminder left, once: so many days before a session that starts at that moment."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="reminders")
    days = models.PositiveSmallIntegerField(_("days before"))
    starts_at = models.DateTimeField(_("starts"))
    sent_at = models.DateTimeField(_("sent"))

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "days", "starts_at"], name="a_reminder_leaves_once")
        ]

    def __str__(self):
        return f"{self.registration_id}: {self.days}"
