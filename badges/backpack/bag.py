"""What the pages of a bag hold: its badges a page at a time, its places that wait, what is shared of it."""

from collections.abc import Callable, Iterable

from django.core.paginator import Paginator
from django.urls import reverse

from badges.awarding.models import Credential
from badges.backpack import queries
from badges.backpack.gaps import gaps_of
from badges.backpack.models import BadgeCollection, ForeignBadge
from badges.backpack.showing import BADGES_PER_PAGE, Pocket, foreign_pocket, own_pocket
from badges.verification.models import KnownIssuer
from outillerie.accounts.models import User
from outillerie.discovery.listing import pagination
from outillerie.kits.formats.text import typography
from outillerie.pages.queries import absolute

Badge = Credential | ForeignBadge
Address = Callable[[Badge], str]


def bag_page(person: User, number: int) -> dict:
    """Return what `/mes-badges/` shows of the bag of `person`."""
    own, foreign = queries.badges_of(person), queries.foreign_badges_of(person)
    page = page_of(own, foreign, number)
    is_last = page.number == page.paginator.num_pages
    held = set(own.exclude(state=Credential.State.REVOKED).values_list("version__achievement", flat=True))
    new = list(queries.with_pictures(queries.new_badges(person)))
    return {
        "pockets": pockets(loaded(page.object_list), own_address),
        "gaps": gaps_of(person, held=held) if is_last else [],
        "new": [{"uuid": badge.uuid, "title": title_of(badge)} for badge in new],
        "count": page.paginator.count,
        "shown": queries.shown_badges(person).count() + queries.shown_foreign_badges(person).count(),
        "collections": queries.collections_of(person),
        **sharing(queries.bag_of(person)),
        **numbered(page),
    }


def shared_page(collection: BadgeCollection, number: int) -> dict:
    """Return what strangers see at a shared address: the badges that are shown, and the name that their holder shows."""
    if collection.title:
        badges = [row.badge for row in queries.rows_of(collection) if queries.is_to_be_shown(row.badge)]
        page = Paginator(badges, BADGES_PER_PAGE).get_page(number)
        found = page.object_list
    else:
        person = collection.person
        page = page_of(queries.shown_badges(person), queries.shown_foreign_badges(person), number)
        found = loaded(page.object_list)
    return {
        "collection": collection,
        "name": collection.person.shown_name(),
        "pockets": pockets(found, public_address),
        "count": page.paginator.count,
        **numbered(page),
    }


def page_of(own, foreign, number: int):
    """Return one page of references to badges: those given here first. Only ids are read: they are few words."""
    references = [
        *(("own", pk) for pk in own.values_list("pk", flat=True)),
        *(("foreign", pk) for pk in foreign.values_list("pk", flat=True)),
    ]
    return Paginator(references, BADGES_PER_PAGE).get_page(number)


def loaded(references: Iterable[tuple[str, int]]) -> list[Badge]:
    """Return the badges of `references` in their order, in two questions."""
    references = list(references)
    ids = {kind: [pk for each, pk in references if each == kind] for kind in ("own", "foreign")}
    own = queries.with_pictures(Credential.objects).filter(pk__in=ids["own"])
    foreign = ForeignBadge.objects.defer("content").filter(pk__in=ids["foreign"])
    found = {("own", badge.pk): badge for badge in own} | {("foreign", badge.pk): badge for badge in foreign}
    return [found[reference] for reference in references if reference in found]


def pockets(badges: Iterable[Badge], address: Address) -> list[Pocket]:
    badges = list(badges)
    issuers = {badge.issuer_id for badge in badges if isinstance(badge, ForeignBadge)}
    known = known_issuers(issuers) if issuers else set()
    return [
        own_pocket(badge, url=address(badge))
        if isinstance(badge, Credential)
        else foreign_pocket(badge, url=address(badge), is_known=badge.issuer_id in known)
        for badge in badges
    ]


def known_issuers(identifiers: Iterable[str]) -> set[str]:
    return set(KnownIssuer.objects.filter(identifier__in=identifiers).values_list("identifier", flat=True))


def own_address(badge: Badge) -> str:
    return reverse("my-badge" if isinstance(badge, Credential) else "my-foreign-badge", args=[badge.uuid])


def public_address(badge: Badge) -> str:
    """Return the public page of a badge; one from elsewhere has none here."""
    return badge.get_absolute_url() if isinstance(badge, Credential) else ""


def title_of(badge: Credential) -> str:
    return typography(badge.version.content.name, badge.version.content.language)


def sharing(collection: BadgeCollection | None) -> dict:
    """Return where a bag or a collection is shared, if it is."""
    key = collection.key if collection else ""
    return {"shared": collection, "address": absolute(reverse("shared-badges", args=[key])) if key else ""}


def numbered(page) -> dict:
    return pagination(page.number, page.paginator.num_pages, lambda number: f"?page={number}")
