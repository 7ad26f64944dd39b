"""What was published of a path stays: numbered versions, and what search counts of the newest."""

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from catalogue.paths.formats.content import PathContent, from_dict


class PathVersion(models.Model):
    """Version `number` of a path. The database refuses any later change of its row (migration 0002)."""

    path = models.ForeignKey("catalogue.LearningPathPage", models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=255)
    values = models.JSONField(_("content"))
    sha256 = models.CharField(max_length=64)
    notes = models.CharField(_("what this version changes"), max_length=400, blank=True)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("version of a path")
        verbose_name_plural = _("versions of paths")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["path", "number"], name="one_version_per_number_of_a_path")]

    def __str__(self):
        return _("%(title)s, version %(number)s") % {"title": self.title, "number": self.number}

    @cached_property
    def content(self) -> PathContent:
        return from_dict(self.values)


class PathFacet(models.Model):
    """One fact of a published path that search counts and filters: rebuilt from its newest version and its sessions."""

    path = models.ForeignKey("catalogue.LearningPathPage", models.CASCADE, related_name="facets")
    facet = models.CharField(max_length=20)
    value = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facet", "value", "path"], name="one_row_per_fact_of_a_path")]

    def __str__(self):
        return f"{self.facet}: {self.value}"
