"""What every page of the site shows around its own text."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from outillerie.pages.additions import FOOTER, MENU, MenuItem
from outillerie.pages.models import PlainPage
from outillerie.pages.queries import Link, surroundings

Kind = PlainPage.Kind
AT_THE_FOOT = (Kind.ACCESSIBILITY, Kind.LEGAL_NOTICE, Kind.PRIVACY, Kind.TERMS, Kind.ECODESIGN)


def site(request):
    if request.path.startswith("/admin/"):
        return {}
    around = SimpleLazyObject(lambda: surroundings(request))
    return {
        "hub": SimpleLazyObject(lambda: around.hub),
        "navigation": navigation(request),
        "footer_columns": SimpleLazyObject(lambda: footer_columns(around)),
        "legal_links": SimpleLazyObject(lambda: legal_links(around)),
        "preferences": getattr(request, "preferences", None),
        "demo": settings.DEMO,
    }


def navigation(request) -> list[dict]:
    """Return the items of the header: only what this hub has."""
    own = [
        MenuItem(_("Workshop kits"), "kits", 10),
    ]
    items = sorted([*own, *MENU], key=lambda item: item.rank)
    urls = [reverse(item.route) for item in items]
    return [
        {"label": item.label, "url": url, "is_current": request.path.startswith((url, *item.also))}
        for item, url in zip(items, urls, strict=True)
    ]


def legal_links(around) -> dict[str, Link]:
    return {kind: around.legal_links[kind] for kind in AT_THE_FOOT if kind in around.legal_links}


def footer_columns(around) -> list[dict]:
    """Return the three columns of the foot. A column without a link is not shown."""
    legal = around.legal_links
    take = [
        Link(_("Workshop kits"), reverse("kits")),
        Link(_("Themes"), reverse("themes")),
        Link(_("Collections"), reverse("collections")),
    ]
    share = [
        Link(_("Propose a kit"), reverse("writing")),
        Link(_("Organisations"), reverse("organisations")),
        *known(legal, Kind.LICENCES),
    ]
    hub = [*known(legal, Kind.ABOUT), *around.plain_links]
    for name, links in (("take", take), ("share", share), ("hub", hub)):
        links += [Link(link.label, reverse(link.route)) for link in FOOTER if link.column == name]
    columns = [(_("Take"), take), (_("Share"), share), (_("The hub"), hub)]
    return [{"title": title, "links": links} for title, links in columns if links]


def known(links: dict[str, Link], kind: str) -> list[Link]:
    return [links[kind]] if kind in links else []
