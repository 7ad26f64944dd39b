"""What every page of the site shows around its own text."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from outillerie.pages.queries import hub_settings, legal_pages


def site(request):
    if request.path.startswith("/admin/"):
        return {}
    return {
        "hub": SimpleLazyObject(lambda: hub_settings(request)),
        "navigation": navigation(request),
        "legal_links": SimpleLazyObject(lambda: legal_links()),
        "preferences": getattr(request, "preferences", None),
        "demo": settings.DEMO,
    }


def navigation(request):
    """Return the items of the header: only what this hub has."""
    items = [(_("Workshop kits"), reverse("kits")), (_("Themes"), reverse("themes")), (_("Organisations"), reverse("organisations"))]
    return [{"label": label, "url": url, "is_current": request.path.startswith(url)} for label, url in items]


def legal_links():
    return {page.kind: {"label": page.title, "url": page.url} for page in legal_pages()}
