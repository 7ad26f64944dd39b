"""How a kit stands to the one it was adapted from, and what travels between them afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outillerie.kits.models import KitPage, KitVersion


class Adaptation(models.Model):
    """A kit made from a version of another. The copy is whole: it needs nothing of its source, which may disappear.

    `base` is the version last compared with: the one copied at first, then each newer one once its changes were
    accepted or declined.
    """

    class Intent(models.TextChoices):
        FOLLOW = "follow", _("Follow: tell me what changes in the original")
        PIN = "pin", _("Keep to this version: tell me nothing")
        FORK = "fork", _("Go my own way: the original is only credited")

    kit = models.OneToOneField(KitPage, models.CASCADE, related_name="adaptation", verbose_name=_("kit"))
    source = models.ForeignKey(
        KitPage, models.SET_NULL, null=True, related_name="adaptations", verbose_name=_("original")
    )
    base = models.ForeignKey(KitVersion, models.SET_NULL, null=True, related_name="+", verbose_name=_("version"))
    intent = models.CharField(_("intent"), max_length=6, choices=Intent, default=Intent.FOLLOW)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("adaptation")
        verbose_name_plural = _("adaptations")
        constraints = [
            models.CheckConstraint(
                condition=Q(source__isnull=True) | ~Q(kit=models.F("source")), name="a_kit_is_not_its_own_adaptation"
            )
        ]

    def __str__(self):
        return f"{self.source_id} → {self.kit_id}"


class DeclinedChange(models.Model):
    """A change of the source that the author of an adaptation does not want: it is not proposed again."""

    adaptation = models.ForeignKey(Adaptation, models.CASCADE, related_name="declined_changes")
    key = models.CharField(max_length=200)
    declined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("declined change")
        verbose_name_plural = _("declined changes")
        constraints = [models.UniqueConstraint(fields=["adaptation", "key"], name="a_change_is_declined_once")]

    def __str__(self):
        return self.key


class Proposal(models.Model):
    """Changes that the author of an adaptation offers to the author of its source."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for an answer")
        MERGED = "merged", _("taken up")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("taken back")

    kit = models.ForeignKey(KitPage, models.CASCADE, related_name="proposals", verbose_name=_("original"))
    base = models.ForeignKey(KitVersion, models.SET_NULL, null=True, related_name="+", verbose_name=_("compared with"))
    offered = models.ForeignKey(
        KitVersion, models.CASCADE, related_name="offers", verbose_name=_("version of the adaptation")
    )
    keys = models.JSONField(_("changes offered"), default=list)
    message = models.TextField(_("message"), max_length=2000, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField(_("proposed"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.WAITING)
    merged_keys = models.JSONField(_("changes taken up"), default=list)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("changes offered")
        verbose_name_plural = _("changes offered")
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kit", "offered"], condition=Q(state="waiting"), name="one_waiting_proposal_of_a_version"
            )
        ]

    def __str__(self):
        return f"{self.offered_id} → {self.kit_id}"
