"""What search engines may read of the catalogue: public paths and public editions."""

from django.urls import reverse

from catalogue.browsing.queries import public_editions
from catalogue.paths.queries import public_paths
from outillerie.discovery.sitemaps import PublicSitemap


class Paths(PublicSitemap):
    def items(self):
        return public_paths().order_by("pk").values_list("slug", "last_published_at")

    def location(self, item):
        return reverse("path", args=[item[0]])

    def lastmod(self, item):
        return item[1]


class Catalogues(PublicSitemap):
    def items(self):
        return [reverse(name) for name in ("paths", "printed-catalogue")] + [
            edition.get_absolute_url() for edition in public_editions()
        ]

    def location(self, item):
        return item
