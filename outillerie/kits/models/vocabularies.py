"""Vocabularies that kits use. Their rows are data, loaded from `fixtures/vocabularies/` by `manage.py install`."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Domain(models.IntegerChoices):
    """The five top groups, in DigComp's order; each has a colour and a weave."""

    INFORMATION = 1, _("Information and data")
    COMMUNICATION = 2, _("Communication and collaboration")
    CREATION = 3, _("Content creation")
    SAFETY = 4, _("Protection and safety")
    PROBLEMS = 5, _("Problem solving")


class Theme(models.Model):
    """A theme of Les Bases or of La Coop, in one of the five domains."""

    class Source(models.TextChoices):
        LES_BASES = "les-bases", "Les Bases"
        LA_COOP = "la-coop", "La Coop"

    code = models.SlugField(_("code"), max_length=80, unique=True)
    label = models.CharField(_("label"), max_length=80)
    source = models.CharField(_("source"), max_length=12, choices=Source)
    category = models.CharField(_("category"), max_length=60, blank=True)
    domain = models.PositiveSmallIntegerField(_("domain"), choices=Domain)
    glyph = models.CharField(_("glyph"), max_length=20)
    order = models.PositiveSmallIntegerField(default=0)
    matches = models.ManyToManyField("self", through="ThemeMatch", symmetrical=False)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["order"]

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("theme", args=[self.code])


class ThemeMatch(models.Model):
    """How a theme of one list stands to a theme of the other."""

    class Strength(models.TextChoices):
        EXACT = "exact", _("exact")
        CLOSE = "close", _("close")
        BROADER = "broader", _("broader")
        NARROWER = "narrower", _("narrower")
        RELATED = "related", _("related")

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="+")
    other = models.ForeignKey(Theme, models.CASCADE, related_name="+")
    strength = models.CharField(max_length=8, choices=Strength)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["theme", "other"], name="one_match_per_pair_of_themes")]

    def __str__(self):
        return f"{self.theme} – {self.other}"


class Audience(models.Model):
    """A group of people a workshop is for, as Les Bases lists them."""

    code = models.SlugField(_("code"), max_length=80, unique=True)
    label = models.CharField(_("label"), max_length=80)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        ordering = ["order"]

    def __str__(self):
        return self.label


class PlaceType(models.Model):
    """A kind of place where a workshop is run."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    label = models.CharField(_("label"), max_length=80)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("type of place")
        verbose_name_plural = _("types of place")
        ordering = ["order"]

    def __str__(self):
        return self.label
