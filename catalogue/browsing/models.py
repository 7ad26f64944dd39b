"""The printed catalogue: of the whole hub, or of the paths that an organisation chose."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.paths.models import LearningPathPage
from outillerie.accounts.models import Organisation


class CatalogueEdition(models.Model):
    """A choice of paths, in an order, to print as one catalogue."""

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    introduction = models.TextField(_("introduction"), max_length=3000, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="catalogue_editions", verbose_name=_("organisation")
    )
    is_public = models.BooleanField(_("public"), default=False)
    paths = models.ManyToManyField(LearningPathPage, through="EditionPath", related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("edition of the catalogue")
        verbose_name_plural = _("editions of the catalogue")
        ordering = ["title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("catalogue-edition", args=[self.slug])


class EditionPath(models.Model):
    edition = models.ForeignKey(CatalogueEdition, models.CASCADE, related_name="path_rows")
    path = models.ForeignKey(LearningPathPage, models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("path of an edition")
        verbose_name_plural = _("paths of editions")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "path"], name="a_path_once_in_an_edition")]

    def __str__(self):
        return f"{self.edition_id}: {self.path_id}"


class CataloguePrint(models.Model):
    """The catalogue as it was when it was asked for; `sha256` says of what. Without an edition: all the paths."""

    class State(models.TextChoices):
        WAITING = "waiting", _("being prepared")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    edition = models.ForeignKey(CatalogueEdition, models.CASCADE, null=True, blank=True, related_name="prints")
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    file = models.FileField(upload_to="prints/%Y/%m/", max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("printed catalogue")
        verbose_name_plural = _("printed catalogues")
        constraints = [
            models.UniqueConstraint(fields=["edition", "sha256"], name="one_print_per_state_of_an_edition"),
            models.UniqueConstraint(
                fields=["sha256"], condition=models.Q(edition__isnull=True), name="one_print_per_state_of_the_catalogue"
            ),
        ]

    def __str__(self):
        return f"{self.edition_id}: {self.sha256[:8]}"
