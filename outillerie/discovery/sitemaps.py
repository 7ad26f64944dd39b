"""What search engines may read: public pages and public kits, on the configured address."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from outillerie.discovery.queries import organisations_with_kits, public_themes
from outillerie.kits.queries import public_kits
from outillerie.pages.models import HomePage, PlainPage


class PublicSitemap(Sitemap):
    def get_protocol(self, protocol=None):
        return urlsplit(settings.BASE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.BASE_URL).netloc


class Pages(PublicSitemap):
    def items(self):
        lists = [reverse(name) for name in ("kits", "themes", "organisations")]
        pages = [*HomePage.objects.live().public(), *PlainPage.objects.live().public().order_by("path")]
        return [address for page in pages if (address := page.relative_url(None))] + lists

    def location(self, item):
        return urlsplit(item).path


class Kits(PublicSitemap):
    def items(self):
        return public_kits().order_by("pk").values_list("slug", "last_published_at")

    def location(self, item):
        return reverse("kit", args=[item[0]])

    def lastmod(self, item):
        return item[1]


class Themes(PublicSitemap):
    def items(self):
        return public_themes().order_by("order")


class Organisations(PublicSitemap):
    def items(self):
        return organisations_with_kits()


SITEMAPS = {"pages": Pages, "kits": Kits, "themes": Themes, "organisations": Organisations}
