"""What the page of the search shows: a request and its results put into words and links, ready for a template."""

from collections import Counter
from dataclasses import replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from outillerie.discovery.queries import SearchResults
from outillerie.discovery.search_request import SearchRequest
from outillerie.discovery.shelf import RELEVANCE, Facet
from outillerie.discovery.suggestions import suggestion
from outillerie.kits.cards import cards_of_ids
from outillerie.pages.models import HubSettings


def listing(results: SearchResults, hub: HubSettings) -> dict:
    """Return the context of `kits/index.html`."""
    return {
        **search_words(results, suggestion(results)),
        "cards": cards_of_ids(results.ids),
        "request_kit_url": request_kit_url(hub, results.request.text),
    }


def search_words(results: SearchResults, suggested: str) -> dict:
    """Return what the page of any shelf shows around what was found; `suggested` is another text to look for."""
    request = results.request
    rows = facet_rows(results)
    chips = chips_of(request, rows)
    return {
        "query": request.text,
        "facets": [row for row in rows if row["is_shown"]],
        "chips": chips,
        "clear_url": address(SearchRequest(shelf=request.shelf, carried=request.carried)) if chips else "",
        "count": results.count,
        "count_label": request.shelf.count_label(results.count),
        "sorts": sorts(request),
        **pagination(results.page, results.pages, lambda page: address(replace(request, page=page))),
        "suggestion": suggestion_link(request, suggested),
        "way_out": way_out(results, chips),
    }


def address(request: SearchRequest) -> str:
    parameters = request.parameters()
    return reverse(request.shelf.route) + (f"?{parameters}" if parameters else "")


def facet_rows(results: SearchResults) -> list[dict]:
    """Return every facet with its options. One that leaves no choice, and that nobody made, is not to be shown."""
    return [_facet_row(facet, results) for facet in results.request.shelf.facets]


def _facet_row(facet: Facet, results: SearchResults) -> dict:
    active = results.request.chosen.get(facet.code, ())
    library, counts = results.library.get(facet.code, {}), results.counts.get(facet.code, {})
    offered = dict(Counter(library).most_common(facet.most)) if facet.is_offered else {}
    options = [
        {
            "value": value,
            "label": str(label),
            "count": counts.get(value, 0),
            "is_active": value in active,
            "domain": int(value) if facet.code == "domain" else None,
        }
        for value, label in results.request.shelf.values_of(facet.code).items()
        if value in active or offered.get(value)
    ]
    return {
        "code": facet.code,
        "name": facet.name,
        "legend": str(facet.legend),
        "kind": facet.kind,
        "options": options,
        "is_shown": bool(active) or len(options) > 1,
    }


def chips_of(request: SearchRequest, rows: list[dict]) -> list[dict]:
    """Return one chip a filter in use, the words searched first."""
    chips = []
    if request.text:
        chips.append({"label": request.text, "remove_url": address(_without_text(request)), "facet": "text"})
    for row in rows:
        for option in row["options"]:
            if option["is_active"]:
                remaining = request.without(row["code"], option["value"])
                chips.append({"label": option["label"], "remove_url": address(remaining), "facet": row["code"]})
    return chips


def _without_text(request: SearchRequest) -> SearchRequest:
    sort = "" if request.sort == request.shelf.usual_order else request.sort
    return replace(request, text="", sort=sort, page=1)


def sorts(request: SearchRequest) -> list[dict]:
    """Return the orders to choose from. The usual one has no value, so that it follows when words are typed."""
    labels = {RELEVANCE: _("The closest to your search")} if request.text else {}
    labels |= {code: str(label) for code, label in request.shelf.orders.items()}
    usual = next(iter(labels))
    return [
        {"value": "" if value == usual else value, "label": label, "is_active": value == request.order}
        for value, label in labels.items()
    ]


def pagination(number: int, pages: int, url) -> dict:
    """Return the links to the first, the last and the nearest pages; one without a number stands for those left out.

    `url` gives the address of a page.
    """
    if pages == 1:
        return {"page_links": [], "previous_url": "", "next_url": ""}
    near = [page for page in sorted({1, number - 1, number, number + 1, pages}) if 1 <= page <= pages]
    links, before = [], 0
    for page in near:
        if page > before + 1:
            links.append({"number": None, "url": "", "is_current": False})
        links.append({"number": page, "url": url(page), "is_current": page == number})
        before = page
    return {
        "page_links": links,
        "previous_url": url(number - 1) if number > 1 else "",
        "next_url": url(number + 1) if number < pages else "",
    }


def suggestion_link(request: SearchRequest, text: str) -> dict | None:
    if not text:
        return None
    return {"text": text, "url": address(replace(request, text=text, page=1))}


def way_out(results: SearchResults, chips: list[dict]) -> dict | None:
    """Return the filter to take off first when nothing is left: the one that gives the most back."""
    if results.count or not results.without:
        return None
    code, count = max(results.without.items(), key=lambda pair: pair[1])
    if not count:
        return None
    labels = ", ".join(chip["label"] for chip in chips if chip["facet"] == code)
    return {
        "label": labels,
        "url": address(results.request.without(code)),
        "count_label": results.request.shelf.count_label(count),
    }


def request_kit_url(hub: HubSettings, text: str) -> str:
    """Return the address that writes to the hub to ask for a kit that does not exist, if the hub can be written to."""
    if not hub.contact_email:
        return ""
    subject = _("A kit on “%(query)s”") % {"query": text} if text else _("A kit that I am looking for")
    return f"mailto:{hub.contact_email}?{urlencode({'subject': subject}).replace('+', '%20')}"
