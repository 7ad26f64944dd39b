"""Write the archive of every badge: a folder of plain files that any web server can give for decades, and in which any
badge verifies without this program. Its addresses are those that were signed; a former archive is replaced."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from badges.hosting.archiving import write_archive
from outillerie.errors import Refused


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="An empty folder, a former archive, or a folder to be created.")

    def handle(self, folder, **options):
        try:
            archive = write_archive(folder, say=self.say if options["verbosity"] else lambda count: None)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        if archive.kept_lists:
            self.stderr.write(
                _("The status lists are those signed last, for they could not be signed again: %(why)s")
                % {"why": archive.kept_lists}
            )
        self.stdout.write(
            _("%(count)s files are in %(folder)s.") % {"count": len(archive.digests), "folder": archive.folder}
        )

    def say(self, count: int) -> None:
        self.stdout.write(_("%(count)s files …") % {"count": count})
