"""Who follows which path, what they did, and what it completed. An award of recognition is a function of these rows."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.paths.models import LearningPathPage, Module, PathRun, PathVersion

person_key = settings.AUTH_USER_MODEL


class Enrolment(models.Model):
    """A person follows a path as it was when they enrolled: `version` moves only when they, or a trainer, say so."""

    class State(models.TextChoices):
        ACTIVE = "active", _("in progress")
        COMPLETED = "completed", _("completed")
        LEFT = "left", _("left")

    class Source(models.TextChoices):
        SELF = "self", _("by themselves")
        TRAINER = "trainer", _("by a trainer")
        LIST = "list", _("from a list")

    class TraineeType(models.TextChoices):
        """Who is trained, as the yearly report to the State counts them (BPF, F-1)."""

        EMPLOYEE = "employee", _("employee")
        APPRENTICE = "apprentice", _("apprentice")
        JOB_SEEKER = "job-seeker", _("job seeker")
        PRIVATE = "private", _("private person, at their own expense")
        OTHER = "other", _("other trainee")

    person = models.ForeignKey(person_key, models.CASCADE, related_name="enrolments", verbose_name=_("learner"))
    path = models.ForeignKey(LearningPathPage, models.PROTECT, related_name="enrolments", verbose_name=_("path"))
    version = models.ForeignKey(PathVersion, models.PROTECT, related_name="enrolments", verbose_name=_("version"))
    run = models.ForeignKey(
        PathRun, models.SET_NULL, null=True, blank=True, related_name="enrolments", verbose_name=_("session")
    )
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.ACTIVE)
    source = models.CharField(_("enrolled"), max_length=7, choices=Source, default=Source.SELF)
    trainee_type = models.CharField(_("type of trainee"), max_length=10, choices=TraineeType, blank=True)
    employer = models.CharField(_("employer"), max_length=200, blank=True)
    enrolled_by = models.ForeignKey(person_key, models.SET_NULL, null=True, blank=True, related_name="+")
    enrolled_at = models.DateTimeField(_("enrolled on"))
    completed_at = models.DateTimeField(_("completed on"), null=True, blank=True)
    left_at = models.DateTimeField(_("left on"), null=True, blank=True)

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["-enrolled_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "path"], condition=~Q(state="left"), name="one_living_enrolment_per_path"
            )
        ]
        indexes = [models.Index(fields=["path", "state"], name="enrolments_of_a_path")]

    def __str__(self):
        return f"{self.person_id}: {self.path_id} v{self.version_id}"

    def get_absolute_url(self):
        return reverse("enrolment", args=[self.pk])


class EnrolmentMove(models.Model):
    """An enrolment was moved, knowingly, to another version of its path."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="moves")
    before = models.ForeignKey(PathVersion, models.PROTECT, related_name="+")
    after = models.ForeignKey(PathVersion, models.PROTECT, related_name="+")
    moved_by = models.ForeignKey(person_key, models.SET_NULL, null=True, related_name="+")
    moved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("change of version")
        verbose_name_plural = _("changes of version")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.enrolment_id}: {self.before_id} → {self.after_id}"


class Attendance(models.Model):
    """Somebody was present at one half-day, excused, or absent. Correcting it flags what it had justified.

    It is of a participant of a session (`session`, `registration`), of a learner of a module (`person`, `module`), or
    of both at once: one record, however it came. What is kept here is the last word; every word is an
    `AttendanceMark`. `has_conflict` says that two of them disagree and that nobody has decided since.
    """

    class State(models.TextChoices):
        PRESENT = "present", _("present")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent")

    class HalfDay(models.TextChoices):
        MORNING = "am", _("morning")
        AFTERNOON = "pm", _("afternoon")
        EVENING = "ev", _("evening")

    person = models.ForeignKey(
        person_key, models.CASCADE, null=True, blank=True, related_name="attendances", verbose_name=_("learner")
    )
    module = models.ForeignKey(
        Module, models.PROTECT, null=True, blank=True, related_name="attendances", verbose_name=_("module")
    )
    session = models.ForeignKey(
        "catalogue.PeerSession",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances",
        verbose_name=_("peer session"),
    )
    registration = models.ForeignKey(
        "catalogue.Registration", models.CASCADE, null=True, blank=True, related_name="attendances"
    )
    held_on = models.DateField(_("day"))
    half_day = models.CharField(_("half-day"), max_length=2, choices=HalfDay)
    state = models.CharField(_("attendance"), max_length=7, choices=State, default=State.PRESENT)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=0, validators=[MinValueValidator(0), MaxValueValidator(720)]
    )
    arrived_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    has_conflict = models.BooleanField(_("marks disagree"), default=False)
    recorded_by = models.ForeignKey(person_key, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["held_on", "half_day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "module", "held_on", "half_day"],
                condition=Q(session__isnull=True),
                name="one_attendance_per_half_day",
            ),
            models.UniqueConstraint(
                fields=["registration", "half_day"],
                condition=Q(registration__isnull=False),
                name="one_attendance_per_half_day_of_a_registration",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, module__isnull=False)
                | Q(session__isnull=False, registration__isnull=False),
                name="attendance_is_of_a_learner_or_of_a_participant",
            ),
        ]

    def __str__(self):
        return f"{self.person_id}: {self.module_id} {self.held_on} {self.state}"


