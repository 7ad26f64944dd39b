"""The agenda: what it lists, by what one looks, and nothing that was not published."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue.agenda.actions import write_facets
from catalogue.sessions.models import PeerSession, SessionPlace
from outillerie.accounts.models import Organisation
from outillerie.kits.models import Theme
from outillerie.kits.queries import newest_version
from tests.catalogue.factories import module, path
from tests.catalogue.session_factories import online, roubaix, territory, venue
from tests.factories import kit, person

pytestmark = pytest.mark.django_db
AGENDA = "/agenda/"


def shown(client, address=""):
    response = client.get(f"{AGENDA}{address}")
    assert response.status_code == 200
    return response


def cards(response):
    return [row["card"] for week in response.context["weeks"] for row in week["rows"]]


def titles(response):
    return [card.title for card in cards(response)]


def chips(response):
    return [chip["label"] for chip in response.context["chips"]]


def counts(response, name):
    row = next(row for row in response.context["facets"] if row["name"] == name)
    return {option["value"]: option["count"] for option in row["options"]}


def test_an_empty_agenda_says_what_to_do_next(client):
    response = shown(client)
    assert response.context["weeks"] == []
    assert reverse("organised-sessions") in response.text


def test_sessions_come_in_the_order_of_their_dates_week_by_week(client, announced, in_days):
    late, soon = announced("Plus tard", starts_at=in_days(15)), announced("Bientôt", starts_at=in_days(1))
    response = shown(client)
    assert titles(response) == ["Bientôt", "Plus tard"]
    assert len(response.context["weeks"]) == 2
    assert response.text.index(soon.get_absolute_url()) < response.text.index(late.get_absolute_url())


def test_a_card_says_when_where_and_how_many_seats_are_left(client, announced, in_days):
    session = announced("Tester « Où est Camille ? »", starts_at=in_days(3), places=[{"venue": venue(), "taken": 9}])
    [card] = cards(shown(client))
    day = timezone.localtime(session.starts_at).date().isoformat()
    assert (card.title, card.date.iso) == ("Tester «\u00a0Où est Camille\u00a0?\u00a0»", day)
    assert ("10\u00a0h" in card.hours, "12\u00a0h" in card.hours) == (True, True)
    assert [place.words for place in card.places] == ["Médiathèque des Tisserands, Roubaix"]
    assert (card.seats.stools, card.seats.status) == ((True,) * 9 + (False,) * 3, "open")


def test_LEAK_02_drafts_cancelled_sessions_and_those_never_published_are_in_no_list_and_no_count(client, announced):
    announced("Publiée")
    announced("Brouillon", state=PeerSession.State.DRAFT)
    announced("Annulée", state=PeerSession.State.CANCELLED)
    announced("Jamais publiée", published_at=None)
    response = shown(client)
    assert (titles(response), response.context["count"]) == (["Publiée"], 1)


def test_LEAK_03_the_address_of_the_video_room_is_on_no_page_of_the_agenda(client, announced, in_days):
    session = announced(places=[online(link="https://visio.example.org/salle-secrete")], starts_at=in_days(1))
    day = timezone.localtime(session.starts_at)
    addresses = [
        AGENDA,
        reverse("agenda-month", args=[day.year, day.month]),
        reverse("agenda-week", args=[(day - timedelta(days=day.weekday())).date().isoformat()]),
        reverse("agenda-frame"),
        session.get_absolute_url(),
    ]
    answers = [client.get(address) for address in addresses]
    assert [response.status_code for response in answers] == [200] * 5
    assert ["salle-secrete" in response.text for response in answers] == [False] * 5


def test_a_place_is_found_at_every_level_by_its_name(client, announced, amiens):
    announced("À Roubaix")
    announced("À Amiens", places=[{"venue": amiens}])
    announced("En ligne", places=[online()])
    assert titles(shown(client, "?ou=roubaix")) == ["À Roubaix"]
    assert titles(shown(client, "?ou=Nord")) == ["À Roubaix"]
    assert titles(shown(client, "?ou=59100")) == ["À Roubaix"]
    assert titles(shown(client, "?territoire=department-80")) == ["À Amiens"]
    assert sorted(titles(shown(client, "?territoire=region-32"))) == ["À Amiens", "À Roubaix"]


def test_a_place_nobody_knows_is_said_and_the_words_stay(client, announced):
    announced("À Roubaix")
    response = shown(client, "?ou=Xyzzy")
    assert response.context["request_words"].is_place_unknown is True
    assert 'value="Xyzzy"' in response.text
    assert 'aria-invalid="true"' in response.text


def test_words_that_mean_several_places_ask_which_one(client, announced):
    roubaix()
    north = territory("department", "59")
    for code, name in (("59001", "Saint-Denis"), ("59002", "Saint-Denis-les-Bois")):
        territory("commune", code, name, department=north, plain_name=name.lower().replace("-", " "))
    response = shown(client, "?ou=saint")
    assert [choice["label"] for choice in response.context["choices"]] == [
        "Saint-Denis (Nord)", "Saint-Denis-les-Bois (Nord)",
    ]  # fmt: skip
    chosen = client.get(response.context["choices"][0]["url"])
    assert (chosen.context["territory"].code, chips(chosen)) == ("59001", ["Saint-Denis"])


def test_the_place_of_the_address_holds_until_other_words_are_typed(client, announced, amiens):
    roubaix()
    assert shown(client, "?territoire=department-80&ou=Somme").context["territory"].code == "80"
    assert shown(client, "?territoire=department-80&ou=Roubaix").context["territory"].code == "59512"


@pytest.mark.parametrize(("km", "found"), [("", []), ("10", []), ("20", ["À Roubaix"]), ("50", ["À Roubaix"])])
def test_near_a_commune_means_within_so_many_kilometres(client, announced, amiens, km, found):
    lille = territory("commune", "59350", "Lille", latitude=50.557, longitude=3.178)
    announced("À Roubaix")
    announced("À Amiens", places=[{"venue": amiens}])
    announced("En ligne", places=[online()])
    assert titles(shown(client, f"?territoire={lille.facet}&rayon={km}")) == found


def test_a_place_without_its_own_coordinates_is_where_its_commune_is(client, announced):
    lille = territory("commune", "59350", "Lille", latitude=50.66, longitude=3.178)
    announced("Lieu sans coordonnées", places=[{"venue": venue(latitude=None, longitude=None)}])
    announced("Adresse", places=[{"name": "Salle", "territory": roubaix()}])
    assert sorted(titles(shown(client, f"?territoire={lille.facet}&rayon=10"))) == ["Adresse", "Lieu sans coordonnées"]


def test_a_date_keeps_what_starts_that_day_or_later(client, announced, in_days):
    announced("Demain", starts_at=in_days(1))
    announced("Dans dix jours", starts_at=in_days(10))
    day = timezone.localdate() + timedelta(days=10)
    for typed in (day.strftime("%d/%m/%Y"), day.isoformat(), day.strftime("%d.%m.%y")):
        assert titles(shown(client, f"?du={typed}")) == ["Dans dix jours"]


def test_a_date_nobody_can_read_is_said_and_stays(client, announced):
    announced("Demain")
    response = shown(client, "?du=mardi+prochain")
    assert titles(response) == ["Demain"]
    assert 'value="mardi prochain"' in response.text
    assert 'aria-describedby="since-error"' in response.text


def test_free_seats_or_a_waiting_list_leaves_what_one_may_join(client, announced, in_days):
    soon = in_days(2)
    full = [{"venue": venue(), "capacity": 2, "taken": 2}]
    announced("Libre", starts_at=soon)
    announced("Complète, on attend", starts_at=soon, places=full)
    announced("Complète", starts_at=soon, places=full, has_waiting_list=False)
    announced("Close", starts_at=soon, registration_closes_at=timezone.now() - timedelta(hours=1))
    announced("Sans inscription", starts_at=soon, is_anonymous=True, has_waiting_list=False, places=full)
    announced("Place promise", starts_at=soon, has_waiting_list=False,
              places=[{"venue": venue(), "capacity": 2, "taken": 1, "waiting": 1}])  # fmt: skip
    found = titles(shown(client, "?places=1"))
    assert sorted(found) == ["Complète, on attend", "Libre", "Sans inscription"]


def test_each_facet_of_the_address_filters_and_leaves_a_chip(client, announced):
    theme, hub, page, learned = Theme.objects.first(), Organisation.objects.create(name="Hub"), kit(), module()
    shown_path = path(blocks=[("Accueillir", [learned])])
    announced("Toutes", themes=[theme], organisation=hub, kit_version=newest_version(page), module=learned)
    announced("Autre", places=[online()])
    asked = {
        f"theme={theme.code}": theme.label,
        "modalite=onsite": "En présentiel",
        f"organisme={hub.slug}": "Hub",
        f"kit={page.slug}": page.title,
        f"parcours={shown_path.slug}": shown_path.title,
    }
    for parameters, label in asked.items():
        response = shown(client, f"?{parameters}")
        assert (titles(response), chips(response)) == (["Toutes"], [label])
        assert titles(client.get(response.context["chips"][0]["remove_url"])) == ["Toutes", "Autre"]


def test_counts_say_what_each_value_would_leave(client, announced):
    announced(places=[{"venue": venue()}])
    announced(places=[online()])
    announced(places=[online()])
    assert counts(shown(client), "modalite") == {"onsite": 1, "remote": 2}
    assert counts(shown(client, "?modalite=onsite"), "modalite") == {"onsite": 1, "remote": 2}
    assert counts(shown(client, "?modalite=onsite&ou=nord"), "modalite") == {"onsite": 1}


def test_LEAK_04_a_private_path_filters_nothing_and_has_no_name_here(client, announced):
    from wagtail.models import PageViewRestriction

    learned = module()
    hidden = path("Parcours réservé", blocks=[("Accueillir", [learned])])
    announced("Séance", module=learned)
    announced("Autre")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    response = shown(client, f"?parcours={hidden.slug}")
    assert (len(titles(response)), chips(response)) == (2, [])
    assert "Parcours réservé" not in response.text


def test_past_sessions_stay_within_reach_the_last_first(client, announced, in_days):
    announced("À venir")
    announced("Tenue", starts_at=in_days(-20), state=PeerSession.State.HELD)
    announced("Passée", starts_at=in_days(-5))
    announced("Annulée", starts_at=in_days(-3), state=PeerSession.State.CANCELLED)
    response = shown(client)
    assert titles(response) == ["À venir"]
    assert titles(client.get(response.context["past_url"])) == ["Passée", "Tenue"]


def test_a_long_agenda_comes_page_by_page(client, announced, in_days):
    for number in range(17):
        announced(f"Séance {number:02}", starts_at=in_days(number + 1))
    first, second = shown(client), shown(client, "?page=2")
    assert titles(first) + titles(second) == [f"Séance {number:02}" for number in range(17)]
    assert (len(titles(first)), titles(shown(client, "?page=99"))) == (12, titles(second))


def test_the_map_has_one_pin_a_spot_and_the_list_the_same_numbers(client, announced, in_days, amiens):
    media = venue()
    for day in (1, 3):
        announced("À Roubaix", starts_at=in_days(day), places=[{"venue": media}])
    announced("À Amiens", starts_at=in_days(2), places=[{"venue": amiens}, online()])
    response = shown(client)
    assert [[place.number for place in card.places] for card in cards(response)] == [[1], [2, None], [1]]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_asks_as_many_questions_for_one_session_as_for_three(
    client, announced, count, django_assert_num_queries
):
    hub = Organisation.objects.create(name="Hub")
    for number in range(count):
        announced(f"Séance {number}", organisation=hub, places=[{"venue": venue()}, online()])
    shown(client)
    with django_assert_num_queries(11):
        shown(client, "?ou=nord&modalite=hybrid&places=1")


HOSTILE = [
    "' OR 1=1 --",
    "%",
    "\x00",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "9" * 400,
    "a" * 5000,
    "é" * 300,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_ATK_SQL_01_hostile_parameters_find_nothing_and_break_nothing(client, announced, text):
    announced("Séance")
    for name in (
        "ou",
        "territoire",
        "theme",
        "format",
        "organisme",
        "kit",
        "parcours",
        "du",
        "page",
        "rayon",
        "public",
    ):
        for address in (AGENDA, reverse("agenda-frame"), reverse("embed-agenda"), reverse("season-programme")):
            response = client.get(address, {name: text})
            assert response.status_code == 200
            assert "<script>alert" not in response.text
    assert PeerSession.objects.count() == 1


def test_ATK_XSS_01_what_people_write_is_never_markup(client, announced):
    hostile = "<script>alert(1)</script>"
    session = announced(hostile, intention=hostile, places=[{"name": hostile, "territory": roubaix(), "directions": hostile}],
                        facilitators=[hostile], moments=[{"title": hostile, "minutes": 10, "text": hostile}])  # fmt: skip
    SessionPlace.objects.filter(session=session).update(room=hostile)
    write_facets(session)
    for address in (AGENDA, reverse("agenda-frame"), session.get_absolute_url()):
        assert "<script>alert" not in client.get(address).text


def test_nothing_keeps_the_agenda_on_the_way_and_nothing_personal_is_shared(client, announced):
    announced("Séance")
    response = shown(client)
    assert response["Cache-Control"] == "public, no-cache"
    assert response.cookies == {}
    client.force_login(person())
    assert shown(client)["Cache-Control"] == "private, no-store"


def test_the_menu_and_the_foot_lead_to_the_agenda_and_its_sessions_are_under_it(client, announced):
    session = announced("Séance")
    response = client.get(session.get_absolute_url())
    [item] = [item for item in response.context["navigation"] if item["url"] == "/agenda/"]
    assert item["is_current"] is True
    assert "/agenda/" in [link.url for column in response.context["footer_columns"] for link in column["links"][:5]]


def test_search_engines_read_published_sessions_alone(client, announced):
    announced("Publiée")
    announced("Brouillon", state=PeerSession.State.DRAFT)
    sitemap = client.get("/sitemap.xml").text
    assert [part.count("/seances/") for part in [sitemap]] == [1]
    assert "/agenda/</loc>" in sitemap


def test_dates_of_one_month_are_counted_with_its_name(client, announced):
    first = timezone.localtime().replace(day=1, hour=10) + timedelta(days=70)
    announced("Une", starts_at=first.replace(day=2))
    announced("Deux", starts_at=first.replace(day=3))
    one_month = shown(client).context["count_label"]
    announced("Trois", starts_at=first + timedelta(days=80))
    several = shown(client).context["count_label"]
    assert (" " in one_month.removeprefix("2 "), several.startswith("3 "), len(several.split())) == (True, True, 2)
