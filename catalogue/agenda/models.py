"""The season programme of a territory, on paper."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProgrammePrint(models.Model):
    """A season programme as it was when it was asked for: `asked` says of what (territory, days, form), `sha256` of
    everything that it shows."""

    class State(models.TextChoices):
        WAITING = "waiting", _("being prepared")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    sha256 = models.CharField(max_length=64, unique=True)
    asked = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    file = models.FileField(upload_to="prints/%Y/%m/", max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("printed season programme")
        verbose_name_plural = _("printed season programmes")
        ordering = ["-requested_at"]

    def __str__(self):
        return self.sha256[:8]
