"""A session made from a kit, a module or another session: copied once, linked for good."""

import uuid

import pytest
from django.urls import reverse

from catalogue.organising.actions import take_kit_version
from catalogue.organising.making import Origin, from_kit, from_module, from_session, make_session, newer_version
from catalogue.sessions.models import PeerSession, SessionPlace
from outillerie.kits.queries import newest_version
from tests import factories
from tests.catalogue import factories as catalogue
from tests.catalogue.session_factories import online, paris, peer_session, registration, session_format, venue

pytestmark = pytest.mark.django_db


def made_of(origin, by, **facts):
    dates = {"starts_at": paris(2027, 3, 2, 10), "ends_at": paris(2027, 3, 2, 12)}
    return make_session(origin, by=by, key=uuid.uuid4(), **{"format": session_format(), **dates, **facts})


def test_a_session_takes_from_a_kit_its_aims_material_moments_and_public(author):
    version = newest_version(factories.kit())
    session = made_of(from_kit(version), author)
    assert (session.kit_version, session.title, session.state, session.level) == (
        version,
        "Où est Camille ?",
        "draft",
        1,
    )
    assert session.intention == "Un jeu d’enquête à quatre pour parler du cyberharcèlement."
    assert session.aims == "reconnaître quatre signes de cyberharcèlement\nciter trois personnes à qui en parler"
    assert session.material == "12 cartes « message »"
    # What participants read: never what the facilitator alone should know.
    assert session.moments == [
        {"title": "Accueillir", "minutes": 10, "text": ""},
        {"title": "Trier les messages", "minutes": 20, "text": "Poser chaque carte."},
    ]
    assert list(session.audiences.values_list("code", flat=True)) == ["enfants-mineurs"]
    assert set(session.themes.values_list("code", flat=True)) == {
        "bases-risques-cyber-et-protection",
        "coop-securite-numerique",
    }
    assert [row.person for row in session.facilitators.all()] == [author]


def test_a_newer_version_of_the_kit_moves_nothing_and_is_offered(author):
    kit = factories.kit()
    session = made_of(from_kit(newest_version(kit)), author)
    assert newer_version(session) is None
    factories.publish(kit, title="Camille, deuxième")
    session.refresh_from_db()
    newest = newest_version(kit)
    assert (session.title, session.kit_version.number, newer_version(session)) == ("Où est Camille ?", 1, newest)
    take_kit_version(session, by=author)
    session = PeerSession.objects.get(pk=session.pk)
    assert (session.title, session.kit_version, newer_version(session)) == ("Où est Camille ?", newest, None)


def test_a_session_of_a_module_keeps_both_joins(author):
    kit = factories.kit()
    module = catalogue.module("Parler du harcèlement", kits=[kit], aims="Repérer")
    session = made_of(from_module(module), author)
    assert (session.module, session.kit_version, session.title, session.aims) == (
        module, newest_version(kit), "Parler du harcèlement", "Repérer",
    )  # fmt: skip
    assert [moment["title"] for moment in session.moments] == ["Accueillir", "Trier les messages"]


def test_an_earlier_session_gives_everything_but_its_dates_and_its_people(author):
    first = peer_session(
        places=[{"venue": venue()}, online()], facilitators=[author, "Odile Exemple"], to_bring="Un stylo"
    )
    registration(first)
    session = made_of(from_session(first), author)
    assert (session.title, session.to_bring, session.state, session.slug != first.slug) == (
        first.title, "Un stylo", "draft", True,
    )  # fmt: skip
    assert [(row.is_online, row.video_link, row.taken) for row in session.places.all()] == [
        (False, "", 0),
        (True, "https://visio.example.org/salle-secrete", 0),
    ]
    assert [str(row) for row in session.facilitators.all()] == [str(row) for row in first.facilitators.all()]
    assert session.registrations.count() == 0


def test_the_same_key_makes_one_session_and_another_person_another(author):
    key, other = uuid.uuid4(), factories.person("samir@example.org")
    facts = {
        "title": "Essai", "format": session_format(), "starts_at": paris(2027, 3, 2, 10), "ends_at": paris(2027, 3, 2, 12),
    }  # fmt: skip
    first, again = (make_session(Origin(), by=author, key=key, **facts) for _press in range(2))
    theirs = make_session(Origin(), by=other, key=key, **facts)
    assert (again, theirs == first, theirs.slug) == (first, False, "essai-2")
    assert PeerSession.objects.count() == 2


# --- the page ---


def begin(client, query="", **data):
    posted = {
        "title": "Essai", "format": session_format().pk, "key": str(uuid.uuid4()), "date": "2 mars 2027", "starts": "10h",
        "ends": "12 h 30", **data,
    }  # fmt: skip
    return client.post(f"{reverse('new-session')}{query}", posted)


def test_three_answers_make_a_draft_on_the_clocks_of_the_hub(signed_in, author):
    response = begin(signed_in)
    made = PeerSession.objects.get()
    assert (response.status_code, response["Location"]) == (303, reverse("edit-session", args=[made.pk]))
    assert (made.starts_at, made.ends_at, made.state, made.created_by, made.published_at) == (
        paris(2027, 3, 2, 10), paris(2027, 3, 2, 12, 30), "draft", author, None,
    )  # fmt: skip


def test_pressing_twice_makes_one_draft(signed_in):
    key = str(uuid.uuid4())
    assert begin(signed_in, key=key)["Location"] == begin(signed_in, key=key)["Location"]
    assert PeerSession.objects.count() == 1


