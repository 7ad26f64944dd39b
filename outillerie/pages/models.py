"""The pages around the kits, and what a hub says of itself."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page

from outillerie.pages.blocks import FreeText
from outillerie.pages.colour import contrast_on_white

COLOUR = re.compile("#[0-9A-Fa-f]{6}")


class HomePage(Page):
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    template = "pages/home.html"

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        from outillerie.pages.views import home_context

        return {**super().get_context(request, *args, **kwargs), **home_context(request)}


class PlainPage(Page):
    """A page of free text. Those of a `kind` are the legal pages that the foot of every page links."""

    class Kind(models.TextChoices):
        PLAIN = "", _("plain page")
        LEGAL_NOTICE = "legal-notice", _("legal notice")
        PRIVACY = "privacy", _("privacy")
        TERMS = "terms", _("terms of use")
        ACCESSIBILITY = "accessibility", _("accessibility statement")
        ECODESIGN = "ecodesign", _("ecodesign")
        LICENCES = "licences", _("open licences")
        ABOUT = "about", _("about the hub")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind, blank=True, default=Kind.PLAIN)
    lead = models.TextField(_("lead"), max_length=600, blank=True)
    body = StreamField(FreeText(), blank=True, verbose_name=_("text"))

    template = "pages/plain.html"
    subpage_types = ["outillerie.PlainPage"]
    content_panels = [*Page.content_panels, FieldPanel("kind"), FieldPanel("lead"), FieldPanel("body")]

    class Meta:
        verbose_name = _("page")
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=~Q(kind=""),
                name="one_page_per_legal_kind",
                violation_error_message=_("Another page already has this kind."),
            )
        ]


def validate_accent(value):
    if COLOUR.fullmatch(value) and contrast_on_white(value) < 4.5:
        raise ValidationError(
            _(
                "This colour is too light: its contrast with white is %(contrast).1f, it needs 4.5."
                " Choose a darker one."
            ),
            params={"contrast": contrast_on_white(value)},
        )


@register_setting(icon="home")
class HubSettings(BaseSiteSetting, ClusterableModel):
    class Conformity(models.TextChoices):
        NONE = "none", _("not compliant")
        PARTIAL = "partial", _("partially compliant")
        FULL = "full", _("fully compliant")

    hub_name = models.CharField(_("hub's name"), max_length=80, default="Outillerie en commun")
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    logo = models.ForeignKey("outillerie.HubImage", models.SET_NULL, null=True, blank=True, related_name="+")
    accent_colour = models.CharField(
        _("accent colour"),
        max_length=7,
        blank=True,
        help_text=_("Like #1F4B99. It must be dark enough to be read on white."),
        validators=[
            RegexValidator(r"^#[0-9A-Fa-f]{6}\Z", _("Write a colour like #1F4B99.")),
            validate_accent,
        ],
    )
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    postal_address = models.TextField(_("postal address"), max_length=300, blank=True)
    funding_mention = models.TextField(_("funding mention"), max_length=600, blank=True)
    conformity = models.CharField(
        _("accessibility: state of conformity"),
        max_length=8,
        choices=Conformity,
        default=Conformity.NONE,
        help_text=_("Anything but «not compliant» needs the date of a valid audit."),
    )
    terms_version = models.CharField(
        _("version of the terms of use"),
        max_length=40,
        default="1",
        help_text=_("Change it when the terms change: everyone accepts them again before they contribute."),
    )
    audited_on = models.DateField(_("date of the accessibility audit"), null=True, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("hub_name"), FieldPanel("tagline")]),
        MultiFieldPanel([FieldPanel("logo"), FieldPanel("accent_colour")], heading=_("Look")),
        MultiFieldPanel(
            [FieldPanel("contact_email"), FieldPanel("phone"), FieldPanel("postal_address")],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [FieldPanel("funding_mention"), InlinePanel("funders", label=_("Funder"))], heading=_("Funding")
        ),
        FieldPanel("terms_version"),
        MultiFieldPanel([FieldPanel("conformity"), FieldPanel("audited_on")], heading=_("Accessibility")),
    ]

    class Meta:
        verbose_name = _("the hub")
        constraints = [
            models.CheckConstraint(
                condition=Q(conformity="none") | Q(audited_on__isnull=False),
                name="conformity_needs_an_audit",
                violation_error_message=_(
                    "Without an audit the site must say «not compliant». Give the date of the audit."
                ),
            )
        ]

    def __str__(self):
        return self.hub_name


class Funder(Orderable):
    hub = ParentalKey(HubSettings, on_delete=models.CASCADE, related_name="funders")
    name = models.CharField(_("name"), max_length=120)
    logo = models.ForeignKey("outillerie.HubImage", models.SET_NULL, null=True, blank=True, related_name="+")
    website = models.URLField(_("website"), blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("funder")

    def __str__(self):
        return self.name
