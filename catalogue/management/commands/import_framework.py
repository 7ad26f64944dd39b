"""Bring a skill framework in: CASE 1.0 or 1.1, DigComp 3.0, SKOS (RDF/XML, Turtle, JSON-LD), CSV, or our short form."""

from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.frameworks.formats.json_text import MOST_BYTES
from catalogue.frameworks.formats.soundness import name_of
from catalogue.frameworks.imports import ImportOutcome, import_framework, read_file
from catalogue.frameworks.settling import FrameworkNotImported
from outillerie.discovery.actions import analyse_statistics

MOST_SHOWN = 200


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, help="A file.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, change nothing.")
        parser.add_argument("--code", default="", help="The code of the framework, when the file has another or none.")
        parser.add_argument("--framework-version", default="", help="Its version, when the file has another or none.")

    def handle(self, path, dry_run, code, framework_version, **options):
        try:
            with path.open("rb") as file:
                # One byte too many is enough to be refused.
                data = file.read(MOST_BYTES + 1)
        except OSError:
            raise CommandError(
                _("Nothing can be read at %(path)s. Check the path, then try again.") % {"path": path}
            ) from None
        try:
            framework = read_file(data, path.name, code=code, version=framework_version)
            outcome = import_framework(framework, dry_run=dry_run)
        except FrameworkNotImported as refusal:
            raise CommandError(str(refusal)) from refusal
        for line in sentences(outcome, framework):
            self.stdout.write(line)
        if outcome.kind != "unchanged" and not dry_run:
            analyse_statistics()


def sentences(outcome: ImportOutcome, framework) -> list[str]:
    """Return what an import did, in words: what first, then each change."""
    lines = [WHAT[outcome.kind]() % {"title": framework.title, "version": framework.version}]
    if outcome.kind in {"created", "new_version"}:
        count = len(framework.items)
        lines.append(ngettext("%(count)s skill.", "%(count)s skills.", count) % {"count": count})
    counts = Counter(change.kind for change in outcome.changes)
    lines += [f"{counts[kind]} {CHANGED[kind](counts[kind])}" for kind in CHANGED if counts[kind]]
    lines += [f"  {CHANGED[change.kind](1)}: {named(change)}" for change in outcome.changes[:MOST_SHOWN]]
    if outcome.retired:
        lines.append(
            ngettext(
                "%(count)s skill is gone from the file and kept as retired: something is tied to it.",
                "%(count)s skills are gone from the file and kept as retired: something is tied to them.",
                outcome.retired,
            )
            % {"count": outcome.retired}
        )
    return [*lines, *([_("Nothing was changed: this was a dry run.")] if outcome.is_dry_run else [])]


def named(change) -> str:
    item = change.new or change.old
    text = item.text("fr")
    return " ".join(filter(None, [item.code, text.statement if text else ""])) or name_of(item)


WHAT = {
    "created": lambda: _("“%(title)s”, version %(version)s, is imported."),
    "new_version": lambda: _(
        "“%(title)s”, version %(version)s, is imported beside the versions that are here already."
    ),
    "updated": lambda: _("“%(title)s”, version %(version)s, is up to date."),
    "unchanged": lambda: _("“%(title)s”, version %(version)s, is here already: nothing to change."),
}
CHANGED = {
    "added": lambda count: ngettext("skill added", "skills added", count),
    "removed": lambda count: ngettext("skill removed", "skills removed", count),
    "moved": lambda count: ngettext("skill moved", "skills moved", count),
    "reworded": lambda count: ngettext("skill reworded", "skills reworded", count),
    "renumbered": lambda count: ngettext("skill with another code", "skills with another code", count),
    "relevelled": lambda count: ngettext("skill at another level", "skills at another level", count),
}
