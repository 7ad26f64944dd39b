"""A collection as its pages show it: words, cards and addresses, ready for templates."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext

from outillerie.collections.models import CollectedKit, KitCollection
from outillerie.collections.prints import FORMS
from outillerie.collections.queries import curators_of, first_kits, newest_versions, rows_of
from outillerie.field_reports.reading import who
from outillerie.kits.cards import Card, cards_of_ids
from outillerie.kits.formats.text import SafeHtml, plain, render, typography
from outillerie.licences.compatibility import commercial_warning
from outillerie.licences.licence import LICENCES

MOST_COVERS = 3
LONGEST_SUMMARY = 160


@dataclass(frozen=True, kw_only=True)
class CollectionCard:
    """What the card of a collection shows; `cover_urls` are those of its first kits."""

    url: str
    title: str
    summary: str
    count_label: str
    owner: str
    cover_urls: tuple[str, ...]
    is_public: bool


@dataclass(frozen=True, kw_only=True)
class CollectedCard:
    """A kit at its place, from 1. `card` is None when the kit is no longer public: only curators see that place."""

    row_id: int
    place: int
    card: Card | None
    note: str
    is_first: bool
    is_last: bool


def collection_cards(collections: Iterable[KitCollection]) -> list[CollectionCard]:
    """Return the cards of `collections`, which come from `with_kit_count`."""
    listed = list(collections)
    first = first_kits(listed, most=MOST_COVERS)
    kit_ids = list(dict.fromkeys(kit_id for kits in first.values() for kit_id, _slug in kits))
    covers = {card.url: card.cover_url for card in cards_of_ids(kit_ids)}
    return [
        CollectionCard(
            url=collection.get_absolute_url(),
            title=typeset(collection.title),
            summary=Truncator(" ".join(plain(collection.introduction).split())).chars(LONGEST_SUMMARY),
            count_label=count_label(collection.kit_count),
            owner=collection.owner.shown_name() if collection.owner else "",
            cover_urls=tuple(filter(None, (covers.get(kit_url(slug)) for _id, slug in first.get(collection.pk, [])))),
            is_public=collection.is_public,
        )
        for collection in listed
    ]


def kit_url(slug: str) -> str:
    return reverse("kit", args=[slug])


def collected_cards(rows: list[CollectedKit]) -> list[CollectedCard]:
    """Return the kits of `rows`, which come from `rows_of`, in their order."""
    cards = {card.url: card for card in cards_of_ids([row.kit_id for row in rows if row.is_shown])}
    return [
        CollectedCard(
            row_id=row.pk,
            place=place,
            card=cards.get(kit_url(row.slug)) if row.is_shown else None,
            note=typeset(row.note),
            is_first=place == 1,
            is_last=place == len(rows),
        )
        for place, row in enumerate(rows, start=1)
    ]


def reading(collection: KitCollection) -> dict:
    """Return what the page of `collection` shows to anyone who may read it: its public kits, and theirs alone."""
    rows = [row for row in rows_of(collection) if row.is_shown]
    return {
        "collection": collection,
        "title": typeset(collection.title),
        "introduction": introduction_html(collection.introduction),
        "summary": plain(collection.introduction)[:LONGEST_SUMMARY],
        "curators": [who(person) for person in curators_of(collection)],
        "kits": collected_cards(rows),
        "count_label": count_label(len(rows)),
        "warning": commercial_sentence(version.licence for version in newest_versions(rows)),
        "booklets": booklet_links(collection) if rows else [],
    }


def commercial_sentence(licences: Iterable[str]) -> str:
    """Return what to say before a paid use of works under `licences`, nothing when any use is allowed."""
    warning = commercial_warning(LICENCES.get(licence) for licence in licences)
    return warning.sentence(get_language() or "fr") if warning else ""


def booklet_links(collection: KitCollection) -> list[dict]:
    return [
        {"url": reverse("collection-booklet", args=[collection.slug, name]), "label": form.label, "note": form.note}
        for name, form in FORMS.items()
    ]


def introduction_html(markdown: str) -> SafeHtml:
    """Return an introduction as safe HTML: a collection has neither pictures nor files of its own."""
    return render(markdown, links=lambda target: None, heading_level=2, language=get_language() or "fr")


def count_label(count: int) -> str:
    return ngettext("%(count)s kit", "%(count)s kits", count) % {"count": count}


def typeset(text: str) -> str:
    return typography(text, get_language() or "fr")


def offers(collections: Iterable[KitCollection]) -> list[dict]:
    """Return the collections that a kit may be put in, from `offered_for`: name, address, whether it is there."""
    return [
        {"id": row.pk, "title": typeset(row.title), "url": row.get_absolute_url(), "has_kit": row.has_kit}
        for row in collections
    ]
