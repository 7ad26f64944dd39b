"""Kits put side by side, in an order, with an introduction. Each keeps its own licence: a collection is no remix."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outillerie.kits.models import KitPage


class KitCollection(models.Model):
    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    introduction = models.TextField(_("introduction"), max_length=5000, blank=True)
    is_public = models.BooleanField(_("public"), default=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="kit_collections", verbose_name=_("owner")
    )
    curators = models.ManyToManyField(settings.AUTH_USER_MODEL, through="CollectionCurator", related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering = ["title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("collection", args=[self.slug])

    def invitation_path(self):
        return reverse("join-collection", args=[self.slug])


class CollectedKit(models.Model):
    collection = models.ForeignKey(KitCollection, models.CASCADE, related_name="collected_kits")
    kit = models.ForeignKey(KitPage, models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(_("why this kit"), max_length=400, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("kit of a collection")
        verbose_name_plural = _("kits of collections")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["collection", "kit"], name="a_kit_once_in_a_collection")]

    def __str__(self):
        return f"{self.collection_id}: {self.kit_id}"


class CollectionCurator(models.Model):
    collection = models.ForeignKey(KitCollection, models.CASCADE, related_name="curator_rows")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("curator")
        verbose_name_plural = _("curators")
        constraints = [models.UniqueConstraint(fields=["collection", "person"], name="a_curator_once")]

    def __str__(self):
        return f"{self.collection_id}: {self.person_id}"


class CollectionPrint(models.Model):
    """The booklet of a collection as it was when it was asked for; `sha256` says of what."""

    class State(models.TextChoices):
        WAITING = "waiting", _("being prepared")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    collection = models.ForeignKey(KitCollection, models.CASCADE, related_name="prints")
    form = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    file = models.FileField(upload_to="prints/%Y/%m/", max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("booklet of a collection")
        verbose_name_plural = _("booklets of collections")
        constraints = [
            models.UniqueConstraint(fields=["collection", "form", "sha256"], name="one_print_per_state_of_a_collection")
        ]

    def __str__(self):
        return f"{self.collection_id}: {self.form}"
