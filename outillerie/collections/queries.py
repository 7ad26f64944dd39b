"""Questions about collections. Readers meet public collections and, in them, public kits only (rule 7)."""

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from outillerie.accounts.models import User
from outillerie.collections.models import CollectedKit, CollectionCurator, KitCollection
from outillerie.kits.models import KitPage, KitVersion
from outillerie.kits.queries import public_kits
from outillerie.notifications.models import Kind, Notification

INVITED = "invited"


def with_kit_count(collections: QuerySet[KitCollection]) -> QuerySet[KitCollection]:
    """Return `collections`, each with `kit_count`: how many of its kits anyone may read."""
    public = Q(collected_kits__kit__in=public_kits().order_by())
    counted = collections.annotate(kit_count=Count("collected_kits", filter=public))
    return counted.select_related("owner").order_by("title", "pk")


def public_collections() -> QuerySet[KitCollection]:
    """Return the public collections that hold something to read, by title."""
    return with_kit_count(KitCollection.objects.filter(is_public=True)).filter(kit_count__gt=0)


def collections_of(person: User) -> QuerySet[KitCollection]:
    """Return the collections that `person` owns or takes care of, by title."""
    curated = CollectionCurator.objects.filter(collection=OuterRef("pk"), person=person)
    return KitCollection.objects.filter(Q(owner=person) | Exists(curated))


def offered_for(kit: KitPage, person: User) -> QuerySet[KitCollection]:
    """Return the collections that `person` may put `kit` in; `has_kit` says where it is already."""
    there = CollectedKit.objects.filter(collection=OuterRef("pk"), kit=kit)
    return collections_of(person).annotate(has_kit=Exists(there))


def rows_of(collection: KitCollection) -> list[CollectedKit]:
    """Return every kit of `collection`, in its order: `is_shown` when anyone may read it, and its `slug`."""
    shown = Exists(public_kits().order_by().filter(pk=OuterRef("kit")))
    return list(collection.collected_kits.annotate(is_shown=shown, slug=F("kit__slug")).order_by("order", "pk"))


def shown_rows(collection: KitCollection) -> list[CollectedKit]:
    """Return the kits of `collection` that anyone may read, in its order."""
    return [row for row in rows_of(collection) if row.is_shown]


def newest_versions(rows: list[CollectedKit], *, with_content: bool = False) -> list[KitVersion]:
    """Return the newest version of each kit of `rows`, in their order. Without its content, it is a light row."""
    newest = KitVersion.objects.filter(kit=OuterRef("kit")).order_by("-number").values("number")[:1]
    versions = KitVersion.objects.filter(kit__in=[row.kit_id for row in rows], number=Subquery(newest))
    versions = versions.select_related("kit") if with_content else versions.defer("values")
    found = {version.kit_id: version for version in versions}
    return [found[row.kit_id] for row in rows if row.kit_id in found]


def curators_of(collection: KitCollection) -> list[User]:
    """Return who takes care of `collection`: its owner, then the others by date."""
    rows = collection.curator_rows.select_related("person").order_by("added_at", "pk")
    owner = [collection.owner] if collection.owner else []
    return owner + [row.person for row in rows if row.person_id != collection.owner_id]


def invitations(collection: KitCollection, person: User) -> QuerySet[Notification]:
    """Return what asks `person` to take care of `collection`: an invitation is what they were told, no more."""
    path = collection.invitation_path()
    return Notification.objects.filter(person=person, kind=Kind.COLLECTION, path=path, facts__event=INVITED)


def first_kits(collections: list[KitCollection], *, most: int) -> dict[int, list[tuple[int, str]]]:
    """Return the ids and slugs of the first kits that anyone may read, by collection."""
    rows = CollectedKit.objects.filter(collection__in=collections, kit__in=public_kits().order_by())
    found: dict[int, list[tuple[int, str]]] = {}
    for collection_id, kit_id, slug in rows.order_by("order", "pk").values_list("collection", "kit", "kit__slug"):
        listed = found.setdefault(collection_id, [])
        if len(listed) < most:
            listed.append((kit_id, slug))
    return found
