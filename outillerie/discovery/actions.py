"""What a search leaves behind, and what makes searches fast."""

import re
from datetime import timedelta

from django.db import connection
from django.db.models import F
from django.utils import timezone

from outillerie.discovery.models import SearchLog
from outillerie.discovery.text import fold

LONGEST_KEPT = 100
MOST_PER_DAY = 1_000
KEPT_DAYS = 400
# What could tell who searched: an address, a telephone or any other long number.
_PERSONAL = re.compile(r"@|(?:\d[\s./-]?){6}|https?:|www\.")
# A spreadsheet would take what begins by one of these for a formula.
_LEADING_SIGNS = re.compile(r"^[\W_]+")


def log_search_in_vain(text: str, *, results: int) -> None:
    """Count a search that found nothing towards the needs that no kit meets.

    `results` are the kits that its words alone find, without the filters.
    """
    query = _LEADING_SIGNS.sub("", " ".join(fold(text).split())[:LONGEST_KEPT]).strip()
    if not query or _PERSONAL.search(text):
        return
    today = timezone.localdate()
    again = SearchLog.objects.filter(day=today, query=query)
    if again.update(times=F("times") + 1, results=results):
        return
    rows_today = SearchLog.objects.filter(day=today).count()
    if rows_today == 0:
        forget_old_searches()
    if rows_today < MOST_PER_DAY:
        SearchLog.objects.bulk_create([SearchLog(day=today, query=query, results=results)], ignore_conflicts=True)


def forget_old_searches() -> None:
    SearchLog.objects.filter(day__lt=timezone.localdate() - timedelta(days=KEPT_DAYS)).delete()


def analyse_statistics() -> None:
    """Let the database look at its tables again: to call after many rows came at once.

    Without statistics SQLite makes one full-text search for each page (seconds instead of milliseconds); PostgreSQL
    does this by itself, but a minute later.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
