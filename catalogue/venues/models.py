"""Where people meet: territories by their official codes, and venues in the shape of the national standard.

Venues follow «Standard de données des lieux de médiation numérique» v1.0.2 (LaMednum/standard-mediation-num): the
`key` of each of its 32 fields stands in `venues/formats/standard.py`.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Territory(models.Model):
    """A commune, an intercommunality, a department or a region, by its code in the official geographic code (INSEE).

    A commune holds its three others. `latitude` and `longitude` (WGS84, degrees) are those of its middle; when
    `is_approximate`, those of its neighbours. `plain_name` is what a search compares: no accent, no capital.
    """

    class Kind(models.TextChoices):
        COMMUNE = "commune", _("commune")
        INTERCOMMUNALITY = "intercommunality", _("intercommunality")
        DEPARTMENT = "department", _("department")
        REGION = "region", _("region")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    code = models.CharField(_("official code"), max_length=9)
    name = models.CharField(_("name"), max_length=120)
    plain_name = models.CharField(max_length=120)
    postcodes = models.JSONField(_("postcodes"), default=list)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    is_approximate = models.BooleanField(_("approximate place"), default=False)
    intercommunality = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    department = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    region = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ["plain_name", "code"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="one_territory_per_code")]
        indexes = [models.Index(fields=["plain_name"], name="territories_by_name")]

    def __str__(self):
        return self.name

    @property
    def facet(self) -> str:
        """Return how addresses and facets name it: `department-59`."""
        return f"{self.kind}-{self.code}"


class Venue(models.Model):
    """A place of digital mediation. Fields with several values are lists of the standard's own words.

    `imported` holds the values of the last import, by field: what differs from it was edited here, and an import
    proposes (`proposed`) instead of writing over it.
    """

    standard_id = models.CharField(_("identifier in the standard"), max_length=200, unique=True)
    slug = models.SlugField(_("address of the page"), max_length=140, unique=True)
    pivot = models.CharField(_("SIRET, RNA or RIDET"), max_length=14, blank=True)
    name = models.CharField(_("name"), max_length=200)
    commune = models.CharField(_("commune"), max_length=120)
    postcode = models.CharField(_("postcode"), max_length=5)
    insee_code = models.CharField(_("INSEE code of the commune"), max_length=5, blank=True)
    address = models.CharField(_("street address"), max_length=250)
    address_more = models.CharField(_("more of the address"), max_length=250, blank=True)
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    typologies = models.JSONField(_("kinds of organisation"), default=list, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    emails = models.JSONField(_("e-mail addresses"), default=list, blank=True)
    websites = models.JSONField(_("websites"), default=list, blank=True)
    opening_hours = models.CharField(_("opening hours (OpenStreetMap)"), max_length=500, blank=True)
    summary = models.CharField(_("in a sentence"), max_length=500, blank=True)
    description = models.TextField(_("presentation"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    itinerancy = models.JSONField(_("fixed or itinerant"), default=list, blank=True)
    parent_organisation = models.CharField(_("parent organisation"), max_length=200, blank=True)
    updated_on = models.DateField(_("updated on"))
    services = models.JSONField(_("services"), default=list, blank=True)
    audiences = models.JSONField(_("only for"), default=list, blank=True)
    specific_support = models.JSONField(_("specific support"), default=list, blank=True)
    fees = models.JSONField(_("fees"), default=list, blank=True)
    national_programmes = models.JSONField(_("national programmes"), default=list, blank=True)
    labels = models.JSONField(_("training and labels"), default=list, blank=True)
    other_labels = models.JSONField(_("other training and labels"), default=list, blank=True)
    access_modes = models.JSONField(_("how to come"), default=list, blank=True)
    support_modes = models.JSONField(_("kinds of support"), default=list, blank=True)
    accessibility_url = models.URLField(_("page on acceslibre"), max_length=500, blank=True)
    booking_url = models.URLField(_("booking address"), max_length=500, blank=True)
    # What the standard does not say and people ask before coming.
    getting_there = models.CharField(_("getting there"), max_length=400, blank=True)
    accessibility = models.CharField(_("accessibility, in words"), max_length=400, blank=True)
    territory = models.ForeignKey(
        Territory, models.SET_NULL, null=True, blank=True, related_name="venues", verbose_name=_("commune (official)")
    )
    is_shown = models.BooleanField(_("shown on the site"), default=True)
    imported = models.JSONField(default=dict, blank=True, editable=False)
    proposed = models.JSONField(default=dict, blank=True, editable=False)
    imported_at = models.DateTimeField(_("imported"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="venue_has_both_coordinates_or_none",
                violation_error_message=_("Give both the latitude and the longitude, or neither."),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("venue", args=[self.slug])
