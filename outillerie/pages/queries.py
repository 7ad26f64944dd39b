"""What surrounds every page, asked of the database once for each state of the site."""

import time
from dataclasses import dataclass
from secrets import token_urlsafe

from django.conf import settings
from django.core.cache import cache, caches
from django.db import DatabaseError

from outillerie.pages.actions import GENERATION
from outillerie.pages.models import Funder, HubSettings, PlainPage

# Asking the shared cache at every request would cost more than the page: each process asks once in that time.
TRUST_SECONDS = 0 if settings.TESTING else 1
KEPT_SECONDS = 300
_known = {"generation": "", "asked_at": float("-inf")}


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Surroundings:
    """The hub, its legal pages by kind, and its other pages of free text."""

    hub: HubSettings
    legal_links: dict[str, Link]
    plain_links: list[Link]


def current_generation() -> str:
    """Return what names the present state of everything public: it changes with each `forget_pages`.

    When the database is away, the state is the one last known: what is kept can still be read.
    """
    if time.monotonic() - _known["asked_at"] >= TRUST_SECONDS:
        try:
            _known["generation"] = cache.get_or_set(GENERATION, lambda: token_urlsafe(9), timeout=None)
        except DatabaseError:
            return _known["generation"]
        _known["asked_at"] = time.monotonic()
    return _known["generation"]


def surroundings(request) -> Surroundings:
    """Return what surrounds the pages of the site; a request asks for it once."""
    if not hasattr(request, "surroundings"):
        key = f"surroundings|{current_generation()}"
        request.surroundings = caches["pages"].get_or_set(key, read_surroundings, KEPT_SECONDS)
    return request.surroundings


def read_surroundings() -> Surroundings:
    pages = list(PlainPage.objects.live().public().order_by("path"))
    order = list(PlainPage.Kind)
    legal = sorted((page for page in pages if page.kind), key=lambda page: order.index(page.kind))
    return Surroundings(
        hub=read_hub(),
        legal_links={page.kind: Link(page.title, page.url) for page in legal},
        plain_links=[Link(page.title, page.url) for page in pages if not page.kind],
    )


def read_hub() -> HubSettings:
    hub = HubSettings.objects.select_related("logo").first()
    if hub is None:
        return HubSettings()
    hub.funders.set(Funder.objects.filter(hub=hub).select_related("logo"))
    return hub


def hub_settings(request) -> HubSettings:
    return surroundings(request).hub


def absolute(path: str) -> str:
    """Return the public address of `path`, from the configured one: the request's host may be forged."""
    return settings.BASE_URL + path
