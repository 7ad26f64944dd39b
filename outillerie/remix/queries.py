"""Questions about adaptations. What the public sees of them is published and open to all (rule 7)."""

from django.db.models import QuerySet

from outillerie.kits.exports import page_address
from outillerie.kits.formats.borrowing import source_of
from outillerie.kits.formats.content import Source
from outillerie.kits.models import KitPage, KitVersion
from outillerie.kits.queries import public_kits
from outillerie.remix.models import Adaptation


def public_adaptations(kit: KitPage) -> QuerySet[KitPage]:
    """Return the published kits that anyone may read and that were adapted from `kit`, the oldest first."""
    return public_kits().filter(adaptation__source=kit).order_by("first_published_at", "pk")


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
