"""The next sessions on the pages of other slices: there when there are some, and nothing otherwise."""

import pytest
from django.template import Context, Template

from catalogue.sessions.models import PeerSession
from outillerie.accounts.models import Organisation
from outillerie.kits.queries import newest_version
from outillerie.pages.actions import forget_pages
from tests.catalogue.factories import module, path
from tests.catalogue.session_factories import online, venue
from tests.factories import kit

pytestmark = pytest.mark.django_db


def said(words: str, **context) -> str:
    return Template(f"{{% load agenda_tags %}}{{% next_sessions {words} %}}").render(Context(context)).strip()


def test_nothing_is_shown_when_there_is_none(announced):
    announced(state=PeerSession.State.DRAFT)
    announced(state=PeerSession.State.CANCELLED)
    announced(published_at=None)
    assert said("3") == ""


def test_the_nearest_ones_come_first_and_no_more_than_asked(announced, in_days):
    for number in (3, 1, 2):
        announced(f"Séance {number}", starts_at=in_days(number))
    text = said("2")
    assert ["Séance 1" in text, "Séance 2" in text, "Séance 3" in text] == [True, True, False]


def test_each_page_shows_its_own(announced):
    page, learned, place = kit(), module(), venue()
    hub = Organisation.objects.create(name="Hub")
    on_path = path(blocks=[("Accueillir", [learned])])
    announced(
        "La sienne", kit_version=newest_version(page), module=learned, organisation=hub, places=[{"venue": place}]
    )
    announced("Une autre", places=[online()])
    shown = {
        "kit=it": page, "path=it": on_path, "module=it": str(learned.key), "venue=it": place, "organisation=it": hub,
    }  # fmt: skip
    for words, it in shown.items():
        text = said(f"3 {words}", it=it)
        assert ("La sienne" in text, "Une autre" in text) == (True, False), words


def test_a_session_in_two_rooms_of_a_venue_is_one_session(announced):
    place = venue()
    announced("Deux salles", places=[{"venue": place}, {"venue": place}])
    assert said("3 venue=it", it=place).count("Deux salles") == 1


def test_the_pages_of_a_kit_a_path_a_module_and_the_home_show_them(client, announced):
    page, learned = kit(), module()
    on_path = path(blocks=[("Accueillir", [learned])])
    session = announced("Séance d’essai", kit_version=newest_version(page), module=learned)
    addresses = [
        "/",
        f"/kits/{page.slug}/",
        f"/parcours/{on_path.slug}/",
        f"/parcours/{on_path.slug}/modules/{learned.key}/",
    ]
    assert [session.get_absolute_url() in client.get(address).text for address in addresses] == [True] * 4


def test_a_session_announced_is_on_the_home_page_at_once(client, announced):
    from catalogue.sessions.events import session_cancelled

    session = announced("Séance d’essai")
    forget_pages()
    assert "Séance d’essai" in client.get("/").text
    PeerSession.objects.filter(pk=session.pk).update(state=PeerSession.State.CANCELLED)
    session.refresh_from_db()
    session_cancelled.send(PeerSession, session=session, by=None)
    forget_pages()
    assert "Séance d’essai" not in client.get("/").text
