"""People and organisations. The e-mail address identifies a person; letter case does not tell two people apart."""

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from slugify import slugify
from wagtail.search import index


class Organisation(index.Indexed, models.Model):
    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True, blank=True)
    summary = models.TextField(_("in one or two sentences"), max_length=400, blank=True)
    commune = models.CharField(_("commune"), max_length=80, blank=True)
    department = models.CharField(_("department code"), max_length=3, blank=True)
    website = models.URLField(_("website"), blank=True)

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.slug = self.slug or slugify(self.name, max_length=120)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("organisation", args=[self.slug])


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractUser):
    username = None
    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    organisations = models.ManyToManyField(Organisation, through="Membership", related_name="people")
    # What others may see, and only if the person asks for it.
    is_public = models.BooleanField(_("my page is public"), default=False)
    public_name = models.CharField(
        _("name to show"),
        max_length=80,
        blank=True,
        help_text=_("Your name, or another one that you choose. It signs your reports, and your kits if you say so."),
    )
    slug = models.SlugField(_("address of my page"), max_length=80, unique=True, null=True, blank=True)
    role = models.CharField(_("what I do"), max_length=120, blank=True)
    place = models.CharField(_("where"), max_length=80, blank=True)
    biography = models.TextField(_("in a few sentences"), max_length=1000, blank=True)
    # A day and not a moment: enough to know that an account sleeps.
    last_active_on = models.DateField(_("last active"), null=True, blank=True, editable=False)
    idle_warned_on = models.DateField(_("warned of erasure"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_email",
                violation_error_message=_("An account already has this e-mail address."),
            )
        ]

    def __str__(self):
        return self.get_full_name() or self.email

    def shown_name(self) -> str:
        """Return how others may call this person: the name they chose, else their first name. Never their address."""
        return self.public_name or self.first_name or str(_("A member"))


class Membership(models.Model):
    """A person in an organisation, or asking to be. Leaving ends it; kits and their credits stay as they are."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        MANAGER = "manager", _("Manager")

    class State(models.TextChoices):
        REQUESTED = "requested", _("asked for")
        ACTIVE = "active", _("active")

    person = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.MEMBER)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.REQUESTED)
    message = models.CharField(_("message"), max_length=400, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation"], name="one_membership_per_organisation")
        ]

    def __str__(self):
        return f"{self.person_id} – {self.organisation_id}"


class Invitation(models.Model):
    """An organisation asks someone, by e-mail, to join it. The address may have an account or not: nothing tells."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"), max_length=254)
    role = models.CharField(_("role"), max_length=8, choices=Membership.Role, default=Membership.Role.MEMBER)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=models.Q(accepted_at__isnull=True),
                name="one_open_invitation_per_address",
            )
        ]

    def __str__(self):
        return f"{self.organisation_id} {self.pk}"


class TermsAcceptance(models.Model):
    """A person accepted one version of the terms of use, at a moment. A new version is asked again."""

    person = models.ForeignKey(User, models.CASCADE, related_name="terms_acceptances")
    version = models.CharField(_("version of the terms"), max_length=40)
    accepted_at = models.DateTimeField(_("accepted"))

    class Meta:
        verbose_name = _("acceptance of the terms")
        verbose_name_plural = _("acceptances of the terms")
        constraints = [models.UniqueConstraint(fields=["person", "version"], name="terms_accepted_once")]

    def __str__(self):
        return f"{self.person_id} {self.version}"
