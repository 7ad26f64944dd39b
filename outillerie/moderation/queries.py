"""Questions about proposals and reports."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from wagtail.models import PageLogEntry, Revision

from outillerie.accounts.groups import REVIEWERS
from outillerie.accounts.models import User
from outillerie.kits.exports import content_of
from outillerie.kits.formats.content import KitContent
from outillerie.kits.imports import slug_of
from outillerie.kits.models import KitPage, KitVersion
from outillerie.moderation.models import KitReport, KitReviewState
from outillerie.remix.models import Adaptation

REMOVAL, CORRECTION = "outillerie.removal", "outillerie.correction"
MOST_NAMESAKES = 5


def reviewers() -> QuerySet[User]:
    """Return those who read proposals, as `can_review_kits` says it of one person."""
    return User.objects.filter(Q(is_superuser=True) | Q(groups__name__in=REVIEWERS), is_active=True).distinct()


def proposals() -> QuerySet[KitReviewState]:
    """Return every proposal of a kit: a hub may have other pages read through the same workflow."""
    kits = ContentType.objects.get_for_model(KitPage)
    states = KitReviewState.objects.filter(workflow_state__content_type=kits)
    return states.select_related("workflow_state__requested_by", "revision", "finished_by").defer("revision__content")


def proposals_of(kit: KitPage) -> QuerySet[KitReviewState]:
    """Return the proposals of `kit`, the oldest first."""
    return proposals().filter(workflow_state__object_id=str(kit.pk)).order_by("pk")


def waiting_proposals() -> QuerySet[KitReviewState]:
    """Return what waits for a reading, the oldest first, saying which people never had a kit published."""
    known = KitVersion.objects.filter(kit__owner=OuterRef("workflow_state__requested_by"))
    waiting = proposals().filter(status=KitReviewState.STATUS_IN_PROGRESS)
    return waiting.annotate(is_first=~Exists(known)).order_by("started_at", "pk")


def waiting_of(person) -> int:
    """Return how many proposals of `person` wait."""
    return waiting_proposals().filter(workflow_state__requested_by=person).count()


def has_published(person) -> bool:
    return KitVersion.objects.filter(kit__owner=person).exists()


def kit_of(state: KitReviewState) -> KitPage:
    return KitPage.objects.select_related("organisation", "owner").get(pk=state.workflow_state.object_id)


def kits_of(states: list[KitReviewState]) -> dict[int, KitPage]:
    """Return the kits that `states` propose, by id, with what a queue says of them: all in one statement."""
    kits = KitPage.objects.filter(pk__in=[state.workflow_state.object_id for state in states])
    kits = kits.annotate(
        open_reports=Count("reports", filter=Q(reports__state=KitReport.State.OPEN)),
        is_adaptation=Exists(Adaptation.objects.filter(kit=OuterRef("pk"))),
        is_known=Exists(KitVersion.objects.filter(kit=OuterRef("pk"))),
    )
    return {kit.pk: kit for kit in kits}


def open_reports() -> QuerySet[KitReport]:
    return KitReport.objects.filter(state=KitReport.State.OPEN).select_related("kit", "reporter").order_by("created_at")


def reported_title(report: KitReport) -> str:
    """Return the title that the person who reported had read: the kit may have another one since, or be private."""
    return report.kit.versions.filter(number=report.version).values_list("title", flat=True).first() or ""


def revision_read_by(state: KitReviewState, person) -> Revision:
    """Return what `person` reads of a proposal: what its author sent, or what that reader made of it since."""
    own = state.revision.__class__.objects.filter(
        base_content_type=state.revision.base_content_type_id,
        object_id=state.revision.object_id,
        user=person,
        pk__gt=state.revision_id,
    )
    is_waiting = state.status == KitReviewState.STATUS_IN_PROGRESS
    return (own.order_by("-pk").first() if is_waiting else None) or state.revision


def content_at(revision: Revision) -> KitContent:
    return content_of(revision.as_object())


def proposal_before(state: KitReviewState, **that) -> KitReviewState | None:
    """Return the newest proposal of the same kit before `state`, among those that `that` filters."""
    earlier = proposals().filter(workflow_state__object_id=state.workflow_state.object_id, pk__lt=state.pk)
    return earlier.filter(**that).order_by("-pk").first()


def proposal_after(state: KitReviewState) -> KitReviewState | None:
    """Return the newest proposal of the same kit, when there is one after `state`."""
    later = proposals().filter(workflow_state__object_id=state.workflow_state.object_id, pk__gt=state.pk)
    return later.order_by("-pk").first()


def namesakes(kit: KitPage, title: str) -> list[KitPage]:
    """Return the other published kits that have the same title, whatever its accents and capitals."""
    slug = slug_of(title)
    same = Q(title__iexact=title) | Q(slug=slug) | Q(slug__regex=rf"^{slug}-[0-9]+$")
    return list(KitPage.objects.live().filter(same).exclude(pk=kit.pk).order_by("pk")[:MOST_NAMESAKES])


def writers_of(kit: KitPage, *, proposed_by: int | None) -> list[User]:
    """Return whom an answer is for: who began the kit, who sent it, and the members of its team who wrote some of it.

    A kit that nobody here began, because it was imported, is its whole team's.
    """
    team = Q(memberships__organisation=kit.organisation_id, memberships__state="active")
    if kit.owner_id:
        team &= Q(pk__in=kit.revisions.order_by().values("user").distinct())
    whose = Q(pk__in=[kit.owner_id or 0, proposed_by or 0]) | (team if kit.organisation_id else Q())
    return list(User.objects.filter(whose, is_active=True).distinct())


@dataclass(frozen=True)
class Remark:
    """What the authors of a kit were told after a report, and whether the kit was taken off the site."""

    made_at: datetime
    is_removal: bool
    reason: str
    explanation: str


def remark_on(kit: KitPage) -> Remark | None:
    """Return what a report led to, as long as no newer version answers it."""
    entry = PageLogEntry.objects.filter(page=kit.pk, action__in=[REMOVAL, CORRECTION]).order_by("-timestamp").first()
    if entry is None or kit.versions.filter(published_at__gt=entry.timestamp).exists():
        return None
    reason = KitReport.Reason(entry.data["reason"]).label
    return Remark(entry.timestamp, entry.action == REMOVAL and not kit.live, reason, entry.data["explanation"])
