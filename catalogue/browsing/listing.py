"""What the page of the catalogue shows: a request and its results put into words and links, ready for a template."""

from dataclasses import replace
from urllib.parse import urlencode

from django.urls import reverse

from catalogue.browsing.cards import cards_of
from catalogue.browsing.choices import path_shelf
from catalogue.browsing.queries import Offer, offers, search_paths, texts_of_paths
from catalogue.paths.models import LearningPathPage
from outillerie.discovery.listing import address, search_words
from outillerie.discovery.search_request import SearchRequest, search_request
from outillerie.discovery.suggestions import nearest_search

COMPARED = "comparer"


def catalogue_page(parameters, today) -> dict:
    """Return the context of `browsing/paths.html` for the `parameters` of an address (a QueryDict)."""
    offered = offers(today)
    compared = next((offer for offer in offered.values() if offer.slug == parameters.get(COMPARED)), None)
    request = search_request(
        parameters,
        shelf=path_shelf(set(offered), skills=parameters.getlist("competence")),
        carried=((COMPARED, compared.slug),) if compared else (),
    )
    results = search_paths(request, offered, today)
    suggested = nearest_search(results, model=LearningPathPage, texts=texts_of_paths)
    cards = cards_of([offered[pk] for pk in results.ids])
    return {
        **search_words(results, suggested),
        "rows": [{"card": card, **compare_link(card.slug, compared, request)} for card in cards],
        "compared": comparison_begun(compared, request) if compared else None,
        "is_empty": not offered,
    }


def compare_link(slug: str, compared: Offer | None, request: SearchRequest) -> dict:
    """Return where «Comparer» leads from the row of a path: to the comparison once another one is chosen."""
    if compared is None:
        return {"compare_url": address(replace(request, carried=((COMPARED, slug),), page=1))}
    return {"compare_url": "" if slug == compared.slug else comparison_url(compared.slug, slug)}


def comparison_url(first: str, second: str) -> str:
    return f"{reverse('compare-paths')}?{urlencode({'a': first, 'b': second})}"


def comparison_begun(compared: Offer, request: SearchRequest) -> dict:
    return {"title": compared.title, "slug": compared.slug, "stop_url": address(replace(request, carried=()))}
