import datetime

import pytest
from django.utils import timezone

from outillerie.discovery.actions import (
    MOST_PER_DAY,
    analyse_statistics,
    forget_old_searches,
    log_search_in_vain,
)
from outillerie.discovery.models import SearchLog

pytestmark = pytest.mark.django_db


def logged():
    return list(SearchLog.objects.order_by("query").values_list("query", "results", "times"))


def test_searches_in_vain_are_counted_by_day_whatever_their_case_and_accents():
    for text in ("Réparer un  vélo", "reparer un velo", "RÉPARER UN VÉLO"):
        log_search_in_vain(text, results=0)
    assert logged() == [("reparer un velo", 0, 3)]


@pytest.mark.parametrize(
    "text",
    [
        "lea.martin@example.org",
        "06 12 34 56 78",
        "+33612345678",
        "06.12.34.56.78 atelier",
        "1 84 05 59 350 123 45",
        "https://example.org/dossier",
        "123456",
        "  ",
        "???",
    ],
)
def test_what_could_tell_who_searched_is_not_kept(text):
    log_search_in_vain(text, results=0)
    assert logged() == []


def test_a_year_is_no_personal_number():
    log_search_in_vain("élections 2027", results=4)
    assert logged() == [("elections 2027", 4, 1)]


def test_nothing_kept_begins_like_a_formula():
    for text in ("=1+1", "@SUM(A1)", "-2+3", "＝cmd", "\t=a"):
        log_search_in_vain(text, results=0)
    assert [query[0] for query, _results, _times in logged() if not query[0].isalnum()] == []


def test_a_long_search_is_cut():
    log_search_in_vain("a" * 500, results=0)
    assert logged() == [("a" * 100, 0, 1)]


def test_one_day_keeps_a_bounded_number_of_searches():
    today = timezone.localdate()
    SearchLog.objects.bulk_create(SearchLog(day=today, query=f"rien {rank}", results=0) for rank in range(MOST_PER_DAY))
    log_search_in_vain("encore", results=0)
    log_search_in_vain("rien 1", results=0)
    assert SearchLog.objects.count() == MOST_PER_DAY
    assert SearchLog.objects.get(query="rien 1").times == 2


def test_old_searches_are_forgotten():
    day = timezone.localdate() - datetime.timedelta(days=401)
    SearchLog.objects.create(day=day, query="ancien", results=0)
    forget_old_searches()
    assert logged() == []


def test_statistics_can_be_looked_at_again():
    assert analyse_statistics() is None
