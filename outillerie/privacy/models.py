"""What a person may ask about their own data."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DataExport(models.Model):
    """Everything the site knows of a person, as one ZIP that they alone may fetch, for a few days."""

    class State(models.TextChoices):
        WAITING = "waiting", _("being prepared")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="data_exports")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    file = models.FileField(upload_to="exports/%Y/%m/", max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    requested_at = models.DateTimeField(auto_now_add=True)
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("export of personal data")
        verbose_name_plural = _("exports of personal data")
        ordering = ["-requested_at"]

    def __str__(self):
        return f"{self.person_id} {self.pk}"


class DataAccess(models.Model):
    """Who fetched an export of personal data, and when: kept one year."""

    what = models.CharField(_("what"), max_length=80)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    accessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    accessed_at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("access to personal data")
        verbose_name_plural = _("accesses to personal data")
        ordering = ["-accessed_at"]

    def __str__(self):
        return f"{self.what} {self.accessed_at}"


class KitRedaction(models.Model):
    """Names left a published version because those who bore them asked. It is the only change a version knows.

    The database lets the words of a version change only while its redaction is open: `sha256` empty (migration 0011).
    Closed, it holds the fingerprint of what the version says now; that of what was published stays with the version.
    """

    version = models.OneToOneField("outillerie.KitVersion", models.CASCADE, related_name="redaction")
    redacted_at = models.DateTimeField(_("when"))
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("redaction of a version")
        verbose_name_plural = _("redactions of versions")

    def __str__(self):
        return f"{self.version_id} {self.redacted_at}"
