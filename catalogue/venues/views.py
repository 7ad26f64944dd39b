"""The public pages of venues: list, territory, venue, and the file of the national standard."""

from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalogue.venues.asking import KIND_WORDS, venue_request
from catalogue.venues.exports import csv_lines
from catalogue.venues.listing import venues_page
from catalogue.venues.models import Territory, Venue
from catalogue.venues.permissions import can_manage_venues, can_see_venue
from catalogue.venues.showing import venue_page
from outillerie.pages.throttling import throttled

MOST_FILES = 30
FIVE_MINUTES = "public, max-age=300"


@require_safe
def venues(request):
    context = {**venues_page(venue_request(request.GET)), "is_staff": can_manage_venues(request.user)}
    return render(request, "venues/index.html", context)


@require_safe
def venues_in(request, word, code):
    """Show the venues of a territory, named in the address by its official code."""
    if word not in KIND_WORDS:
        raise Http404
    around = Territory.objects.select_related("intercommunality", "department", "region")
    territory = get_object_or_404(around, kind=KIND_WORDS[word], code=code)
    context = {**venues_page(venue_request(request.GET, territory)), "is_staff": can_manage_venues(request.user)}
    return render(request, "venues/index.html", {**context, "is_territory_page": True})


@require_safe
def venue(request, slug):
    places = ("territory__intercommunality", "territory__department", "territory__region")
    found = get_object_or_404(Venue.objects.select_related(*places), slug=slug)
    if not can_see_venue(request.user, found):
        raise Http404
    context = {**venue_page(found), "is_staff": can_manage_venues(request.user)}
    return render(request, "venues/venue.html", context)


@require_safe
@throttled(most=MOST_FILES)
def venues_csv(request):
    name = f"{timezone.localdate().isoformat()}-lieux-de-mediation-numerique.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": FIVE_MINUTES}
    return StreamingHttpResponse(csv_lines(), "text/csv; charset=utf-8", headers=headers)
