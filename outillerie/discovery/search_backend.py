"""Wagtail's search in the database, with one repair on SQLite: hits are ranked once, not once a hit.

modelsearch 1.3 ranks on SQLite with a sub-query that runs the whole search again for each hit, so one common word is
minutes of work for the server (https://github.com/wagtail/django-modelsearch/pull/85). Here the full-text table ranks
its hits itself, in one statement. On PostgreSQL the backend is the stock one.
"""

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat, StrIndex
from modelsearch.backends import get_search_backend
from modelsearch.backends.database import SearchBackend as stock_backend
from modelsearch.query import MatchAll, Not
from modelsearch.utils import get_descendants_content_types_pks

# Hits past that many are counted and filtered as usual; a ranked list of them does not go further.
MOST_RANKED = 1_000


def SearchBackend(params):
    """Return the backend of this database: the name and the call that Wagtail's settings expect."""
    stock = stock_backend(params)
    return sqlite_backend(params) if stock.index_class.__name__ == "SQLiteIndex" else stock


def ranked_ids(model, query) -> list[int]:
    """Return the primary keys of every object of `model` that matches `query`, best first."""
    results = get_search_backend().search(query, model.objects.order_by())
    if hasattr(results, "ranked_ids"):
        return results.ranked_ids()
    return list(results.get_queryset().values_list("pk", flat=True))


def sqlite_backend(params):
    # Its tables exist on SQLite only: on another database this module cannot even be imported.
    from modelsearch.backends.database.sqlite import sqlite as stock
    from modelsearch.backends.database.sqlite.query import BM25, MatchExpression, normalize

    class RankOnce:
        def ranked(self, config):
            """Return the rows of the full-text table that match, best first."""
            expression = self.build_search_query(normalize(self.query), config=config)
            types = get_descendants_content_types_pks(self.queryset.model)
            return (
                stock.SQLiteFTSIndexEntry.objects.filter(
                    MatchExpression(self.fields or self.FTS_TABLE_FIELDS, expression),
                    index_entry__content_type__in=types,
                )
                .annotate(score=BM25())
                .order_by("score", "-index_entry__object_id")
                .values_list("index_entry__object_id", flat=True)
            )

        def search(self, config, start, stop, score_field=None):
            as_before = not self.order_by_relevance or score_field is not None
            if as_before or isinstance(normalize(self.query), (MatchAll, Not)):
                return super().search(config, start, stop, score_field)
            allowed = self.queryset.order_by().values_list(Cast("pk", CharField()), flat=True)
            ids = list(self.ranked(config).filter(index_entry__object_id__in=allowed)[:MOST_RANKED])
            position = StrIndex(Value(f",{','.join(ids)},"), Concat(Value(","), Cast("pk", CharField()), Value(",")))
            return self.queryset.filter(pk__in=ids).order_by(position)[start:stop]

    class Compiler(RankOnce, stock.SQLiteSearchQueryCompiler):
        pass

    class AutocompleteCompiler(RankOnce, stock.SQLiteAutocompleteQueryCompiler):
        pass

    class Results(stock.SQLiteSearchResults):
        def ranked_ids(self):
            compiler = self.query_compiler
            return [int(pk) for pk in compiler.ranked(compiler.get_config(self.backend)).iterator(20_000)]

        def _do_count(self):
            compiler, was_ranked = self.query_compiler, self.query_compiler.order_by_relevance
            compiler.order_by_relevance = False
            try:
                found = compiler.search(compiler.get_config(self.backend), self.start, self.stop)
                return found.count()
            finally:
                compiler.order_by_relevance = was_ranked

    class Backend(stock.SQLiteSearchBackend):
        query_compiler_class = Compiler
        autocomplete_query_compiler_class = AutocompleteCompiler
        results_class = Results

    return Backend(params)
