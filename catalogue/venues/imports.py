"""Venues from a file of the national standard: read whole and checked first, then written in chunks.

A file that cannot be read changes nothing. A line that cannot be kept is refused alone, with its reasons. Run again,
the same file changes nothing, so an import that was stopped is simply started again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalogue.venues.formats.file import VenueFile, read_venue_file
from catalogue.venues.formats.standard import Reading, Remark, read_line
from catalogue.venues.geography import Geography, geography
from catalogue.venues.merging import IMPORTED, PLACE, Merge, merge, plain
from catalogue.venues.models import Venue
from outillerie.errors import Refused
from outillerie.kits.formats.refusals import FormatRefused
from outillerie.pages.actions import forget_pages

CHUNK = 200
# Words that are pages of their own under `/lieux/`.
RESERVED = frozenset({"importer", "propositions"})
LONGEST_SLUG = 120


class VenuesNotImported(Refused):
    pass


@dataclass(frozen=True)
class Told:
    """What is said of a line of the file: its number, the name or the identifier that it gives, sentences."""

    line: int
    name: str
    sentences: tuple[str, ...]


@dataclass
class ImportReport:
    """What an import did, or would do when `is_dry_run`. `waiting` are the venues that the staff edited and of which the
    file says something else, with these fields; `missing` those of the same sources that the file no longer has."""

    is_dry_run: bool
    is_former: bool
    unknown_columns: tuple[str, ...] = ()
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0
    waiting: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    rejected: list[Told] = field(default_factory=list)
    remarks: list[Told] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.created + self.updated + self.unchanged

    @property
    def changes_nothing(self) -> bool:
        return not (self.created or self.updated or self.waiting)


@dataclass(frozen=True)
class Defaults:
    """What stands for a column that a file lacks. `prefix` begins its identifiers, when they are bare numbers that
    another source uses too."""

    source: str = ""
    updated_on: str = ""
    prefix: str = ""


class _Undone(Exception):
    """A dry run ends: what it wrote is taken back."""


def import_venues(
    data: bytes,
    *,
    defaults: Defaults = Defaults(),
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> ImportReport:
    """Bring the venues of a file in and return what changed. Raises VenuesNotImported when nothing of it is readable.

    `progress` is called with how many lines are done, and of how many.
    """
    try:
        file = read_venue_file(data)
    except FormatRefused as refusal:
        raise VenuesNotImported(sentence_of(refusal)) from refusal
    report = ImportReport(dry_run, file.is_former, file.unknown_columns)
    rows = checked(file, defaults, report)
    work = _Work(report, geography(), set(Venue.objects.values_list("slug", flat=True)))
    for start in range(0, len(rows), CHUNK):
        work.write(rows[start : start + CHUNK])
        progress(min(start + CHUNK, len(rows)), len(rows))
    report.missing = missing_of(rows)
    report.rejected.sort(key=lambda told: told.line)
    if not dry_run:
        forget_pages()
    return report


def sentence_of(refusal: FormatRefused) -> str:
    reason = _(refusal.message) % refusal.parts
    line = getattr(refusal, "line", None)
    return _("Line %(line)s: %(reason)s") % {"line": line, "reason": reason} if line else reason


def said(remark: Remark) -> str:
    return _(remark.message) % remark.parts


def checked(file: VenueFile, defaults: Defaults, report: ImportReport) -> list[tuple[int, dict]]:
    """Return the lines to keep, as facts of venues; the others, and what was left out of some, go to the report."""
    rows, first_lines = [], {}
    for line in file.lines:
        reading = read_line(with_defaults(line.cells, defaults))
        name = reading.facts["name"] or reading.facts["standard_id"]
        faults = [said(fault) for fault in reading.faults]
        twice = first_lines.get(reading.facts["standard_id"])
        if twice and reading.facts["standard_id"]:
            faults.append(_("Its identifier is already that of line %(line)s.") % {"line": twice})
        if faults:
            report.rejected.append(Told(line.number, name, tuple(faults)))
            continue
        first_lines[reading.facts["standard_id"]] = line.number
        rows.append((line.number, reading.facts))
        tell_remarks(line.number, name, reading, report)
    return rows


def tell_remarks(number: int, name: str, reading: Reading, report: ImportReport) -> None:
    if reading.remarks:
        report.remarks.append(Told(number, name, tuple(said(remark) for remark in reading.remarks)))


def with_defaults(cells: dict[str, str], defaults: Defaults) -> dict[str, str]:
    found = {
        **cells,
        "source": cells.get("source") or defaults.source,
        "date_maj": cells.get("date_maj") or defaults.updated_on,
    }
    if defaults.prefix and found.get("id"):
        found["id"] = f"{defaults.prefix}{found['id']}"
    return found


class _Work:
    """An import under way."""

    def __init__(self, report: ImportReport, places: Geography, slugs: set[str]):
        self.report, self.places, self.slugs = report, places, slugs
        self.now = timezone.now()

    def write(self, rows: list[tuple[int, dict]]) -> None:
        """Write a chunk in a transaction of its own: nobody who registers meanwhile waits for the whole file."""
        try:
            with transaction.atomic():
                self.write_all(rows)
                if self.report.is_dry_run:
                    raise _Undone
        except _Undone:
            pass

    def write_all(self, rows: list[tuple[int, dict]]) -> None:
        ids = [facts["standard_id"] for _number, facts in rows]
        here = {row.standard_id: row for row in Venue.objects.select_for_update().filter(standard_id__in=ids)}
        merges = [done for number, facts in rows if (done := self.merged(here, number, facts))]
        for done in merges:
            self.count(done)
        made = [done.venue for done in merges if done.is_new]
        touched = [done.venue for done in merges if not done.is_new and (done.is_touched or done.changed)]
        Venue.objects.bulk_create(made)
        fields = [*IMPORTED, "territory", "imported", "proposed", "imported_at"]
        Venue.objects.bulk_update(touched, fields, batch_size=50)

    def merged(self, here: dict[str, Venue], number: int, facts: dict) -> Merge | None:
        venue = here.get(facts["standard_id"])
        if venue is None:
            return self.made(facts)
        if is_of_another_source(venue, facts):
            words = _(
                "The identifier %(id)s is already that of “%(name)s”, from another source (%(source)s). "
                "Import the file again with a prefix before its identifiers."
            ) % {"id": venue.standard_id, "name": venue.name, "source": venue.imported["source"]}
            self.report.rejected.append(Told(number, facts["name"], (words,)))
            return None
        done = merge(venue, facts)
        if venue.territory_id is None or set(done.changed).intersection(PLACE):
            place = self.places.territory_of({name: getattr(venue, name) for name in ("latitude", "longitude", *PLACE)})
            if place != venue.territory_id:
                venue.territory_id = place
                done.is_touched = True
        if done.is_touched or done.changed:
            venue.imported_at = self.now
        return done

    def made(self, facts: dict) -> Merge:
        venue = Venue(
            **facts,
            slug=self.free_slug(f"{facts['name']} {facts['commune']}"),
            territory_id=self.places.territory_of(facts),
            imported={name: plain(facts[name]) for name in IMPORTED},
            imported_at=self.now,
        )
        return Merge(venue, is_new=True)

    def free_slug(self, words: str) -> str:
        base = slugify(words)[:LONGEST_SLUG].strip("-") or "lieu"
        slug, number = base, 1
        while slug in self.slugs or slug in RESERVED:
            number += 1
            slug = f"{base}-{number}"
        self.slugs.add(slug)
        return slug

    def count(self, done: Merge) -> None:
        report = self.report
        if done.is_new:
            report.created += 1
        elif done.changed:
            report.updated += 1
        else:
            report.unchanged += 1
        if done.proposed:
            report.waiting.append((done.venue.name, tuple(done.proposed)))
        if done.kept or done.proposed:
            report.kept += 1


def is_of_another_source(venue: Venue, facts: dict) -> bool:
    known = venue.imported.get("source")
    return bool(known and facts["source"] and known != facts["source"])


def missing_of(rows: Iterable[tuple[int, dict]]) -> list[str]:
    """Return the names of the venues of the same sources that are not in the file: told, never deleted."""
    sources = {facts["source"] for _number, facts in rows} - {""}
    ids = {facts["standard_id"] for _number, facts in rows}
    known = Venue.objects.filter(imported__source__in=sources).order_by("name", "pk")
    return [name for standard_id, name in known.values_list("standard_id", "name") if standard_id not in ids]
