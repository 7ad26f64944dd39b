"""What holders do with their badges: a bag to share, collections, and badges that they bring from elsewhere."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from badges.awarding.models import Credential

person_key = settings.AUTH_USER_MODEL


class ForeignBadge(models.Model):
    """A badge issued elsewhere, as its holder brought it: its bytes, and what the verification said of it then.

    It is shown as foreign, with the trust its issuer has here.
    """

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    person = models.ForeignKey(person_key, models.CASCADE, related_name="foreign_badges")
    identifier = models.CharField(max_length=500)
    content = models.BinaryField()
    media_type = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    issuer_name = models.CharField(_("issuer"), max_length=200, blank=True)
    issuer_id = models.CharField(_("identifier of the issuer"), max_length=500, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    verdict = models.CharField(max_length=20)
    checks = models.JSONField(default=list)
    checked_at = models.DateTimeField(_("checked"))
    visibility = models.CharField(max_length=6, choices=Credential.Visibility, default=Credential.Visibility.HIDDEN)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("badge from elsewhere")
        verbose_name_plural = _("badges from elsewhere")
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "sha256"], name="a_foreign_badge_is_brought_once"),
        ]

    def __str__(self):
        return str(self.uuid)


class BadgeCollection(models.Model):
    """Badges that somebody shows together at one address. The whole bag is the one without a title.

    `key` is the address: 128 bits of chance. Changing it, or emptying it, ends what was shared.
    """

    person = models.ForeignKey(person_key, models.CASCADE, related_name="badge_collections")
    title = models.CharField(_("title"), max_length=120, blank=True)
    description = models.TextField(_("in a few sentences"), max_length=1000, blank=True)
    key = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    shared_at = models.DateTimeField(_("shared since"), null=True, blank=True)

    class Meta:
        verbose_name = _("collection of badges")
        verbose_name_plural = _("collections of badges")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="one_collection_per_address"),
            models.UniqueConstraint(fields=["person"], condition=Q(title=""), name="one_whole_bag_per_person"),
        ]

    def __str__(self):
        return f"{self.person_id}: {self.pk}"

    def get_absolute_url(self):
        return reverse("shared-badges", args=[self.key])


class CollectedBadge(models.Model):
    collection = models.ForeignKey(BadgeCollection, models.CASCADE, related_name="rows")
    credential = models.ForeignKey(Credential, models.CASCADE, null=True, blank=True, related_name="+")
    foreign = models.ForeignKey(ForeignBadge, models.CASCADE, null=True, blank=True, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("badge of a collection")
        verbose_name_plural = _("badges of collections")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(credential__isnull=False, foreign__isnull=True)
                | Q(credential__isnull=True, foreign__isnull=False),
                name="a_collection_holds_badges",
            ),
            models.UniqueConstraint(
                fields=["collection", "credential"],
                condition=Q(credential__isnull=False),
                name="a_badge_is_collected_once",
            ),
            models.UniqueConstraint(
                fields=["collection", "foreign"],
                condition=Q(foreign__isnull=False),
                name="a_foreign_badge_is_collected_once",
            ),
        ]

    def __str__(self):
        return f"{self.collection_id}: {self.pk}"
