"""What happened when a kit was run somewhere: no names, ever."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outillerie.kits.models import Audience, KitPage, KitVersion, PlaceType


class Recommendation(models.IntegerChoices):
    NO = 1, _("No")
    SOMEWHAT = 2, _("Somewhat")
    YES = 3, _("Yes")
    VERY = 4, _("Very much")


class FieldReportQuerySet(models.QuerySet):
    def visible(self):
        return self.filter(is_hidden=False)


class FieldReport(models.Model):
    kit = models.ForeignKey(KitPage, models.CASCADE, related_name="field_reports", verbose_name=_("kit"))
    version = models.ForeignKey(KitVersion, models.SET_NULL, null=True, related_name="+", verbose_name=_("version"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="field_reports", verbose_name=_("person")
    )
    held_on = models.DateField(_("date of the workshop"))
    place_type = models.ForeignKey(
        PlaceType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("type of place")
    )
    audience = models.ForeignKey(
        Audience, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("audience")
    )
    participants = models.PositiveSmallIntegerField(
        _("participants"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    minutes = models.PositiveSmallIntegerField(
        _("real duration in minutes"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(7200)]
    )
    worked = models.TextField(_("what worked"), max_length=3000, blank=True)
    difficulties = models.TextField(_("difficulties"), max_length=3000, blank=True)
    alternatives = models.TextField(_("alternatives"), max_length=3000, blank=True)
    recommendation = models.PositiveSmallIntegerField(_("would you recommend this kit?"), choices=Recommendation)
    created_at = models.DateTimeField(_("told"), auto_now_add=True)
    answer = models.TextField(_("answer from the author"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    # The version that says it takes this report into account.
    answered_in = models.ForeignKey(
        KitVersion,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="answered_reports",
        verbose_name=_("answered in"),
    )
    is_hidden = models.BooleanField(_("hidden by a moderator"), default=False)

    objects = FieldReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("field report")
        verbose_name_plural = _("field reports")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kit", "person", "held_on"],
                name="one_report_a_person_a_date",
                violation_error_message=_("You have already told this workshop. You can correct what you wrote."),
            )
        ]

    def __str__(self):
        return f"{self.kit_id} {self.held_on}"

    def get_absolute_url(self):
        return reverse("field-report", args=[self.kit.slug, self.pk])


class FieldReportThanks(models.Model):
    """«This helps me too»."""

    report = models.ForeignKey(FieldReport, models.CASCADE, related_name="thanks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("thanks for a report")
        verbose_name_plural = _("thanks for reports")
        constraints = [models.UniqueConstraint(fields=["report", "person"], name="thanks_once")]

    def __str__(self):
        return f"{self.report_id} {self.person_id}"


class FieldStanding(models.Model):
    """How well a kit does in the field: recomputed from its reports by a documented formula."""

    kit = models.OneToOneField(KitPage, models.CASCADE, related_name="field_standing")
    people = models.PositiveIntegerField(_("people who ran it"), default=0)
    reports = models.PositiveIntegerField(_("reports"), default=0)
    score = models.FloatField(_("score"), default=0)

    class Meta:
        verbose_name = _("standing in the field")
        verbose_name_plural = _("standings in the field")

    def __str__(self):
        return f"{self.kit_id}: {self.score}"
