"""Date polls: dates are proposed, people answer, and the organiser turns the best one into the session."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.paths.models import Module
from catalogue.sessions.models import PeerSession, SessionFormat
from outillerie.accounts.models import Organisation
from outillerie.kits.models import KitVersion

person_key = settings.AUTH_USER_MODEL


class DatePoll(models.Model):
    """Whoever holds its address (`key`, 128 random bits) may answer. It becomes `session` once a date is chosen."""

    key = models.CharField(max_length=32, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=200)
    intention = models.TextField(_("intention"), max_length=600, blank=True)
    format = models.ForeignKey(SessionFormat, models.PROTECT, related_name="+", verbose_name=_("format"))
    kit_version = models.ForeignKey(
        KitVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kit, at a version")
    )
    module = models.ForeignKey(
        Module, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("module")
    )
    place = models.CharField(_("where"), max_length=200, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Paris")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(person_key, models.CASCADE, related_name="date_polls")
    created_at = models.DateTimeField(auto_now_add=True)
    answers_until = models.DateField(_("answers until"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    session = models.OneToOneField(PeerSession, models.SET_NULL, null=True, blank=True, related_name="poll")

    class Meta:
        verbose_name = _("date poll")
        verbose_name_plural = _("date polls")
        ordering = ["-pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("poll", args=[self.key])


class PollDate(models.Model):
    poll = models.ForeignKey(DatePoll, models.CASCADE, related_name="dates")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))

    class Meta:
        verbose_name = _("proposed date")
        verbose_name_plural = _("proposed dates")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "starts_at"], name="a_date_is_proposed_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="proposed_date_ends_after_it_starts"),
        ]

    def __str__(self):
        return f"{self.poll_id}: {self.starts_at}"


class PollReply(models.Model):
    """What somebody answers to a poll: with their account, or with a name and an e-mail address."""

    poll = models.ForeignKey(DatePoll, models.CASCADE, related_name="replies")
    person = models.ForeignKey(person_key, models.CASCADE, null=True, blank=True, related_name="poll_replies")
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    # The answer to each date, by its id: "yes", "maybe" or "no".
    answers = models.JSONField(default=dict)
    comment = models.CharField(_("comment"), max_length=400, blank=True)
    answered_at = models.DateTimeField(_("answered"))

    class Meta:
        verbose_name = _("reply to a poll")
        verbose_name_plural = _("replies to polls")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "person"], condition=Q(person__isnull=False), name="a_person_replies_once_to_a_poll"
            ),
            models.UniqueConstraint(
                "poll", Lower("email"), condition=~Q(email=""), name="an_address_replies_once_to_a_poll"
            ),
        ]

    def __str__(self):
        return f"{self.poll_id}: {self.person_id}"
