"""The Atom feed: what is announced, and again what is moved or cancelled, as another program reads it."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest

from catalogue.sessions.actions import cancel_session, move_session
from catalogue.sessions.models import PeerSession
from tests.catalogue import session_factories as made

pytestmark = pytest.mark.django_db
ATOM = "/agenda/agenda.atom"
NS = {"a": "http://www.w3.org/2005/Atom"}


def entries(client, address=ATOM):
    answer = client.get(address)
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content).findall("a:entry", NS)


def facts(entry):
    return {name: entry.findtext(f"a:{name}", namespaces=NS) for name in ("id", "title", "updated", "published")}


def test_an_entry_says_what_when_and_where(client, settings):
    session = made.peer_session(starts_at=made.paris(2035, 3, 2, 14), intention="Essayer <b>ensemble</b> & comparer.")
    [entry] = entries(client)
    assert facts(entry)["id"] == f"urn:uuid:{session.uid}"
    assert facts(entry)["title"] == f"{session.title} – vendredi 2 mars 2035, de 14\u00a0h à 16\u00a0h"
    assert entry.find("a:link", NS).get("href") == f"{settings.BASE_URL}/seances/{session.slug}/"
    summary = entry.findtext("a:summary", namespaces=NS)
    assert "Essayer &lt;b&gt;ensemble&lt;/b&gt; &amp; comparer." in summary
    assert "Médiathèque des Tisserands, Roubaix" in summary


def test_a_moved_or_cancelled_session_is_the_same_entry_updated_later(client):
    first, second = made.peer_session("Première"), made.peer_session("Seconde")
    before = {facts(entry)["id"]: facts(entry) for entry in entries(client)}
    later = first.starts_at + timedelta(days=1)
    move_session(first, starts_at=later, ends_at=later + timedelta(hours=2), by=None)
    moved = facts(entries(client)[0])
    cancel_session(first, reason="La salle est fermée.", by=None)
    cancelled = facts(entries(client)[0])
    old = before[moved["id"]]
    assert moved["id"] == cancelled["id"] == f"urn:uuid:{first.uid}"
    updates = [datetime.fromisoformat(one["updated"]) for one in (old, moved, cancelled)]
    assert updates == sorted(updates) and old["published"] == cancelled["published"]
    assert cancelled["title"].startswith("Annulée\u00a0: Première – ")
    PeerSession.objects.filter(pk=second.pk).delete()
    assert len(entries(client)) == 1


def test_ATK_ICS_01_a_title_with_controls_breaks_no_feed(client):
    made.peer_session("Atelier\x0b\x1b]]>&<b>")
    assert facts(entries(client)[0])["title"].startswith("Atelier")
