"""A workshop kit as its author edits it. Facts are fields and rows; free texts are Markdown (decision 0002)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Orderable, Page
from wagtail.search import index

from outillerie.accounts.models import Organisation
from outillerie.discovery.stems import Stemmed
from outillerie.kits.models.files import Credited, HubDocument, HubImage, licence_choices
from outillerie.kits.models.vocabularies import Audience, Theme
from outillerie.kits.panels import FILE_PANELS, KIT_EDIT_HANDLER, PICTURE_PANELS, STEP_PANELS


class Level(models.IntegerChoices):
    DISCOVERY = 1, _("Discovery")
    PRACTICE = 2, _("Practice")
    MASTERY = 3, _("Mastery")
    TRANSMISSION = 4, _("Transmission")


class Mode(models.TextChoices):
    ONSITE = "onsite", _("On site")
    REMOTE = "remote", _("Remote")
    HYBRID = "hybrid", _("Hybrid")
    MOBILE = "mobile", _("Travelling")


class FileRole(models.TextChoices):
    HANDOUT = "handout", _("Participant's sheet")
    SLIDES = "slides", _("Slides")
    EASY_TO_READ = "easy_to_read", _("Easy-to-read version")
    SOURCE = "source", _("Editable source")
    FACILITATOR_GUIDE = "facilitator_guide", _("Facilitator's guide")
    ANSWERS = "answers", _("Answers")
    OTHER = "other", _("Other file")


class CreditRole(models.TextChoices):
    AUTHOR = "author", _("Author")
    CONTRIBUTOR = "contributor", _("Contributor")
    TRANSLATOR = "translator", _("Translator")
    ILLUSTRATOR = "illustrator", _("Illustrator")
    PROOFREADER = "proofreader", _("Proofreader")


class SourceRelation(models.TextChoices):
    ADAPTATION = "adaptation", _("adapted as a whole")
    PART = "part", _("parts taken from it")
    CONTRIBUTION = "contribution", _("changes given by its authors")


class KitIndexPage(Page):
    """The shelf that holds the kits. Its address is `/kits/`, where discovery searches them."""

    max_count = 1
    parent_page_types = ["outillerie.HomePage"]
    subpage_types = ["outillerie.KitPage"]

    class Meta:
        verbose_name = _("shelf of kits")

    def get_url_parts(self, request=None):
        site_id, root_url, _path = super().get_url_parts(request) or (None, "", None)
        return site_id, root_url, reverse("kits")

    def serve(self, request, *args, **kwargs):
        from outillerie.discovery.views import kits

        return kits(request)


def minutes(name, **options):
    return models.PositiveSmallIntegerField(
        name, null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(7200)], **options
    )


def people(name, **options):
    return models.PositiveSmallIntegerField(name, null=True, blank=True, validators=[MinValueValidator(1)], **options)


def markdown(name, **options):
    return models.TextField(name, blank=True, max_length=100_000, **options)


class KitPage(Stemmed, Page):
    hook = models.TextField(
        _("hook"),
        max_length=400,
        blank=True,
        help_text=_("One or two sentences that make one want to run it."),
    )
    language = models.CharField(_("language"), max_length=10, default="fr")
    main_theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="main_kits", verbose_name=_("main theme")
    )
    themes = ParentalManyToManyField(Theme, blank=True, related_name="kits", verbose_name=_("other themes"))
    audiences = ParentalManyToManyField(Audience, blank=True, related_name="kits", verbose_name=_("audiences"))
    minimum_age = people(_("from age"))
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True, choices=Level)
    duration = minutes(_("total duration in minutes"))
    setup_minutes = minutes(_("minutes to set up"))
    participants_min = people(_("participants, at least"))
    participants_max = people(_("participants, at most"))
    facilitators = people(_("facilitators"))
    mode = models.CharField(_("mode"), max_length=8, choices=Mode, default=Mode.ONSITE)
    is_unplugged = models.BooleanField(_("without a computer"), default=False)
    is_offline = models.BooleanField(_("without a connection"), default=False)
    prerequisites_participants = markdown(_("what participants need to know"))
    prerequisites_facilitator = markdown(_("what the facilitator needs to know"))
    preparation = markdown(_("preparation"))
    variants = markdown(_("variants"))
    evaluation = markdown(_("evaluation"))
    watch_points = markdown(_("watch points"))
    further_reading = markdown(_("further reading"))
    body = markdown(_("complements"), help_text=_("What finds no place elsewhere."))
    cover = models.ForeignKey(
        HubImage,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover"),
        help_text=_("Without one, a cover is drawn from the theme."),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="kits",
        verbose_name=_("organisation"),
    )
    licence = models.CharField(_("licence"), max_length=24, choices=licence_choices, blank=True, default="CC-BY-SA-4.0")
    source_url = models.URLField(_("address of the original"), max_length=500, blank=True)
    changes = models.TextField(_("what was changed from the original"), max_length=1000, blank=True)
    version_notes = models.CharField(_("what this version changes"), max_length=400, blank=True)
    answered_reports = ParentalManyToManyField(
        "outillerie.FieldReport", blank=True, related_name="+", verbose_name=_("reports that this version answers")
    )
    extra = models.JSONField(default=dict, blank=True, editable=False)
    # Which sheet this kit was imported from, and the fingerprint of what was read: importing again changes nothing.
    import_key = models.CharField(max_length=200, unique=True, null=True, blank=True, editable=False)
    import_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    parent_page_types = ["outillerie.KitIndexPage"]
    subpage_types = []
    edit_handler = KIT_EDIT_HANDLER

    search_fields = [
        *Page.search_fields,
        index.SearchField("stemmed_title", boost=8),
        index.SearchField("stemmed_summary", boost=3),
        index.SearchField("stemmed_text"),
    ]

    class Meta:
        verbose_name = _("workshop kit")
        verbose_name_plural = _("workshop kits")
        constraints = [
            models.CheckConstraint(
                condition=Q(participants_max__gte=F("participants_min")),
                name="kit_participants_max_is_not_below_min",
                violation_error_message=_("The greatest number of participants is below the smallest."),
            ),
        ]

    def get_url_parts(self, request=None):
        """Kits live at `/kits/<slug>/` wherever editors put the shelf, so that printed addresses stay true."""
        site_id, root_url, _path = super().get_url_parts(request) or (None, "", None)
        return site_id, root_url, reverse("kit", args=[self.slug])

    def get_route_paths(self):
        """A kit that takes another address leaves a redirect behind for itself and for each of its versions."""
        return ["/", *(f"/v{number}/" for number in self.versions.values_list("number", flat=True))]

    def serve(self, request, *args, **kwargs):
        from outillerie.kits.views import show_draft

        return show_draft(request, self)

    def serve_preview(self, request, mode_name):
        return self.serve(request)

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Publishing and withdrawing pass here by every road: back office, review, schedule, commands."""
        from outillerie.kits.actions import publish_version, withdraw_from_search

        # The kit before its page: whoever locks both does so in this order, and nobody waits for ever.
        before = (
            KitPage.objects.select_for_update(of=("self",)).only("live", "live_revision").filter(pk=self.pk).first()
        )
        was_live, revision_before = (before.live, before.live_revision_id) if before else (False, None)
        super().save(*args, **kwargs)
        if self.live and self.live_revision and (not was_live or self.live_revision_id != revision_before):
            publish_version(self, by=self.live_revision.user)
        elif was_live and not self.live:
            withdraw_from_search(self)


