from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchLog(models.Model):
    """What was searched in vain, by day: never who, when in the day, nor from where."""

    day = models.DateField(_("day"))
    query = models.CharField(_("search"), max_length=100)
    results = models.PositiveIntegerField(_("kits found"))
    times = models.PositiveIntegerField(_("times"), default=1)

    class Meta:
        verbose_name = _("search without an answer")
        verbose_name_plural = _("searches without an answer")
        ordering = ["-day", "-times"]
        constraints = [models.UniqueConstraint(fields=["day", "query"], name="one_row_per_query_and_day")]

    def __str__(self):
        return self.query