class AttendanceMark(models.Model):
    """One word about one half-day: who said it, how, when. Never changed: the last one to arrive counts.

    `said_at` is the clock of whoever said it, which may be wrong; the order is that of the rows. `key` is given by the
    device: a mark that was kept offline and comes twice is one.
    """

    class Way(models.TextChoices):
        TRAINER = "trainer", _("by hand, by the trainer")
        LIST = "list", _("on the trainer's list")
        SCAN = "scan", _("code of the person, scanned")
        SELF = "self", _("by the person, with the code of the room")
        PAPER = "paper", _("from the signed sheet")
        DECISION = "decision", _("decided between marks that disagreed")

    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="marks")
    state = models.CharField(_("attendance"), max_length=7, choices=Attendance.State)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=0)
    way = models.CharField(_("how"), max_length=8, choices=Way)
    said_by = models.ForeignKey(person_key, models.SET_NULL, null=True, blank=True, related_name="+")
    said_at = models.DateTimeField(_("said"))
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("attendance mark")
        verbose_name_plural = _("attendance marks")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.attendance_id}: {self.state} ({self.way})"


class AssessmentResult(models.Model):
    """A trainer assessed a person on a module. A later result stands beside, never over, an earlier one."""

    person = models.ForeignKey(person_key, models.CASCADE, related_name="assessment_results")
    module = models.ForeignKey(Module, models.PROTECT, related_name="assessment_results")
    is_passed = models.BooleanField(_("passed"))
    comment = models.TextField(_("comment to the learner"), max_length=2000, blank=True)
    assessed_on = models.DateField(_("assessed on"))
    assessed_by = models.ForeignKey(person_key, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    # A result given by mistake is taken back, with the reason; it stays readable.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(_("why it is taken back"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("result of an assessment")
        verbose_name_plural = _("results of assessments")
        ordering = ["assessed_on", "pk"]

    def __str__(self):
        return f"{self.person_id}: {self.module_id} {self.is_passed}"


class Evidence(models.Model):
    """What a learner shows for a module: a text, a link, a file. Or, as a claim of prior learning, what they can already do."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for a reading")
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("returned")
        WITHDRAWN = "withdrawn", _("taken back")

    person = models.ForeignKey(person_key, models.CASCADE, related_name="evidence")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="evidence")
    module = models.ForeignKey(Module, models.PROTECT, related_name="evidence")
    is_prior_learning = models.BooleanField(_("I can already do it"), default=False)
    text = models.TextField(_("what you did"), max_length=10_000, blank=True)
    link = models.URLField(_("address"), max_length=500, blank=True)
    file = models.FileField(_("file"), upload_to="evidence/%Y/%m/", max_length=200, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.WAITING)
    submitted_at = models.DateTimeField(_("submitted"))
    decided_at = models.DateTimeField(null=True, blank=True)
    replaces = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replaced_by")

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("pieces of evidence")
        ordering = ["-submitted_at", "-pk"]
        indexes = [models.Index(fields=["state", "submitted_at"], name="evidence_that_waits")]

    def __str__(self):
        return f"{self.person_id}: {self.module_id} {self.state}"


class EvidenceReview(models.Model):
    """Someone read a piece of evidence: a trainer, whose word decides, or a peer, whose word counts."""

    class Role(models.TextChoices):
        TRAINER = "trainer", _("trainer")
        PEER = "peer", _("peer")

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(person_key, models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=7, choices=Role)
    is_convincing = models.BooleanField(_("convincing"))
    reason = models.TextField(_("why"), max_length=2000, blank=True)
    reviewed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("reading of a piece of evidence")
        verbose_name_plural = _("readings of pieces of evidence")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "reviewer"],
                condition=Q(reviewer__isnull=False, role="peer"),
                name="a_peer_reads_once",
            )
        ]

    def __str__(self):
        return f"{self.evidence_id}: {self.role} {self.is_convincing}"


class ModuleCompletion(models.Model):
    """A person completed a module, once, and by these rows: anyone entitled can replay it.

    `facts` holds [kind, id, day, minutes] of each row that justified it, `sha256` what they said then. A correction
    sets `doubted_at`; only a person re-opens it, and says why.
    """

    person = models.ForeignKey(person_key, models.CASCADE, related_name="module_completions")
    module = models.ForeignKey(Module, models.PROTECT, related_name="completions")
    enrolment = models.ForeignKey(Enrolment, models.SET_NULL, null=True, blank=True, related_name="module_completions")
    version = models.ForeignKey(PathVersion, models.PROTECT, related_name="+")
    rule = models.JSONField()
    facts = models.JSONField()
    sha256 = models.CharField(max_length=64)
    is_prior_learning = models.BooleanField(default=False)
    completed_at = models.DateTimeField(_("completed on"))
    doubted_at = models.DateTimeField(_("no longer justified since"), null=True, blank=True)
    reopened_at = models.DateTimeField(_("re-opened on"), null=True, blank=True)
    reopened_by = models.ForeignKey(person_key, models.SET_NULL, null=True, blank=True, related_name="+")
    reopen_reason = models.CharField(_("why it is re-opened"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("completed module")
        verbose_name_plural = _("completed modules")
        ordering = ["completed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "module"],
                condition=Q(reopened_at__isnull=True),
                name="a_module_is_completed_exactly_once",
            )
        ]

    def __str__(self):
        return f"{self.person_id}: {self.module_id}"


class BlockCompletion(models.Model):
    """An enrolled person completed every required module of a block."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="block_completions")
    block = models.UUIDField()
    completed_at = models.DateTimeField(_("completed on"))
    reopened_at = models.DateTimeField(_("re-opened on"), null=True, blank=True)

    class Meta:
        verbose_name = _("completed block")
        verbose_name_plural = _("completed blocks")
        ordering = ["completed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "block"],
                condition=Q(reopened_at__isnull=True),
                name="a_block_is_completed_exactly_once",
            )
        ]

    def __str__(self):
        return f"{self.enrolment_id}: {self.block}"
