import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def test_a_hub_without_a_kit_shows_no_empty_section(client):
    context = client.get("/").context
    assert (context["doors"], context["cards"], context["hero"]["shortcuts"]) == ([], [], [])


def test_the_home_page_shows_the_three_newest_kits(client):
    for title in ("Un", "Deux", "Trois", "Quatre"):
        factories.kit(title=title)
    factories.draft(title="Brouillon")
    context = client.get("/").context
    assert [card.title for card in context["cards"]] == ["Quatre", "Trois", "Deux"]
    assert context["kit_count_label"] == "Voir les 4 kits"


def test_a_shortcut_leads_to_kits_and_is_not_shown_when_it_would_not(client):
    factories.kit(duration=30, level=1, is_unplugged=False, slug="a")
    links = [(link.label, link.url) for link in client.get("/").context["hero"]["shortcuts"]]
    assert links == [("30 minutes", "/kits/?duree=30"), ("Grands débutants", "/kits/?niveau=1")]
    for _label, url in links:
        assert "1 kit" in client.get(url).text


@pytest.mark.parametrize("kits", [1, 3])
def test_the_home_page_asks_as_much_of_the_database_whatever_there_is(client, kits, django_assert_max_num_queries):
    for number in range(kits):
        factories.kit(slug=f"kit-{number}")
    client.get("/mentions-legales/")
    with django_assert_max_num_queries(16):
        client.get("/")


def test_the_site_map_leads_everywhere(client):
    factories.kit()
    sections = {section["title"]: section["links"] for section in client.get("/plan-du-site/").context["sections"]}
    assert len(sections) == 7
    for links in sections.values():
        for link in links:
            assert client.get(link.url).status_code == 200, link


def test_the_site_map_leaves_out_what_a_hub_does_not_have(client):
    titles = [section["title"] for section in client.get("/plan-du-site/").context["sections"]]
    assert len(titles) == 6
