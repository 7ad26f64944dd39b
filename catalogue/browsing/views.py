"""The catalogue as people search and compare it. Everything shown comes from `public_paths()` (rule 7)."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalogue.browsing.listing import COMPARED, catalogue_page
from catalogue.browsing.queries import newest_versions, offers
from catalogue.browsing.reading import comparison
from catalogue.paths.queries import public_paths
from outillerie.pages.throttling import throttled


@require_safe
@throttled(most=120, costs=lambda request: "q" in request.GET)
def paths(request):
    return render(request, "browsing/paths.html", catalogue_page(request.GET, timezone.localdate()))


@require_safe
def compare_paths(request):
    """Show two public paths side by side; with one only, the catalogue asks for the other."""
    first, second = request.GET.get("a", ""), request.GET.get("b", "")
    if not (first and second) or first == second:
        chosen = first or second
        return redirect(reverse("paths") + (f"?{urlencode({COMPARED: chosen})}" if chosen else ""))
    found = offers(timezone.localdate(), public_paths().filter(slug__in=[first, second]))
    versions = newest_versions(found)
    sides = {offer.slug: (offer, versions[pk].content) for pk, offer in found.items() if pk in versions}
    if len(sides) != 2:
        raise Http404
    return render(request, "browsing/compare.html", comparison(sides[first], sides[second]))
