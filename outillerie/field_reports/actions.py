"""What can be done with a field report. Each deed counts the voices of its kit again, in the same transaction."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from outillerie.accounts.models import User
from outillerie.errors import Refused
from outillerie.field_reports.formats.standing import Voice, standing
from outillerie.field_reports.models import FieldReport, FieldReportThanks, FieldStanding
from outillerie.field_reports.queries import HIDDEN, SHOWN, close_people, makers_of
from outillerie.kits.models import KitPage, KitVersion
from outillerie.kits.queries import newest_version
from outillerie.notifications.actions import notify
from outillerie.notifications.models import Kind
from outillerie.outbox.actions import handles, schedule
from outillerie.pages.actions import forget_pages

MOST_A_DAY = 20
TOLD = (
    "held_on", "place_type", "audience", "participants", "minutes", "worked", "difficulties", "alternatives",
    "recommendation",
)  # fmt: skip


class AlreadyTold(Refused):
    """`report` is what this person already told of that day."""

    def __init__(self, report: FieldReport):
        super().__init__(
            _("You have already told the workshop of this day. Change the date, or correct what you had written.")
        )
        self.report = report


class ReportErased(Refused):
    pass


class TooManyReports(Refused):
    pass


class OwnReport(Refused):
    pass


@transaction.atomic
def tell_workshop(report: FieldReport) -> FieldReport:
    """Keep a new report, with the version that is current now, and tell those who wrote the kit.

    Sent twice in the same words, it is told once.
    """
    kit = lock(report.kit)
    check_pace(report.person)
    report.version = newest_version(kit)
    try:
        save_once(report)
    except AlreadyTold as refusal:
        if says_the_same(refusal.report, report):
            return refusal.report
        raise
    count_voices(kit)
    notify(makers_of(kit), Kind.FIELD_REPORT, path=report.get_absolute_url(), kit=kit, actor=report.person)
    return report


@transaction.atomic
def correct_report(report: FieldReport) -> FieldReport:
    """Keep what its author now says. The version stays the one they ran, and an answer that came meanwhile stays too."""
    kit = lock(report.kit)
    if not FieldReport.objects.filter(pk=report.pk).exists():
        raise ReportErased(_("This report was erased meanwhile. Your text is kept here: tell the workshop again."))
    save_once(report, update_fields=TOLD)
    count_voices(kit)
    return report


@transaction.atomic
def erase_report(report: FieldReport) -> None:
    kit = lock(report.kit)
    FieldReport.objects.filter(pk=report.pk).delete()
    count_voices(kit)


@transaction.atomic
def answer_report(report: FieldReport, *, text: str, by: User) -> None:
    """Keep the answer of the kit's authors; an empty one takes it away. The reporter is told of a new answer."""
    report.answer, report.answered_by, report.answered_at = text, by, timezone.now()
    if not text:
        report.answered_by = report.answered_at = None
    report.save(update_fields=["answer", "answered_by", "answered_at"])
    if text:
        tell_reporter(report, actor=by)
    transaction.on_commit(forget_pages)


@transaction.atomic
def thank(report: FieldReport, *, by: User, is_given: bool) -> None:
    """Say, or no longer say, that the report helps `by` too. Saying it again changes nothing."""
    if report.person_id == by.pk:
        raise OwnReport(_("This report is yours: others say whether it helps them."))
    if is_given:
        FieldReportThanks.objects.get_or_create(report=report, person=by)
    else:
        FieldReportThanks.objects.filter(report=report, person=by).delete()


@transaction.atomic
def hide_report(report: FieldReport, *, reason: str, by: User) -> None:
    """Take a report away from readers, and tell who wrote it why. `reason` is a code of `RefusalReason`."""
    kit = lock(report.kit)
    report.is_hidden = True
    report.save(update_fields=["is_hidden"])
    log(report, HIDDEN, user=by, data={"reason": reason})
    tell_reporter(report, actor=by, decision="hidden", reason=reason)
    count_voices(kit)


@transaction.atomic
def show_report(report: FieldReport, *, by: User) -> None:
    kit = lock(report.kit)
    report.is_hidden = False
    report.save(update_fields=["is_hidden"])
    log(report, SHOWN, user=by)
    count_voices(kit)


def mark_answered(version: KitVersion, reports: Iterable[FieldReport], *, by: User | None) -> None:
    """Say that `version` takes account of `reports`: those of its kit, that no version answers yet."""
    chosen = [report.pk for report in reports]
    found = FieldReport.objects.visible().filter(pk__in=chosen, kit=version.kit_id, answered_in=None)
    for report in found.select_related("person", "kit"):
        report.answered_in = version
        report.save(update_fields=["answered_in"])
        tell_reporter(report, actor=by, version=version.number)


def tell_reporter(report: FieldReport, *, actor: User | None, **facts) -> None:
    if report.person is not None:
        path = report.get_absolute_url()
        notify([report.person], Kind.FIELD_REPORT_ANSWERED, path=path, kit=report.kit, actor=actor, **facts)


def lock(kit: KitPage) -> KitPage:
    """Return `kit`, locked: two people may tell it at once, and each voice must be counted."""
    return KitPage.objects.select_for_update(of=("self",)).get(pk=kit.pk)


def check_pace(person: User) -> None:
    since = timezone.now() - timedelta(days=1)
    if FieldReport.objects.filter(person=person, created_at__gte=since).count() >= MOST_A_DAY:
        raise TooManyReports(
            _("You told %(most)s workshops in a day. Your text is kept here: send it tomorrow.") % {"most": MOST_A_DAY}
        )


def save_once(report: FieldReport, **how) -> None:
    try:
        with transaction.atomic():
            report.save(**how)
    except IntegrityError as error:
        told = FieldReport.objects.filter(kit=report.kit_id, person=report.person_id, held_on=report.held_on)
        if found := told.exclude(pk=report.pk).first():
            raise AlreadyTold(found) from error
        raise


def says_the_same(one: FieldReport, other: FieldReport) -> bool:
    columns = [FieldReport._meta.get_field(name).attname for name in TOLD]
    return all(getattr(one, column) == getattr(other, column) for column in columns)


def count_voices(kit: KitPage) -> None:
    """Write again how `kit` stands. Call it with the kit locked."""
    reports = list(kit.field_reports.visible())
    close = close_people(kit, {report.person_id for report in reports} - {None})
    voices = [
        Voice(
            person=report.person_id,
            recommendation=report.recommendation,
            held_on=report.held_on,
            is_close=report.person_id in close,
        )
        for report in reports
    ]
    found = standing(voices, on=start_of_month())
    facts = {"reports": len(reports), "people": found.people, "score": found.score}
    FieldStanding.objects.update_or_create(kit=kit, defaults=facts)
    count_again_next_month()
    transaction.on_commit(forget_pages)


def start_of_month() -> date:
    """Return the day that voices are weighed on: the same for every kit, so that they compare."""
    return timezone.localdate().replace(day=1)


def count_again_next_month() -> None:
    """Ask the worker to weigh every voice again when the month ends: they count less with the years."""
    now = timezone.localtime()
    after = (now.replace(day=1, hour=0, minute=5, second=0, microsecond=0) + timedelta(days=32)).replace(day=1)
    schedule("field-standings", {}, key=f"field-standings:{after:%Y-%m}", delay=after - now)


@handles("field-standings")
def count_all_voices(payload: dict) -> None:
    """Weigh the voices of every kit again. Running again writes the same figures."""
    for kit in KitPage.objects.filter(field_standing__isnull=False):
        with transaction.atomic():
            count_voices(lock(kit))
