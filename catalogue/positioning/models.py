"""Where a person places themselves in a framework: theirs alone, whoever they work for."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.frameworks.models import ProficiencyLevel, Skill, SkillFramework


class Positioning(models.Model):
    """A questionnaire made from a framework down to `depth`, and its answers. Resumed later, compared over time."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="positionings")
    framework = models.ForeignKey(SkillFramework, models.PROTECT, related_name="+", verbose_name=_("skill framework"))
    depth = models.PositiveSmallIntegerField(_("in how much detail"), default=1)
    started_at = models.DateTimeField(_("begun"), auto_now_add=True)
    saved_at = models.DateTimeField(_("saved"), auto_now=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("positioning")
        verbose_name_plural = _("positionings")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "framework", "depth"],
                condition=Q(finished_at__isnull=True),
                name="one_unfinished_positioning_per_framework",
            )
        ]

    def __str__(self):
        return f"{self.person_id}: {self.framework_id}"

    def get_absolute_url(self):
        return reverse("positioning", args=[self.pk])


class PositioningAnswer(models.Model):
    """The level that a person sees themselves at on a skill; none: «I do not do it yet»."""

    positioning = models.ForeignKey(Positioning, models.CASCADE, related_name="answers")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="+")
    level = models.ForeignKey(ProficiencyLevel, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("answer of a positioning")
        verbose_name_plural = _("answers of a positioning")
        ordering = ["skill__order"]
        constraints = [models.UniqueConstraint(fields=["positioning", "skill"], name="one_answer_per_skill")]

    def __str__(self):
        return f"{self.positioning_id}: {self.skill_id}"
