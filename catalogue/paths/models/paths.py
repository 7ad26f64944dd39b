"""Learning paths as trainers write them: facts of the page, skill blocks in order, modules in each."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail.search.index import SearchField

from catalogue.certifications.models import Certification, CertificationBlock, ClassificationCode
from catalogue.frameworks.models import SkillFramework
from catalogue.paths.models.modules import Module, TrainingMode
from catalogue.paths.panels import PATH_EDIT_HANDLER
from catalogue.paths.stems import stemmed_text, stemmed_title
from outillerie.accounts.models import Organisation
from outillerie.kits.models import Audience
from outillerie.kits.models.kits import Level
from outillerie.kits.models.vocabularies import Domain


def long_text(name, **options):
    return models.TextField(name, blank=True, max_length=20_000, **options)


def line(name, most=255, **options):
    return models.CharField(name, max_length=most, blank=True, **options)


class PathIndexPage(Page):
    """The catalogue of paths. Its address is `/parcours/`."""

    max_count = 1
    parent_page_types = ["outillerie.HomePage"]
    subpage_types = ["catalogue.LearningPathPage"]

    class Meta:
        verbose_name = _("catalogue of paths")

    def get_url_parts(self, request=None):
        site_id, root_url, _path = super().get_url_parts(request) or (None, "", None)
        return site_id, root_url, reverse("paths")

    def serve(self, request, *args, **kwargs):
        from catalogue.browsing.views import paths

        return paths(request)


class LearningPathPage(Page):
    """A path: what a training organisation must say of it (Qualiopi, indicator 1), and its blocks."""

    summary = models.TextField(
        _("summary"), max_length=600, blank=True, help_text=_("For whom, and what one will be able to do.")
    )
    language = models.CharField(_("language"), max_length=10, default="fr")
    audience = line(_("for whom, in words"), 400)
    audiences = ParentalManyToManyField(Audience, blank=True, related_name="+", verbose_name=_("audiences"))
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True, choices=Level)
    mode = models.CharField(_("mode"), max_length=8, choices=TrainingMode, default=TrainingMode.HYBRID)
    place = line(_("where"))
    pace = line(_("pace"), help_text=_("Example: at your own pace, over three months"))
    objectives = long_text(_("objectives"), help_text=_("One a line, each with a verb: what one can do at the end."))
    prerequisites = long_text(_("prerequisites"), help_text=_("If there is none, write it: “None”."))
    programme = long_text(_("content"), help_text=_("What the list of blocks and modules does not say."))
    methods = long_text(_("methods used"))
    assessment = long_text(_("how it is assessed"))
    access_terms = long_text(_("how to enrol"))
    access_delay = line(_("time between the request and the beginning"), help_text=_("Example: 15 days at most"))
    is_always_open = models.BooleanField(
        _("one may begin at any time"), default=False, help_text=_("Otherwise sessions give the dates.")
    )
    price = line(_("price, in words"), help_text=_("Example: free for social workers of the department"))
    price_cents = models.PositiveIntegerField(_("price including tax, in cents"), null=True, blank=True)
    funding = line(_("who pays"), 500)
    accessibility = long_text(_("accessibility to disabled people"))
    disability_referent = line(_("disability referent: name and contact"))
    contact_name = line(_("person to contact"), 120)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    contact_phone = line(_("phone"), 30)
    results = long_text(_("results"), help_text=_("How many people trained, satisfied, who finished: with the period."))
    results_on = models.DateField(_("results measured on"), null=True, blank=True)
    success_rate = line(_("success rate at the certification"), 120)
    facts_checked_on = models.DateField(_("information checked on"), null=True, blank=True)
    entry_level = line(_("entry level (LHÉO code)"), 3)
    codes = ParentalManyToManyField(ClassificationCode, blank=True, related_name="+", verbose_name=_("codes"))
    public_codes = line(_("public, as Formacode codes"), 80, help_text=_("One to ten codes, with a space between two."))
    glyph = models.CharField(_("glyph"), max_length=20, default="boussole")
    certification = models.ForeignKey(
        Certification, models.PROTECT, null=True, blank=True, related_name="paths", verbose_name=_("certification")
    )
    target_framework = models.ForeignKey(
        SkillFramework, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("skill framework")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="paths", verbose_name=_("organisation")
    )
    planned_minutes = models.PositiveIntegerField(
        _("planned duration in minutes"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    version_notes = models.CharField(_("what this version changes"), max_length=400, blank=True)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False)

    parent_page_types = ["catalogue.PathIndexPage"]
    subpage_types = []
    edit_handler = PATH_EDIT_HANDLER
    search_fields = [
        *Page.search_fields,
        index.SearchField("stemmed_title", boost=8),
        index.SearchField("stemmed_text"),
    ]

    class Meta:
        verbose_name = _("learning path")
        verbose_name_plural = _("learning paths")

    @classmethod
    def get_search_fields(cls):
        """Leave the title out as it is written: `stemmed_title` holds it, and a raw word could pass for a stem."""
        fields = super().get_search_fields()
        return [field for field in fields if not (type(field) is SearchField and field.field_name == "title")]

    @property
    def stemmed_title(self) -> str:
        return stemmed_title(self)

    @property
    def stemmed_text(self) -> str:
        return stemmed_text(self)

    @classmethod
    def from_serializable_data(cls, data, check_fks=True, strict_fks=False):
        """Open a draft without what was deleted since: Wagtail would refuse to, and would ask for each row apart."""
        from catalogue.paths.held import without_what_is_gone

        return super().from_serializable_data(without_what_is_gone(data), check_fks=False, strict_fks=strict_fks)

    def clean(self):
        super().clean()
        from catalogue.paths.drafts import RESERVED_SLUGS

        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("A page of the catalogue has this address already: choose another one.")})

    def get_url_parts(self, request=None):
        """Paths live at `/parcours/<slug>/` wherever editors put the catalogue: printed addresses stay true."""
        site_id, root_url, _path = super().get_url_parts(request) or (None, "", None)
        return site_id, root_url, reverse("path", args=[self.slug])

    def get_route_paths(self):
        """A path that takes another address leaves a redirect behind for itself and for each of its versions."""
        return ["/", *(f"/v{number}/" for number in self.versions.values_list("number", flat=True))]

    def serve(self, request, *args, **kwargs):
        from catalogue.paths.views import show_draft

        return show_draft(request, self)

    def serve_preview(self, request, mode_name):
        return self.serve(request)

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Publishing and withdrawing pass here by every road: builder, back office, review, schedule, commands."""
        from catalogue.paths.actions import publish_version, withdraw_from_search

        # The path before its page: whoever locks both does so in this order, and nobody waits for ever.
        before = (
            LearningPathPage.objects.select_for_update(of=("self",))
            .only("live", "live_revision")
            .filter(pk=self.pk)
            .first()
        )
        was_live, revision_before = (before.live, before.live_revision_id) if before else (False, None)
        super().save(*args, **kwargs)
        if self.live and self.live_revision and (not was_live or self.live_revision_id != revision_before):
            publish_version(self, by=self.live_revision.user)
        elif was_live and not self.live:
            withdraw_from_search(self)


