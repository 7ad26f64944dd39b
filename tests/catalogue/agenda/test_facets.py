"""What the agenda counts of sessions: written by what happens to them, and to the paths they count for."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from catalogue.agenda.actions import rebuild_facets, write_facets, write_facets_of
from catalogue.paths.queries import draft_of
from catalogue.sessions.events import session_cancelled, session_changed, session_published
from catalogue.sessions.models import PeerSession, SessionFacet, SessionPlace
from outillerie.accounts.models import Organisation
from outillerie.kits.models import Audience, Theme
from outillerie.kits.queries import newest_version
from tests.catalogue.factories import module, path, path_draft, publish_path
from tests.catalogue.session_factories import online, peer_session, roubaix, venue
from tests.factories import kit

pytestmark = pytest.mark.django_db


def facets(session) -> list[tuple[str, str]]:
    return sorted(session.facets.values_list("facet", "value"))


def values(session, code) -> list[str]:
    return sorted(session.facets.filter(facet=code).values_list("value", flat=True))


def test_a_session_says_by_what_it_may_be_found():
    theme, audience = Theme.objects.first(), Audience.objects.first()
    hub = Organisation.objects.create(name="Hub des Beffrois")
    page = kit()
    learned = module()
    shown = path(blocks=[("Accueillir", [learned])])
    session = peer_session(module=learned, kit_version=newest_version(page), organisation=hub)
    session.themes.add(theme)
    session.audiences.add(audience)
    write_facets(session)
    assert facets(session) == [
        ("audience", audience.code),
        ("format", "echange-entre-pairs"),
        ("kit", str(page.pk)),
        ("mode", "onsite"),
        ("organisation", str(hub.pk)),
        ("path", str(shown.pk)),
        ("territory", "commune-59512"),
        ("territory", "department-59"),
        ("territory", "intercommunality-200093201"),
        ("territory", "region-32"),
        ("theme", theme.code),
    ]


def test_the_mode_follows_the_places():
    onsite, remote = peer_session(), peer_session(places=[online()])
    both = peer_session(places=[{"venue": venue()}, online()])
    write_facets_of([onsite, remote, both])
    assert [values(session, "mode") for session in (onsite, remote, both)] == [["onsite"], ["remote"], ["hybrid"]]
    assert values(remote, "territory") == []


def test_LEAK_01_a_draft_has_no_facet_and_loses_those_it_had():
    session = peer_session(state=PeerSession.State.DRAFT)
    SessionFacet.objects.create(session=session, facet="mode", value="onsite")
    write_facets(session)
    assert facets(session) == []


def test_each_thing_that_happens_to_a_session_writes_its_facets():
    for event in (session_published, session_changed, session_cancelled):
        session = peer_session()
        event.send(PeerSession, session=session, by=None)
        assert values(session, "mode") == ["onsite"]


def test_a_session_counts_for_the_public_paths_whose_newest_version_holds_its_module():
    learned = module()
    shown = path("Publié", blocks=[("Accueillir", [learned])])
    path_draft("Brouillon", blocks=[("Accueillir", [learned])])
    path("Sans lui", blocks=[("Accueillir", [module("Autre")])])
    session = peer_session(module=learned)
    write_facets(session)
    assert values(session, "path") == [str(shown.pk)]


def test_publishing_a_path_brings_it_to_the_sessions_of_its_modules():
    learned = module()
    session = peer_session(module=learned)
    write_facets(session)
    assert values(session, "path") == []
    shown = path(blocks=[("Accueillir", [learned])])
    assert values(session, "path") == [str(shown.pk)]


def test_a_module_that_leaves_a_path_takes_its_sessions_away_from_it():
    learned = module()
    shown = path(blocks=[("Accueillir", [learned, module("Reste")])])
    session = peer_session(module=learned)
    write_facets(session)
    draft = draft_of(shown)
    [block] = draft.blocks.all()
    block.module_rows = [row for row in block.module_rows.all() if row.module_id != learned.pk]
    draft.save_revision(clean=False).publish(skip_permission_checks=True)
    assert shown.versions.count() == 2
    assert values(session, "path") == []


@pytest.mark.parametrize("count", [1, 3])
def test_many_sessions_are_written_in_as_many_statements_as_one(count, django_assert_num_queries):
    sessions = [peer_session(module=module()) for _number in range(count)]
    with django_assert_num_queries(11):
        write_facets_of(sessions)
    assert SessionFacet.objects.filter(facet="mode").count() == count


def test_everything_can_be_written_again(capsys):
    sessions = [peer_session(), peer_session(state=PeerSession.State.CANCELLED)]
    draft = peer_session(state=PeerSession.State.DRAFT)
    SessionFacet.objects.create(session=draft, facet="mode", value="onsite")
    call_command("rebuild_agenda")
    assert capsys.readouterr().out == "2 sessions\n"
    assert [values(session, "mode") for session in (*sessions, draft)] == [["onsite"], ["onsite"], []]
    before = list(SessionFacet.objects.order_by("session", "facet", "value").values_list("session", "facet", "value"))
    assert rebuild_facets() == 2
    assert before == list(
        SessionFacet.objects.order_by("session", "facet", "value").values_list("session", "facet", "value")
    )


def test_an_address_without_a_venue_is_found_by_its_commune():
    session = peer_session(places=[{"name": "Salle des fêtes", "address": "1 place", "territory": roubaix()}])
    write_facets(session)
    assert "department-59" in values(session, "territory")
    SessionPlace.objects.filter(session=session).update(territory=None, name="Ailleurs")
    write_facets(PeerSession.objects.get(pk=session.pk))
    assert values(session, "territory") == []


def test_publishing_a_path_again_changes_nothing_when_nothing_changed():
    learned = module()
    shown = path(blocks=[("Accueillir", [learned])])
    session = peer_session(module=learned, published_at=timezone.now())
    write_facets(session)
    publish_path(shown, summary="Autre résumé")
    assert values(session, "path") == [str(shown.pk)]
