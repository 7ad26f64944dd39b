"""The newest kits as an Atom feed (RFC 4287). Addresses stand on the configured one, never on the request's host."""

from html import escape

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from outillerie.kits.exports import parts_of, spoken, whole_part
from outillerie.kits.queries import newest_versions, public_kits
from outillerie.licences import attribution
from outillerie.licences.licence import LICENCES
from outillerie.pages.queries import absolute, hub_settings

NEWEST = 30


class CreditedAtom(Atom1Feed):
    """Atom whose entries name those who helped the authors, and lead to what the kit is made from."""

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name in item["contributors"]:
            handler.startElement("contributor", {})
            handler.addQuickElement("name", name)
            handler.endElement("contributor")
        for address in item["sources"]:
            handler.addQuickElement("link", "", {"rel": "via", "href": address})


class NewestKits(Feed):
    feed_type = CreditedAtom

    def get_object(self, request):
        return hub_settings(request)

    def title(self, hub):
        return _("%(hub)s: workshop kits") % {"hub": hub.hub_name}

    def subtitle(self, hub):
        return hub.tagline

    def author_name(self, hub):
        return hub.hub_name

    def link(self):
        return absolute(reverse("kits"))

    def feed_url(self):
        return absolute(reverse("kits-atom"))

    def feed_guid(self):
        return self.feed_url()

    def items(self):
        kits = list(public_kits().order_by("-last_published_at", "-pk")[:NEWEST])
        versions = newest_versions(kits)
        for kit in kits:
            if kit.pk in versions:
                versions[kit.pk].kit = kit
        return [versions[kit.pk] for kit in kits if kit.pk in versions]

    def item_title(self, version):
        return version.content.title

    def item_description(self, version):
        # Readers take it for HTML.
        return escape(version.content.hook)

    def item_link(self, version):
        return absolute(reverse("kit", args=[version.kit.slug]))

    def item_guid(self, version):
        return f"urn:uuid:{version.kit.translation_key}"

    def item_author_name(self, version):
        authors = [credit.name for credit in version.content.credits if credit.role == "author"]
        return ", ".join(authors) or version.content.organisation or None

    def item_copyright(self, version):
        licence = LICENCES.get(version.licence)
        if licence is None:
            return None
        others = attribution.attribution_lines(parts_of(version)[1:], language=spoken(version.content))
        return " ".join([f"{licence.short_name} – {licence.uri}", *others])

    def item_extra_kwargs(self, version):
        addresses = (attribution.web_address(source.url) for source in version.content.sources)
        return {
            "contributors": whole_part(version).contributors,
            "sources": list(dict.fromkeys(filter(None, addresses))),
        }

    def item_pubdate(self, version):
        return version.kit.first_published_at

    def item_updateddate(self, version):
        return version.published_at

    def item_categories(self, version):
        return version.content.themes
