"""What a person is told, and how they want to be told."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outillerie.kits.models import KitPage
from outillerie.notifications.kinds import Kind, kind_choices

__all__ = ["Kind", "MailChoice", "Notification", "NotificationPreference"]


class MailChoice(models.TextChoices):
    NOW = "now", _("At once")
    DAILY = "daily", _("In one message a day")
    NEVER = "never", _("Never by e-mail")


class Notification(models.Model):
    """One thing told to one person. Its words are made when it is read, from its kind and facts."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField(_("kind"), max_length=24, choices=kind_choices)
    kit = models.ForeignKey(KitPage, models.CASCADE, null=True, blank=True, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # Numbers and codes only: names and titles are read again when it is shown.
    facts = models.JSONField(default=dict, blank=True)
    path = models.CharField(max_length=400)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["person", "read_at"], name="notifications_of_a_person")]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class NotificationPreference(models.Model):
    """How a person wants one kind of thing told by e-mail. No row: in one message a day."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_preferences")
    kind = models.CharField(_("kind"), max_length=24, choices=kind_choices)
    mail = models.CharField(_("by e-mail"), max_length=5, choices=MailChoice, default=MailChoice.DAILY)

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_preference_per_kind")]

    def __str__(self):
        return f"{self.person_id} {self.kind}: {self.mail}"
