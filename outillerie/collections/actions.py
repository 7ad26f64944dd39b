"""What can be done with a collection. Each deed on its kits locks it: two curators may change it at once."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from outillerie.accounts.models import User
from outillerie.collections.models import CollectedKit, CollectionCurator, CollectionPrint, KitCollection
from outillerie.collections.queries import INVITED, collections_of, invitations
from outillerie.errors import Refused
from outillerie.kits.models import KitPage
from outillerie.notifications.actions import notify
from outillerie.notifications.models import Kind
from outillerie.outbox.actions import schedule
from outillerie.pages.actions import forget_pages
from outillerie.pages.arranging import forget_prints, keep_at_free_address, lock, move, number

MOST_KITS = 40
MOST_COLLECTIONS = 100
MOST_CURATORS = 20
# Words that addresses under `/collections/` already use.
TAKEN = {"nouvelle", "ajouter"}


class TooManyKits(Refused):
    pass


class TooManyCollections(Refused):
    pass


class NotInvited(Refused):
    pass


@transaction.atomic
def make_collection(collection: KitCollection) -> KitCollection:
    """Keep a new collection at a free address."""
    if collections_of(collection.owner).count() >= MOST_COLLECTIONS:
        raise TooManyCollections(
            _("You take care of %(most)s collections already. Delete one, then make the new one.")
            % {"most": MOST_COLLECTIONS}
        )
    keep_at_free_address(collection, otherwise="collection", taken=TAKEN)
    transaction.on_commit(forget_pages)
    return collection


@transaction.atomic
def change_collection(collection: KitCollection) -> None:
    """Keep its title, introduction and publicity. Its address stays: it may be printed."""
    collection.save(update_fields=["title", "introduction", "is_public", "updated_at"])
    transaction.on_commit(forget_pages)


@transaction.atomic
def delete_collection(collection: KitCollection) -> None:
    """Delete it with its booklets; its kits are untouched."""
    forget_prints(collection.prints.all())
    collection.delete()
    transaction.on_commit(forget_pages)


@transaction.atomic
def add_kit(collection: KitCollection, kit: KitPage, *, by: User) -> CollectedKit:
    """Put `kit` last in `collection`. Where it is already, it stays."""
    lock(collection)
    rows = collection.collected_kits
    if found := rows.filter(kit=kit).first():
        return found
    if rows.count() >= MOST_KITS:
        raise TooManyKits(
            _("This collection holds %(most)s kits, the most it can. Remove one, or begin another collection.")
            % {"most": MOST_KITS}
        )
    last = rows.aggregate(last=Max("order"))["last"]
    return rows.create(kit=kit, order=0 if last is None else last + 1, added_by=by)


@transaction.atomic
def remove_kit(collection: KitCollection, row_id: int) -> None:
    lock(collection)
    collection.collected_kits.filter(pk=row_id).delete()
    number(list(collection.collected_kits.all()))


@transaction.atomic
def move_kit(collection: KitCollection, row_id: int, *, up: bool) -> int | None:
    """Move a kit one place up or down, and return its new place, from 1; None when it was removed meanwhile."""
    lock(collection)
    return move(list(collection.collected_kits.all()), row_id, up=up)


@transaction.atomic
def say_why(collection: KitCollection, row_id: int, note: str) -> None:
    """Keep why a kit is there."""
    lock(collection)
    collection.collected_kits.filter(pk=row_id).update(note=note)


@transaction.atomic
def invite_curator(collection: KitCollection, email: str, *, by: User) -> None:
    """Ask the person of this address, if there is one, to take care of `collection`. Nothing tells whether there is.

    They are curators once they accept: their name is then shown, and an address alone gives no right.
    """
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if person is None or person == by or is_full(collection) or invitations(collection, person).exists():
        return
    if collections_of(person).filter(pk=collection.pk).exists():
        return
    notify([person], Kind.COLLECTION, path=collection.invitation_path(), actor=by, event=INVITED)


def is_full(collection: KitCollection) -> bool:
    return collection.curator_rows.count() >= MOST_CURATORS


@transaction.atomic
def accept_invitation(collection: KitCollection, *, by: User) -> None:
    """Make `by`, who was invited, a curator, and tell the owner."""
    if not invitations(collection, by).delete()[0]:
        raise NotInvited(_("This invitation no longer holds. Ask whoever sent it for another."))
    CollectionCurator.objects.get_or_create(collection=collection, person=by)
    tell([collection.owner], collection, "joined", actor=by)
    transaction.on_commit(forget_pages)


def decline_invitation(collection: KitCollection, *, by: User) -> None:
    invitations(collection, by).delete()


@transaction.atomic
def remove_curator(collection: KitCollection, person_id: int, *, by: User) -> None:
    """End the part of a curator. They are told; what they added stays."""
    row = collection.curator_rows.filter(person=person_id).select_related("person").first()
    if row is None:
        return
    row.delete()
    if row.person == by:
        tell([collection.owner], collection, "left", actor=by)
    else:
        tell([row.person], collection, "removed", actor=by)
    transaction.on_commit(forget_pages)


def tell(people: list[User | None], collection: KitCollection, event: str, *, actor: User) -> None:
    path = collection.get_absolute_url()
    named = [person for person in people if person]
    notify(named, Kind.COLLECTION, path=path, actor=actor, collection=collection.pk, event=event)


def request_booklet(collection: KitCollection, form: str, sha256: str) -> CollectionPrint:
    """Return the booklet of `collection` in the state `sha256`, asking the worker for it the first time."""
    with transaction.atomic():
        made, is_new = CollectionPrint.objects.get_or_create(
            collection=collection, form=form, sha256=sha256, defaults={"requested_at": timezone.now()}
        )
        if is_new:
            schedule("collection-print", {"print": made.pk}, key=f"collection-print:{made.pk}")
    if is_new:
        made.refresh_from_db()
    return made
