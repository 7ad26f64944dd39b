"""Collections from a plain file: those of the demonstration."""

from collections.abc import Iterable

from django.db import transaction

from outillerie.accounts.models import User
from outillerie.collections.actions import add_kit, make_collection, say_why
from outillerie.collections.models import CollectionCurator, KitCollection
from outillerie.kits.models import KitPage


@transaction.atomic
def write_collections(rows: Iterable[dict]) -> None:
    """Write the collections of `rows` (see fixtures/demo/collections.yaml). Again, it changes nothing."""
    for row in rows:
        owner = User.objects.get(email=row["owner"])
        if not KitCollection.objects.filter(title=row["title"], owner=owner).exists():
            write_collection(row, owner)


def write_collection(row: dict, owner: User) -> None:
    facts = {name: row[name] for name in ("title", "introduction", "is_public")}
    made = make_collection(KitCollection(owner=owner, **facts))
    for kit in row["kits"]:
        collected = add_kit(made, KitPage.objects.get(slug=kit["kit"]), by=owner)
        say_why(made, collected.pk, kit.get("note", ""))
    for email in row.get("curators", ()):
        CollectionCurator.objects.create(collection=made, person=User.objects.get(email=email))
