"""Sessions that come back: made from one that exists, with the same facts, at the same hour on the wall.

`recurrence_at` is the date that the rule gave: it never changes, and calendars know the session by it. What differs
from its series (`is_exception`), what is past and what is cancelled is left alone by deeds on the whole series.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.organising.formats.holidays import holiday_of
from catalogue.organising.formats.recurrence import MOST_DATES, Asked, days_of, rule_of
from catalogue.organising.making import from_session, make_session
from catalogue.sessions.actions import (
    FACTS,
    WrongDates,
    cancel_session,
    change_session,
    move_session,
    publish_session,
)
from catalogue.sessions.formats.local_time import Absent, Double, moment_of, wall_of
from catalogue.sessions.locking import lock_session
from catalogue.sessions.models import PeerSession, SessionSeries
from catalogue.sessions.placing import change_place
from outillerie.errors import Refused

State = PeerSession.State
# The facts that a series shares, as its page offers to write them on all its sessions to come.
SHARED = FACTS - {"break_starts_at", "break_ends_at", "time_zone", "registration_closes_at", "kit_version", "module"}


class NotASeries(Refused):
    pass


@dataclass(frozen=True)
class Day:
    """A day that a rule gives. `problem` is "absent", "double", "past" or nothing; `holiday` a code or nothing."""

    day: date
    starts_at: datetime | None
    holiday: str
    problem: str
    is_taken: bool = False


def days_offered(session: PeerSession, asked: Asked, *, now: datetime | None = None, taken: Collection[date] = ()):
    """Return each day that the rule gives after the one of `session`, with what to know of it."""
    now = now or timezone.now()
    starts = wall_of(session.starts_at, session.time_zone)
    rule = rule_of(asked, session.time_zone)
    days = days_of(rule, asked.first_day, session.time_zone)
    return [day_offered(day, starts, session, now, day in taken) for day in days if day != starts.date()]


def day_offered(day: date, starts: datetime, session: PeerSession, now: datetime, is_taken: bool) -> Day:
    found = moment_of(datetime.combine(day, starts.time()), session.time_zone)
    ends = moment_of(datetime.combine(day, wall_of(session.ends_at, session.time_zone).time()), session.time_zone)
    if isinstance(found, Absent) or isinstance(ends, Absent):
        return Day(day, None, holiday_of(day), "absent", is_taken)
    problem = "double" if isinstance(found, Double) else ""
    # Of an hour that comes twice, a series takes the first: its page says so before anything is made.
    starts_at = found.first if isinstance(found, Double) else found
    return Day(day, starts_at, holiday_of(day), "past" if starts_at <= now else problem, is_taken)


@transaction.atomic
def make_series(
    session: PeerSession, asked: Asked, *, excluded: Collection[date] = (), is_published: bool, by, key: uuid.UUID
) -> SessionSeries:
    """Make the series that `session` begins, and a session for each of its days but those that are `excluded`.

    The same `key` again returns the same series. Days that the clocks or the calendar refuse are left out.
    """
    first = lock_session(session)
    uid = uuid.uuid5(key, str(by.pk))
    if (held := SessionSeries.objects.filter(uid=uid).first()) is not None:
        return held
    if first.series_id:
        raise NotASeries(_("This session already belongs to a series: add dates on the page of the series."))
    days = days_offered(first, asked)
    if not kept_days(days, excluded):
        raise NotASeries(_("This rule gives no other date: choose more times, or a later day."))
    starts, ends = wall_of(first.starts_at, first.time_zone), wall_of(first.ends_at, first.time_zone)
    left_out = {day.day for day in days} - {day.day for day in kept_days(days, excluded)}
    series = SessionSeries.objects.create(
        uid=uid,
        title=first.title,
        rule=rule_of(asked, first.time_zone),
        first_day=starts.date(),
        local_start=starts.time(),
        local_end=ends.time(),
        time_zone=first.time_zone,
        excluded=sorted(day.isoformat() for day in left_out),
        organisation=first.organisation,
        created_by=by,
    )
    first.series, first.recurrence_at = series, first.starts_at
    first.save(update_fields=["series", "recurrence_at"])
    add_days(series, first, kept_days(days, excluded), is_published=is_published, by=by)
    return series


def kept_days(days: list[Day], excluded: Collection[date]) -> list[Day]:
    return [day for day in days if day.problem in ("", "double") and day.day not in excluded and not day.is_taken]


def add_days(
    series: SessionSeries, model: PeerSession, days: list[Day], *, is_published: bool, by
) -> list[PeerSession]:
    """Make a session like `model` on each of `days`, and publish them when asked."""
    origin = from_session(model)
    made = []
    for day in days:
        dates = dates_on(day.day, model, day.starts_at)
        key = uuid.uuid5(series.uid, day.day.isoformat())
        copy = make_session(origin, by=by, key=key, series=series, recurrence_at=day.starts_at, **dates)
        made.append(publish_session(copy, by=by) if is_published else copy)
    return made


def dates_on(day: date, model: PeerSession, starts_at: datetime) -> dict:
    """Return the dates of `model` carried to `day`: the same hours on the wall, its deadline as many days before."""
    zone = model.time_zone
    shift = day - wall_of(model.starts_at, zone).date()
    names = ("ends_at", "break_starts_at", "break_ends_at", "registration_closes_at")
    carried = {name: shifted(getattr(model, name), shift, zone) for name in names}
    return {"starts_at": starts_at, **carried, "time_zone": zone}


def shifted(moment: datetime | None, days: timedelta, zone: str) -> datetime | None:
    """Return the same hour on the wall, days later; the next one that exists when clocks jump over it."""
    if moment is None:
        return None
    wall = wall_of(moment, zone)
    found = moment_of(wall.replace(tzinfo=None, fold=0) + days, zone, is_second=bool(wall.fold))
    return moment_of(found.proposals[1], zone) if isinstance(found, Absent) else found


def taken_days(series: SessionSeries) -> set[date]:
    """Return the days that the series has already, or leaves out."""
    held = {
        wall_of(moment, series.time_zone).date() for moment in series.sessions.values_list("recurrence_at", flat=True)
    }
    return held | {date.fromisoformat(day) for day in series.excluded}


@transaction.atomic
def add_dates(series: SessionSeries, days: Collection[date], *, is_published: bool, by) -> list[PeerSession]:
    """Add the given days to a series, made like its last session that does not differ from it."""
    locked = SessionSeries.objects.select_for_update().get(pk=series.pk)
    rows = locked.sessions.order_by("-recurrence_at")
    model = rows.filter(is_exception=False).first() or rows.first()
    if model is None:
        raise NotASeries(_("This series has no session left to copy."))
    starts = wall_of(model.starts_at, model.time_zone)
    held = {wall_of(row.recurrence_at, locked.time_zone).date() for row in rows}
    now = timezone.now()
    offered = [day_offered(day, starts, model, now, day in held) for day in sorted(set(days))]
    kept = kept_days(offered, ())
    if len(kept) < len(offered):
        raise WrongDates(_("A date is past, is in the series already, or has an hour that does not exist that day."))
    if len(held) + len(kept) > MOST_DATES:
        raise WrongDates(_("A series has at most %(count)s dates. Begin another one.") % {"count": MOST_DATES})
    locked.excluded = [day for day in locked.excluded if date.fromisoformat(day) not in set(days)]
    locked.save(update_fields=["excluded"])
    return add_days(locked, model, kept, is_published=is_published, by=by)


def following(series: SessionSeries, now: datetime | None = None):
    """Return the sessions that a deed on the series changes: to come, alive, and like their series."""
    alive = (State.DRAFT, State.PUBLISHED)
    return series.sessions.filter(state__in=alive, is_exception=False, starts_at__gt=now or timezone.now())


@transaction.atomic
def change_following(series: SessionSeries, *, by, capacities: dict[int, int] | None = None, **facts) -> int:
    """Write `facts` on every session to come that follows its series, and return how many there are.

    `capacities` gives seats by the order of a place. One refusal refuses the whole: nothing is half changed.
    """
    if unknown := set(facts) - SHARED:
        raise TypeError(f"change_following does not know {sorted(unknown)}")
    rows = list(following(series).order_by("pk"))
    for row in rows:
        change_session(row, by=by, with_series=True, **facts)
        for place in row.places.all():
            if place.order in (capacities or {}):
                change_place(place, by=by, with_series=True, capacity=capacities[place.order])
    if "title" in facts:
        SessionSeries.objects.filter(pk=series.pk).update(title=facts["title"])
    return len(rows)


@transaction.atomic
def move_following(series: SessionSeries, *, starts: datetime, ends: datetime, reason: str, by) -> int:
    """Give every session to come that follows its series other hours (`starts`, `ends`: walls of any day) on its own
    day, and return how many moved. A day when the hour does not exist refuses the whole."""
    rows = list(following(series).order_by("pk"))
    for row in rows:
        day = wall_of(row.starts_at, row.time_zone).date()
        new = [moment_of(datetime.combine(day, wall.time()), row.time_zone, is_second=False) for wall in (starts, ends)]
        if any(isinstance(moment, Absent) for moment in new):
            sentence = _("This hour does not exist on %(day)s: clocks go forward. Choose another one.")
            raise WrongDates(sentence % {"day": day.strftime("%d/%m/%Y")})
        move_to(row, *new, reason=reason, by=by)
    SessionSeries.objects.filter(pk=series.pk).update(local_start=starts.time(), local_end=ends.time())
    return len(rows)


def move_to(row: PeerSession, starts_at: datetime, ends_at: datetime, *, reason: str, by) -> None:
    if (starts_at, ends_at) == (row.starts_at, row.ends_at):
        return
    shift = starts_at - row.starts_at
    held = {name: getattr(row, name) for name in ("break_starts_at", "break_ends_at")}
    pause = {name: moment and moment + shift for name, moment in held.items()}
    if pause["break_ends_at"] and pause["break_ends_at"] >= ends_at:
        pause = dict.fromkeys(pause)
    if row.state == State.PUBLISHED:
        move_session(row, starts_at=starts_at, ends_at=ends_at, reason=reason, by=by, with_series=True, **pause)
    else:
        change_session(row, by=by, with_series=True, starts_at=starts_at, ends_at=ends_at, **pause)


@transaction.atomic
def cancel_following(series: SessionSeries, *, reason: str, by) -> int:
    """Cancel every published session to come of a series, exceptions too, and return how many."""
    rows = list(series.sessions.filter(state=State.PUBLISHED, starts_at__gt=timezone.now()).order_by("pk"))
    for row in rows:
        cancel_session(row, reason=reason, by=by)
    return len(rows)
