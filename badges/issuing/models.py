"""Who signs badges, with which keys, under which permanent address. Nothing here is ever deleted once it has signed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outillerie.accounts.models import Organisation

person_key = settings.AUTH_USER_MODEL


class PermanentAddress(models.Model):
    """The address under which badges live for ever, written with the first of them. One row."""

    url = models.URLField(_("address"), max_length=200)
    frozen_at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("permanent address")
        verbose_name_plural = _("permanent address")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_permanent_address")]

    def __str__(self):
        return self.url


class BadgeImage(models.Model):
    """Bytes shown under the permanent address, known by what they are: they never change, and never leave."""

    sha256 = models.CharField(max_length=64, unique=True)
    media_type = models.CharField(max_length=20, choices=[("image/png", "PNG"), ("image/svg+xml", "SVG")])
    content = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("image of a badge")
        verbose_name_plural = _("images of badges")

    def __str__(self):
        return self.sha256[:12]

    @property
    def suffix(self) -> str:
        return "png" if self.media_type == "image/png" else "svg"


class Issuer(models.Model):
    """An organisation that awards badges: the hub, or a partner. Its `slug` is in every address, so it never moves."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    url = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("contact e-mail"), blank=True)
    description = models.TextField(_("in a few sentences"), max_length=1000, blank=True)
    place = models.CharField(_("place named on certificates"), max_length=80, blank=True)
    signatory = models.CharField(
        _("first signature on certificates"),
        max_length=80,
        blank=True,
        help_text=_("Example: The direction of the hub"),
    )
    logo = models.ForeignKey(
        BadgeImage, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    organisation = models.OneToOneField(
        Organisation, models.PROTECT, null=True, blank=True, related_name="issuer", verbose_name=_("organisation")
    )
    is_active = models.BooleanField(_("awards badges"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("issuer")
        verbose_name_plural = _("issuers")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("issuer", args=[self.slug])


class SigningKey(models.Model):
    """A key of an issuer. Its public half stays published for ever; `secret` is encrypted with a secret of its own."""

    class Kind(models.TextChoices):
        ED25519 = "ed25519", _("Ed25519, for Open Badges 3.0")
        RSA = "rsa", _("RSA, for tokens and Open Badges 2.0")

    class State(models.TextChoices):
        ACTIVE = "active", _("signs")
        RETIRED = "retired", _("retired")
        COMPROMISED = "compromised", _("compromised")

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="keys", verbose_name=_("issuer"))
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=7, choices=Kind)
    state = models.CharField(_("state"), max_length=11, choices=State, default=State.ACTIVE)
    # `z…` (multibase) of an Ed25519 key, PEM of an RSA one.
    public = models.TextField(_("public key"))
    secret = models.BinaryField(editable=False)
    active_from = models.DateTimeField(_("signs since"))
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    compromised_since = models.DateTimeField(_("compromised since"), null=True, blank=True)

    class Meta:
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        ordering = ["issuer", "number"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "number"], name="one_key_per_number_of_an_issuer"),
            models.UniqueConstraint(
                fields=["issuer", "kind"], condition=Q(state="active"), name="one_active_key_per_kind_of_an_issuer"
            ),
        ]

    def __str__(self):
        return f"{self.issuer.slug}#key-{self.number}"


class KeyRequest(models.Model):
    """Somebody asks for something to be done with the keys of an issuer; somebody else confirms it, or not."""

    class Deed(models.TextChoices):
        ROTATE = "rotate", _("replace the keys")
        COMPROMISE = "compromise", _("declare a key compromised")

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for a second person")
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("refused")

    issuer = models.ForeignKey(Issuer, models.CASCADE, related_name="key_requests", verbose_name=_("issuer"))
    deed = models.CharField(_("what"), max_length=10, choices=Deed)
    key = models.ForeignKey(SigningKey, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("key"))
    compromised_since = models.DateTimeField(_("compromised since"), null=True, blank=True)
    reason = models.CharField(_("why"), max_length=400)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(person_key, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    decided_by = models.ForeignKey(person_key, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("request about keys")
        verbose_name_plural = _("requests about keys")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="two_people_confirm_a_deed_on_keys",
                violation_error_message=_("Somebody else must confirm it: keys are changed by two people."),
            )
        ]

    def __str__(self):
        return f"{self.issuer.slug}: {self.deed}"


class StatusList(models.Model):
    """The revocation bits of 131,072 badges of an issuer, and the signed document that says them."""

    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="status_lists", verbose_name=_("issuer"))
    number = models.PositiveIntegerField(_("number"))
    bits = models.BinaryField()
    # Signed once for these bits: the JSON with its proof, and the same as a token.
    document = models.BinaryField()
    token = models.TextField()
    signed_at = models.DateTimeField(_("signed"))

    class Meta:
        verbose_name = _("status list")
        verbose_name_plural = _("status lists")
        ordering = ["issuer", "number"]
        constraints = [models.UniqueConstraint(fields=["issuer", "number"], name="one_status_list_per_number")]

    def __str__(self):
        return f"{self.issuer.slug}-{self.number}"
