"""What came of a session: who came without a name, what was done, what people thought of it."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.sessions.models import PeerSession

person_key = settings.AUTH_USER_MODEL


class Headcount(models.Model):
    """How many participants without a name, by band: the bands of La Coop, so that nothing is typed twice."""

    class Band(models.TextChoices):
        TOTAL = "total", _("participants")
        AGE = "age", _("age")
        STATUS = "status", _("situation")
        GENDER = "gender", _("gender")

    session = models.ForeignKey(PeerSession, models.CASCADE, related_name="headcounts")
    band = models.CharField(_("band"), max_length=6, choices=Band)
    code = models.CharField(_("code"), max_length=40, blank=True)
    count = models.PositiveSmallIntegerField(_("number"), validators=[MaxValueValidator(2000)])

    class Meta:
        verbose_name = _("headcount")
        verbose_name_plural = _("headcounts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "band", "code"], name="one_headcount_per_band_of_a_session")
        ]

    def __str__(self):
        return f"{self.session_id}: {self.band} {self.code} {self.count}"


class SessionReport(models.Model):
    """What was done, what came out of it, what is next. Written by those who facilitated."""

    session = models.OneToOneField(PeerSession, models.CASCADE, related_name="report")
    done = models.TextField(_("what was done"), max_length=10_000)
    outcome = models.TextField(_("what came out of it"), max_length=10_000, blank=True)
    next_steps = models.TextField(_("what is next"), max_length=4000, blank=True)
    is_public = models.BooleanField(_("shown on the page of the session"), default=False)
    written_by = models.ForeignKey(person_key, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(_("written"))
    # The draft that came of it, if somebody turned what was made into a kit.
    kit = models.ForeignKey("outillerie.KitPage", models.SET_NULL, null=True, blank=True, related_name="+")
    thanked_at = models.DateTimeField(_("follow-up sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("report of a session")
        verbose_name_plural = _("reports of sessions")

    def __str__(self):
        return f"{self.session_id}"


mark = [MinValueValidator(1), MaxValueValidator(4)]


class SessionFeedback(models.Model):
    """Four questions, from 1 to 4, and a sentence: nothing says who answered (`registration` is only marked as having)."""

    session = models.ForeignKey(PeerSession, models.CASCADE, related_name="feedback")
    useful = models.PositiveSmallIntegerField(_("useful for my work"), validators=mark)
    welcome = models.PositiveSmallIntegerField(_("welcome and pace"), validators=mark)
    learned = models.PositiveSmallIntegerField(_("I can do something new"), validators=mark)
    recommend = models.PositiveSmallIntegerField(_("I would recommend it"), validators=mark)
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    # A day: the moment would say who.
    answered_on = models.DateField(_("answered"))

    class Meta:
        verbose_name = _("feedback on a session")
        verbose_name_plural = _("feedback on sessions")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.session_id}: {self.pk}"
