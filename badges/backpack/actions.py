"""What holders do with their bag: show, hide, share, gather. What is hidden leaves every shared page at once."""

from secrets import token_hex

from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Coalesce, Now
from django.utils import timezone
from django.utils.translation import gettext as _

from badges.awarding.models import Credential
from badges.backpack.models import BadgeCollection, CollectedBadge, ForeignBadge
from badges.backpack.queries import bag_of, is_standing, new_badges
from outillerie.accounts.models import User
from outillerie.errors import Refused
from outillerie.pages.actions import forget_pages
from outillerie.pages.arranging import move, number

MOST_COLLECTIONS = 20
Visibility = Credential.Visibility


class NotToBeShown(Refused):
    pass


class TooManyCollections(Refused):
    pass


def show_badge(badge: Credential | ForeignBadge) -> None:
    """Show `badge` to everybody: on its page, and wherever its holder shares it."""
    if not is_standing(badge):
        raise NotToBeShown(_("This badge was withdrawn: it can no longer be shown."))
    set_visibility(badge, Visibility.PUBLIC)


def hide_badge(badge: Credential | ForeignBadge) -> None:
    set_visibility(badge, Visibility.HIDDEN)


@transaction.atomic
def set_visibility(badge: Credential | ForeignBadge, visibility: str) -> None:
    seen = {"seen_at": Coalesce("seen_at", Now())} if isinstance(badge, Credential) else {}
    type(badge).objects.filter(pk=badge.pk).update(visibility=visibility, **seen)
    transaction.on_commit(forget_pages)


def leave_hidden(person: User) -> None:
    """`person` saw their new badges, and leaves them hidden."""
    new_badges(person).update(seen_at=timezone.now())


# --- sharing ---


@transaction.atomic
def share_bag(person: User) -> BadgeCollection:
    """Return the shared bag of `person`, with an address: two presses make one."""
    locked(person)
    return share(bag_of(person) or BadgeCollection.objects.create(person=person))


@transaction.atomic
def share(collection: BadgeCollection) -> BadgeCollection:
    """Give `collection` an address; one that has an address keeps it."""
    found = BadgeCollection.objects.select_for_update().get(pk=collection.pk)
    if not found.key:
        found.key, found.shared_at = token_hex(16), timezone.now()
        found.save(update_fields=["key", "shared_at"])
    return found


@transaction.atomic
def change_address(collection: BadgeCollection, *, key: str) -> BadgeCollection:
    """Share `collection` at another address than `key`. When that was done already, nothing more is: two presses are
    one."""
    stop_sharing(collection, key=key)
    return share(collection)


@transaction.atomic
def stop_sharing(collection: BadgeCollection, *, key: str) -> None:
    """The address `key` answers no more."""
    shared = BadgeCollection.objects.filter(pk=collection.pk, key=key)
    shared.update(key="", shared_at=None)
    transaction.on_commit(forget_pages)


# --- collections ---


@transaction.atomic
def make_collection(person: User, *, title: str, description: str = "") -> BadgeCollection:
    locked(person)
    if BadgeCollection.objects.filter(person=person).exclude(title="").count() >= MOST_COLLECTIONS:
        words = _("You have %(count)s collections, the most there may be. Delete one first.")
        raise TooManyCollections(words % {"count": MOST_COLLECTIONS})
    return BadgeCollection.objects.create(person=person, title=title, description=description)


@transaction.atomic
def add_badge(collection: BadgeCollection, badge: Credential | ForeignBadge) -> None:
    """Put `badge`, of the same person, at the end of `collection`, once."""
    lock_rows(collection)
    link = {"credential": badge} if isinstance(badge, Credential) else {"foreign": badge}
    last = collection.rows.aggregate(last=Max("order"))["last"]
    CollectedBadge.objects.get_or_create(
        collection=collection, **link, defaults={"order": 0 if last is None else last + 1}
    )


@transaction.atomic
def remove_badge(collection: BadgeCollection, row_id: int) -> None:
    lock_rows(collection)
    collection.rows.filter(pk=row_id).delete()
    number(list(collection.rows.all()))


@transaction.atomic
def move_badge(collection: BadgeCollection, row_id: int, *, up: bool) -> int | None:
    """Move a badge one place, and return its new place, from 1; None when it was removed meanwhile."""
    lock_rows(collection)
    return move(list(collection.rows.all()), row_id, up=up)


def lock_rows(collection: BadgeCollection) -> None:
    BadgeCollection.objects.select_for_update().filter(pk=collection.pk).first()
    transaction.on_commit(forget_pages)


def locked(person: User) -> User:
    # Of two deeds of one person at once, the second sees what the first did.
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)
