"""What a person is told, and how they want to be told."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outillerie.kits.models import KitPage


class Kind(models.TextChoices):
    """What may be told. Its label is the line of the preference page."""

    KIT_PROPOSED = "kit-proposed", _("A kit waits for your reading (moderation)")
    KIT_REPORTED = "kit-reported", _("A published kit is reported (moderation)")
    KIT_DECIDED = "kit-decided", _("Your kit was read: published, changes asked for, or refused")
    REPORT_HANDLED = "report-handled", _("What you reported was handled")
    KIT_ADAPTED = "kit-adapted", _("Someone adapted one of your kits")
    SOURCE_UPDATED = "source-updated", _("A kit that you adapted has a new version")
    CHANGES_OFFERED = "changes-offered", _("Someone offers changes for one of your kits")
    OFFER_DECIDED = "offer-decided", _("The changes that you offered have an answer")
    FIELD_REPORT = "field-report", _("Someone ran one of your kits and tells it")
    FIELD_REPORT_ANSWERED = "field-report-answered", _("Your field report has an answer")
    MEMBERSHIP = "membership", _("Your organisations: requests, invitations and answers")
    COLLECTION = "collection", _("Your collections: who joins you")


class MailChoice(models.TextChoices):
    NOW = "now", _("At once")
    DAILY = "daily", _("In one message a day")
    NEVER = "never", _("Never by e-mail")


class Notification(models.Model):
    """One thing told to one person. Its words are made when it is read, from its kind and facts."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
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
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    mail = models.CharField(_("by e-mail"), max_length=5, choices=MailChoice, default=MailChoice.DAILY)

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_preference_per_kind")]

    def __str__(self):
        return f"{self.person_id} {self.kind}: {self.mail}"
