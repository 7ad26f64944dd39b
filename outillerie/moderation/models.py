"""Reading before publication, on Wagtail's workflow, and what readers report after it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from outillerie.kits.models import KitPage
from outillerie.kits.permissions import can_review_kits


class Decision(models.TextChoices):
    APPROVED = "approved", _("accepted and published")
    CHANGES = "changes", _("changes asked for")
    REFUSED = "refused", _("refused")
    SUPERSEDED = "superseded", _("replaced by a newer proposal")
    WITHDRAWN = "withdrawn", _("taken back by its author")


class RefusalReason(models.TextChoices):
    LICENCE = "licence", _("Licence or rights")
    QUALITY = "quality", _("Quality")
    PERSONAL_DATA = "personal-data", _("Personal data")
    DUPLICATE = "duplicate", _("Duplicate of another kit")
    OUT_OF_SCOPE = "out-of-scope", _("Out of scope")


class KitReviewState(TaskState):
    """One proposal of a kit: what its author said, what was decided, why, and in which words.

    Wagtail's `comment` is the feedback to the author; `note` is for moderators alone.
    """

    message = models.TextField(_("message from the author"), max_length=2000, blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision, blank=True)
    reason = models.CharField(_("reason"), max_length=14, choices=RefusalReason, blank=True)
    note = models.TextField(_("note to moderators"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")

    def cancel(self, user=None, resume=False, comment=""):
        """Say why it no longer waits: replaced, published by another road, or else taken back."""
        from outillerie.moderation.actions import tell_writers

        self.decision = self.decision or (Decision.APPROVED if self.is_published() else Decision.WITHDRAWN)
        super().cancel(user=user, resume=resume, comment=comment)
        if self.decision == Decision.APPROVED:
            tell_writers(self, by=user)
        return self

    def is_published(self) -> bool:
        """Return whether what was proposed, or something newer, is what people now read."""
        kits = KitPage.objects.filter(pk=self.workflow_state.object_id, live=True)
        return kits.filter(live_revision__gte=self.revision_id).exists()


class KitReview(AbstractGroupApprovalTask):
    """The task of the workflow: those who read proposals read a kit and decide.

    Wagtail's back office shows its actions as buttons; they lead to the same deeds as our own screens.
    """

    task_state_class = KitReviewState
    # Who reads is said in one place for the whole site (`kits/permissions.py`): a hub does not choose it here.
    admin_form_fields = ["name"]

    class Meta:
        verbose_name = _("reading of a kit")
        verbose_name_plural = _("readings of kits")

    def _user_in_groups(self, user):
        return can_review_kits(user)

    def start(self, workflow_state, user=None):
        from outillerie.moderation.actions import begin_reading

        state = super().start(workflow_state, user=user)
        if workflow_state.content_type.model_class() is KitPage:
            begin_reading(state, by=user)
        return state

    def get_actions(self, obj, user):
        from outillerie.moderation.permissions import can_decide_on

        if obj.specific_class is not KitPage:
            return super().get_actions(obj, user)
        if not can_decide_on(user, obj):
            return []
        return [("reject", _("Ask for changes"), True), ("refuse", _("Refuse"), True), ("approve", _("Publish"), True)]

    def get_form_for_action(self, action):
        from outillerie.moderation.forms import BACK_OFFICE_FORMS

        return BACK_OFFICE_FORMS.get(action) or super().get_form_for_action(action)

    def on_action(self, task_state, user, action_name, **kwargs):
        from outillerie.moderation.back_office import decide_in_back_office

        decide_in_back_office(task_state, action_name, kwargs, by=user)


class KitReport(models.Model):
    """Someone says that a published kit is not right."""

    class Reason(models.TextChoices):
        INAPPROPRIATE = "inappropriate", _("The content is inappropriate")
        OUTDATED = "outdated", _("The content is outdated")
        ERRORS = "errors", _("There are errors")
        DUPLICATE = "duplicate", _("It is the duplicate of another kit")
        RIGHTS = "rights", _("It does not respect the rights of someone")

    class State(models.TextChoices):
        OPEN = "open", _("to handle")
        RIGHT = "right", _("well founded")
        WRONG = "wrong", _("unfounded")

    kit = models.ForeignKey(KitPage, models.CASCADE, related_name="reports", verbose_name=_("kit"))
    version = models.PositiveIntegerField(_("version"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=13, choices=Reason)
    details = models.TextField(_("what is wrong"), max_length=2000, blank=True)
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    created_at = models.DateTimeField(_("reported"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=5, choices=State, default=State.OPEN)
    outcome = models.TextField(_("what was done"), max_length=2000, blank=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["created_at"]

    def __str__(self):
        return f"{self.kit_id} {self.reason}"
