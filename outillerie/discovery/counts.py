"""How many things have each value of each facet, for several sets of kits at once, in one statement."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.core.cache import caches
from django.db.models import Count, F, IntegerField, Value
from django.db.models.lookups import Lookup

from outillerie.discovery.shelf import Shelf
from outillerie.pages.queries import KEPT_SECONDS, current_generation

Counts = dict[str, Counter]


class Among(Lookup):
    """Whether a number is in a list, given as one parameter: databases bound how many parameters there may be."""

    prepare_rhs = False

    def __init__(self, column: str, numbers: Iterable[int]):
        super().__init__(F(column), f"[{','.join(map(str, sorted(numbers)))}]")

    def as_sql(self, compiler, connection, rows="SELECT value FROM json_each(%s)"):
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} IN ({rows})", [*parameters, self.rhs]

    def as_postgresql(self, compiler, connection):
        return self.as_sql(compiler, connection, "SELECT value::bigint FROM json_array_elements_text(%s::json)")


def facet_counts(
    shelf: Shelf, indexed: set[int], *, public: set[int], found: set[int], lifted: dict[str, set[int]]
) -> tuple[Counts, Counts]:
    """Return (library, counts): how many `public` things of `shelf` have each value, and how many of
    those that are left.

    `lifted` gives, for each facet in use, those there would be if it were not: its values count among these. The
    others count among those `found`. `indexed` are all those that have facets, public or not. The library is
    counted once for each state of the site: it is the widest count, and the same for everybody.
    """
    everything = shelf.rows.objects.all()
    others = everything.exclude(facet__in=lifted)
    # What is public enters the key: what is withdrawn is out of every count at once.
    key = f"library|{shelf.route}|{current_generation()}|{hash(frozenset(public))}"
    library = caches["pages"].get(key)
    parts = {} if library is not None else {"public": (everything, public)}
    if found != public:
        parts["found"] = (others, found)
    parts |= {code: (everything.filter(facet=code), among) for code, among in lifted.items()}
    statements = [
        row for part, (rows, among) in parts.items() for row in _statements(shelf, part, rows, among, indexed)
    ]
    counted = _by_part(statements[0].union(*statements[1:], all=True)) if statements else {}
    if library is None:
        library = {facet: Counter(values) for facet, values in counted["public"].items()}
        caches["pages"].set(key, library, KEPT_SECONDS)
    counts = library if found == public else counted["found"]
    return defaultdict(Counter, library), defaultdict(Counter, counts) | {code: counted[code][code] for code in lifted}


def _statements(shelf: Shelf, part: str, rows, among: set[int], indexed: set[int]) -> list:
    """Count the rows of those `among`; when the others are fewer, count all rows and take theirs away."""
    outside = indexed - among
    if len(outside) >= len(among):
        return [_counted(part, rows.filter(Among(shelf.owner, among)), sign=1)]
    taken_away = [_counted(part, rows.filter(Among(shelf.owner, outside)), sign=-1)] if outside else []
    return [_counted(part, rows, sign=1), *taken_away]


def _counted(part: str, rows, *, sign: int):
    constants = {"part": Value(part), "sign": Value(sign, output_field=IntegerField())}
    return rows.order_by().values("facet", "value").annotate(**constants, times=Count("pk"))


def _by_part(rows) -> dict[str, Counts]:
    counted: dict[str, Counts] = defaultdict(lambda: defaultdict(Counter))
    for row in rows:
        counted[row["part"]][row["facet"]][row["value"]] += row["sign"] * row["times"]
    return counted
