"""Who may do what with a collection. Its owner and curators change it; a private one does not exist for others."""

from outillerie.collections.models import KitCollection
from outillerie.kits.permissions import can_review_kits, can_write_kits


def can_make_collections(user) -> bool:
    return can_write_kits(user)


def can_read_collection(user, collection: KitCollection) -> bool:
    return collection.is_public or is_curator(user, collection)


def can_edit_collection(user, collection: KitCollection) -> bool:
    """Those who read proposals may also correct a public collection, or make it private."""
    return is_curator(user, collection) or (collection.is_public and can_review_kits(user))


def can_own_collection(user, collection: KitCollection) -> bool:
    """Deleting it and choosing its curators are for its owner."""
    return can_make_collections(user) and collection.owner_id == user.pk


def is_curator(user, collection: KitCollection) -> bool:
    if not can_make_collections(user):
        return False
    return collection.owner_id == user.pk or collection.curator_rows.filter(person=user).exists()
