"""«Tell me when a session of this path opens near me»: once for each session, and only near."""

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue.paths.models import BlockModule, LearningPathPage
from catalogue.registering.interests import SESSION_NEAR, ask_to_be_told, is_near, tell_interested
from catalogue.registering.models import SessionInterest
from catalogue.sessions.actions import publish_session
from catalogue.sessions.models import PeerSession
from outillerie.notifications.models import Notification
from outillerie.notifications.queries import lines_of
from outillerie.outbox.actions import handle
from outillerie.outbox.models import OutboxMessage
from tests import factories
from tests.catalogue.factories import module, path
from tests.catalogue.session_factories import online, peer_session, registration, roubaix, territory, venue

pytestmark = pytest.mark.django_db


@pytest.fixture
def piece():
    return module("Accueillir")


@pytest.fixture
def trail(piece):
    return path("Aidant numérique", blocks=[("Accueillir", [piece])])


def opens(piece, **facts):
    """Publish a session, as its organiser does, and let the worker do what it owes."""
    draft = peer_session(module=piece, state="draft", facilitators=["Odile"], contact_email="hub@example.org", **facts)
    publish_session(draft, by=None)
    for message in OutboxMessage.objects.filter(kind="session-near", state="waiting"):
        handle(message.pk)
    return PeerSession.objects.get(pk=draft.pk)


def told(person):
    return list(
        Notification.objects.filter(person=person, kind=SESSION_NEAR)
        .order_by("pk")
        .values_list("facts__session", flat=True)
    )


def test_whoever_asked_is_told_once_for_each_session(trail, piece, lea):
    ask_to_be_told(lea, trail, None)
    first, second = opens(piece), opens(piece)
    for session in (first, second):
        tell_interested({"session": session.pk})
    assert told(lea) == [first.pk, second.pk]
    assert OutboxMessage.objects.get(kind="session-near", key=f"session-near:{first.pk}").state == "done"


def test_the_same_session_in_two_of_ones_paths_is_told_once(trail, piece, lea):
    other = path("Autre parcours", blocks=[("Bloc", [piece])])
    for one in (trail, other):
        ask_to_be_told(lea, one, None)
    opens(piece)
    assert len(told(lea)) == 1


def test_a_session_of_another_module_or_of_none_is_not_told(trail, piece, lea):
    ask_to_be_told(lea, trail, None)
    opens(module("Autre"))
    opens(None)
    assert told(lea) == []


def test_a_path_that_no_longer_holds_the_module_tells_nothing(trail, piece, lea):
    ask_to_be_told(lea, trail, None)
    latest = LearningPathPage.objects.get(pk=trail.pk).get_latest_revision_as_object()
    [block] = latest.blocks.all()
    block.module_rows = [BlockModule(module=module("Une autre pièce"), sort_order=0)]
    latest.blocks = [block]
    latest.save_revision(clean=False).publish(skip_permission_checks=True)
    opens(piece)
    assert told(lea) == []


def test_who_knows_already_is_not_told(trail, piece, lea, marc):
    for who in (lea, marc):
        ask_to_be_told(who, trail, None)
    draft = peer_session(module=piece, state="draft", facilitators=[marc])
    registration(draft, lea)
    PeerSession.objects.filter(pk=draft.pk).update(state="published", published_at=timezone.now())
    tell_interested({"session": draft.pk})
    assert (told(lea), told(marc)) == ([], [])


def test_near_is_in_the_territory_or_within_30_km_or_online():
    here = roubaix()
    far = territory("commune", "80021", "Amiens", latitude=49.894, longitude=2.302)
    close = territory("commune", "59350", "Lille", latitude=50.63, longitude=3.07)
    in_roubaix = list(peer_session(places=[{"venue": venue()}]).places.all())
    asked = [here, here.department, here.region, here.intercommunality, close, far, None]
    assert [is_near(place, in_roubaix) for place in asked] == [True, True, True, True, True, False, True]
    on_screen = list(peer_session(places=[online()]).places.all())
    assert is_near(far, on_screen) is True
    unknown = list(peer_session(places=[{"name": "Chez nous", "address": "12 rue Exemple"}]).places.all())
    assert [is_near(far, unknown), is_near(None, unknown)] == [False, True]


def test_a_session_that_is_cancelled_since_is_no_longer_named(trail, piece, lea):
    ask_to_be_told(lea, trail, None)
    session = opens(piece)
    rows = list(Notification.objects.filter(person=lea))
    assert lines_of(lea, rows)[0].is_visible is True
    assert session.title in lines_of(lea, rows)[0].sentence
    PeerSession.objects.filter(pk=session.pk).update(state="cancelled")
    [line] = lines_of(lea, rows)
    assert (line.is_visible, session.title in line.sentence) == (False, False)


def test_one_asks_by_the_name_of_a_commune_and_stops_with_a_button(client, trail, lea):
    here = roubaix()
    client.force_login(lea)
    url = reverse("session-interest", args=[trail.slug])
    assert client.get(url).status_code == 200
    assert client.post(url, {"near": "roub"}).status_code == 303
    assert SessionInterest.objects.values_list("person", "path", "territory").get() == (lea.pk, trail.pk, here.pk)
    assert "Roubaix" in client.get(reverse("session-interests")).content.decode()
    client.post(url, {"near": ""})
    assert SessionInterest.objects.get().territory is None
    client.post(url, {"deed": "stop"})
    assert SessionInterest.objects.count() == 0


def test_a_name_that_several_bear_is_asked_again_and_one_that_nobody_bears_is_refused(client, trail, lea):
    for code, name in (("59001", "Saint-Aubin"), ("62001", "Saint-Aubin-sur-Mer")):
        territory("commune", code, name, plain_name=name.lower().replace("-", " "))
    client.force_login(lea)
    url = reverse("session-interest", args=[trail.slug])
    answer = client.post(url, {"near": "saint aub"})
    assert [found.code for found in answer.context["choices"]] == ["59001", "62001"]
    assert SessionInterest.objects.count() == 0
    client.post(url, {"near": "saint aub", "territory": "commune-62001"})
    assert SessionInterest.objects.get().territory.code == "62001"
    refused = client.post(url, {"near": "nulle part"})
    assert refused.context["form"].errors.keys() == {"near"}


def test_a_path_that_one_may_not_read_has_no_such_page(client, trail, lea):
    client.force_login(lea)
    trail.unpublish()
    assert client.get(reverse("session-interest", args=[trail.slug])).status_code == 404


def test_nobody_asks_without_an_account(client, trail):
    answer = client.post(reverse("session-interest", args=[trail.slug]), {"near": ""})
    assert (answer.status_code, SessionInterest.objects.count()) == (302, 0)


def test_inactive_people_are_told_nothing(trail, piece):
    gone = factories.person("partie@example.org")
    ask_to_be_told(gone, trail, None)
    gone.is_active = False
    gone.save()
    opens(piece)
    assert told(gone) == []
