"""What moderation sends by itself, and what it keeps Wagtail from sending."""

from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import override

from outillerie.kits.models import KitPage
from outillerie.moderation.models import KitReport
from outillerie.moderation.queries import reported_title
from outillerie.notifications.emails import plain_mail


def outcome_mail(report: KitReport) -> EmailMessage:
    """Return the answer to someone without an account, in the language of the site."""
    with override(settings.LANGUAGE_CODE):
        return plain_mail("report_handled", report.email, {"report": report, "title": reported_title(report)})


def leave_kits_to_notifications() -> None:
    """Keep Wagtail's own mails on workflows to the other pages: about kits, people are told as they chose."""
    from wagtail.admin import signal_handlers

    for notifier in (
        signal_handlers.task_submission_email_notifier,
        signal_handlers.workflow_submission_email_notifier,
        signal_handlers.workflow_approval_email_notifier,
        signal_handlers.workflow_rejection_email_notifier,
    ):
        notifier.can_handle = partial(is_not_about_a_kit, notifier.can_handle)


def is_not_about_a_kit(can_handle, instance, **kwargs) -> bool:
    running = getattr(instance, "workflow_state", instance)
    return can_handle(instance, **kwargs) and running.content_type.model_class() is not KitPage
