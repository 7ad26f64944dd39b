"""Bring venues in from a file of the national standard (v1.0.2, or v0): CSV with «,» or «;», or a JSON list."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from catalogue.venues.formats.file import MOST_BYTES
from catalogue.venues.imports import Defaults, VenuesNotImported, import_venues
from catalogue.venues.telling import report_lines, summary_lines
from outillerie.discovery.actions import analyse_statistics


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, help="A file.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, change nothing.")
        parser.add_argument("--report", type=Path, help="Write what is said of every line in this file (CSV).")
        parser.add_argument("--source", default="", help="The source, when the file does not say it.")
        parser.add_argument(
            "--updated-on", default="", help="The date of the file, when its lines have none: 2024-05-30."
        )
        parser.add_argument("--prefix", default="", help="Put before the identifiers, when they are bare numbers.")

    def handle(self, path, dry_run, report, source, updated_on, prefix, verbosity, **options):
        try:
            with path.open("rb") as file:
                # One byte too many is enough to be refused.
                data = file.read(MOST_BYTES + 1)
        except OSError:
            raise CommandError(
                _("Nothing can be read at %(path)s. Check the path, then try again.") % {"path": path}
            ) from None
        defaults = Defaults(source=source, updated_on=updated_on, prefix=prefix)
        progress = self.say_progress if verbosity else lambda done, total: None
        try:
            found = import_venues(data, defaults=defaults, dry_run=dry_run, progress=progress)
        except VenuesNotImported as refusal:
            raise CommandError(str(refusal)) from refusal
        if report:
            report.write_bytes(report_lines(found))
        for line in summary_lines(found):
            self.stdout.write(line)
        if found.created and not dry_run:
            analyse_statistics()

    def say_progress(self, done: int, total: int) -> None:
        self.stderr.write(_("%(done)s lines of %(total)s") % {"done": done, "total": total})
