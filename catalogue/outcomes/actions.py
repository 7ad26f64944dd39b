"""What is written after a session. Each deed is one transaction that locks the session."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.outcomes.drafting import draft_content
from catalogue.outcomes.formats.headcounts import Headcounts, overflows, rows_of
from catalogue.outcomes.models import Headcount, SessionFeedback, SessionReport
from catalogue.outcomes.queries import (
    fingerprint_of,
    headcounts_of,
    may_give_feedback,
    present_registrations,
    report_of,
)
from catalogue.registering.models import Registration
from catalogue.sessions.locking import lock_session
from catalogue.sessions.models import PeerSession
from outillerie.errors import Refused
from outillerie.kits.exports import bytes_of
from outillerie.kits.models import KitPage, KitVersion
from outillerie.outbox.actions import schedule
from outillerie.remix.actions import check_adaptable
from outillerie.remix.models import Adaptation
from outillerie.remix.queries import is_public
from outillerie.writing.actions import begin_kit


class NotYet(Refused):
    """The session has not begun, or will not take place."""


class WrittenMeanwhile(Refused):
    """Somebody else wrote on the same session since the page was shown: `report` and `counts` are theirs."""

    def __init__(self, report: SessionReport | None, counts: Headcounts):
        self.report, self.counts = report, counts
        super().__init__(
            _(
                "Somebody else has written on this session since you opened this page. What you typed is kept below,"
                " with what they wrote: bring both together, then save again."
            )
        )


class TooManyCounted(Refused):
    def __init__(self, bands: list[str]):
        self.bands = bands
        super().__init__(_("These lines count more people than came. Correct the total or the lines."))


class NothingToTell(Refused):
    pass


class AlreadyAnswered(Refused):
    pass


class NotAsked(Refused):
    pass


@dataclass(frozen=True, kw_only=True)
class Told:
    """What was typed of the report. Without a word of what was done, there is no report."""

    done: str = ""
    outcome: str = ""
    next_steps: str = ""
    is_public: bool = False


@transaction.atomic
def write_outcomes(session: PeerSession, *, told: Told, counts: Headcounts, seen: str, by) -> None:
    """Keep the report and the headcount of `session`. `seen` is the fingerprint of what the page had shown.

    Saving the same again changes nothing. What somebody else wrote meanwhile is never written over: WrittenMeanwhile.
    """
    current = lock_session(session)
    check_begun(current)
    if bands := overflows(counts):
        raise TooManyCounted(bands)
    report, counted = report_of(current), headcounts_of(current)
    if same_report(report, told) and rows_of(counted) == rows_of(counts):
        return
    if seen != fingerprint_of(current):
        raise WrittenMeanwhile(report, counted)
    if not same_report(report, told):
        write_report(current, report, told, by=by)
    if rows_of(counted) != rows_of(counts):
        current.headcounts.all().delete()
        Headcount.objects.bulk_create(
            Headcount(session=current, band=band, code=code, count=count) for band, code, count in rows_of(counts)
        )


def check_begun(session: PeerSession) -> None:
    if session.state == PeerSession.State.CANCELLED:
        raise NotYet(_("This session is cancelled: there is nothing to tell of it."))
    if session.state == PeerSession.State.DRAFT or session.starts_at > timezone.now():
        raise NotYet(_("This session has not begun. Come back once it has taken place."))


def same_report(report: SessionReport | None, told: Told) -> bool:
    if report is None:
        return not told.done
    return told == Told(
        done=report.done, outcome=report.outcome, next_steps=report.next_steps, is_public=report.is_public
    )


def write_report(session: PeerSession, report: SessionReport | None, told: Told, *, by) -> None:
    if not told.done:
        raise NothingToTell(_("Say what was done, in one sentence at least."))
    facts = {"done": told.done, "outcome": told.outcome, "next_steps": told.next_steps, "is_public": told.is_public}
    signed = {"written_by": by, "written_at": timezone.now()}
    SessionReport.objects.update_or_create(session=session, defaults={**facts, **signed})


# --- What people thought


@transaction.atomic
def give_feedback(registration: Registration, *, comment: str = "", **marks: int) -> None:
    """Keep the four `marks` of somebody, and nothing that says who they are. One answer a registration."""
    current = locked_registration(registration)
    if current.has_given_feedback:
        raise AlreadyAnswered(_("You have answered already. Thank you."))
    if not may_give_feedback(current):
        raise NotAsked(_("These questions are for those who came, once the session is over."))
    Registration.objects.filter(pk=current.pk).update(has_given_feedback=True)
    SessionFeedback.objects.create(
        session=current.session, comment=comment.strip(), answered_on=timezone.localdate(), **marks
    )


def locked_registration(registration: Registration) -> Registration:
    """Return the row as it is now, locked: two presses of the button are one answer."""
    rows = Registration.objects.select_for_update(of=("self",), no_key=True).select_related("session")
    return rows.get(pk=registration.pk)


# --- What follows


@transaction.atomic
def thank_participants(session: PeerSession, *, by) -> int:
    """Have the worker write to those who were there, once. Return how many they are."""
    current = lock_session(session)
    check_begun(current)
    report = report_of(current)
    if report is None:
        raise NothingToTell(_("Say first what was done: the mail gives your report to those who came."))
    if report.thanked_at is not None:
        return 0
    people = present_registrations(current).exclude(email="").count()
    if not people:
        raise NothingToTell(_("Nobody is recorded as present with an e-mail address: there is nobody to write to."))
    SessionReport.objects.filter(pk=report.pk).update(thanked_at=timezone.now())
    schedule("session-thanks", {"session": current.pk}, key=f"session-thanks:{current.pk}")
    return people


@transaction.atomic
def draft_kit(session: PeerSession, *, is_adaptation: bool, by) -> KitPage:
    """Begin a kit of `by` from what was done, with the lineage of the session's kit when it adapts it. Once a session:
    asked again, it is the same draft."""
    current = lock_session(session)
    report = report_of(current)
    if report is None:
        raise NothingToTell(_("Say first what was done: the draft begins with your report."))
    if report.kit is not None:
        return report.kit
    version = current.kit_version if is_adaptation else None
    if version is not None:
        check_still_there(version)
        check_adaptable(version)
    content = draft_content(current, report, version, author=by.shown_name())
    kit = begin_kit(content, by=by, blobs=bytes_of(version) if version else None)
    if version is not None:
        Adaptation.objects.create(kit=kit, source=version.kit, base=version)
    SessionReport.objects.filter(pk=report.pk).update(kit=kit)
    return kit


def check_still_there(version: KitVersion) -> None:
    if not is_public(version.kit):
        raise NotAsked(_("The kit of this session is no longer published. Begin a kit of its own from your report."))
