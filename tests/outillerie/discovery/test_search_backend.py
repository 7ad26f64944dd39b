"""The back office searches through the same backend: its results are the stock ones, ranked once."""

import pytest
from wagtail.models import PageViewRestriction

from outillerie.discovery.search_backend import ranked_ids
from outillerie.kits.models import KitPage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def kits():
    return [
        factories.kit(title="Girafe et capteur", hook="Un capteur.", slug="deux"),
        factories.kit(title="Capteur, capteur, capteur", slug="trois"),
        factories.kit(title="Poterie", slug="aucun"),
    ]


def titles(results):
    return [kit.title for kit in results]


def test_the_best_comes_first_and_the_count_is_that_of_all(kits):
    results = KitPage.objects.search("capteur")
    assert titles(results) == ["Capteur, capteur, capteur", "Girafe et capteur"]
    assert results.count() == 2


def test_results_can_be_cut_and_filtered(kits):
    results = KitPage.objects.live().search("capteur")
    assert titles(results[1:2]) == ["Girafe et capteur"]
    assert titles(KitPage.objects.filter(pk=kits[0].pk).search("capteur")) == ["Girafe et capteur"]


def test_the_back_office_completes_words(kits):
    assert titles(KitPage.objects.autocomplete("gir")) == ["Girafe et capteur"]


def test_another_order_is_kept(kits):
    results = KitPage.objects.order_by("title").search("capteur", order_by_relevance=False)
    assert titles(results) == ["Capteur, capteur, capteur", "Girafe et capteur"]


def test_ranked_ids_are_those_of_every_match_public_or_not(kits):
    PageViewRestriction.objects.create(page=kits[1], restriction_type=PageViewRestriction.LOGIN)
    kits[0].unpublish()
    assert ranked_ids(KitPage, "capteur") == [kits[1].pk, kits[0].pk]


def test_ranking_asks_the_database_as_often_for_one_match_as_for_two(kits, django_assert_num_queries):
    ranked_ids(KitPage, "capteur")
    for word, count in (("poter", 1), ("capteur", 2)):
        with django_assert_num_queries(1):
            assert len(ranked_ids(KitPage, word)) == count
