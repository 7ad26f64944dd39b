"""What was published stays: numbered versions, what search knows of them, and their printed forms."""

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from outillerie.kits.formats import content as formats
from outillerie.kits.models.files import StoredFile


class KitVersion(models.Model):
    """Version `number` of a kit. The database refuses any later change of its row (migrations 0002 and 0011)."""

    kit = models.ForeignKey("outillerie.KitPage", models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=255)
    values = models.JSONField(_("content"))
    licence = models.CharField(_("licence"), max_length=24)
    sha256 = models.CharField(max_length=64)
    notes = models.CharField(_("what this version changes"), max_length=400, blank=True)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    stored_files = models.ManyToManyField(StoredFile, related_name="versions")

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["kit", "number"], name="one_version_per_number_of_a_kit")]

    def __str__(self):
        return _("%(title)s, version %(number)s") % {"title": self.title, "number": self.number}

    @cached_property
    def content(self) -> formats.KitContent:
        return formats.from_dict(self.values)


class KitFacet(models.Model):
    """One fact of a published kit that search counts and filters: rebuilt from its newest version."""

    kit = models.ForeignKey("outillerie.KitPage", models.CASCADE, related_name="facets")
    facet = models.CharField(max_length=20)
    value = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facet", "value", "kit"], name="one_row_per_fact_of_a_kit")]

    def __str__(self):
        return f"{self.facet}: {self.value}"


class KitPrint(models.Model):
    """A form of a version that the worker makes once and storage keeps: PDF sheets, booklets, the archive."""

    class State(models.TextChoices):
        WAITING = "waiting", _("being prepared")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    version = models.ForeignKey(KitVersion, models.CASCADE, related_name="prints")
    form = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    file = models.FileField(upload_to="prints/%Y/%m/", max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("printed form")
        verbose_name_plural = _("printed forms")
        constraints = [models.UniqueConstraint(fields=["version", "form"], name="one_print_per_form_of_a_version")]

    def __str__(self):
        return f"{self.version}: {self.form}"
