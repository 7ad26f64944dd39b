"""Effects that survive a crash: a row written in the business transaction, handled at least once by the worker."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxMessage(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(
        _("key"), max_length=200, unique=True, help_text=_("The same effect asked twice is one row.")
    )
    payload = models.JSONField(_("payload"), default=dict)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("asked"))
    not_before = models.DateTimeField(_("not before"))
    lease_until = models.DateTimeField(_("held until"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("outgoing effect")
        verbose_name_plural = _("outgoing effects")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["not_before"], condition=models.Q(state="waiting"), name="outbox_waiting"),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"