class KitObjective(Orderable):
    page = ParentalKey(KitPage, on_delete=models.CASCADE, related_name="objectives")
    text = models.CharField(_("at the end, participants can…"), max_length=300)

    class Meta(Orderable.Meta):
        verbose_name = _("objective")

    def __str__(self):
        return self.text


class KitMaterial(Orderable):
    page = ParentalKey(KitPage, on_delete=models.CASCADE, related_name="material")
    label = models.CharField(_("what"), max_length=300)
    quantity = models.CharField(_("how many"), max_length=60, blank=True)
    is_provided = models.BooleanField(_("given with the kit"), default=False)
    is_digital = models.BooleanField(_("digital"), default=False)

    class Meta(Orderable.Meta):
        verbose_name = _("material")

    def __str__(self):
        return self.label


class KitStep(Credited, Orderable):
    page = ParentalKey(KitPage, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(_("title"), max_length=200)
    minutes = minutes(_("minutes"))
    aim = models.CharField(_("aim"), max_length=400, blank=True)
    facilitator = markdown(_("what the facilitator does"))
    say = markdown(_("what you say"))
    participants = markdown(_("what participants do"))
    supports = markdown(_("supports"))
    is_break = models.BooleanField(_("this is a break"), default=False)

    panels = STEP_PANELS

    class Meta(Orderable.Meta):
        verbose_name = _("step")

    def __str__(self):
        return self.title


class KitFile(Orderable):
    page = ParentalKey(KitPage, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(HubDocument, models.PROTECT, related_name="kit_files", verbose_name=_("document"))
    role = models.CharField(_("role"), max_length=20, choices=FileRole, default=FileRole.HANDOUT)
    name = models.CharField(_("file name"), max_length=120, blank=True)
    is_mixed = models.BooleanField(
        _("modified for this kit"),
        default=False,
        help_text=_("Otherwise it stands beside the kit, whole and under its own licence."),
    )

    panels = FILE_PANELS

    class Meta(Orderable.Meta):
        verbose_name = _("file")

    def __str__(self):
        return self.name or self.document.title


class KitPicture(Orderable):
    """A picture that the kit's texts show as `![](images/name)`."""

    page = ParentalKey(KitPage, on_delete=models.CASCADE, related_name="pictures")
    image = models.ForeignKey(HubImage, models.PROTECT, related_name="kit_pictures", verbose_name=_("picture"))
    name = models.CharField(_("name in the texts"), max_length=120, blank=True)
    is_mixed = models.BooleanField(
        _("modified, or mixed with the text"),
        default=True,
        help_text=_("Untick it if the picture is shown whole, as its author made it."),
    )

    panels = PICTURE_PANELS

    class Meta(Orderable.Meta):
        verbose_name = _("picture")

    def __str__(self):
        return self.name or self.image.title


class KitSource(Orderable):
    """A published work that this kit is made from, as it was then. Everything a credit needs is in the row itself."""

    page = ParentalKey(KitPage, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(_("title"), max_length=255)
    authors = models.JSONField(_("authors"), default=list, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    licence = models.CharField(_("licence"), max_length=24, blank=True)
    version = models.PositiveIntegerField(_("version"), null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    relation = models.CharField(_("relation"), max_length=12, choices=SourceRelation, default=SourceRelation.ADAPTATION)
    changes = models.TextField(_("what its authors had changed"), max_length=1000, blank=True)
    through = models.URLField(_("address of the nearer source"), max_length=500, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("source")

    def __str__(self):
        return self.title


class KitCredit(Orderable):
    page = ParentalKey(KitPage, on_delete=models.CASCADE, related_name="credits")
    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role"), max_length=12, choices=CreditRole, default=CreditRole.AUTHOR)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("credit")

    def __str__(self):
        return self.name
