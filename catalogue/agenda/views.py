"""The agenda and the page of a session. What was not published does not exist for those who did not prepare it."""

from datetime import date

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalogue.agenda.asking import agenda_request
from catalogue.agenda.calendar_pages import month_page, week_page
from catalogue.agenda.formats.typed_day import day_of
from catalogue.agenda.formats.weeks import monday_of
from catalogue.agenda.freshness import always_fresh
from catalogue.agenda.listing import agenda_page, asked
from catalogue.agenda.showing import session_page
from catalogue.sessions.models import PeerSession
from catalogue.sessions.permissions import can_see_session
from catalogue.sessions.queries import with_places
from outillerie.pages.throttling import throttled

MOST_SEARCHES = 120


@require_safe
@always_fresh
@throttled(most=MOST_SEARCHES, costs=lambda request: bool(request.GET))
def agenda(request):
    now = timezone.now()
    return render(request, "agenda/list.html", agenda_page(agenda_request(request.GET, timezone.localdate(now)), now))


@require_safe
@always_fresh
@throttled(most=MOST_SEARCHES, costs=lambda request: bool(request.GET))
def month(request, year, month):
    now = timezone.now()
    if not (2000 <= year <= 2100 and 1 <= month <= 12):
        raise Http404
    found = agenda_request(request.GET, timezone.localdate(now))
    return render(request, "agenda/month.html", month_page(found, year, month, now))


@require_safe
@always_fresh
@throttled(most=MOST_SEARCHES, costs=lambda request: bool(request.GET))
def week(request, day):
    now = timezone.now()
    found = agenda_request(request.GET, timezone.localdate(now))
    first = iso_day(day)
    if first != monday_of(first):
        # A week has one address: that of its Monday.
        return redirect(
            asked(reverse("agenda-week", args=[monday_of(first).isoformat()]), found.parameters(with_time=False))
        )
    return render(request, "agenda/week.html", week_page(found, first, now))


def iso_day(text: str) -> date:
    parts = text.split("-")
    found = day_of(*parts) if len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts) else None
    if found is None:
        raise Http404
    return found


@require_safe
@always_fresh
def session(request, slug):
    rows = PeerSession.objects.filter(slug=slug).select_related("module", "kit_version__kit")
    found = with_places(rows).prefetch_related("audiences", "themes").first()
    if found is None or not can_see_session(request.user, found):
        raise Http404
    return render(request, "agenda/session.html", session_page(request, found))
