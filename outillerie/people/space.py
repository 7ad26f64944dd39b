"""«Mon espace»: what someone made, asked and follows, each with the state it is in, in words."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from outillerie.accounts.models import Membership, User
from outillerie.collections.models import KitCollection
from outillerie.field_reports.models import FieldReport
from outillerie.kits.models import KitPage
from outillerie.moderation.models import Decision, KitReport, KitReviewState
from outillerie.moderation.queries import proposals
from outillerie.people.queries import kits_begun_by

# Enough for what one is busy with; the rest is behind a link.
MOST_ROWS = 50


@dataclass(frozen=True)
class KitRow:
    """A kit of one's own. `tone` is how its tag looks: info, acquired, attention or nothing."""

    pk: int
    title: str
    public_url: str
    state: str
    tone: str
    is_adaptation: bool


def kit_rows(person: User) -> list[KitRow]:
    """Return the kits of `person` with their states, those last written first, in two statements."""
    kits = list(kits_begun_by(person).select_related("adaptation")[:MOST_ROWS])
    newest = newest_proposals(kits)
    return [kit_row(kit, newest.get(kit.pk)) for kit in kits]


def newest_proposals(kits: list[KitPage]) -> dict[int, KitReviewState]:
    """Return the last proposal of each kit that was ever proposed."""
    states = proposals().filter(workflow_state__object_id__in=[str(kit.pk) for kit in kits]).order_by("pk")
    return {int(state.workflow_state.object_id): state for state in states} if kits else {}


def kit_row(kit: KitPage, proposal: KitReviewState | None) -> KitRow:
    state, tone = state_of(kit, proposal)
    return KitRow(
        pk=kit.pk,
        title=kit.draft_title or kit.title,
        public_url=reverse("kit", args=[kit.slug]) if kit.live else "",
        state=state,
        tone=tone,
        is_adaptation=hasattr(kit, "adaptation"),
    )


def state_of(kit: KitPage, proposal: KitReviewState | None) -> tuple[str, str]:
    """Return the state of a kit in words, and how its tag looks."""
    if proposal is not None and proposal.status == KitReviewState.STATUS_IN_PROGRESS:
        return _("waiting for a reading"), "info"
    if kit.live and not kit.has_unpublished_changes:
        return _("published, up to date"), "acquired"
    if proposal is not None and proposal.decision == Decision.CHANGES:
        return _("changes asked for"), "attention"
    if kit.live:
        return _("published, with a newer draft"), "acquired"
    if proposal is not None and proposal.decision == Decision.REFUSED:
        return _("refused"), "attention"
    if kit.first_published_at:
        return _("taken off the site"), "attention"
    return _("draft"), ""


def memberships_of(person: User) -> list[Membership]:
    return list(person.memberships.select_related("organisation").order_by("organisation__name"))


def told_workshops(person: User) -> list[FieldReport]:
    """Return the field reports of `person`, the newest first."""
    return list(FieldReport.objects.filter(person=person).select_related("kit")[:MOST_ROWS])


def signalled(person: User) -> list[KitReport]:
    """Return what `person` reported, the newest first."""
    return list(KitReport.objects.filter(reporter=person).select_related("kit").order_by("-created_at")[:MOST_ROWS])


def collections_of(person: User) -> list[KitCollection]:
    """Return the collections that `person` owns or takes care of."""
    mine = KitCollection.objects.filter(owner=person) | KitCollection.objects.filter(curators=person)
    return list(mine.distinct()[:MOST_ROWS])
