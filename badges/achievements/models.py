"""What can be achieved: badges as they are written, and the numbered versions that awards freeze."""

from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from badges.achievements.formats.content import AchievementContent, from_dict
from badges.issuing.models import BadgeImage, Issuer
from catalogue.frameworks.models import Skill
from outillerie.kits.models.kits import Level
from outillerie.kits.models.vocabularies import Domain

person_key = settings.AUTH_USER_MODEL


def decided_by_a_trainer() -> dict:
    return {"kind": "decision"}


class Achievement(models.Model):
    """A badge that one may be awarded (Open Badges: Achievement, BadgeClass). Its `slug` is in addresses that stay."""

    class State(models.TextChoices):
        DRAFT = "draft", _("being written")
        PUBLISHED = "published", _("published")
        ARCHIVED = "archived", _("no longer awarded")

    class Type(models.TextChoices):
        """Those of Open Badges 3.0 that fit a hub."""

        BADGE = "Badge", _("Badge")
        COMPETENCY = "Competency", _("Competency")
        COURSE = "Course", _("Course")
        PROGRAM = "LearningProgram", _("Learning programme")
        MICRO = "MicroCredential", _("Micro-credential")
        COMPLETION = "CertificateOfCompletion", _("Certificate of completion")
        SERVICE = "CommunityService", _("Service to the community")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="achievements", verbose_name=_("issuer"))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    type = models.CharField(_("type"), max_length=30, choices=Type, default=Type.BADGE)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(
        _("in a sentence"), max_length=600, help_text=_("What the person can do. It follows their name on the badge.")
    )
    abilities = models.TextField(
        _("what the person can do"), max_length=3000, blank=True, help_text=_("One a line, each with a verb.")
    )
    criteria = models.TextField(_("how it is earned, in words"), max_length=5000, blank=True)
    language = models.CharField(_("language"), max_length=10, default="fr")
    level = models.PositiveSmallIntegerField(_("level"), choices=Level, default=1)
    domain = models.PositiveSmallIntegerField(
        _("domain"),
        choices=Domain,
        default=Domain.INFORMATION,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    glyph = models.CharField(_("drawing"), max_length=20, default="boussole")
    image = models.ForeignKey(
        BadgeImage, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("own image")
    )
    image_caption = models.CharField(_("what the image shows"), max_length=250, blank=True)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    validity_months = models.PositiveSmallIntegerField(
        _("valid for, in months"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    minutes = models.PositiveIntegerField(_("work it stands for, in minutes"), null=True, blank=True)
    rule = models.JSONField(_("rule"), default=decided_by_a_trainer)
    is_automatic = models.BooleanField(
        _("awarded by itself"), default=True, help_text=_("As soon as what is recorded satisfies its rule.")
    )
    accepts_applications = models.BooleanField(_("one may apply for it"), default=False)
    version_notes = models.CharField(_("what this version changes"), max_length=400, blank=True)
    created_by = models.ForeignKey(person_key, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"))
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("achievement", args=[self.slug])


class AchievementSkill(models.Model):
    """A skill that the badge attests, at a level of its framework if it says one."""

    achievement = models.ForeignKey(Achievement, models.CASCADE, related_name="skill_rows")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="achievement_rows", verbose_name=_("skill"))
    level = models.ForeignKey(
        "catalogue.ProficiencyLevel", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("level")
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("skill of a badge")
        verbose_name_plural = _("skills of badges")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["achievement", "skill"], name="a_skill_is_attested_once")]

    def __str__(self):
        return f"{self.achievement_id}: {self.skill_id}"


class AchievementTranslation(models.Model):
    """The same badge, said in another language."""

    achievement = models.ForeignKey(Achievement, models.CASCADE, related_name="translations")
    language = models.CharField(_("language"), max_length=10)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("in a sentence"), max_length=600)
    criteria = models.TextField(_("how it is earned, in words"), max_length=5000, blank=True)

    class Meta:
        verbose_name = _("translation of a badge")
        verbose_name_plural = _("translations of badges")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["achievement", "language"], name="one_translation_per_language_of_a_badge")
        ]

    def __str__(self):
        return f"{self.achievement_id}: {self.language}"


class AchievementVersion(models.Model):
    """Version `number` of a badge: what awards freeze. The database refuses any later change of its row."""

    achievement = models.ForeignKey(Achievement, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    values = models.JSONField(_("content"))
    sha256 = models.CharField(max_length=64)
    svg = models.ForeignKey(BadgeImage, models.PROTECT, related_name="+")
    png = models.ForeignKey(BadgeImage, models.PROTECT, related_name="+")
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    notes = models.CharField(_("what this version changes"), max_length=400, blank=True)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(person_key, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("version of a badge")
        verbose_name_plural = _("versions of badges")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["achievement", "number"], name="one_version_per_number_of_a_badge")
        ]

    def __str__(self):
        return f"{self.content.name}, v{self.number}"

    @cached_property
    def content(self) -> AchievementContent:
        return from_dict(self.values)
