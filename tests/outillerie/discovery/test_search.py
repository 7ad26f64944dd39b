import pytest
from django.http import QueryDict
from wagtail.models import PageViewRestriction

from outillerie.discovery.queries import search_kits
from outillerie.discovery.search_request import SearchRequest, search_request
from tests import factories

pytestmark = pytest.mark.django_db


def found(address: str) -> list[str]:
    """Return the titles that an address of the search finds, in order."""
    results = search_kits(search_request(QueryDict(address)))
    titles = {kit.pk: kit.title for kit in factories.KitPage.objects.all()}
    assert results.count == len(results.ids)
    return [titles[pk] for pk in results.ids]


@pytest.fixture
def passwords():
    return factories.kit(
        title="Un mot de passe solide",
        hook="Choisir et retenir.",
        themes=("bases-risques-cyber-et-protection",),
        audiences=("seniors",),
        duration=60,
        level=1,
        licence="CC-BY-4.0",
        mode="onsite",
    )


@pytest.fixture
def sensor():
    return factories.kit(
        title="Construire un capteur de pollution",
        hook="Des données sur l’air de la rue.",
        themes=("bases-fabrication-numerique",),
        audiences=("jeunes",),
        duration=180,
        level=3,
        licence="etalab-2.0",
        mode="hybrid",
        is_unplugged=False,
        participants_min=8,
        participants_max=14,
    )


@pytest.mark.parametrize(
    "query",
    [
        "capteurs",
        "CAPTEUR pollution",
        "la pollution de l’air",
        "construire des capteurs",
        "donnees rue",
        "donnée de l'air",
    ],
)
def test_a_search_finds_words_in_any_form(sensor, passwords, query):
    assert found(f"q={query}") == ["Construire un capteur de pollution"]


def test_a_synonym_finds_the_kit(sensor, passwords):
    assert found("q=mdp") == ["Un mot de passe solide"]


def test_every_word_is_needed(sensor, passwords):
    assert found("q=capteur+girafe") == []


def test_a_word_of_the_title_counts_more_than_one_of_the_text(sensor):
    factories.kit(title="Le vélo", hook="Sortir.", watch_points="Un capteur de pollution aide.")
    assert found("q=capteur") == ["Construire un capteur de pollution", "Le vélo"]


def test_an_english_kit_is_found_by_its_own_forms(passwords):
    factories.kit(title="Boat race", hook="Coding games with loops.", language="en", preparation="")
    assert found("q=game+loop") == ["Boat race"]


def test_values_of_a_facet_add_up_and_facets_restrict_each_other(sensor, passwords):
    both = ["Construire un capteur de pollution", "Un mot de passe solide"]
    assert sorted(found("modalite=onsite&modalite=hybrid")) == both
    assert found("modalite=onsite&modalite=hybrid&duree=60") == ["Un mot de passe solide"]
    assert found("modalite=hybrid&duree=60") == []


def test_counts_are_those_that_each_choice_would_give(sensor, passwords):
    counts = search_kits(search_request(QueryDict("duree=60"))).counts
    # The duration ticked does not count for durations.
    assert counts["duration"] == {"60": 1, "120": 1, "more": 1}
    assert {value: count for value, count in counts["mode"].items() if count} == {"onsite": 1}
    assert {value: count for value, count in counts["licence"].items() if count} == {"CC-BY": 1}


def test_counts_of_a_search_with_words_are_those_of_its_kits(sensor, passwords):
    counts = search_kits(search_request(QueryDict("q=pollution&modalite=onsite"))).counts
    assert {value: count for value, count in counts["mode"].items() if count} == {"hybrid": 1}
    assert {value: count for value, count in counts["level"].items() if count} == {}


def test_sorts(sensor, passwords):
    third = factories.kit(title="Écrire une lettre", duration=None)
    titles = ["Construire un capteur de pollution", "Écrire une lettre", "Un mot de passe solide"]
    assert found("tri=titre") == titles
    assert found("tri=recents")[0] == third.title
    assert found("tri=duree") == [
        "Un mot de passe solide",
        "Construire un capteur de pollution",
        "Écrire une lettre",
    ]


