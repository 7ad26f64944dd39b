"""Badges given to people: what justified each, the bytes signed for it, and what became of it. Nothing is deleted."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from badges.achievements.models import Achievement, AchievementVersion
from badges.issuing.models import Issuer, SigningKey, StatusList

person_key = settings.AUTH_USER_MODEL


class AwardDecision(models.Model):
    """A trainer, or the hub's staff, decided that somebody has earned a badge: one of the facts that rules count.

    It is of a person with an account (`person`), or of an address that has none yet (`email`).
    """

    achievement = models.ForeignKey(Achievement, models.PROTECT, related_name="decisions")
    person = models.ForeignKey(person_key, models.CASCADE, null=True, blank=True, related_name="award_decisions")
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    reason = models.CharField(_("why"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(person_key, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"))
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(_("why it is taken back"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("decision of a trainer")
        verbose_name_plural = _("decisions of trainers")
        ordering = ["decided_at", "pk"]
        indexes = [models.Index(fields=["person", "achievement"], name="decisions_about_a_person")]

    def __str__(self):
        return f"{self.achievement_id}: {self.pk}"


class BadgeApplication(models.Model):
    """Somebody asks for a badge and shows why: peers read it, their voices count; a trainer's word decides."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for a reading")
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("returned")
        WITHDRAWN = "withdrawn", _("taken back")

    achievement = models.ForeignKey(Achievement, models.PROTECT, related_name="applications")
    person = models.ForeignKey(person_key, models.CASCADE, related_name="badge_applications")
    text = models.TextField(_("what you did"), max_length=10_000)
    link = models.URLField(_("address"), max_length=500, blank=True)
    file = models.FileField(_("file"), upload_to="applications/%Y/%m/", max_length=200, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.WAITING)
    submitted_at = models.DateTimeField(_("submitted"))
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("application for a badge")
        verbose_name_plural = _("applications for badges")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["achievement", "person"], condition=Q(state="waiting"), name="one_waiting_application_per_badge"
            )
        ]

    def __str__(self):
        return f"{self.achievement_id}: {self.pk}"


class ApplicationReview(models.Model):
    """Someone read an application: a trainer, whose word decides, or a peer, whose word counts."""

    class Role(models.TextChoices):
        TRAINER = "trainer", _("trainer")
        PEER = "peer", _("peer")

    application = models.ForeignKey(BadgeApplication, models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(person_key, models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=7, choices=Role)
    is_convincing = models.BooleanField(_("convincing"))
    reason = models.TextField(_("why"), max_length=2000, blank=True)
    reviewed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reading of an application")
        verbose_name_plural = _("readings of applications")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"],
                condition=Q(reviewer__isnull=False, role="peer"),
                name="a_peer_reads_an_application_once",
            )
        ]

    def __str__(self):
        return f"{self.application_id}: {self.role} {self.is_convincing}"