def test_FLT_12_the_absent_hour_is_refused_with_two_buttons_and_one_of_them_is_enough(signed_in):
    refused = begin(signed_in, date="28/03/2027", starts="2h30", ends="5 h")
    assert refused.status_code == 422
    page = refused.content.decode()
    assert ['value="take:starts:0130"' in page, 'value="take:starts:0330"' in page, 'value="2h30"' in page] == [
        True
    ] * 3
    assert PeerSession.objects.count() == 0
    assert begin(signed_in, date="28/03/2027", starts="2h30", ends="5 h", do="take:starts:0330").status_code == 303
    assert PeerSession.objects.get().starts_at == paris(2027, 3, 28, 3, 30)


@pytest.mark.parametrize(("turn", "hour"), [("first", 0), ("second", 1)])
def test_FLT_12_the_hour_that_comes_twice_is_asked(signed_in, turn, hour):
    asked = begin(signed_in, date="31/10/2027", starts="2 h 30", ends="5 h")
    assert (asked.status_code, asked.content.decode().count('name="starts_turn"')) == (422, 2)
    assert begin(signed_in, date="31/10/2027", starts="2 h 30", ends="5 h", starts_turn=turn).status_code == 303
    made = PeerSession.objects.get()
    assert (made.starts_at.hour, made.starts_at.minute, made.starts_at.day) == (hour, 30, 31)


@pytest.mark.parametrize(("zone", "hour"), [("Indian/Reunion", 6), ("America/Guadeloupe", 14), ("Europe/Paris", 9)])
def test_FLT_12_a_session_overseas_is_on_its_own_clocks(signed_in, zone, hour):
    assert begin(signed_in, time_zone=zone).status_code == 303
    made = PeerSession.objects.get()
    assert (made.time_zone, made.starts_at.hour) == (zone, hour)


@pytest.mark.parametrize("date", ["31/12/9999", "29/02/2027", "31/04/2027", "0", "x" * 4000, "14/10/0026", "-1/-1/-1"])
def test_FLT_13_impossible_and_far_days_are_refused_with_what_was_typed(signed_in, date):
    response = begin(signed_in, date=date)
    assert (response.status_code, PeerSession.objects.count()) == (422, 0)
    assert date[:30] in response.content.decode()


@pytest.mark.parametrize("date", ["19/01/2038", "29/02/2028", "31/12/2099"])
def test_FLT_13_far_days_that_exist_are_kept(signed_in, date):
    assert begin(signed_in, date=date).status_code == 303
    assert f"{PeerSession.objects.get().starts_at:%d/%m/%Y}" == date


def test_a_long_day_is_asked_for_its_break_and_either_answer_is_enough(signed_in):
    assert begin(signed_in, starts="9h", ends="17h").status_code == 422
    assert begin(signed_in, starts="9h", ends="17h", no_break="on").status_code == 303
    assert begin(signed_in, starts="9h", ends="17h", break_from="12h30", break_to="13h30").status_code == 303
    plain, broken = PeerSession.objects.order_by("pk")
    assert (plain.break_starts_at, broken.break_starts_at, broken.break_ends_at) == (
        None, paris(2027, 3, 2, 12, 30), paris(2027, 3, 2, 13, 30),
    )  # fmt: skip
    assert begin(signed_in, starts="9h", ends="17h", break_from="8h", break_to="13h30").status_code == 422


def test_the_page_begins_with_the_kit_of_its_address_and_a_kit_that_is_not_published_is_nowhere(signed_in):
    kit = factories.kit()
    assert (
        signed_in.get(reverse("new-session"), {"kit": kit.slug}).context["form"].initial["title"] == "Où est Camille ?"
    )
    assert begin(signed_in, f"?kit={kit.slug}", title="Mon essai").status_code == 303
    made = PeerSession.objects.get()
    assert (made.title, made.kit_version.kit) == ("Mon essai", kit)
    for query in ({"kit": factories.draft(slug="cache").slug}, {"kit": "rien"}, {"module": "0"}, {"seance": "9" * 40}):
        assert signed_in.get(reverse("new-session"), query).status_code == 404


def test_a_module_that_others_are_writing_is_nowhere(client):
    module = catalogue.module(owner=factories.person("autre@example.org"))
    client.force_login(factories.person("samir@example.org"))
    assert client.get(reverse("new-session"), {"module": module.pk}).status_code == 404
    client.force_login(factories.person("wen@example.org", group="hub staff"))
    assert client.get(reverse("new-session"), {"module": module.pk}).status_code == 200


def test_LEAK_the_session_of_somebody_else_is_not_copied_with_its_secret_link(client):
    session = peer_session(places=[online()])
    client.force_login(factories.person("samir@example.org"))
    assert client.get(reverse("new-session"), {"seance": session.pk}).status_code == 404
    assert begin(client, f"?seance={session.pk}").status_code == 404
    assert SessionPlace.objects.count() == 1


def test_the_pages_of_a_kit_and_of_a_module_lead_to_a_session_for_whoever_is_signed_in(client, author):
    kit = factories.kit()
    path = catalogue.path(blocks=[("Accueillir", [module := catalogue.module(kits=[kit])])])
    pages = {kit.url: f"?kit={kit.slug}", f"{path.url}modules/{module.key}/": f"?module={module.pk}"}
    links = {url: f"{reverse('new-session')}{query}" for url, query in pages.items()}
    assert [link in client.get(url).content.decode() for url, link in links.items()] == [False, False]
    client.force_login(author)
    assert [link in client.get(url).content.decode() for url, link in links.items()] == [True, True]
    assert [client.get(link).status_code for link in links.values()] == [200, 200]
