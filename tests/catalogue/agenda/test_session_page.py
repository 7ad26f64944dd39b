"""The page of a session: what everyone reads, and what is for some."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.outcomes.models import SessionReport
from catalogue.sessions.models import PeerSession, SessionMove
from outillerie.kits.formats.content import File
from outillerie.kits.queries import newest_version
from tests.catalogue.factories import module, path
from tests.catalogue.session_factories import online, paris, peer_session, registration, session_format, venue
from tests.factories import kit, person, publish

pytestmark = pytest.mark.django_db
SECRET = "https://visio.example.org/salle-secrete"


def shown(client, session):
    response = client.get(session.get_absolute_url())
    assert response.status_code == 200
    return response


def fact(response, icon):
    [found] = [fact for fact in response.context["essentials"] if fact["icon"] == icon]
    return [row["text"] for row in found["rows"]]


@pytest.fixture
def odile(db):
    return person("odile@example.org", first_name="Odile")


def test_the_essentials_come_first_in_words(client, announced):
    place = venue(getting_there="Métro à 5 min à pied.", accessibility="De plain-pied.")
    session = announced(
        "Tester un kit",
        starts_at=paris(2096, 3, 6, 10),
        places=[{"venue": place, "room": "salle 2"}],
        facilitators=["Deux médiatrices du Hub"],
        to_bring="Rien.",
        accessibility="Boucle magnétique.",
    )
    response = shown(client, session)
    [when] = fact(response, "clock")
    assert (when.startswith("mardi 6 mars 2096"), "10\u00a0h" in when, "12\u00a0h" in when) == (True, True, True)
    assert fact(response, "place") == ["Médiathèque des Tisserands, 12 rue Exemple, 59100 Roubaix"]
    assert fact(response, "tram") == ["Métro à 5 min à pied."]
    assert fact(response, "access") == ["Boucle magnétique.", "De plain-pied."]
    assert fact(response, "people") == ["Deux médiatrices du Hub"]
    assert fact(response, "toolbox") == ["Rien."]
    # Those who registered read it: it may come with the code of a door (LEAK-09).
    assert "salle 2" not in response.text


def test_the_steps_stand_at_their_real_hours_with_the_break(client, announced, in_days):
    starts = in_days(3)
    session = announced(
        starts_at=starts,
        ends_at=starts + timedelta(hours=3),
        break_starts_at=starts + timedelta(hours=1),
        break_ends_at=starts + timedelta(minutes=75),
        moments=[{"title": "Accueil", "minutes": 60, "text": ""}, {"title": "Jouer", "minutes": 60, "text": ""}],
    )
    steps = shown(client, session).context["steps"]
    assert [(step["minutes"], step["is_break"]) for step in steps] == [(60, False), (15, True), (60, False)]
    assert [step["start_label"].replace("\u00a0", " ") for step in steps] == ["10 h", "11 h", "11 h 15"]


def test_the_kit_is_shown_at_the_version_of_the_session(client, announced):
    page = kit(title="Où est Camille ?")
    session = announced(kit_version=newest_version(page))
    publish(page, title="Autre titre")
    response = shown(client, session)
    assert response.context["kit"]["url"] == f"/kits/{page.slug}/v1/"
    assert "Élise Vasseur" in response.text
    assert "Autre titre" not in response.text


def test_only_what_participants_leave_with_is_offered(client, announced):
    files = (
        File(name="cartes.pdf", title="Les cartes", role="handout", sha256="0" * 64, size=12_000),
        File(name="reponses.pdf", title="Les réponses", role="answers", sha256="1" * 64, size=12_000),
    )
    page = kit()
    version = newest_version(page)
    version.content = version.content.__class__(**{**vars(version.content), "files": files})
    from catalogue.agenda.taken_from import kit_words

    assert [file["title"] for file in kit_words(version)["files"]] == ["Les cartes"]


def test_LEAK_05_a_kit_withdrawn_since_keeps_its_credits_and_loses_its_links(client, announced):
    page = kit(title="Où est Camille ?")
    session = announced(kit_version=newest_version(page))
    page.unpublish()
    response = shown(client, session)
    assert (response.context["kit"]["url"], response.context["kit"]["files"]) == ("", [])
    assert "Élise Vasseur" in response.text


def test_a_session_says_the_block_of_the_path_it_counts_for(client, announced):
    learned = module()
    page = path("Aidant numérique", blocks=[("Un", [module("Autre")]), ("Deux", [learned])])
    session = announced(module=learned)
    rows = shown(client, session).context["paths"]
    assert rows == [{"number": 2, "title": "Aidant numérique", "url": f"/parcours/{page.slug}/"}]


def test_LEAK_01_a_draft_does_not_exist_for_those_who_did_not_prepare_it(client, odile):
    draft = peer_session("Secret", state=PeerSession.State.DRAFT, created_by=odile)
    assert client.get(draft.get_absolute_url()).status_code == 404
    client.force_login(person("lea@example.org"))
    assert client.get(draft.get_absolute_url()).status_code == 404
    client.force_login(odile)
    response = shown(client, draft)
    assert 'content="noindex, nofollow"' in response.text
    assert "application/ld+json" not in response.text
    assert f"/animer/{draft.pk}/" in response.text


def test_LEAK_03_the_video_room_opens_to_those_who_have_a_seat_there(client, odile, announced, in_days):
    session = announced(places=[{"venue": venue()}, online(link=SECRET)], starts_at=in_days(2))
    onsite, remote = session.places.all()
    people = {name: person(f"{name}@example.org") for name in ("sur-place", "en-ligne", "attend", "annule", "personne")}
    registration(session, people["sur-place"], place=onsite)
    registration(session, people["en-ligne"], place=remote)
    registration(session, people["attend"], place=remote, state="waiting", place_in_line=1)
    registration(session, people["annule"], place=remote, state="cancelled")
    assert SECRET not in shown(client, session).text
    seen = {}
    for name, somebody in people.items():
        client.force_login(somebody)
        seen[name] = SECRET in shown(client, session).text
    assert seen == {"sur-place": False, "en-ligne": True, "attend": False, "annule": False, "personne": False}
    PeerSession.objects.filter(pk=session.pk).update(created_by=people["personne"])
    client.force_login(people["personne"])
    assert SECRET in shown(client, session).text


def test_LEAK_06_the_names_of_participants_are_on_no_page_for_others(client, announced):
    session = announced()
    registration(session, name="Ondine Exemple", email="ondine@example.test", needs="Un fauteuil", note="Merci")
    for somebody in (None, person("lea@example.org")):
        if somebody:
            client.force_login(somebody)
        text = shown(client, session).text
        assert [word in text for word in ("Ondine", "ondine@example.test", "fauteuil", "Merci")] == [False] * 4


def test_those_who_prepare_it_find_their_pages_and_others_do_not(client, odile, announced):
    session = announced(created_by=odile)
    assert shown(client, session).context["manages"] == []
    client.force_login(odile)
    urls = [link["url"] for link in shown(client, session).context["manages"]]
    assert urls == [
        f"/animer/{session.pk}/", f"/animer/{session.pk}/inscriptions/", f"/animer/{session.pk}/accueil/",
        f"/animer/{session.pk}/feuille.pdf", f"/animer/{session.pk}/bilan/",
    ]  # fmt: skip


def test_a_move_says_before_and_after(client, announced, in_days):
    session = announced(starts_at=in_days(9), moved_at=timezone.now())
    SessionMove.objects.create(
        session=session, starts_before=in_days(7), ends_before=in_days(7, 12), starts_after=session.starts_at,
        ends_after=session.ends_at, reason="La salle est prise.", moved_at=timezone.now(),
    )  # fmt: skip
    moved = shown(client, session).context["moved"]
    assert (moved["before"] != moved["after"], moved["reason"]) == (True, "La salle est prise.")
    PeerSession.objects.filter(pk=session.pk).update(starts_at=in_days(-2), ends_at=in_days(-2, 12))
    assert shown(client, session).context["moved"] is None


def test_a_cancelled_session_keeps_its_page_and_says_why(client, announced):
    session = announced(state=PeerSession.State.CANCELLED, cancel_reason="L’animatrice est absente.")
    response = shown(client, session)
    assert "L’animatrice est absente." in response.text
    assert f"{session.get_absolute_url()}seance.ics" not in response.text


def test_once_it_is_over_one_tells_it_and_reads_its_report(client, announced, in_days):
    page = kit()
    session = announced(starts_at=in_days(-3), state=PeerSession.State.HELD, kit_version=newest_version(page))
    report = SessionReport.objects.create(
        session=session, done="Nous avons **joué**.", outcome="Trois idées.", written_at=timezone.now()
    )
    hidden = shown(client, session)
    assert (hidden.context["report"], hidden.context["tell_url"]) == (None, f"/kits/{page.slug}/retours/raconter/")
    SessionReport.objects.filter(pk=report.pk).update(is_public=True)
    assert "<strong>joué</strong>" in shown(client, session).text


def test_machines_read_an_event_with_nothing_private(client, announced):
    session = announced("Tester </script><script>alert(1)", places=[online(link=SECRET)])
    text = shown(client, session).text
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    assert json.loads(data)["name"] == "Tester </script><script>alert(1)"
    assert SECRET not in data


def test_what_is_shown_to_someone_is_kept_by_nobody(client, odile, announced):
    session = announced()
    client.force_login(odile)
    assert shown(client, session)["Cache-Control"] == "private, no-store"
    client.logout()
    # A form of one's own is in the page: it is for nobody else either.
    assert shown(client, session)["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_asks_as_many_questions_for_one_place_and_one_name_as_for_three(
    client, announced, count, django_assert_num_queries
):
    session_format()
    places = [{"venue": venue()} for _number in range(count)]
    session = announced(places=places, facilitators=[f"Personne {number}" for number in range(count)])
    shown(client, session)
    with django_assert_num_queries(7):
        shown(client, session)
