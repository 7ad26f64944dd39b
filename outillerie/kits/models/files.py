"""Pictures and documents, with the author, source and licence that each keeps for itself.

`HubImage` and `HubDocument` are what editors choose and replace. `StoredFile` is what a published version keeps: bytes under
their own SHA-256, never changed, so that version 3 still gives the very files it was published with.
"""

import hashlib
from pathlib import PurePath
from secrets import token_urlsafe

from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

from outillerie.licences.licence import LICENCES


def licence_choices():
    return [(licence.id, licence.short_name) for licence in LICENCES.values()]


class Credited(models.Model):
    """Who made a part of a kit, where it comes from, and what its licence is."""

    author = models.CharField(_("author"), max_length=200, blank=True)
    source = models.URLField(_("address of the source"), max_length=500, blank=True)
    licence = models.CharField(
        _("licence"),
        max_length=24,
        blank=True,
        choices=licence_choices,
        help_text=_("Leave empty if it is the kit's own licence."),
    )

    class Meta:
        abstract = True


class HubImage(Credited, AbstractImage):
    admin_form_fields = ("title", "file", "description", "author", "source", "licence", "collection", "tags")

    def get_upload_to(self, filename):
        """Give a name nobody can guess: a picture of a draft has no other lock."""
        return f"original_images/{token_urlsafe(18)}{PurePath(filename).suffix}"

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")


class Rendition(AbstractRendition):
    image = models.ForeignKey(HubImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter")
        ]


class HubDocument(Credited, AbstractDocument):
    admin_form_fields = ("title", "file", "author", "source", "licence", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")


def stored_path(stored, filename):
    return f"versions/{stored.sha256[:2]}/{stored.sha256}{PurePath(filename).suffix}"


class StoredFile(models.Model):
    """Bytes of a published version, named by their SHA-256. Several versions and kits may share them."""

    sha256 = models.CharField(max_length=64, unique=True)
    file = models.FileField(upload_to=stored_path, max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")

    def __str__(self):
        return self.sha256[:12]

    @classmethod
    def keep(cls, data: bytes, *, name: str, media_type: str) -> "StoredFile":
        """Return the stored file of `data`, writing it only the first time these bytes are met."""
        sha256 = hashlib.sha256(data).hexdigest()
        if found := cls.objects.filter(sha256=sha256).first():
            return found
        stored = cls(sha256=sha256, media_type=media_type, size=len(data))
        stored.file.save(name, ContentFile(data), save=False)
        return cls.objects.get_or_create(
            sha256=sha256, defaults={"file": stored.file.name, "media_type": media_type, "size": len(data)}
        )[0]
