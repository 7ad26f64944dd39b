"""What an import did, in words: in a terminal, in a file, on a page."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.frameworks.formats.spreadsheet_text import table
from catalogue.venues.imports import ImportReport
from catalogue.venues.models import Venue

MOST_SHOWN = 200


def summary_lines(report: ImportReport) -> list[str]:
    """Return the whole in some lines, then each line refused with its reasons."""
    lines = [_("The file is in the former format (v0): it is converted.")] if report.is_former else []
    lines += count_lines(report)
    if report.unknown_columns:
        lines.append(
            _("Columns that the standard does not have: %(names)s") % {"names": ", ".join(report.unknown_columns)}
        )
    lines += [f"  {told_line(told)}" for told in report.rejected[:MOST_SHOWN]]
    lines += [
        "  " + _("“%(name)s” waits for a decision: %(fields)s") % {"name": name, "fields": ", ".join(labels_of(names))}
        for name, names in report.waiting[:MOST_SHOWN]
    ]
    return [*lines, *([_("Nothing was changed: this was a dry run.")] if report.is_dry_run else [])]


def count_lines(report: ImportReport) -> list[str]:
    """Return how many venues each thing happened to, in sentences."""
    told = (
        (report.created, ngettext("%(n)s new venue.", "%(n)s new venues.", report.created)),
        (
            report.updated,
            ngettext("%(n)s venue brought up to date.", "%(n)s venues brought up to date.", report.updated),
        ),
        (report.unchanged, ngettext("%(n)s unchanged venue.", "%(n)s unchanged venues.", report.unchanged)),
        (
            report.kept,
            ngettext("%(n)s venue keeps what was edited here.", "%(n)s venues keep what was edited here.", report.kept),
        ),
        (
            len(report.rejected),
            ngettext("%(n)s line refused.", "%(n)s lines refused.", len(report.rejected)),
        ),
        (
            len(report.missing),
            ngettext(
                "%(n)s venue of the same source is no longer in the file. It stays here: hide it if it has closed.",
                "%(n)s venues of the same source are no longer in the file. They stay here: hide those that have closed.",
                len(report.missing),
            ),
        ),
    )
    return [sentence % {"n": count} for count, sentence in told if count] or [_("The file has no venue.")]


def told_line(told) -> str:
    return _("Line %(line)s, %(name)s: %(reasons)s") % {
        "line": told.line,
        "name": told.name or "?",
        "reasons": " ".join(told.sentences),
    }


def report_lines(report: ImportReport) -> bytes:
    """Return the whole report as CSV: what is said of each line of the file, and of venues that are not in it."""
    rows = [[_("Line"), _("Venue"), _("What happened"), _("Details")]]
    rows += [[str(told.line), told.name, _("Refused"), " ".join(told.sentences)] for told in report.rejected]
    rows += [
        [str(told.line), told.name, _("Imported, with a remark"), " ".join(told.sentences)] for told in report.remarks
    ]
    rows += [["", name, _("Waits for a decision"), ", ".join(labels_of(names))] for name, names in report.waiting]
    rows += [["", name, _("No longer in the file"), ""] for name in report.missing]
    return table(rows)


def labels_of(names) -> list[str]:
    return [label_of(name) for name in names]


def label_of(name: str) -> str:
    return str(Venue._meta.get_field(name).verbose_name)
