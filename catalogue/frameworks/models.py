"""Skill frameworks: trees of areas, competences and outcomes, with levels, in several languages, joined by crosswalks."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from catalogue.frameworks.stems import stemmed
from outillerie.kits.models import KitPage


class SkillFramework(models.Model):
    """One version of a framework (CASE: CFDocument). All the versions of a framework have the same `code`."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("being written")
        ADOPTED = "adopted", _("in force")
        DEPRECATED = "deprecated", _("replaced or withdrawn")

    code = models.SlugField(_("code"), max_length=60, help_text=_("The same for all its versions. Example: digcomp"))
    version = models.CharField(_("version"), max_length=40)
    title = models.CharField(_("title"), max_length=255)
    identifier = models.UUIDField(_("identifier"), unique=True, default=uuid.uuid4)
    uri = models.CharField(_("URI"), max_length=500, blank=True)
    creator = models.CharField(_("made by"), max_length=255, blank=True)
    publisher = models.CharField(_("publisher"), max_length=255, blank=True)
    description = models.TextField(_("description"), max_length=5000, blank=True)
    language = models.CharField(_("language of the original"), max_length=10, default="fr")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    licence_url = models.URLField(_("address of the licence"), max_length=500, blank=True)
    source_url = models.URLField(_("where it is published"), max_length=500, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    replaces = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    changed_at = models.DateTimeField(_("changed"))
    # The fingerprint of what was last imported: importing it again changes nothing. Empty: written here.
    import_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    extra = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("skill framework")
        verbose_name_plural = _("skill frameworks")
        ordering = ["title", "version"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="one_framework_per_code_and_version")]

    def __str__(self):
        return f"{self.title} ({self.version})"

    def get_absolute_url(self):
        return reverse("framework", args=[self.code, self.version])


class ProficiencyLevel(models.Model):
    framework = models.ForeignKey(SkillFramework, models.CASCADE, related_name="levels")
    code = models.CharField(_("code"), max_length=40)
    rank = models.PositiveSmallIntegerField(_("rank"), validators=[MinValueValidator(1), MaxValueValidator(20)])
    labels = models.JSONField(_("names by language"), default=dict)

    class Meta:
        verbose_name = _("proficiency level")
        verbose_name_plural = _("proficiency levels")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="one_level_per_code_of_a_framework"),
            models.UniqueConstraint(fields=["framework", "rank"], name="one_level_per_rank_of_a_framework"),
        ]

    def __str__(self):
        return self.label("fr") or self.code

    def label(self, language: str) -> str:
        return self.labels.get(language) or next(iter(self.labels.values()), "")


class Skill(index.Indexed, models.Model):
    """One node of a framework's tree (CASE: CFItem): an area, a competence, an outcome."""

    framework = models.ForeignKey(SkillFramework, models.CASCADE, related_name="skills")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    identifier = models.UUIDField(_("identifier"), unique=True, default=uuid.uuid4)
    uri = models.CharField(_("URI"), max_length=500, blank=True)
    code = models.CharField(_("code"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    depth = models.PositiveSmallIntegerField(default=0)
    # Reading order in the whole framework: a parent comes before its children.
    order = models.PositiveIntegerField(default=0)
    level = models.ForeignKey(ProficiencyLevel, models.SET_NULL, null=True, blank=True, related_name="+")
    domain = models.PositiveSmallIntegerField(
        _("colour and weave"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("1 to 5, as the domains of the kits. Those below take the one of their top group."),
    )
    # No longer in its framework, yet something still points to it.
    is_retired = models.BooleanField(_("retired"), default=False)
    extra = models.JSONField(default=dict, blank=True, editable=False)

    search_fields = [
        index.SearchField("stemmed_text"),
        index.FilterField("framework_id"),
        index.FilterField("is_retired"),
    ]

    class Meta:
        verbose_name = _("skill")
        verbose_name_plural = _("skills")
        ordering = ["framework", "order"]
        indexes = [models.Index(fields=["framework", "order"], name="skills_in_reading_order")]

    def __str__(self):
        text = self.text("fr")
        return " ".join(filter(None, [self.code, text.statement if text else ""]))

    def text(self, language: str) -> "SkillText | None":
        """Return what it says in `language`, else in another; of fetched rows, without asking the database."""
        texts = list(self.texts.all())
        return next((text for text in texts if text.language == language), texts[0] if texts else None)

    @property
    def stemmed_text(self) -> str:
        return stemmed(self)


class SkillText(models.Model):
    """What a skill says in one language."""

    skill = models.ForeignKey(Skill, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10)
    statement = models.TextField(_("statement"), max_length=2000)
    notes = models.TextField(_("description"), max_length=5000, blank=True)
    synonyms = models.JSONField(_("other words for it"), default=list, blank=True)
    is_official = models.BooleanField(_("official words"), default=True)
    source = models.CharField(_("whose words"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("text of a skill")
        verbose_name_plural = _("texts of skills")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["skill", "language"], name="one_text_per_language_of_a_skill")]

    def __str__(self):
        return self.statement


class SkillLink(models.Model):
    """How a skill stands to one of another framework: `origin` is `strength` to `target` (SKOS mapping relations).

    «broader» says that the target is broader than the origin. `target` is empty while that framework is not here.
    """

    class Strength(models.TextChoices):
        EXACT = "exact", _("exact")
        CLOSE = "close", _("close")
        BROADER = "broader", _("broader")
        NARROWER = "narrower", _("narrower")
        RELATED = "related", _("related")

    identifier = models.UUIDField(_("identifier"), unique=True, default=uuid.uuid4)
    origin = models.ForeignKey(Skill, models.CASCADE, related_name="links", verbose_name=_("skill"))
    target = models.ForeignKey(
        Skill, models.SET_NULL, null=True, blank=True, related_name="links_here", verbose_name=_("other skill")
    )
    target_uri = models.CharField(_("URI of the other skill"), max_length=500)
    target_title = models.CharField(_("title of the other skill"), max_length=500, blank=True)
    strength = models.CharField(_("relation"), max_length=8, choices=Strength)
    source = models.CharField(_("whose judgement"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("correspondence of skills")
        verbose_name_plural = _("correspondences of skills")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["origin", "target_uri"], name="one_link_per_pair_of_skills")]

    def __str__(self):
        return f"{self.origin_id} {self.strength} {self.target_uri}"


class Use(models.TextChoices):
    """What is done with a skill, from the least to the most."""

    TAUGHT = "taught", _("taught")
    PRACTISED = "practised", _("practised")
    ASSESSED = "assessed", _("assessed")


class Aligned(models.Model):
    """Something points to a skill: at which level, and what is done with it there."""

    skill = models.ForeignKey(Skill, models.PROTECT, related_name="+", verbose_name=_("skill"))
    level = models.ForeignKey(
        ProficiencyLevel, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("level")
    )
    use = models.CharField(_("what is done with it"), max_length=9, choices=Use, default=Use.PRACTISED)

    class Meta:
        abstract = True


class KitSkill(Aligned):
    """A kit works on a skill. Kept beside the kit: saying it makes no new version."""

    kit = models.ForeignKey(KitPage, models.CASCADE, related_name="skill_rows", verbose_name=_("kit"))

    class Meta:
        verbose_name = _("skill of a kit")
        verbose_name_plural = _("skills of kits")
        ordering = ["skill__framework", "skill__order", "pk"]
        constraints = [models.UniqueConstraint(fields=["kit", "skill", "use"], name="a_skill_once_per_use_of_a_kit")]

    def __str__(self):
        return f"{self.kit_id}: {self.skill_id} {self.use}"
