"""Who came, as tables for office programs; what was done, in the shape of La Coop. Rows come one by one: a whole hub fits."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import IO

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.exchange.exports import csv_cell
from catalogue.exchange.formats.tables import Cell, fit
from catalogue.frameworks.formats import spreadsheet_text
from catalogue.learning.models import Attendance, AttendanceMark
from catalogue.outcomes.activities import activity_of, with_activities
from catalogue.outcomes.formats import coop
from catalogue.outcomes.vocabulary import labels, same_themes
from catalogue.outcomes.wording import half_day_label, header, source_label, state_label, way_label, yes_or_no
from catalogue.sessions.formats.half_days import HalfDay
from catalogue.sessions.formats.local_time import wall_of
from catalogue.sessions.models import PeerSession, SessionPlace
from catalogue.sessions.queries import half_days_of
from catalogue.sessions.wording import commune_of, hour_words, place_words
from catalogue.venues.models import Territory
from outillerie.accounts.models import Organisation
from outillerie.pages.queries import absolute

ACTIVITIES_AT_ONCE, SESSIONS_AT_ONCE = 500, 50
ATTENDANCE_COLUMNS = {
    "day": 12, "half_day": 13, "starts": 10, "ends": 10, "session": 45, "format": 24, "organisation": 30, "place": 36,
    "commune": 22, "insee": 12, "participant": 32, "employer": 30, "source": 22, "state": 12, "minutes": 10,
    "planned": 12, "arrived": 12, "way": 34, "has_conflict": 12, "url": 40,
}  # fmt: skip
COOP_WIDTHS = {"Nom de l’atelier": 45, "Nom du lieu": 36, "Adresse": 36, "Thématique(s) d’accompagnement": 45}


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What an export is of; nothing said is everything that its reader may take."""

    since: date | None = None
    until: date | None = None
    department: Territory | None = None
    organisation: Organisation | None = None

    def sessions(self, sessions: QuerySet[PeerSession]) -> QuerySet[PeerSession]:
        """Return those of `sessions` that this asks for, the earliest first."""
        if self.since:
            sessions = sessions.filter(starts_at__gte=midnight(self.since))
        if self.until:
            sessions = sessions.filter(starts_at__lt=midnight(self.until + timedelta(days=1)))
        if self.organisation:
            sessions = sessions.filter(organisation=self.organisation)
        if self.department:
            sessions = sessions.filter(pk__in=in_department(self.department).values("pk"))
        return sessions.order_by("starts_at", "pk")


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def in_department(department: Territory) -> QuerySet[PeerSession]:
    at_venue = Q(places__venue__territory__department=department)
    return PeerSession.objects.filter(at_venue | Q(places__territory__department=department))


# --- Who came


def attendance_lines() -> QuerySet[Attendance]:
    """Return the lines of sessions: one for each half-day of each participant of whom something was said."""
    last = AttendanceMark.objects.filter(attendance=OuterRef("pk")).order_by("-pk")
    rows = Attendance.objects.filter(registration__isnull=False).select_related("registration")
    return rows.annotate(last_way=Subquery(last.values("way")[:1])).order_by(
        "held_on", "half_day", "registration__name", "pk"
    )


def attendance_rows(sessions: QuerySet[PeerSession]) -> Iterator[list[Cell]]:
    """Yield the lines of `sessions`, some sessions at a time: their number does not change what memory holds."""
    loaded = sessions.select_related("format", "organisation").prefetch_related(
        Prefetch("places", SessionPlace.objects.select_related("venue", "territory")),
        Prefetch("attendances", attendance_lines(), to_attr="lines"),
    )
    for session in loaded.iterator(chunk_size=SESSIONS_AT_ONCE):
        if session.lines:
            yield from rows_of_session(session)


def rows_of_session(session: PeerSession) -> Iterator[list[Cell]]:
    """Yield the lines of one session: what they share is said in words once."""
    shared = {
        "session": session.title,
        "format": session.format.label,
        "organisation": session.organisation.name if session.organisation else "",
        "url": absolute(session.get_absolute_url()),
    }
    halves = {half.code: half_facts(half) for half in half_days_of(session)}
    places = {place.pk: place_facts(place) for place in session.places.all()}
    for line in session.lines:
        # A session cut otherwise since, or a place taken away, leaves these cells empty.
        values = {
            **shared,
            **halves.get(line.half_day, {}),
            **places.get(line.registration.place_id, {}),
            **line_facts(line, session.time_zone),
        }
        yield [fit(values.get(column)) for column in ATTENDANCE_COLUMNS]


