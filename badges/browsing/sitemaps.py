"""What search engines may read of badges: what can be earned, and who gives it. Never what somebody holds (GDPR-12)."""

from django.urls import reverse

from badges.browsing.queries import issuers_shown, known_achievements
from outillerie.discovery.sitemaps import PublicSitemap


class Badges(PublicSitemap):
    def items(self):
        return known_achievements().order_by("pk")


class Issuers(PublicSitemap):
    def items(self):
        lists = [reverse(name) for name in ("badges", "badge-figures")]
        return lists + [issuer.get_absolute_url() for issuer in issuers_shown().order_by("pk")]

    def location(self, item):
        return item
