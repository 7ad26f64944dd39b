"""What is announced, moved and cancelled, as Atom feeds (RFC 4287). Addresses stand on the configured one."""

from dataclasses import dataclass

from django.contrib.syndication.views import Feed
from django.http import Http404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape, linebreaks
from django.utils.translation import gettext as _

from catalogue.agenda.queries import having
from catalogue.calendars.exports import description, status_of, title_of
from catalogue.calendars.formats.content_lines import clean
from catalogue.calendars.queries import as_events, calendar_sessions, changed_lately, places_by_session
from catalogue.sessions.models import PeerSession, SessionPlace
from catalogue.sessions.wording import place_words, when_words
from catalogue.venues.models import Territory
from catalogue.venues.queries import territory_by_facet
from outillerie.pages.models import HubSettings
from outillerie.pages.queries import absolute, hub_settings


@dataclass(frozen=True)
class Source:
    """Whose sessions a feed gives: those of the hub, or those of one territory."""

    hub: HubSettings
    territory: Territory | None = None


@dataclass(frozen=True)
class Entry:
    session: PeerSession
    places: list[SessionPlace]

    @property
    def address(self) -> str:
        return absolute(self.session.get_absolute_url())


class AgendaFeed(Feed):
    """The sessions announced last. One that moves or is cancelled comes up again: the same entry, updated later."""

    feed_type = Atom1Feed

    def get_object(self, request, facet=None):
        territory = territory_by_facet(facet) if facet else None
        if facet and territory is None:
            raise Http404
        return Source(hub_settings(request), territory)

    def title(self, source):
        if source.territory:
            words = {"territory": source.territory.name, "hub": source.hub.hub_name}
            return _("Agenda of %(territory)s – %(hub)s") % words
        return _("Agenda – %(hub)s") % {"hub": source.hub.hub_name}

    def subtitle(self, source):
        return source.hub.tagline

    def author_name(self, source):
        return source.hub.hub_name

    def link(self, source):
        chosen = f"?territoire={source.territory.facet}" if source.territory else ""
        return absolute(reverse("agenda") + chosen)

    def feed_url(self, source):
        if source.territory:
            return absolute(reverse("territory-atom", args=[source.territory.facet]))
        return absolute(reverse("agenda-atom"))

    def feed_guid(self, source):
        return self.feed_url(source)

    def items(self, source):
        found = calendar_sessions()
        if source.territory:
            found = found.filter(having("territory", [source.territory.facet]))
        sessions = list(as_events(changed_lately(found)))
        places = places_by_session(sessions)
        return [Entry(session, places[session.pk]) for session in sessions]

    def item_title(self, entry):
        title = title_of(entry.session, status_of(entry.session))
        return _("%(title)s – %(when)s") % {"title": clean(title), "when": when_words(entry.session)}

    def item_description(self, entry):
        where = ", ".join(map(place_words, entry.places))
        words = [when_words(entry.session), where, "", description(entry.session, entry.places, entry.address)]
        # Readers take it for HTML.
        return linebreaks(escape(clean("\n".join(words))))

    def item_link(self, entry):
        return entry.address

    def item_guid(self, entry):
        # A calendar knows a session of a series by its date; a feed has one entry for each.
        return f"urn:uuid:{entry.session.uid}"

    def item_pubdate(self, entry):
        return entry.session.published_at

    def item_updateddate(self, entry):
        return entry.session.changed_at

    def item_categories(self, entry):
        return [clean(entry.session.format.label)]
