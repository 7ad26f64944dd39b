"""What search engines may read of the agenda: the list, and the sessions that were published."""

from django.urls import reverse

from catalogue.sessions.queries import public_sessions
from outillerie.discovery.sitemaps import PublicSitemap


class Sessions(PublicSitemap):
    def items(self):
        return public_sessions().order_by("pk").values_list("slug", "changed_at")

    def location(self, item):
        return reverse("session", args=[item[0]])

    def lastmod(self, item):
        return item[1]


class Agendas(PublicSitemap):
    def items(self):
        return [reverse(name) for name in ("agenda", "season-programme")]

    def location(self, item):
        return item
