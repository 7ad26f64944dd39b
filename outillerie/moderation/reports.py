"""Reports on published kits: made by anyone, handled by those who read, answered to who made them."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from outillerie.errors import Refused
from outillerie.kits.models import KitPage
from outillerie.moderation.actions import lock
from outillerie.moderation.emails import outcome_mail
from outillerie.moderation.models import Decision, KitReport
from outillerie.moderation.permissions import can_handle_report
from outillerie.moderation.queries import CORRECTION, REMOVAL, reviewers, writers_of
from outillerie.notifications.actions import notify
from outillerie.notifications.models import Kind

State = KitReport.State


class AlreadyReported(Refused):
    pass


class OwnReport(Refused):
    pass


class NoReasonGiven(Refused):
    pass


class AlreadyHandled(Refused):
    """Someone handled it first. `report` says who, when and how."""

    def __init__(self, report: KitReport):
        self.report = report
        super().__init__(_("Someone has already handled this report. Your answer is not recorded."))


@transaction.atomic
def report_kit(kit: KitPage, *, reason: str, details: str, reporter=None, email: str = "") -> KitReport:
    """Keep what someone says of a published kit, and tell those who read. A flood tells them once."""
    waiting = KitReport.objects.filter(kit=kit, reason=reason, state=State.OPEN)
    if reporter is not None and waiting.filter(reporter=reporter).exists():
        raise AlreadyReported(_("You have already reported this. Someone is going to read it."))
    is_told = waiting.exists()
    number = kit.versions.values_list("number", flat=True).first()
    report = KitReport.objects.create(
        kit=kit, version=number, reason=reason, details=details, reporter=reporter, email=email
    )
    if not is_told:
        path = reverse("report-review", args=[report.pk])
        notify(reviewers(), Kind.KIT_REPORTED, path=path, kit=kit, actor=reporter, reason=reason)
    return report


@transaction.atomic
def handle_report(
    report: KitReport, *, by, is_right: bool, outcome: str, is_removed: bool = False, explanation: str = ""
) -> KitReport:
    """Say whether a report is well founded, and tell who made it what was done: `outcome`.

    When it is, the authors read `explanation`, and nothing of who reported their kit. When `is_removed`, the kit
    leaves the site.
    """
    # Lock the report: two people may handle it at once, and its author must read one answer.
    report = KitReport.objects.select_for_update(of=("self",)).select_related("kit").get(pk=report.pk)
    if report.state != State.OPEN:
        raise AlreadyHandled(report)
    if not can_handle_report(by, report):
        raise OwnReport(_("This report is about your own kit: someone else handles it."))
    if is_right and not explanation.strip():
        raise NoReasonGiven(_("Write to the authors what is wrong: they have the right to know."))
    report.state = State.RIGHT if is_right else State.WRONG
    report.outcome, report.handled_by, report.handled_at = outcome, by, timezone.now()
    if is_right:
        tell_authors(report, explanation, is_removed=is_removed, by=by)
    tell_reporter(report, by=by)
    # The address was given for this answer only.
    report.email = ""
    report.save()
    return report


def tell_authors(report: KitReport, explanation: str, *, is_removed: bool, by) -> None:
    """Tell the authors what is wrong, once the kit is off the site when it must be. The log keeps the reason."""
    lock(report.kit_id)
    kit = report.kit = KitPage.objects.get(pk=report.kit_id)
    if is_removed and kit.live:
        kit.unpublish(user=by)
    data = {"reason": report.reason, "explanation": explanation, "report": report.pk}
    log(instance=kit, action=REMOVAL if is_removed else CORRECTION, user=by, data=data)
    people, path = writers_of(kit, proposed_by=None), reverse("kit-review", args=[kit.pk])
    decision = "unpublished" if is_removed else Decision.CHANGES
    notify(people, Kind.KIT_DECIDED, path=path, kit=kit, actor=by, decision=decision)


def tell_reporter(report: KitReport, *, by) -> None:
    """Answer who reported: on their pages when they have an account, else by e-mail if they left an address."""
    if report.reporter is not None:
        # A kit that is gone has no name for them any more; the answer is theirs all the same.
        kit = report.kit if report.kit.live else None
        path = reverse("report-outcome", args=[report.pk])
        notify([report.reporter], Kind.REPORT_HANDLED, path=path, kit=kit, actor=by, state=report.state)
    elif report.email:
        outcome_mail(report).send()
