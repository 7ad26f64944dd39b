"""What the builder keeps beside the draft: how it was before each gesture, so that one can undo."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.paths.models import LearningPathPage


class BuilderStep(models.Model):
    """The blocks of a draft as they were before one gesture: what undo brings back. Old steps are dropped."""

    path = models.ForeignKey(LearningPathPage, models.CASCADE, related_name="builder_steps")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # A sentence part, as a code and its values: "moved", {"title": …}.
    gesture = models.CharField(max_length=40)
    facts = models.JSONField(default=dict, blank=True)
    before = models.JSONField()
    after_sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("gesture of the builder")
        verbose_name_plural = _("gestures of the builder")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.path_id}: {self.gesture}"
