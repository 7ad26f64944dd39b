import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from outillerie.discovery.listing import pagination
from outillerie.discovery.models import SearchLog
from outillerie.pages.actions import forget_pages
from outillerie.pages.models import HubSettings
from tests import factories

pytestmark = pytest.mark.django_db

THEME = "bases-risques-cyber-et-protection"


def shown(client, address="", **headers):
    response = client.get(f"{reverse('kits')}{address}", headers=headers)
    assert response.status_code == 200
    return response


def facet(response, name):
    return next((facet for facet in response.context["facets"] if facet["name"] == name), None)


def counts(response, name):
    return {option["value"]: option["count"] for option in facet(response, name)["options"]}


@pytest.fixture
def three_kits():
    factories.kit(title="Mot de passe", duration=30, mode="onsite", level=1, licence="CC-BY-4.0")
    factories.kit(title="Capteur d’air", duration=120, mode="onsite", level=2, licence="CC0-1.0")
    factories.kit(title="Café IA", duration=90, mode="remote", level=2, licence="CC-BY-SA-3.0-FR")


def test_the_page_shows_facets_with_counts_and_cards(client, three_kits):
    response = shown(client)
    assert response.context["count_label"] == "3 kits"
    assert [card.title for card in response.context["cards"]] == ["Café IA", "Capteur d’air", "Mot de passe"]
    assert counts(response, "duree") == {"30": 1, "60": 1, "120": 3}
    assert counts(response, "modalite") == {"onsite": 2, "remote": 1}
    assert counts(response, "licence") == {"CC0": 1, "CC BY".replace(" ", "-"): 1, "CC-BY-SA": 1}


def test_a_facet_that_leaves_no_choice_is_hidden(client, three_kits):
    names = [facet["name"] for facet in shown(client).context["facets"]]
    assert names == ["duree", "niveau", "modalite", "licence"]


def test_an_option_at_zero_stays(client, three_kits):
    assert counts(shown(client, "?modalite=remote"), "niveau") == {"1": 0, "2": 1}


def test_each_filter_in_use_is_a_chip_that_takes_it_off(client, three_kits):
    response = shown(client, "?q=passe&modalite=onsite&modalite=remote&duree=30&page=7&inconnu=1")
    chips = [(chip["label"], chip["remove_url"]) for chip in response.context["chips"]]
    assert chips == [
        ("passe", "/kits/?duree=30&modalite=onsite&modalite=remote"),
        (
            response.context["facets"][0]["options"][0]["label"],
            "/kits/?q=passe&modalite=onsite&modalite=remote",
        ),
        (facet(response, "modalite")["options"][0]["label"], "/kits/?q=passe&duree=30&modalite=remote"),
        (facet(response, "modalite")["options"][1]["label"], "/kits/?q=passe&duree=30&modalite=onsite"),
    ]
    assert response.context["clear_url"] == "/kits/"


def test_nothing_found_says_which_filter_to_take_off_first(client, three_kits):
    response = shown(client, "?modalite=remote&duree=30&niveau=2")
    # Without the duration one kit is left; without the mode or the level, none.
    assert response.context["cards"] == []
    assert response.context["way_out"]["url"] == "/kits/?niveau=2&modalite=remote"
    assert response.context["way_out"]["count_label"] == "1 kit"


def test_a_mistyped_word_is_followed_by_a_suggestion_in_the_same_search(client, three_kits):
    response = shown(client, "?q=captuer&modalite=onsite")
    assert response.context["suggestion"] == {"text": "capteur", "url": "/kits/?q=capteur&modalite=onsite"}


def test_a_search_that_finds_suggests_nothing(client, three_kits):
    assert shown(client, "?q=capteur").context["suggestion"] is None


def test_the_usual_order_follows_the_words_typed(client, three_kits):
    def active(response):
        return [sort["value"] for sort in response.context["sorts"] if sort["is_active"]]

    assert [sort["value"] for sort in shown(client).context["sorts"]] == ["", "eprouves", "duree", "titre"]
    assert [sort["value"] for sort in shown(client, "?q=passe&tri=").context["sorts"]] == [
        "",
        "recents",
        "eprouves",
        "duree",
        "titre",
    ]
    assert active(shown(client, "?q=passe&tri=recents")) == ["recents"]


