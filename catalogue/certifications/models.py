"""Registered certifications and their blocks, as data: codes, dates and certifiers are read in sources, never guessed."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.certifications.formats.codes import (
    EXAMPLES,
    is_block_code,
    is_certification_code,
    is_classification_code,
)
from catalogue.frameworks.models import Aligned


class ClassificationCode(models.Model):
    """A code of a national nomenclature: what is learned (NSF, Formacode) and which jobs it leads to (ROME)."""

    class System(models.TextChoices):
        NSF = "nsf", "NSF"
        FORMACODE = "formacode", "Formacode"
        ROME = "rome", "ROME"

    system = models.CharField(_("nomenclature"), max_length=9, choices=System)
    code = models.CharField(_("code"), max_length=8)
    label = models.CharField(_("label"), max_length=200, blank=True)
    version = models.CharField(_("version of the nomenclature"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("code of a nomenclature")
        verbose_name_plural = _("codes of nomenclatures")
        ordering = ["system", "code"]
        constraints = [models.UniqueConstraint(fields=["system", "code"], name="one_row_per_code_of_a_nomenclature")]

    def __str__(self):
        return " ".join(filter(None, [self.get_system_display(), self.code, self.label]))

    def clean(self):
        super().clean()
        if not is_classification_code(self.system, self.code):
            refusal = _("“%(code)s” is no code of this nomenclature. Example: %(example)s.")
            raise ValidationError({"code": refusal % {"code": self.code, "example": EXAMPLES[self.system]}})


class Certification(models.Model):
    """A professional certification: of the national register (RNCP), of the specific one (RS), or of neither yet."""

    class Register(models.TextChoices):
        RNCP = "rncp", _("RNCP (national register of professional certifications)")
        RS = "rs", _("RS (specific register)")
        NONE = "", _("not registered")

    title = models.CharField(_("exact title"), max_length=500)
    short_title = models.CharField(_("short title"), max_length=120, blank=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    register = models.CharField(_("register"), max_length=4, choices=Register, blank=True)
    code = models.CharField(
        _("code"),
        max_length=12,
        null=True,
        blank=True,
        unique=True,
        help_text=_("As the register writes it: RNCP34137, RS6208. Leave it empty rather than guess it."),
    )
    other_code = models.CharField(_("code of the certifier"), max_length=40, blank=True)
    certifier = models.CharField(_("certifier"), max_length=255, blank=True)
    level = models.PositiveSmallIntegerField(_("level of qualification, 1 to 8"), null=True, blank=True)
    registered_on = models.DateField(_("date of registration"), null=True, blank=True)
    valid_until = models.DateField(_("registered until"), null=True, blank=True)
    source = models.CharField(_("where this was read"), max_length=500, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    checked_on = models.DateField(_("last checked"), null=True, blank=True)
    codes = models.ManyToManyField(ClassificationCode, blank=True, related_name="+", verbose_name=_("codes"))
    replaces = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )

    class Meta:
        verbose_name = _("certification")
        verbose_name_plural = _("certifications")
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("registered_on")),
                name="certification_ends_after_it_begins",
                violation_error_message=_("The end of the registration is before its beginning."),
            ),
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__gte=1, level__lte=8),
                name="certification_level_is_1_to_8",
                violation_error_message=_("The level of qualification is a number from 1 to 8."),
            ),
        ]

    def __str__(self):
        return " ".join(filter(None, [self.code, self.short_title or self.title]))

    def get_absolute_url(self):
        return reverse("certification", args=[self.slug])

    def clean(self):
        super().clean()
        self.code = self.code or None
        if self.code and not is_certification_code(self.register, self.code):
            raise ValidationError({"code": _("Write the code as its register does: RNCP34137 or RS6208.")})


class CertificationBlock(models.Model):
    """A block of competences of a certification, which one may obtain by itself."""

    certification = models.ForeignKey(Certification, models.CASCADE, related_name="blocks")
    order = models.PositiveSmallIntegerField(_("rank"), default=1)
    title = models.CharField(_("exact title"), max_length=500)
    code = models.CharField(
        _("code"), max_length=40, null=True, blank=True, unique=True, help_text=_("Example: RNCP34137BC01")
    )
    other_code = models.CharField(_("code of the certifier"), max_length=40, blank=True, help_text=_("Example: CCP1"))

    class Meta:
        verbose_name = _("certification block")
        verbose_name_plural = _("certification blocks")
        ordering = ["certification", "order"]
        constraints = [
            models.UniqueConstraint(fields=["certification", "order"], name="one_block_per_rank_of_a_certification")
        ]

    def __str__(self):
        return " ".join(filter(None, [self.code or self.other_code, self.title]))

    def clean(self):
        super().clean()
        self.code = self.code or None
        whole = (self.certification.code or "") if self.certification_id else ""
        if self.code and not is_block_code(self.code, whole):
            raise ValidationError({"code": _("Write the code of the block as the register does: RNCP34137BC01.")})


class BlockSkill(Aligned):
    """A certification block asks for a skill, at a level."""

    block = models.ForeignKey(CertificationBlock, models.CASCADE, related_name="skill_rows")

    class Meta:
        verbose_name = _("skill of a block")
        verbose_name_plural = _("skills of blocks")
        ordering = ["skill__framework", "skill__order", "pk"]
        constraints = [models.UniqueConstraint(fields=["block", "skill"], name="a_skill_once_in_a_block")]

    def __str__(self):
        return f"{self.block_id}: {self.skill_id}"


siret = RegexValidator(r"^[0-9]{14}\Z", _("A SIRET has 14 digits."))
activity_number = RegexValidator(r"^[0-9]{11}\Z", _("A declaration number of activity (NDA) has 11 digits."))


class TrainingProvider(models.Model):
    """What a training organisation must say of itself on every document and in every catalogue."""

    organisation = models.OneToOneField(
        "accounts.Organisation", models.CASCADE, related_name="training_provider", verbose_name=_("organisation")
    )
    legal_name = models.CharField(_("legal name"), max_length=250)
    siret = models.CharField(_("SIRET"), max_length=14, blank=True, validators=[siret])
    activity_number = models.CharField(
        _("declaration number of activity (NDA)"), max_length=11, blank=True, validators=[activity_number]
    )
    activity_region = models.CharField(_("prefect of region who registered it"), max_length=80, blank=True)
    qualiopi_certificate = models.CharField(_("Qualiopi certificate, number"), max_length=80, blank=True)
    qualiopi_actions = models.CharField(
        _("categories of actions that it covers"), max_length=200, blank=True, help_text=_("Example: training actions")
    )
    qualiopi_until = models.DateField(_("Qualiopi certificate valid until"), null=True, blank=True)
    address = models.TextField(_("postal address"), max_length=300, blank=True)
    postcode = models.CharField(_("postcode"), max_length=5, blank=True)
    commune = models.CharField(_("commune"), max_length=80, blank=True)
    email = models.EmailField(_("contact e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    contact_name = models.CharField(_("person to contact"), max_length=120, blank=True)
    representative_name = models.CharField(_("legal representative: first name and name"), max_length=120, blank=True)
    representative_role = models.CharField(_("legal representative: quality"), max_length=120, blank=True)
    disability_referent = models.CharField(_("disability referent: name and contact"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("training organisation")
        verbose_name_plural = _("training organisations")
        ordering = ["legal_name"]

    def __str__(self):
        return self.legal_name
