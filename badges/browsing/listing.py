"""What the page of all badges shows: a request and its results put into words and links."""

from badges.browsing.cards import cards_of, drawings_folder
from badges.browsing.choices import badge_shelf
from badges.browsing.queries import offered_versions
from badges.browsing.searching import nearest_search, search_badges
from badges.browsing.wording import SHAPES
from outillerie.discovery.listing import search_words
from outillerie.discovery.search_request import search_request
from outillerie.drawing import cover_addresses, outline_key
from outillerie.kits.models.kits import Level
from outillerie.kits.models.vocabularies import Domain

SAMPLE = "boussole"


def badges_page(parameters) -> dict:
    """Return the context of `badges/list.html` for the `parameters` of an address (a QueryDict)."""
    versions = offered_versions()
    offered = {version.achievement_id: version for version in versions}
    results = search_badges(search_request(parameters, shelf=badge_shelf(versions)), offered)
    return {
        **search_words(results, nearest_search(results, offered)),
        "cards": cards_of([offered[pk] for pk in results.ids]),
        "is_empty": not offered,
        "shapes": shapes(),
        "domains": Domain.choices,
    }


def shapes() -> list[dict]:
    """Return the four shapes, each with the level that it says."""
    keys = [outline_key(Domain.INFORMATION, level, SAMPLE) for level in Level.values]
    addresses = cover_addresses(keys, folder=drawings_folder())
    return [
        {"url": url, "label": label, "words": SHAPES[level]}
        for url, (level, label) in zip(addresses, Level.choices, strict=True)
    ]