class AwardBatch(models.Model):
    """A list of people who are awarded a badge together. `key` is given by the form: sent twice, it is one."""

    achievement = models.ForeignKey(Achievement, models.PROTECT, related_name="batches")
    key = models.UUIDField(unique=True)
    run = models.CharField(_("session or group"), max_length=80, blank=True)
    reason = models.CharField(_("why"), max_length=1000, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    asked_by = models.ForeignKey(person_key, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        verbose_name = _("list of awards")
        verbose_name_plural = _("lists of awards")
        ordering = ["-asked_at", "-pk"]

    def __str__(self):
        return f"{self.achievement_id}: {self.pk}"

    def get_absolute_url(self):
        return reverse("award-batch", args=[self.pk])


class Credential(models.Model):
    """A badge given to somebody (Open Badges: AchievementCredential, Assertion), by these rows, once.

    Written with what justifies it; signed and told by the worker. `recipient` says to whom, for the database to refuse
    the second one: `person:<id>` or `mail:<address>`. `email` is the address hashed in the documents.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("being signed")
        ISSUED = "issued", _("awarded")
        REVOKED = "revoked", _("revoked")
        ERASED = "erased", _("erased")

    class Way(models.TextChoices):
        RULE = "rule", _("by its rule")
        DECISION = "decision", _("by hand")
        LIST = "list", _("from a list")
        APPLICATION = "application", _("after an application")

    class Visibility(models.TextChoices):
        HIDDEN = "hidden", _("Visible by you alone")
        PUBLIC = "public", _("Visible by everyone")

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    # Eight signs, on the holder's own certificate and nowhere else.
    code = models.CharField(max_length=8, unique=True, editable=False)
    version = models.ForeignKey(AchievementVersion, models.PROTECT, related_name="credentials")
    issuer = models.ForeignKey(Issuer, models.PROTECT, related_name="credentials")
    holder = models.ForeignKey(
        person_key, models.SET_NULL, null=True, blank=True, related_name="credentials", verbose_name=_("holder")
    )
    recipient = models.CharField(max_length=270, blank=True, editable=False)
    run = models.CharField(_("session or group"), max_length=80, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    name = models.CharField(_("name of the holder"), max_length=160, blank=True)
    subject = models.UUIDField(default=uuid4, editable=False)
    salt = models.CharField(max_length=32, editable=False)
    identity_hash = models.CharField(max_length=71, editable=False)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.WAITING)
    way = models.CharField(_("how"), max_length=11, choices=Way)
    rule = models.JSONField()
    # [kind, id, day, amount] of each row that justified it, and what they said then.
    facts = models.JSONField()
    sha256 = models.CharField(max_length=64)
    narrative = models.TextField(_("why, in words"), max_length=2000, blank=True)
    # [{name, narrative, url, genre}], as the documents publish them.
    evidence = models.JSONField(default=list, blank=True)
    batch = models.ForeignKey(AwardBatch, models.SET_NULL, null=True, blank=True, related_name="credentials")
    awarded_by = models.ForeignKey(person_key, models.SET_NULL, null=True, blank=True, related_name="+")
    awarded_at = models.DateTimeField(_("awarded"))
    valid_from = models.DateTimeField(_("valid from"))
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    status_list = models.ForeignKey(StatusList, models.PROTECT, related_name="credentials")
    status_index = models.PositiveIntegerField()
    issued_at = models.DateTimeField(_("signed"), null=True, blank=True)
    told_at = models.DateTimeField(_("told"), null=True, blank=True)
    visibility = models.CharField(max_length=6, choices=Visibility, default=Visibility.HIDDEN)
    seen_at = models.DateTimeField(null=True, blank=True)
    doubted_at = models.DateTimeField(_("no longer justified since"), null=True, blank=True)
    upheld_at = models.DateTimeField(_("upheld"), null=True, blank=True)
    upheld_by = models.ForeignKey(person_key, models.SET_NULL, null=True, blank=True, related_name="+")
    upheld_reason = models.CharField(_("why it is upheld"), max_length=400, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(person_key, models.SET_NULL, null=True, blank=True, related_name="+")
    revocation_reason = models.CharField(_("why it is revoked"), max_length=400, blank=True)
    expiry_told_on = models.DateField(null=True, blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)

    class Meta:
        verbose_name = _("badge given")
        verbose_name_plural = _("badges given")
        ordering = ["-awarded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "recipient", "run"],
                condition=Q(revoked_at__isnull=True, erased_at__isnull=True),
                name="a_badge_is_awarded_exactly_once",
            ),
            models.UniqueConstraint(fields=["status_list", "status_index"], name="a_status_bit_is_of_one_badge"),
            models.CheckConstraint(
                condition=~Q(state="revoked") | Q(revoked_at__isnull=False), name="a_revoked_badge_says_when"
            ),
        ]
        indexes = [
            models.Index(fields=["holder", "state"], name="badges_of_a_holder"),
            models.Index(fields=["email"], name="badges_of_an_address"),
            models.Index(fields=["valid_until"], name="badges_that_end"),
        ]

    def __str__(self):
        return str(self.uuid)

    def get_absolute_url(self):
        return reverse("given-badge", args=[self.uuid])


class CredentialDocument(models.Model):
    """Bytes signed for a badge, served as they are for ever. The database refuses any change of its row.

    A badge that is issued again has a next `serial`. Erasing a badge, on its holder's request, is the one deed that
    removes them.
    """

    class Form(models.TextChoices):
        OB3 = "ob3", "Open Badges 3.0"
        JWT = "jwt", "Open Badges 3.0, VC-JWT"
        OB2 = "ob2", "Open Badges 2.0"
        JWS = "jws", "Open Badges 2.0, JWS"

    credential = models.ForeignKey(Credential, models.PROTECT, related_name="documents")
    form = models.CharField(max_length=3, choices=Form)
    serial = models.PositiveSmallIntegerField(default=1)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    key = models.ForeignKey(SigningKey, models.PROTECT, null=True, blank=True, related_name="documents")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("signed document")
        verbose_name_plural = _("signed documents")
        ordering = ["credential", "form", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["credential", "form", "serial"], name="one_document_per_form_and_serial")
        ]
        indexes = [models.Index(fields=["sha256"], name="documents_by_fingerprint")]

    def __str__(self):
        return f"{self.credential_id} {self.form} {self.serial}"


class AwardLine(models.Model):
    """One line of a list of awards, and what became of it."""

    class Outcome(models.TextChoices):
        AWARDED = "awarded", _("awarded")
        ALREADY = "already", _("already had it")
        REFUSED = "refused", _("not awarded")

    batch = models.ForeignKey(AwardBatch, models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(_("line"))
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    name = models.CharField(_("name"), max_length=160, blank=True)
    outcome = models.CharField(max_length=7, choices=Outcome, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    credential = models.ForeignKey(Credential, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("line of a list of awards")
        verbose_name_plural = _("lines of lists of awards")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="one_line_per_number_of_a_list")]

    def __str__(self):
        return f"{self.batch_id}: {self.number}"
