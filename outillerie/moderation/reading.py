"""A proposal as its readers see it, and its conversation as its author does: plain values, ready for a template."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.models import Revision

from outillerie.accounts.models import User
from outillerie.kits.exports import content_of
from outillerie.kits.formats.content import KitContent
from outillerie.kits.formats.difference import differences
from outillerie.kits.formats.mixing import verdict
from outillerie.kits.formats.quality import quality
from outillerie.kits.models import KitPage, KitVersion
from outillerie.kits.reading import reading
from outillerie.kits.wording import change_rows
from outillerie.moderation import permissions, queries
from outillerie.moderation.models import Decision, KitReport, KitReviewState
from outillerie.moderation.suspicions import Suspicions, suspicions
from outillerie.writing.wording import sentence_of

HOUR, DAY = 3600, 86_400


def age_label(since: datetime) -> str:
    """Return how long ago `since` was, in the unit that people count in."""
    seconds = (timezone.now() - since).total_seconds()
    if seconds < HOUR:
        return _("less than an hour")
    if seconds < DAY:
        hours = int(seconds // HOUR)
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    days = int(seconds // DAY)
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


@dataclass(frozen=True)
class Waiting:
    """One line of the queue."""

    url: str
    title: str
    sender: str
    age: str
    is_first: bool
    is_adaptation: bool
    is_known: bool
    open_reports: int


def queue_rows(states: list[KitReviewState]) -> list[Waiting]:
    """Return the lines of the queue for `states`, in their order: one more statement, whatever their number."""
    kits = queries.kits_of(states)
    return [waiting_row(state, kit) for state in states if (kit := kits.get(int(state.workflow_state.object_id)))]


def waiting_row(state: KitReviewState, kit: KitPage) -> Waiting:
    return Waiting(
        url=reverse("review", args=[state.pk]),
        title=state.revision.object_str,
        sender=name_of(state.workflow_state.requested_by),
        age=age_label(state.started_at),
        is_first=state.is_first,
        is_adaptation=kit.is_adaptation,
        is_known=kit.is_known,
        open_reports=kit.open_reports,
    )


def name_of(person: User | None) -> str:
    return person.shown_name() if person else _("Someone whose account is gone")


@dataclass(frozen=True)
class Turn:
    """One proposal and its answer. `answered_by` and `note` are for those who read: empty for an author."""

    sender: str
    sent_at: datetime
    message: str
    state: str
    answer: str
    reason: str
    feedback: str
    answered_at: datetime | None
    answered_by: str = ""
    note: str = ""


def conversation(kit: KitPage, *, for_reviewers: bool = False) -> list[Turn]:
    """Return what was said about `kit`, the oldest first. Notes between readers are in it for readers only."""
    return [turn(state, for_reviewers=for_reviewers) for state in queries.proposals_of(kit)]


def turn(state: KitReviewState, *, for_reviewers: bool) -> Turn:
    for_them = {"answered_by": name_of(state.finished_by), "note": state.note} if for_reviewers else {}
    return Turn(
        sender=name_of(state.workflow_state.requested_by),
        sent_at=state.started_at,
        message=state.message,
        state=state.decision or "waiting",
        answer=answer_label(state),
        reason=state.get_reason_display(),
        feedback=state.comment,
        answered_at=state.finished_at,
        **for_them,
    )


def answer_label(state: KitReviewState) -> str:
    """Return what became of a proposal, as a sentence."""
    return {
        Decision.APPROVED: _("Published."),
        Decision.CHANGES: _("Changes are asked for."),
        Decision.REFUSED: _("Refused."),
        Decision.SUPERSEDED: _("Replaced by a newer proposal."),
        Decision.WITHDRAWN: _("Taken back by its author."),
    }.get(state.decision) or _("Waits for a reading.")


def state_of(kit: KitPage) -> dict:
    """Return where the reading of `kit` stands, for its authors: nothing of it is for readers only."""
    turns = conversation(kit)
    last = turns[-1] if turns else None
    is_waiting = last is not None and last.state == "waiting"
    return {
        "last": last,
        "is_waiting": is_waiting,
        "age": age_label(last.sent_at) if is_waiting else "",
        "turns": turns,
        "remark": queries.remark_on(kit),
    }


def proposal_reading(state: KitReviewState, *, person: User) -> dict:
    """Return the context of the screen where `person` reads `state`: the kit as it will be, and what helps to decide."""
    kit, revision = queries.kit_of(state), queries.revision_read_by(state, person)
    draft = revision.as_object()
    content = content_of(draft)
    sender = state.workflow_state.requested_by
    is_waiting = state.status == KitReviewState.STATUS_IN_PROGRESS
    return {
        **draft_reading(draft, content, state),
        "review": {
            "state": state,
            "kit": kit,
            "revision": revision,
            "is_waiting": is_waiting,
            "may_decide": is_waiting and permissions.can_decide_on(person, kit),
            "is_edited": revision.pk != state.revision_id,
            "sender": name_of(sender),
            "age": age_label(state.started_at),
            "newer": queries.proposal_after(state),
            "since_published": since_published(kit, content),
            "since_read": since_read(state, content),
            "pictures": pictures_of(draft),
            "licence": licence_words(content),
            "checks": checks_of(content),
            "doubts": doubts(kit, content, sender),
            "turns": conversation(kit, for_reviewers=True),
            **trust_of(sender, person),
        },
    }


def draft_reading(draft: KitPage, content: KitContent, state: KitReviewState) -> dict:
    """Return the context of the kit's own text, with addresses that only readers may open."""
    shown = KitVersion(kit=draft, number=0, title=content.title, licence=content.licence)
    shown.content = content
    # A draft has no number to cite it by.
    context = reading(shown, versions=[]) | {"citation": ""}
    for row, file in zip(context["files"], content.files, strict=True):
        row["url"] = reverse("review-file", args=[state.pk, file.name])
    return context


