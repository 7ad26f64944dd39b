"""Bring workshop sheets in: our own exports (folder or ZIP), and sheets written elsewhere in Markdown or HTML."""

import sys
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outillerie.discovery.actions import analyse_statistics
from outillerie.kits.actions import NotPublishable, check_licence
from outillerie.kits.formats.dialects.imported import LOSS_LABELS
from outillerie.kits.imports import index_planted, plant, update_kit
from outillerie.kits.models import KitPage
from outillerie.kits.sources import Unreadable, find, read_all, seed_of, settle

BATCH = 50


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("path", type=Path, help="A sheet, a folder or a ZIP.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, change nothing.")
        parser.add_argument(
            "--overwrite", action="store_true", help="Replace what people edited here since the last import."
        )

    def handle(self, path, dry_run, overwrite, **options):
        if not path.exists():
            raise CommandError(_("Nothing is at %(path)s. Check the path, then try again.") % {"path": path})
        self.counts, self.waiting, self.dry_run, self.overwrite = Counter(), [], dry_run, overwrite
        self.known = {kit.import_key: kit for kit in KitPage.objects.exclude(import_key=None)}
        self.planted = []
        found = list(find(path))
        for number, (item, reading) in enumerate(zip(found, read_all(found), strict=True), start=1):
            self.import_one(item, reading)
            if len(self.waiting) >= BATCH:
                self.plant_waiting()
            self.show_progress(number, len(found))
        self.plant_waiting()
        if self.planted:
            index_planted(self.planted)
            analyse_statistics()
        self.stdout.write(self.summary())

    def import_one(self, item, reading):
        if isinstance(reading, Unreadable):
            return self.report("refused", item, _(reading.message) % reading.parts)
        reading = settle(reading)
        kit = self.known.get(item.key[:200])
        if kit is None:
            return self.waiting.append((item, reading))
        if kit.import_sha256 == reading.sha256:
            return self.report("unchanged", item)
        newest = kit.versions.first()
        if newest and newest.sha256 != kit.import_sha256 and not self.overwrite:
            return self.report(
                "kept", item, _("People edited it here since the last import. Use --overwrite to replace it.")
            )
        if reason := why_not_published(reading):
            return self.report("refused", item, reason)
        if not self.dry_run:
            update_kit(kit, seed_of(item, reading))
        return self.report("updated", item, losses_of(reading))

    def plant_waiting(self):
        """Plant what was read. If the batch is refused, plant one by one: a bad sheet must not stop the others."""
        batch, self.waiting = self.waiting, []
        if self.dry_run:
            for item, reading in batch:
                self.report("created", item, losses_of(reading))
            return
        try:
            with transaction.atomic():
                self.plant_batch(batch)
        except DatabaseError:
            for pair in batch:
                self.plant_alone(pair)
        else:
            for item, reading in batch:
                self.report("created", item, losses_of(reading))

    def plant_alone(self, pair):
        item, reading = pair
        try:
            with transaction.atomic():
                self.plant_batch([pair])
        except DatabaseError as error:
            self.report("refused", item, str(error))
        else:
            self.report("created", item, losses_of(reading))

    def plant_batch(self, batch):
        seeds = [(seed_of(*pair), why_not_published(pair[1])) for pair in batch]
        lawful = [seed for seed, reason in seeds if not reason]
        self.planted += plant(lawful) if lawful else []
        # Nobody may reuse a sheet without a licence, nor a mix that none allows: it waits as a draft for someone to say.
        if waiting := [seed for seed, reason in seeds if reason]:
            plant(waiting, is_live=False)

    def report(self, outcome, item, detail=""):
        self.counts[outcome] += 1
        line = _("%(what)s: %(which)s") % {"what": item.key, "which": detail} if detail else item.key
        self.stdout.write(f"{OUTCOMES[outcome](1)}  {line}")

    def show_progress(self, number, total):
        if sys.stderr.isatty():
            done = 30 * number // total
            self.stderr.write(
                f"\r[{'#' * done}{'.' * (30 - done)}] {number}/{total}",
                ending="\n" if number == total else "",
            )

    def summary(self):
        parts = [
            f"{self.counts[outcome]} {OUTCOMES[outcome](self.counts[outcome])}"
            for outcome in OUTCOMES
            if self.counts[outcome]
        ]
        note = _(" Nothing was changed: this was a dry run.") if self.dry_run else ""
        return (", ".join(parts) or _("No sheet was found.")) + "." + note


OUTCOMES = {
    "created": lambda count: ngettext("created", "created", count),
    "updated": lambda count: ngettext("updated", "updated", count),
    "unchanged": lambda count: ngettext("unchanged", "unchanged", count),
    "kept": lambda count: ngettext("kept as edited here", "kept as edited here", count),
    "refused": lambda count: ngettext("refused", "refused", count),
}


def why_not_published(reading) -> str:
    """Return why what was read may not be published, or nothing when it may."""
    try:
        check_licence(reading.content)
    except NotPublishable as refusal:
        return str(refusal)
    return ""


def losses_of(reading) -> str:
    """Return what was lost, kind by kind, and what somebody should check."""
    counts = Counter()
    for loss in reading.losses:
        counts[loss.kind] += loss.count
    parts = [f"{count} × {_(LOSS_LABELS[kind])}" for kind, count in counts.items()]
    notes = ngettext("%(count)s thing to check", "%(count)s things to check", len(reading.notes)) % {
        "count": len(reading.notes)
    }
    if not reading.content.licence:
        parts.append(_("no licence: left as a draft"))
    elif reason := why_not_published(reading):
        parts.append(_("left as a draft: %(reason)s") % {"reason": reason})
    return ", ".join([*parts, *([notes] if reading.notes else [])])