class SkillBlock(ClusterableModel, Orderable):
    """A block of a path: a group of modules that makes sense by itself, and may be a block of the certification."""

    page = ParentalKey(LearningPathPage, on_delete=models.CASCADE, related_name="blocks")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=200)
    aim = models.CharField(_("aim"), max_length=400, blank=True)
    domain = models.PositiveSmallIntegerField(
        _("colour and weave"),
        choices=Domain,
        default=Domain.INFORMATION,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    assessment = models.TextField(_("how it is assessed"), max_length=2000, blank=True)
    certification_block = models.ForeignKey(
        CertificationBlock,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("block of the certification"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("skill block")
        verbose_name_plural = _("skill blocks")

    def __str__(self):
        return self.title


class BlockModule(Orderable):
    """A module in its place. `requires` holds the keys of modules of the same path to do before."""

    block = ParentalKey(SkillBlock, on_delete=models.CASCADE, related_name="module_rows")
    module = models.ForeignKey(Module, models.PROTECT, related_name="placements", verbose_name=_("module"))
    is_required = models.BooleanField(_("required"), default=True)
    requires = models.JSONField(_("to do before"), default=list, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("module of a block")
        verbose_name_plural = _("modules of blocks")

    def __str__(self):
        return f"{self.block_id}: {self.module_id}"


class PathRun(models.Model):
    """A dated session of a path, from its first to its last day, with a window to enrol (LHÉO: session)."""

    path = models.ForeignKey(LearningPathPage, models.CASCADE, related_name="runs", verbose_name=_("path"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    enrolment_opens_on = models.DateField(_("enrolment opens on"), null=True, blank=True)
    enrolment_closes_on = models.DateField(_("enrolment closes on"), null=True, blank=True)
    mode = models.CharField(_("mode"), max_length=8, choices=TrainingMode, default=TrainingMode.ONSITE)
    place = models.CharField(_("place"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=5, blank=True)
    commune = models.CharField(_("commune"), max_length=80, blank=True)
    department = models.CharField(_("department code"), max_length=3, blank=True)
    notes = models.CharField(_("practical details"), max_length=400, blank=True)
    is_cancelled = models.BooleanField(_("cancelled"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("session of a path")
        verbose_name_plural = _("sessions of paths")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="run_ends_after_it_starts",
                violation_error_message=_("The last day is before the first one."),
            ),
            models.CheckConstraint(
                condition=models.Q(enrolment_closes_on__isnull=True)
                | models.Q(enrolment_opens_on__isnull=True)
                | models.Q(enrolment_closes_on__gte=models.F("enrolment_opens_on")),
                name="run_enrolment_closes_after_it_opens",
                violation_error_message=_("Enrolment closes before it opens."),
            ),
        ]

    def __str__(self):
        return f"{self.path_id}: {self.starts_on}"
