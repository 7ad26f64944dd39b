"""The catalogue of paths: search, facets, dates, order, chips, and nothing that is private."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from catalogue.browsing.queries import offers, search_paths
from catalogue.certifications.models import Certification
from outillerie.discovery.search_request import SearchRequest
from outillerie.pages.actions import forget_pages
from tests.catalogue.browsing.conftest import run_of
from tests.catalogue.factories import module, path, path_draft, publish_path, skill_framework, skill_of

pytestmark = pytest.mark.django_db


def shown(client, address=""):
    response = client.get(f"{reverse('paths')}{address}")
    assert response.status_code == 200
    return response


def cards(response):
    return [row["card"] for row in response.context["rows"]]


def titles(response):
    return [card.title for card in cards(response)]


def facet(response, name):
    return next((facet for facet in response.context["facets"] if facet["name"] == name), None)


def counts(response, name):
    return {option["value"]: option["count"] for option in facet(response, name)["options"]}


def certification(**facts):
    return Certification.objects.create(
        title="Médiation numérique", slug="mediation", **{"register": "rs", "code": "RS1234", **facts}
    )


def test_an_empty_catalogue_says_what_to_do_next(client):
    response = shown(client)
    assert response.context["is_empty"] is True
    assert reverse("kits") in response.text
    assert 'id="facets"' not in response.text


def test_a_row_says_what_one_chooses_by(client):
    page = path(
        "Aidant numérique", summary="Accompagner **sans** faire à la place.", audience="Agents d’accueil", level=3
    )
    run_of(page, begins_in=5, commune="Roubaix")
    [card] = cards(shown(client))
    said = (card.title, card.summary, card.audience_label, card.level, card.half_hours, card.domain, card.is_open)
    assert said == (
        "Aidant numérique", "Accompagner sans faire à la place.", "Agents d’accueil", 3, 2, 1, True,
    )  # fmt: skip
    assert [date.endswith(", Roubaix") for date in card.dates] == [True]
    assert card.badge_url == "/contours/1-3-boussole.svg"


def test_several_badges_share_one_drawing(client, two_paths):
    assert [card.badge_url for card in cards(shown(client))] == [
        "/contours/1-1-boussole_1-3-boussole.svg#1-3-boussole",
        "/contours/1-1-boussole_1-3-boussole.svg#1-1-boussole",
    ]


def test_facets_count_the_paths_that_each_choice_would_leave(client, two_paths):
    response = shown(client)
    assert counts(response, "niveau") == {"1": 1, "3": 1}
    assert counts(response, "modalite") == {"onsite": 1, "hybrid": 1}
    assert counts(shown(client, "?modalite=onsite"), "niveau") == {"1": 1, "3": 0}
    assert facet(response, "langue") is None


def test_words_find_titles_modules_and_skills(client, two_paths):
    framework = skill_framework()
    path("Autre", blocks=[("B", [module(skills=[(skill_of(framework, "1.1"), "taught", None)])])])
    assert titles(shown(client, "?q=cafes")) == ["Animer un Café IA"]
    assert titles(shown(client, "?q=protéger appareil")) == ["Autre"]


def test_a_mistyped_word_is_followed_by_a_suggestion(client, two_paths):
    response = shown(client, "?q=numérqiue")
    assert response.context["suggestion"]["url"] == "/parcours/?q=num%C3%A9rique"


def test_nothing_found_says_which_filter_to_take_off_first(client, two_paths):
    response = shown(client, "?niveau=1&modalite=hybrid")
    assert (titles(response), response.context["way_out"]["url"]) == ([], "/parcours/?modalite=hybrid")


def test_a_skill_is_a_filter_reached_by_a_link_and_shown_by_its_words(client, two_paths):
    framework = skill_framework()
    skill = skill_of(framework, "1.2")
    path("Protéger", blocks=[("B", [module(skills=[(skill, "practised", 2)])])])
    response = shown(client, f"?competence={skill.identifier}")
    assert titles(response) == ["Protéger"]
    assert [chip["label"] for chip in response.context["chips"]] == ["1.2 Protéger les données personnelles"]
    assert [option["value"] for option in facet(response, "competence")["options"]] == [str(skill.identifier)]
    assert facet(shown(client), "competence") is None


def test_a_skill_that_no_public_path_works_on_is_not_a_filter(client, two_paths):
    skill = skill_of(skill_framework(), "2.1")
    path_draft("Secret", blocks=[("B", [module(skills=[(skill, "practised", 2)])])])
    assert shown(client, f"?competence={skill.identifier}&competence=n’importe").context["chips"] == []


def test_the_values_of_places_and_organisations_are_those_of_public_paths(client, two_paths, organisation):
    publish_path(two_paths[0], organisation=organisation)
    run_of(two_paths[0], commune="Lens")
    run_of(two_paths[1], commune="Roubaix")
    response = shown(client)
    assert counts(response, "lieu") == {"Lens": 1, "Roubaix": 1}
    assert facet(response, "organisme") is None
    assert titles(shown(client, "?lieu=Lens&lieu=Inconnu")) == ["Aidant numérique"]
    assert titles(shown(client, "?organisme=Atelier du Canal")) == ["Aidant numérique"]


@pytest.mark.parametrize(
    ("days", "values"),
    [(5, {"ouvert", "mois", "trimestre"}), (31, {"ouvert", "mois", "trimestre"}), (32, {"ouvert", "trimestre"}),
     (92, {"ouvert", "trimestre"}), (93, {"ouvert"})],
)  # fmt: skip
def test_dates_are_facets_of_the_day(client, two_paths, days, values):
    run_of(two_paths[1], begins_in=days)
    run_of(two_paths[0], begins_in=2, enrolment_closes_on=timezone.localdate() - timedelta(days=1))
    assert counts(shown(client), "dates") == {
        value: ("mois", "trimestre").count(value) + (value in values) for value in {"mois", "trimestre"} | values
    }
    assert titles(shown(client, "?dates=ouvert")) == ["Animer un Café IA"]
    assert counts(shown(client, "?niveau=3"), "dates")["ouvert"] == 0


def test_a_cancelled_or_past_session_is_no_date(client, two_paths):
    run_of(two_paths[0], is_cancelled=True)
    run_of(two_paths[0], begins_in=-10)
    assert [card.dates for card in cards(shown(client))] == [(), ()]


def test_the_usual_order_is_open_first_then_the_nearest_then_by_title(client, two_paths):
    path("Zones", is_always_open=True)
    later, sooner = path("Plus tard"), path("Bientôt")
    run_of(later, begins_in=20)
    run_of(sooner, begins_in=3)
    closed = path("Fermé")
    run_of(closed, begins_in=10, enrolment_closes_on=timezone.localdate() - timedelta(days=1))
    assert titles(shown(client)) == ["Bientôt", "Plus tard", "Zones", "Fermé", "Aidant numérique", "Animer un Café IA"]


def test_the_other_orders_are_by_title_and_by_duration(client, two_paths):
    path("École", blocks=[("B", [module(minutes=30)])])
    assert titles(shown(client, "?tri=titre")) == ["Aidant numérique", "Animer un Café IA", "École"]
    assert titles(shown(client, "?tri=duree")) == ["École", "Aidant numérique", "Animer un Café IA"]


def test_the_word_certification_is_said_of_a_registered_title_only(client):
    path("Enregistré", certification=certification())
    assert [card.certification for card in cards(shown(client))] == ["Médiation numérique (RS1234)"]
    assert titles(shown(client, "?certification=Médiation numérique")) == ["Enregistré"]


def test_a_title_that_no_register_holds_is_not_called_a_certification(client):
    path("Maison", certification=certification(register="", code=None))
    assert [card.certification for card in cards(shown(client))] == [""]


def test_LEAK_what_is_not_public_is_nowhere(client, two_paths):
    private = path("Confidentiel", level=4, language="en")
    run_of(private, commune="Cachan")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    forget_pages()
    path_draft("Brouillon secret", level=2)
    withdrawn = path("Retiré", level=2)
    withdrawn.unpublish()
    response = shown(client)
    assert counts(response, "niveau") == {"1": 1, "3": 1}
    assert facet(response, "lieu") is None
    hidden = ("Confidentiel", "Cachan", "Brouillon secret", "Retiré")
    assert [word for word in hidden if word in response.text] == []
    for word in ("confidentiel", "brouillon", "retiré"):
        assert titles(shown(client, f"?q={word}")) == []
    assert titles(shown(client, "?lieu=Cachan")) == ["Aidant numérique", "Animer un Café IA"]
    sitemap = client.get("/sitemap.xml").text
    assert [slug for slug in ("confidentiel", "brouillon-secret", "retire") if f"/parcours/{slug}/" in sitemap] == []
    assert f"/parcours/{two_paths[0].slug}/" in sitemap


def test_LEAK_a_draft_changes_nothing_of_the_row_of_a_published_path(client):
    page = path("Public", summary="Ce qui est publié.")
    page.summary, page.title = "Ce qui s’écrit.", "Secret"
    page.save_revision(clean=False)
    assert [(card.title, card.summary) for card in cards(shown(client))] == [("Public", "Ce qui est publié.")]


def test_ATK_XSS_01_what_paths_say_is_text(client):
    hostile = '"><script>alert(1)</script>'
    page = path(hostile, summary=hostile, audience=hostile)
    run_of(page, commune=hostile)
    response = shown(client, f"?q={hostile}&lieu={hostile}&comparer={page.slug}")
    assert "<script>alert" not in shown(client).text
    assert "<script>alert" not in response.text


def test_ATK_SRCH_01_an_odd_address_is_no_error(client, two_paths):
    for address in ("?page=99999999999", "?niveau=9&tri=x", "?competence=%00", "?q=%00%F0", "?lieu=" + "a" * 3000):
        shown(client, address)


def test_a_long_title_and_an_endless_path_stay_in_the_page(client):
    path("Très " * 40, blocks=[("B", [module(minutes=60_000)])])
    [card] = cards(shown(client))
    assert (card.half_hours, card.duration_label) == (0, "1000\u00a0h")


def test_pages_are_numbered_and_keep_the_search(client):
    for number in range(11):
        path(f"Parcours {number:02}")
    response = shown(client, "?q=parcours&tri=titre&page=2")
    assert titles(response) == ["Parcours 07", "Parcours 08", "Parcours 09", "Parcours 10"]
    assert response.context["previous_url"] == "/parcours/?q=parcours&tri=titre"


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_as_much_for_one_path_as_for_three(client, count, django_assert_num_queries):
    for number in range(count):
        run_of(path(f"Parcours {number}", level=number + 1), commune="Lens")
    caches["pages"].clear()
    shown(client)
    with django_assert_num_queries(QUERIES):
        shown(client, "?q=parcours&niveau=1&dates=ouvert")


QUERIES = 11


def test_the_shelf_of_kits_and_that_of_paths_never_share_their_counts(two_paths):
    today = timezone.localdate()
    from catalogue.browsing.choices import path_shelf
    from outillerie.discovery.queries import search_kits

    offered = offers(today)
    search_kits(SearchRequest())
    results = search_paths(SearchRequest(shelf=path_shelf(set(offered))), offered, today)
    assert results.library["mode"] == {"hybrid": 1, "onsite": 1}
