from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Site

from outillerie.pages.models import HubSettings, PlainPage


def hub_settings(request) -> HubSettings:
    return HubSettings.for_request(request) if Site.find_for_request(request) else HubSettings()


def legal_pages():
    return PlainPage.objects.live().public().exclude(kind="").order_by("path")


def absolute(path: str) -> str:
    """Return the public address of `path`, from the configured one: the request's host may be forged."""
    return settings.BASE_URL + path


def site_map_sections() -> list[dict]:
    """Return the pages of the site that are not kits, as titled lists of links."""
    pages = PlainPage.objects.live().public().order_by("path")
    return [
        {"title": _("About the hub"), "links": [{"label": page.title, "url": page.url} for page in pages]},
    ]
