"""What search engines may read of venues."""

from django.urls import reverse

from catalogue.venues.queries import public_venues
from outillerie.discovery.sitemaps import PublicSitemap


class Venues(PublicSitemap):
    def items(self):
        return public_venues().order_by("pk").values_list("slug", "updated_on")

    def location(self, item):
        return reverse("venue", args=[item[0]])

    def lastmod(self, item):
        return item[1]