def test_nine_kits_a_page_and_a_page_too_far_is_the_last():
    for rank in range(14):
        factories.kit(title=f"Kit {rank}", slug=f"kit-{rank}")
    first = search_kits(SearchRequest())
    assert (len(first.ids), first.count, first.pages) == (9, 14, 2)
    assert len(search_kits(SearchRequest(page=2)).ids) == 5
    assert search_kits(SearchRequest(page=99)).page == 2


@pytest.mark.parametrize("kits", [1, 3])
def test_the_number_of_statements_does_not_depend_on_the_number_of_kits(django_assert_num_queries, kits):
    for rank in range(kits):
        factories.kit(title=f"Mot de passe {rank}", slug=f"kit-{rank}")
    asked = search_request(QueryDict("q=mot+de+passe&duree=60&modalite=onsite&niveau=1"))
    search_kits(asked)
    with django_assert_num_queries(6):
        assert search_kits(asked).count == kits


@pytest.mark.parametrize(
    "hostile",
    [
        "page=-1&page=abc&tri=password&domaine=99&domaine=%00&theme=';--&duree=1e3&q=%00",
        "page=99999999999999999999&langue=../../etc&licence=CC-BY;DROP&lieu=unplugged%27&public=%F0%9F%92%A9",
        "facet=mode&kit__owner__password__startswith=a&_connector=OR&order_by=owner__password&niveau=1__gt",
        "q=%22&tri=-last_published_at",
        "q=" + "*" * 5000,
        "q=(NEAR OR AND NOT) {title}:x ^a col:b %25s %s",
        "q=" + "%CC%81" * 2000,
    ],
)
def test_a_hostile_address_is_a_search_like_another(passwords, hostile):
    """ATK-SQL-01, ATK-REDOS-01."""
    asked = search_request(QueryDict(hostile))
    assert asked.chosen == {}
    assert asked.page >= 1
    assert asked.sort == ""
    assert len(asked.text) <= 200
    assert search_kits(asked).count in {0, 1}


def test_an_unknown_value_is_ignored_beside_a_known_one(passwords):
    assert search_request(QueryDict("niveau=1&niveau=77&modalite=nowhere")).chosen == {"level": ("1",)}


def test_one_duration_at_a_time():
    assert search_request(QueryDict("duree=60&duree=30")).chosen == {"duration": ("30",)}


@pytest.mark.parametrize("query", ["", "mot de passe", "mdp"])
def test_what_is_not_public_is_neither_listed_nor_counted(passwords, query):
    """LEAK-02, LEAK-03: drafts, withdrawn kits, kits behind a login, right after the change."""
    factories.draft(title="Mot de passe en cours", slug="brouillon")
    withdrawn = factories.kit(title="Mot de passe retiré", slug="retire")
    private = factories.kit(title="Mot de passe réservé", slug="reserve", licence="CC0-1.0", mode="remote")
    asked = SearchRequest(text=query)
    assert search_kits(asked).count == 3
    withdrawn.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    results = search_kits(asked)
    assert results.ids == [passwords.pk]
    assert (results.count, results.allowed) == (1, {passwords.pk})
    for counts in (results.counts, results.library):
        assert {value: count for value, count in counts["licence"].items() if count} == {"CC-BY": 1}
        assert {value: count for value, count in counts["mode"].items() if count} == {"onsite": 1}


def test_a_kit_under_a_private_shelf_is_not_public(passwords):
    shelf = factories.KitIndexPage.objects.get()
    PageViewRestriction.objects.create(page=shelf, restriction_type=PageViewRestriction.LOGIN)
    assert search_kits(SearchRequest()).count == 0


def test_a_draft_of_a_published_kit_changes_nothing_to_what_is_found(passwords):
    passwords.title = "Girafe"
    passwords.save_revision()
    assert found("q=girafe") == []
    assert found("q=passe") == ["Un mot de passe solide"]
