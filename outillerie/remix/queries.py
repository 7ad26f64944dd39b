"""Questions about adaptations and the people behind them."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Max, Q

from outillerie.accounts.models import User
from outillerie.kits.exports import page_address
from outillerie.kits.formats.borrowing import source_of
from outillerie.kits.formats.content import Source
from outillerie.kits.models import KitPage, KitVersion
from outillerie.kits.queries import public_kits
from outillerie.remix.models import Adaptation, Proposal


@dataclass(frozen=True)
class News:
    """What waits between a kit and others: changes offered to it, a newer version of the original it follows."""

    is_adaptation: bool = False
    newer: int | None = None
    offers: tuple[Proposal, ...] = ()


def news_of(kit_ids: Collection[int]) -> dict[int, News]:
    """Return what waits for the authors of each kit, in as many statements whatever their number."""
    newest = Max("source__versions__number")
    rows = Adaptation.objects.filter(kit__in=kit_ids).annotate(newest=newest, compared=F("base__number"))
    adaptations = {row.kit_id: row for row in rows}
    followed = {row.source_id for row in adaptations.values() if is_behind(row)}
    public = set(public_kits().filter(pk__in=followed).values_list("pk", flat=True)) if followed else set()
    newer = {row.kit_id: row.newest for row in adaptations.values() if is_behind(row) and row.source_id in public}
    offers: dict[int, list[Proposal]] = {}
    for proposal in Proposal.objects.filter(kit__in=kit_ids, state=Proposal.State.WAITING).order_by("pk"):
        offers.setdefault(proposal.kit_id, []).append(proposal)
    return {pk: News(pk in adaptations, newer.get(pk), tuple(offers.get(pk, ()))) for pk in kit_ids}


def is_behind(adaptation: Adaptation) -> bool:
    """Return whether the source that an adaptation follows has a version newer than the one compared with."""
    numbers = (adaptation.newest, adaptation.compared)
    return adaptation.intent == Adaptation.Intent.FOLLOW and None not in numbers and numbers[0] > numbers[1]


def is_public(kit: KitPage | None) -> bool:
    return kit is not None and public_kits().filter(pk=kit.pk).exists()


def followers(kit: KitPage) -> list[Adaptation]:
    """Return the adaptations of `kit` whose authors want to know what changes in it."""
    following = Adaptation.objects.filter(source=kit, intent=Adaptation.Intent.FOLLOW)
    return list(following.select_related("kit__owner"))


def as_source(version: KitVersion, relation: str = "adaptation") -> Source:
    """Return a published version as a source of another kit."""
    return source_of(
        version.content,
        url=page_address(version),
        version=version.number,
        sha256=version.sha256,
        relation=relation,
    )


def people_of(kit: KitPage) -> list[User]:
    """Return whom to tell about `kit`: who began it, and the active members of the organisation it names."""
    whose = Q(pk=kit.owner_id)
    if kit.organisation_id:
        whose |= Q(memberships__organisation=kit.organisation_id, memberships__state="active")
    return list(User.objects.filter(whose, is_active=True).distinct())