def test_a_page_updated_in_place_holds_the_results_only(client, three_kits):
    text = shown(client, "?q=passe", **{"HX-Request": "true"}).content.decode()
    assert "Mot de passe" in text
    assert "<html" not in text


def test_what_is_searched_in_vain_is_counted_with_what_its_words_alone_find(client, three_kits):
    shown(client, "?q=poterie")
    shown(client, "?q=capteur")
    shown(client, "?q=capteur&modalite=remote")
    rows = list(SearchLog.objects.order_by("query").values_list("query", "results", "times"))
    assert rows == [("capteur", 1, 1), ("poterie", 0, 1)]


def test_words_of_a_reader_are_escaped(client):
    text = shown(client, '?q="><script>alert(1)</script>').content.decode()
    assert "<script>alert(1)" not in text


def test_one_can_write_to_the_hub_for_a_kit_that_does_not_exist(client, three_kits):
    assert shown(client, "?q=poterie").context["request_kit_url"] == ""
    site = factories.KitIndexPage.objects.get().get_site()
    HubSettings.objects.update_or_create(site=site, defaults={"contact_email": "hub@example.org"})
    forget_pages()
    url = shown(client, "?q=tour de poterie&tri=titre").context["request_kit_url"]
    assert url.startswith("mailto:hub@example.org?subject=")
    assert "poterie" in url


@pytest.mark.parametrize("kits", [1, 3])
def test_the_search_page_asks_as_many_questions_whatever_the_number_of_kits(client, django_assert_num_queries, kits):
    for rank in range(kits):
        factories.kit(title=f"Mot de passe {rank}", slug=f"kit-{rank}")
    # What surrounds every page is read once for each state of the site.
    client.get(reverse("kits"))
    with django_assert_num_queries(9):
        response = client.get(f"{reverse('kits')}?q=mot+de+passe&duree=60&modalite=onsite&niveau=1")
    assert response.context["count"] == kits


def test_the_themes_page_lists_the_five_domains_and_the_themes_that_have_kits(client):
    factories.kit(themes=(THEME,))
    factories.draft(themes=("bases-fabrication-numerique",), slug="brouillon")
    domains = client.get(reverse("themes")).context["domains"]
    assert [domain["number"] for domain in domains] == [1, 2, 3, 4, 5]
    assert [(row["theme"].code, row["count"]) for domain in domains for row in domain["themes"]] == [(THEME, 1)]


def test_a_theme_page_lists_its_public_kits_and_leads_to_the_search(client):
    factories.kit(title="Public", themes=(THEME,))
    private = factories.kit(title="Réservé", themes=(THEME,), slug="reserve")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    response = client.get(reverse("theme", args=[THEME]))
    assert [card.title for card in response.context["cards"]] == ["Public"]
    assert response.context["search_url"] == f"/kits/?theme={THEME}"
    assert shown(client, f"?theme={THEME}").context["count"] == 1
    assert client.get(reverse("theme", args=["inconnu"])).status_code == 404


def test_only_organisations_with_public_kits_are_listed(client):
    factories.kit(title="Public", organisation="Hub des Beffrois")
    factories.kit(title="Retiré", organisation="Maison discrète", slug="retire").unpublish()
    listed = client.get(reverse("organisations")).context["organisations"]
    assert [(organisation.name, organisation.kits_count) for organisation in listed] == [("Hub des Beffrois", 1)]
    page = client.get(reverse("organisation", args=["hub-des-beffrois"]))
    assert [card.title for card in page.context["cards"]] == ["Public"]
    assert client.get(reverse("organisation", args=["maison-discrete"])).status_code == 404


def test_a_card_says_what_its_newest_version_says_not_the_draft(client):
    kit = factories.kit(title="Publié")
    kit.title = "En chantier"
    kit.save_revision()
    card = shown(client).context["cards"][0]
    assert (card.title, card.url, card.domain, card.level, card.duration) == (
        "Publié",
        "/kits/publie/",
        4,
        1,
        30,
    )


@pytest.mark.parametrize(
    "number, pages, expected",
    [
        (1, 1, []),
        (1, 2, [1, 2]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (9, 9, [1, None, 8, 9]),
    ],
)
def test_pages_are_the_first_the_last_and_the_nearest(number, pages, expected):
    links = pagination(number, pages, lambda page: f"?page={page}")["page_links"]
    assert [link["number"] for link in links] == expected
    assert [link["number"] for link in links if link["is_current"]] == ([number] if expected else [])
