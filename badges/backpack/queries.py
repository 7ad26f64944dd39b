"""What a bag holds, and what it shows. Bytes of images and documents are never loaded with the rows."""

from collections.abc import Iterable

from django.db.models import Count, QuerySet

from badges.awarding.models import Credential
from badges.backpack.models import BadgeCollection, CollectedBadge, ForeignBadge
from badges.backpack.permissions import THERE, is_shown
from outillerie.accounts.models import User

State, Visibility = Credential.State, Credential.Visibility
# What the last verification of a badge from elsewhere said, when it may be kept and shown: a right signature, whoever
# the issuer is. What ended is still something that one earned.
STANDING = ("valid", "expired", "unknown_issuer")
WITH = ("version__svg", "version__achievement", "issuer")
HEAVY = ("version__svg__content", "rule", "facts", "evidence")


def is_standing(badge: Credential | ForeignBadge) -> bool:
    return badge.state == State.ISSUED if isinstance(badge, Credential) else badge.verdict in STANDING


def is_to_be_shown(badge: Credential | ForeignBadge) -> bool:
    """Return whether strangers see `badge` where it is shared: its holder shows it, and it still stands."""
    return is_shown(badge) and is_standing(badge)


def badges_of(person: User) -> QuerySet[Credential]:
    """Return the badges given to `person`, revoked ones too, the last awarded first."""
    return Credential.objects.filter(holder=person, state__in=THERE).order_by("-awarded_at", "-pk")


def with_pictures(credentials: QuerySet[Credential]) -> QuerySet[Credential]:
    """Load what a pocket says of each badge, in one question."""
    return credentials.select_related(*WITH).defer(*HEAVY)


def foreign_badges_of(person: User) -> QuerySet[ForeignBadge]:
    return ForeignBadge.objects.filter(person=person).defer("content")


def new_badges(person: User) -> QuerySet[Credential]:
    """Return the badges that `person` has neither shown nor set aside since they came."""
    return badges_of(person).filter(seen_at=None, state=State.ISSUED, visibility=Visibility.HIDDEN)


def shown_badges(person: User) -> QuerySet[Credential]:
    """Return what the bag of `person` shows to others: what they chose, and was not revoked."""
    return badges_of(person).filter(state=State.ISSUED, visibility=Visibility.PUBLIC)


def shown_foreign_badges(person: User) -> QuerySet[ForeignBadge]:
    return foreign_badges_of(person).filter(visibility=Visibility.PUBLIC, verdict__in=STANDING)


def bag_of(person: User) -> BadgeCollection | None:
    """Return the whole bag of `person`, once they have shared it."""
    return BadgeCollection.objects.filter(person=person, title="").first()


def collections_of(person: User) -> QuerySet[BadgeCollection]:
    """Return the collections of `person`, each with its number of badges, in the order of their titles."""
    return BadgeCollection.objects.filter(person=person).exclude(title="").annotate(count=Count("rows"))


def shared_collection(key: str) -> BadgeCollection | None:
    """Return what is shared at the address `key`: a bag or a collection, of somebody whose account is open."""
    found = BadgeCollection.objects.exclude(key="").filter(key=key, person__is_active=True)
    return found.select_related("person").first()


def rows_of(collection: BadgeCollection) -> list[CollectedBadge]:
    """Return the badges of a collection in their order. One that is being signed, erased, or no longer of its person
    is left out."""
    rows = list(collection.rows.all())
    own = {badge.pk: badge for badge in own_badges(rows, collection)}
    foreign = {badge.pk: badge for badge in foreign_badges(rows, collection)}
    kept = []
    for row in rows:
        badge = own.get(row.credential_id) or foreign.get(row.foreign_id)
        if badge is not None:
            row.badge = badge
            kept.append(row)
    return kept


def own_badges(rows: Iterable[CollectedBadge], collection: BadgeCollection) -> QuerySet[Credential]:
    ids = [row.credential_id for row in rows if row.credential_id]
    return with_pictures(badges_of(collection.person)).filter(pk__in=ids)


def foreign_badges(rows: Iterable[CollectedBadge], collection: BadgeCollection) -> QuerySet[ForeignBadge]:
    ids = [row.foreign_id for row in rows if row.foreign_id]
    return foreign_badges_of(collection.person).filter(pk__in=ids)


def badge_of(person: User, uuid) -> Credential | ForeignBadge | None:
    """Return the badge `uuid` of the bag of `person`, given here or brought from elsewhere."""
    own = badges_of(person).filter(uuid=uuid).first()
    return own or foreign_badges_of(person).filter(uuid=uuid).first()