def half_facts(half: HalfDay) -> dict[str, Cell]:
    return {"starts": hour_words(half.starts), "ends": hour_words(half.ends), "planned": half.minutes}


def place_facts(place: SessionPlace) -> dict[str, Cell]:
    return {"place": place_words(place), "commune": commune_of(place), "insee": insee_of(place)}


def line_facts(line: Attendance, zone: str) -> dict[str, Cell]:
    registration = line.registration
    return {
        "day": line.held_on,
        "half_day": half_day_label(line.half_day),
        "participant": registration.name,
        "employer": registration.employer,
        "source": source_label(registration.source),
        "state": state_label(line.state),
        "minutes": line.minutes,
        "arrived": hour_words(wall_of(line.arrived_at, zone)) if line.arrived_at else "",
        "way": way_label(line.last_way),
        "has_conflict": yes_or_no(line.has_conflict),
    }


def insee_of(place) -> str:
    if place.venue_id:
        return place.venue.insee_code
    return place.territory.code if place.territory_id else ""


def attendance_csv(sessions: QuerySet[PeerSession]) -> Iterator[bytes]:
    return csv_lines([header(column) for column in ATTENDANCE_COLUMNS], attendance_rows(sessions))


def attendance_xlsx(sessions: QuerySet[PeerSession], file: IO[bytes], *, filters: Filters, by) -> None:
    # Seventeen megabytes that only those who ask for a workbook should cost.
    from catalogue.exchange.formats.workbook import Sheet, write_workbook

    sheet = Sheet(
        _("Attendance"),
        [header(column) for column in ATTENDANCE_COLUMNS],
        attendance_rows(sessions),
        above=told(filters, by=by),
        widths=list(ATTENDANCE_COLUMNS.values()),
    )
    write_workbook([sheet], file, title=_("Attendance"))


def told(filters: Filters, *, by) -> tuple[list[Cell], ...]:
    """Return the lines above a table: who took it away, when, and of what it is."""
    return (
        [_("Export made by"), str(by)],
        [_("Export made on"), timezone.localdate()],
        [_("First day"), filters.since or _("the beginning")],
        [_("Last day"), filters.until or _("today and later")],
        [_("Department"), filters.department.name if filters.department else _("All departments")],
        [_("Organisation"), filters.organisation.name if filters.organisation else _("All organisations")],
    )


def csv_lines(headers: list[str], rows: Iterable[list[Cell]]) -> Iterator[bytes]:
    """Yield a table as CSV, line by line."""
    return spreadsheet_text.lines(words(headers, rows))


def words(headers: list[str], rows: Iterable[list[Cell]]) -> Iterator[list[str]]:
    yield headers
    for row in rows:
        yield [csv_cell(cell) for cell in row]


# --- What was done, for La Coop


def activities(sessions: QuerySet[PeerSession]) -> Iterator[coop.Activity]:
    """Yield the sessions that took place, in the order of `sessions`."""
    themes = same_themes()
    for session in with_activities(sessions).iterator(chunk_size=ACTIVITIES_AT_ONCE):
        yield activity_of(session, themes)


def coop_rows(sessions: QuerySet[PeerSession]) -> Iterator[list[Cell]]:
    for activity in activities(sessions):
        yield [fit(cell) for cell in coop.row(activity, labels())]


def coop_csv(sessions: QuerySet[PeerSession]) -> Iterator[bytes]:
    return csv_lines(coop.columns(labels()), coop_rows(sessions))


def coop_xlsx(sessions: QuerySet[PeerSession], file: IO[bytes], *, filters: Filters, by) -> None:
    from catalogue.exchange.formats.workbook import Sheet, write_workbook

    columns = coop.columns(labels())
    sheet = Sheet(
        "Activités",
        columns,
        coop_rows(sessions),
        above=told(filters, by=by),
        widths=[COOP_WIDTHS.get(column, 16) for column in columns],
    )
    write_workbook([sheet], file, title="Activités")


def coop_json(sessions: QuerySet[PeerSession]) -> Iterator[bytes]:
    """Yield `{"data": [...]}`, one activity a line."""
    yield b'{"data": [\n'
    for rank, activity in enumerate(activities(sessions)):
        comma = ",\n" if rank else ""
        yield (comma + json.dumps(coop.resource(activity), ensure_ascii=False)).encode()
    yield b"\n]}\n"
