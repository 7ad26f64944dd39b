"""What the pages of the agenda show: a request and its sessions put into words, weeks and links."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.agenda.asking import AgendaRequest
from catalogue.agenda.cards import SessionCard, session_cards
from catalogue.agenda.choices import FACETS, MOST_VALUES, RADII, READERS, THEME, AgendaFacet
from catalogue.agenda.formats.weeks import monday_of
from catalogue.agenda.queries import Counts, extent, facet_counts, matching
from catalogue.sessions.models import PeerSession
from catalogue.sessions.queries import with_places
from catalogue.sessions.wording import day_words, walls_of
from catalogue.venues.mapping import MapDrawing, MapPoint, map_of
from catalogue.venues.models import Territory
from outillerie.discovery.listing import pagination

SESSIONS_PER_PAGE = 12


def agenda_page(request: AgendaRequest, now: datetime) -> dict:
    """Return the context of `agenda/list.html`."""
    found = matching(request, now)
    size = extent(found)
    pages = max(1, -(-size["count"] // SESSIONS_PER_PAGE))
    page = min(request.page, pages)
    listed = list(with_places(found)[(page - 1) * SESSIONS_PER_PAGE : page * SESSIONS_PER_PAGE])
    pins, points = pins_of(listed)
    return {
        **form_words(request, facet_counts(request, now)),
        **ways_of(request, now),
        "count": size["count"],
        "count_label": count_label(size, now),
        "weeks": weeks_of(listed, session_cards(listed, now, pins=pins), now),
        "map": map_shown(points, request),
        **pagination(page, pages, lambda number: replace(request, page=number).address()),
    }


def count_label(size: dict, now: datetime) -> str:
    """Return “5 séances en octobre” when one month holds them all, else “128 séances”."""
    count = size["count"]
    if not count:
        return _("No session")
    label = ngettext("%(count)s session", "%(count)s sessions", count) % {"count": count}
    first, last = timezone.localtime(size["first"]), timezone.localtime(size["last"])
    if (first.year, first.month) != (last.year, last.month):
        return label
    month = date_format(first, "F" if first.year == timezone.localtime(now).year else "F Y")
    return _("%(sessions)s in %(month)s") % {"sessions": label, "month": month}


def weeks_of(sessions: Sequence[PeerSession], cards: Sequence[SessionCard], now: datetime) -> list[dict]:
    """Return the cards by week, in their order, each with the id that its pin on the map leads to."""
    rows = zip(sessions, cards, strict=True)
    this_year = timezone.localtime(now).year
    return [
        {"label": week_label(monday, this_year), "rows": [{"id": anchor(row[0]), "card": row[1]} for row in some]}
        for monday, some in groupby(rows, key=lambda row: monday_of(walls_of(row[0])[0].date()))
    ]


def week_label(monday: date, this_year: int) -> str:
    return _("Week of %(day)s") % {"day": day_words(monday, with_year=monday.year != this_year, with_weekday=False)}


def anchor(session: PeerSession) -> str:
    return f"seance-{session.pk}"


def pins_of(sessions: Iterable[PeerSession]) -> tuple[dict[int, int], list[MapPoint]]:
    """Return the number of each place that can be drawn, and the points: one for each spot, whatever happens there."""
    pins: dict[int, int] = {}
    points: dict[tuple, MapPoint] = {}
    for session in sessions:
        for place in session.places.all():
            spot = None if place.is_online else spot_of(place)
            if spot is None:
                continue
            if spot not in points:
                points[spot] = point_at(spot, len(points) + 1, session, place)
            pins[place.pk] = points[spot].number
    return pins, list(points.values())


def spot_of(place) -> tuple[float, float] | None:
    """Return where a place is: the venue, or the middle of its commune."""
    for where in (place.venue, place.venue.territory if place.venue_id else place.territory):
        if where is not None and where.latitude is not None:
            return where.latitude, where.longitude
    return None


def point_at(spot: tuple[float, float], number: int, session: PeerSession, place) -> MapPoint:
    commune = place.venue.commune if place.venue_id else place.territory.name
    title = place.name or (place.venue.name if place.venue_id else commune)
    return MapPoint(
        latitude=spot[0], longitude=spot[1], number=number, url=f"#{anchor(session)}", title=title, label=commune
    )


def map_shown(points: list[MapPoint], request: AgendaRequest) -> MapDrawing | None:
    return map_of(points, territory=request.territory) if points else None


def form_words(request: AgendaRequest, counts: Counts) -> dict:
    """Return what the form holds: what was asked for, the choices there are, and the chips that take them off."""
    facets = [row for facet in FACETS if facet.is_offered and (row := facet_row(facet, request, counts))]
    return {
        "where": request.typed_where,
        "territory": request.territory,
        "radii": radii_of(request),
        "themes": facet_row(THEME, request, counts, most=100),
        "since": since_words(request),
        "request_words": request,
        "has_seats": request.has_seats,
        "facets": facets,
        "is_open": any(option["is_active"] for row in facets for option in row["options"]),
        "kit": request.chosen.get("kit", ()),
        "chips": chips_of(request),
        "choices": place_choices(request),
    }


def since_words(request: AgendaRequest) -> str:
    """Return the day as one types it, or the very words that name no day."""
    return request.since.strftime("%d/%m/%Y") if request.since else request.typed_since


def radii_of(request: AgendaRequest) -> list[dict]:
    """Return the distances to choose from, once a commune is chosen."""
    territory = request.territory
    if territory is None or territory.kind != Territory.Kind.COMMUNE or territory.latitude is None:
        return []
    return [{"km": 0, "label": _("In the commune"), "is_active": not request.km}] + [
        {"km": km, "label": _("Within %(km)s km") % {"km": km}, "is_active": km == request.km} for km in RADII
    ]


def facet_row(facet: AgendaFacet, request: AgendaRequest, counts: Counts, most: int = MOST_VALUES) -> dict | None:
    """Return a facet with its options, the most frequent ones and those in use; None when it leaves no choice."""
    active = {choice.row: choice for choice in request.chosen.get(facet.code, ())}
    counted = counts.get(facet.code)
    rows = {value for value, _count in counted.most_common(most)} if counted else set()
    offered = READERS[facet.code](rows=rows | active.keys()) if rows or active else []
    if len(offered) < 2 and not active:
        return None
    options = [
        {
            "value": choice.value,
            "label": choice.label,
            "count": counted[choice.row] if counted else 0,
            "is_active": choice.row in active,
        }
        for choice in offered
    ]
    return {"name": facet.name, "legend": facet.legend, "kind": "checkbox", "options": options}


def chips_of(request: AgendaRequest) -> list[dict]:
    """Return one chip a filter in use, the place first."""
    chips = []
    if request.territory:
        label = str(request.territory)
        if request.km:
            label = _("Within %(km)s km of %(place)s") % {"km": request.km, "place": label}
        chips.append(chip(label, replace(request, territory=None, typed_where="", km=0, page=1)))
    elif request.candidates:
        chips.append(chip(request.typed_where, replace(request, candidates=(), typed_where="", page=1)))
    if request.since:
        label = _("From %(day)s on") % {"day": day_words(request.since, with_year=True, with_weekday=False)}
        chips.append(chip(label, replace(request, since=None, typed_since="", page=1)))
    if request.has_seats:
        chips.append(chip(_("Free seats or a waiting list"), replace(request, has_seats=False, page=1)))
    return chips + [
        chip(choice.label, request.without(code, choice.value))
        for code, values in request.chosen.items()
        for choice in values
    ]


def chip(label: str, remaining: AgendaRequest) -> dict:
    return {"label": label, "remove_url": remaining.address()}


def place_choices(request: AgendaRequest) -> list[dict]:
    """Return what the words typed may mean, with the department that tells communes of one name apart."""
    return [
        {
            "label": territory_label(territory),
            "url": replace(request, territory=territory, candidates=(), typed_where=territory.name, page=1).address(),
        }
        for territory in request.candidates
    ]


def territory_label(territory: Territory) -> str:
    """Return “Roubaix (Nord)”, “Nord, département”."""
    if territory.kind == Territory.Kind.COMMUNE and territory.department_id:
        return f"{territory.name} ({territory.department.name})"
    return f"{territory.name}, {territory.get_kind_display()}"


def ways_of(request: AgendaRequest, now: datetime) -> dict:
    """Return the other ways to read what was asked for: week, month, calendar, what is over."""
    filters = request.parameters(with_time=False)
    day = request.since or timezone.localdate(now)
    return {
        "list_url": asked(reverse("agenda"), filters),
        "week_url": asked(reverse("agenda-week", args=[monday_of(day).isoformat()]), filters),
        "month_url": asked(reverse("agenda-month", args=[day.year, day.month]), filters),
        "calendar_url": asked(reverse("agenda-ics"), filters),
        "feed_url": reverse("territory-atom", args=[request.territory.facet])
        if request.territory
        else reverse("agenda-atom"),
        "past_url": replace(request, is_past=True, has_seats=False, since=None, typed_since="", page=1).address(),
        "coming_url": replace(request, is_past=False, page=1).address(),
        "is_past": request.is_past,
        "filters": filters,
    }


def asked(address: str, parameters: str) -> str:
    return f"{address}?{parameters}" if parameters else address


def day_url(day: date, filters: str) -> str:
    """Return the list from `day` on, with the same filters."""
    return asked(reverse("agenda"), "&".join(filter(None, [filters, urlencode({"du": day.isoformat()})])))


def days_of(first: date, count: int) -> list[date]:
    return [first + timedelta(days=number) for number in range(count)]