def since_published(kit: KitPage, content: KitContent) -> list[dict] | None:
    """Return what changed since the newest version, None when there is no version."""
    newest = kit.versions.first()
    return None if newest is None else change_rows(differences(newest.content, content))


def since_read(state: KitReviewState, content: KitContent) -> list[dict] | None:
    """Return what the author changed after the last answer, None when this is the first proposal."""
    before = queries.proposal_before(state, status=KitReviewState.STATUS_REJECTED)
    return None if before is None else changes_between(before.revision, content)


def changes_between(read: Revision, now: KitContent) -> list[dict]:
    return change_rows(differences(queries.content_at(read), now))


def pictures_of(draft: KitPage) -> list[dict]:
    return [
        {
            "url": row.image.get_rendition("max-400x400").url,
            "name": row.name,
            "alt": row.image.description,
            "author": row.image.author,
            "licence": row.image.get_licence_display(),
        }
        for row in draft.pictures.all()
    ]


def licence_words(content: KitContent) -> dict:
    """Return whether the mix may be published under its licence, and why not."""
    judged, language = verdict(content), get_language() or "fr"
    warning = judged.commercial_warning
    return {
        "is_allowed": judged.is_allowed,
        "sentences": judged.sentences(language),
        "warning": warning.sentence(language) if warning else "",
    }


def checks_of(content: KitContent) -> list[dict]:
    """Return what the author reads beside the form: what is missing first, then what would help."""
    return [
        {"text": sentence_of(advice, content), "is_needed": advice.level == "needed"} for advice in quality(content)
    ]


def doubts(kit: KitPage, content: KitContent, sender: User | None) -> list[dict]:
    """Return what deserves a second look: a sentence each, with what it is about."""
    found: Suspicions = suspicions(content)
    same = queries.namesakes(kit, content.title)
    rows = []
    if sender is not None and not queries.has_published(sender):
        rows.append({"text": _("Nobody has published a kit of this person yet."), "details": [], "links": []})
    if same:
        links = [{"title": other.title, "url": reverse("kit", args=[other.slug])} for other in same]
        rows.append({"text": _("Another kit has the same title: is it a duplicate?"), "details": [], "links": links})
    if found.links:
        rows.append({"text": _("Its texts give many web addresses."), "details": found.links, "links": []})
    if found.contacts:
        text = _("An e-mail address or a telephone number stands in its texts: is it meant to?")
        rows.append({"text": text, "details": found.contacts, "links": []})
    return rows


def trust_of(sender: User | None, person: User) -> dict:
    may_trust = sender is not None and sender != person and permissions.can_trust_people(person)
    return {"may_trust": may_trust, "is_trusted": may_trust and permissions.is_trusted(sender)}


def conflict_reading(read: KitReviewState, other: KitReviewState, *, read_id: str, person: User) -> dict:
    """Return the context of an answer that came too late: what happened, and what differs from what was read.

    `other` is the proposal that somebody answered, or the newer one; `read_id` is the revision that was read.
    """
    kit, is_newer = queries.kit_of(read), other.status == KitReviewState.STATUS_IN_PROGRESS
    now = queries.revision_read_by(other, person)
    if other.decision == Decision.APPROVED and kit.live_revision is not None:
        now = kit.live_revision
    before = kit.revisions.filter(pk=read_id).first() if str(read_id).isdecimal() else None
    return {
        "kit": kit,
        "title": other.revision.object_str,
        "is_newer": is_newer,
        "now": now,
        "url": reverse("review", args=[other.pk]),
        "turn": turn(other, for_reviewers=True),
        "rows": changes_between(before or read.revision, queries.content_at(now)),
    }


def report_rows(reports) -> list[dict]:
    return [
        {
            "url": reverse("report-review", args=[report.pk]),
            "title": report.kit.title,
            "reason": report.get_reason_display(),
            "age": age_label(report.created_at),
        }
        for report in reports
    ]


def report_reading(report: KitReport, *, person: User) -> dict:
    """Return the context of the screen of one report. An address left for the answer is not shown: it has one use."""
    others = queries.open_reports().filter(kit=report.kit_id).exclude(pk=report.pk)
    return {
        "report": report,
        "kit": report.kit,
        "is_open": report.state == KitReport.State.OPEN,
        "may_handle": permissions.can_handle_report(person, report),
        "reporter": reporter_name(report),
        "handler": name_of(report.handled_by),
        "others": report_rows(others),
    }


def reporter_name(report: KitReport) -> str:
    if report.reporter is not None:
        return report.reporter.shown_name()
    return _("Someone without an account, who waits for an answer") if report.email else _("Someone without an account")
