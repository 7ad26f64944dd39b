"""The agenda a week or a month at a time: what happens on each day, and the way to the days around."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalogue.agenda.asking import AgendaRequest
from catalogue.agenda.cards import session_cards
from catalogue.agenda.formats.weeks import month_beside, month_grid, week_of
from catalogue.agenda.listing import anchor, asked, chips_of, day_url, ways_of, week_label
from catalogue.agenda.queries import between
from catalogue.sessions.models import PeerSession
from catalogue.sessions.queries import with_places
from catalogue.sessions.wording import day_words, hour_words, walls_of
from outillerie.kits.formats.text import typography

# What a day shows; the rest of a very full day is one link away.
MOST_IN_A_CELL, MOST_IN_A_DAY = 4, 12


def month_page(request: AgendaRequest, year: int, month: int, now: datetime) -> dict:
    """Return the context of `agenda/month.html`."""
    grid = month_grid(year, month)
    light = between(request, grid[0][0], grid[-1][-1]).only("pk", "slug", "title", "starts_at", "ends_at", "time_zone")
    by_day = by_days(light)
    today = timezone.localdate(now)
    filters = request.parameters(with_time=False)
    first = date(year, month, 1)
    return {
        **ways_of(request, now),
        "title": date_format(first, "F Y"),
        "weekdays": [{"name": date_format(day, "l"), "short": date_format(day, "D")} for day in grid[0]],
        "weeks": [[cell(day, by_day[day], month, today, filters) for day in week] for week in grid],
        "is_empty": not any(by_day[day] for week in grid for day in week if day.month == month),
        "before": beside(year, month, -1, filters),
        "after": beside(year, month, 1, filters),
        "chips": chips_of(request),
        "list_from_url": day_url(first, filters),
    }


def by_days(sessions) -> dict[date, list[PeerSession]]:
    """Return the sessions by the day of their own wall."""
    found = defaultdict(list)
    for session in sessions:
        found[walls_of(session)[0].date()].append(session)
    return found


def cell(day: date, sessions: list[PeerSession], month: int, today: date, filters: str) -> dict:
    shown = sessions[:MOST_IN_A_CELL] if day.month == month else []
    return {
        "iso": day.isoformat(),
        "number": day.day,
        "label": day_words(day),
        "is_outside": day.month != month,
        "is_today": day == today,
        "rows": [
            {
                "url": session.get_absolute_url(),
                "title": typography(session.title, "fr"),
                "hour": hour_words(walls_of(session)[0]),
            }
            for session in shown
        ],
        "more": len(sessions) - len(shown) if shown else 0,
        "more_url": day_url(day, filters),
    }


def beside(year: int, month: int, step: int, filters: str) -> dict | None:
    other_year, other_month = month_beside(year, month, step)
    if not 2000 <= other_year <= 2100:
        return None
    label = date_format(date(other_year, other_month, 1), "F Y")
    return {"label": label, "url": asked(reverse("agenda-month", args=[other_year, other_month]), filters)}


def week_page(request: AgendaRequest, day: date, now: datetime) -> dict:
    """Return the context of `agenda/week.html`: seven days, each with its sessions."""
    days = week_of(day)
    filters = request.parameters(with_time=False)
    by_day = by_days(between(request, days[0], days[-1]).only("pk", "starts_at", "ends_at", "time_zone"))
    shown = [session.pk for one in days for session in by_day[one][:MOST_IN_A_DAY]]
    listed = list(with_places(PeerSession.objects.filter(pk__in=shown)))
    cards = dict(zip((session.pk for session in listed), session_cards(listed, now), strict=True))
    return {
        **ways_of(request, now),
        "title": week_label(days[0], timezone.localtime(now).year),
        "days": [day_row(one, by_day[one], cards, filters, timezone.localdate(now)) for one in days],
        "is_empty": not shown,
        "before": week_beside(days[0], -7, filters),
        "after": week_beside(days[0], 7, filters),
        "chips": chips_of(request),
        "list_from_url": day_url(days[0], filters),
    }


def day_row(day: date, sessions: list[PeerSession], cards: dict, filters: str, today: date) -> dict:
    shown = sessions[:MOST_IN_A_DAY]
    return {
        "iso": day.isoformat(),
        "label": day_words(day),
        "is_today": day == today,
        "rows": [{"id": anchor(session), "card": cards[session.pk]} for session in shown],
        "more": len(sessions) - len(shown),
        "more_url": day_url(day, filters),
    }


def week_beside(monday: date, step: int, filters: str) -> dict:
    other = monday + timedelta(days=step)
    label = _("Week of %(day)s") % {"day": day_words(other, with_weekday=False)}
    return {"label": label, "url": asked(reverse("agenda-week", args=[other.isoformat()]), filters)}
