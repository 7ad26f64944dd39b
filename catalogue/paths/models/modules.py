"""Modules: the pieces that paths are built from. A module pins kits at a version and may stand in several paths."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.frameworks.models import Aligned
from outillerie.accounts.models import Organisation
from outillerie.kits.models import KitVersion


class TrainingMode(models.TextChoices):
    ONSITE = "onsite", _("On site")
    REMOTE = "remote", _("Remote")
    HYBRID = "hybrid", _("Both on site and remote")


def default_rule() -> dict:
    return {"kind": "assessment"}


class Module(models.Model):
    """What one learns in one go. Published paths keep it as it was: changing it changes drafts only."""

    key = models.UUIDField(_("identifier"), unique=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("in one or two sentences"), max_length=600, blank=True)
    aims = models.TextField(
        _("aims"), max_length=3000, blank=True, help_text=_("At the end, one can… One aim a line, each with a verb.")
    )
    minutes = models.PositiveIntegerField(_("duration in minutes"), default=60, validators=[MaxValueValidator(60_000)])
    mode = models.CharField(_("mode"), max_length=8, choices=TrainingMode, default=TrainingMode.ONSITE)
    assessment = models.TextField(_("how it is assessed"), max_length=2000, blank=True)
    # A rule of `learning/formats/rules.py`, in plain values.
    rule = models.JSONField(_("when it is completed"), default=default_rule)
    language = models.CharField(_("language"), max_length=10, default="fr")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="modules",
        verbose_name=_("owner"),
    )
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="modules", verbose_name=_("organisation")
    )
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        ordering = ["title", "pk"]

    def __str__(self):
        return self.title


class ModuleKit(models.Model):
    """A module pins a kit at a version: a newer version is offered, and changes nothing until it is taken."""

    module = models.ForeignKey(Module, models.CASCADE, related_name="kit_rows")
    version = models.ForeignKey(KitVersion, models.PROTECT, related_name="+", verbose_name=_("kit, at a version"))
    order = models.PositiveSmallIntegerField(default=0)
    # A newer version that the trainers of the module looked at and left.
    declined = models.ForeignKey(KitVersion, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("kit of a module")
        verbose_name_plural = _("kits of modules")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["module", "version"], name="a_version_once_in_a_module")]

    def __str__(self):
        return f"{self.module_id}: {self.version_id}"


class ModuleSkill(Aligned):
    """A module teaches, practises or assesses a skill, at a level."""

    module = models.ForeignKey(Module, models.CASCADE, related_name="skill_rows")

    class Meta:
        verbose_name = _("skill of a module")
        verbose_name_plural = _("skills of modules")
        ordering = ["skill__framework", "skill__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["module", "skill", "use"], name="a_skill_once_per_use_of_a_module")
        ]

    def __str__(self):
        return f"{self.module_id}: {self.skill_id} {self.use}"
