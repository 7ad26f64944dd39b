"""What the pages of the day show: the list of those who are expected, the code on the wall, the choices of a name."""

from dataclasses import dataclass, field
from urllib.parse import quote
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.attending import queries, wording
from catalogue.attending.formats.codes import spaced
from catalogue.attending.forms import DetailsForm, WalkInForm
from catalogue.attending.models import CheckInCode
from catalogue.attending.queries import PresenceRow
from catalogue.learning.marking import last_words
from catalogue.learning.models import Attendance
from catalogue.sessions.formats.half_days import HalfDay
from catalogue.sessions.formats.local_time import wall_of
from catalogue.sessions.models import PeerSession
from catalogue.sessions.queries import half_days_of
from catalogue.sessions.wording import place_words, when_words
from outillerie.kits.formats.text import typography
from outillerie.pages.queries import absolute
from outillerie.printing.ornaments import qr_code

State = Attendance.State
PAPER = "papier"
CHOICES = (
    (State.PRESENT.value, _("Present")),
    (State.ABSENT.value, _("Absent")),
    (State.EXCUSED.value, _("Excused")),
)


@dataclass(frozen=True)
class Tab:
    code: str
    label: str
    is_current: bool


@dataclass
class Line:
    """One person of the list as the page shows them. `said` are all the words, `apart` those that disagree."""

    pk: int
    name: str
    employer: str
    state: str
    detail: str
    needs: str
    note: str
    place: str
    form: DetailsForm
    said: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)
    is_open: bool = False
    is_walk_in: bool = False


def titled(session: PeerSession) -> str:
    """Return the title with the spaces that no line may break at."""
    return typography(session.title, "fr")


def chosen_half_day(session: PeerSession, code: str) -> HalfDay:
    """Return the half-day of that code, or the one of now."""
    found = next((part for part in half_days_of(session) if part.code == code), None)
    return found or queries.half_day_now(session)


def welcome_page(session: PeerSession, part: HalfDay, *, is_paper: bool = False, refused=None) -> dict:
    """Return what the page shows. `refused` is (id, form) of the details that could not be kept."""
    rows = queries.presence_rows(session, part.code)
    counts = queries.counts_in(rows)
    return {
        "session": session,
        "title": titled(session),
        "when": when_words(session),
        "half_day": part,
        "tabs": [Tab(one.code, wording.half_day_words(one), one == part) for one in half_days_of(session)],
        "lines": [line_of(row, session, part, refused) for row in rows],
        "counts": counts,
        "counts_words": wording.counts_words(counts),
        "count_phrases": [wording.count_phrase(1), wording.count_phrase(2)],
        "states": CHOICES,
        "key": uuid4().hex,
        "is_paper": is_paper,
        "is_over": session.state == PeerSession.State.HELD,
        "walk_in": WalkInForm(session=session, initial={"key": uuid4().hex}),
    }


def line_of(row: PresenceRow, session: PeerSession, part: HalfDay, refused) -> Line:
    registration, attendance = row.registration, row.attendance
    is_refused = refused is not None and refused[0] == registration.pk
    form = refused[1] if is_refused else details_form(row, session, part)
    places = session.places.all()
    return Line(
        pk=registration.pk,
        name=registration.name,
        employer=registration.employer or str(registration.organisation or ""),
        state=row.state,
        detail=detail_of(attendance, session) if attendance else "",
        needs=registration.needs,
        note=registration.note,
        place=place_words(registration.place) if len(places) > 1 else "",
        form=form,
        said=[wording.mark_words(mark, session) for mark in row.marks],
        apart=apart(row, session),
        is_open=is_refused,
        is_walk_in=registration.source == registration.Source.WALK_IN,
    )


def apart(row: PresenceRow, session: PeerSession) -> list[str]:
    """Return the words that disagree, in the order in which they came; none when nobody needs to decide."""
    if row.attendance is None or not row.attendance.has_conflict:
        return []
    return [wording.mark_words(mark, session) for mark in last_words(row.marks)]


def detail_of(attendance: Attendance, session: PeerSession) -> str:
    minutes = wording.minutes_words(attendance.minutes) if attendance.state == State.PRESENT else ""
    return ", ".join(filter(None, [wording.arrival_words(attendance, session), minutes]))


def details_form(row: PresenceRow, session: PeerSession, part: HalfDay) -> DetailsForm:
    attendance = row.attendance
    initial = {}
    if attendance is not None and attendance.state == State.PRESENT:
        arrived = attendance.arrived_at
        initial = {
            "arrived": wall_of(arrived, session.time_zone).time().replace(second=0, microsecond=0) if arrived else None,
            "minutes": attendance.minutes,
        }
    return DetailsForm(part=part, prefix=str(row.registration.pk), initial=initial)


def code_page(session: PeerSession, part: HalfDay, code: CheckInCode | None) -> dict:
    """Return what the wall shows: the code, its address in words and as a QR code."""
    context = {
        "session": session,
        "title": titled(session),
        "half_day": part,
        "when": when_words(session),
        "tabs": [Tab(one.code, wording.half_day_words(one), one == part) for one in half_days_of(session)],
        "code": code,
    }
    if code is not None:
        address = absolute(reverse("presence-code", args=[code.code]))
        context |= {
            "spaced": spaced(code.code),
            "address": absolute(reverse("presence")).partition("://")[2].rstrip("/"),
            "qr": picture_of(address),
            "ends": wording.hour_of(code.ends_at, session),
        }
    return context


def picture_of(address: str) -> str:
    """Return the QR code of `address` as an address of a picture: one request less in a room with little network."""
    return f"data:image/svg+xml,{quote(qr_code(address))}"
