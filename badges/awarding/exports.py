"""The badges given, as a table for those who award: no cell is ever a formula."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from badges.achievements.models import Achievement
from badges.awarding.queries import awards_of
from badges.awarding.showing import situation_of
from catalogue.frameworks.formats import spreadsheet_text


def awards_table(achievement: Achievement) -> Iterator[bytes]:
    """Yield the table line by line: those who hold many badges fit too."""
    rows = awards_of(achievement).order_by("awarded_at", "pk")
    return spreadsheet_text.lines(table_rows(rows.iterator(chunk_size=500)))


def table_rows(rows) -> Iterator[list[str]]:
    yield [
        _("Name"), _("E-mail address"), _("Awarded"), _("How"), _("Session or group"), _("State"), _("Valid until"),
        _("Why"), _("Identifier"),
    ]  # fmt: skip
    for row in rows:
        yield [
            row.name,
            row.email,
            day(row.awarded_at),
            row.get_way_display(),
            row.run,
            situation_of(row).label,
            day(row.valid_until),
            row.narrative,
            str(row.uuid),
        ]


def day(moment) -> str:
    return f"{timezone.localdate(moment):%d/%m/%Y}" if moment else ""
