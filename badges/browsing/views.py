"""Badges as people read them: what can be earned, who gives it, and what somebody holds, if they show it."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from badges.backpack.permissions import can_see_given_badge
from badges.browsing.drawings import drawing_from_key
from badges.browsing.figures import figures_page
from badges.browsing.given import given_badge, given_page
from badges.browsing.listing import badges_page
from badges.browsing.queries import issuers_shown, versions_shown
from badges.browsing.showing import achievement_page, issuer_page
from catalogue.agenda.freshness import always_fresh
from outillerie.pages.throttling import throttled
from outillerie.pages.views import svg


@require_safe
@throttled(most=120, costs=lambda request: bool(request.GET))
def badges(request):
    return render(request, "badges/list.html", badges_page(request.GET))


@require_safe
def achievement(request, slug):
    versions = versions_shown().filter(achievement__slug=slug).order_by("-number")
    newest = versions.first()
    if newest is None:
        raise Http404
    return render(request, "badges/achievement.html", achievement_page(newest, newest))


@require_safe
def achievement_version(request, slug, number):
    """Show a badge as it was at a version: what is given stays as it was then."""
    versions = list(versions_shown().filter(achievement__slug=slug).order_by("-number"))
    version = next((one for one in versions if one.number == number), None)
    if version is None:
        raise Http404
    return render(request, "badges/achievement.html", achievement_page(version, versions[0]))


@require_safe
def issuer(request, slug):
    found = get_object_or_404(issuers_shown().select_related("organisation", "logo").defer("logo__content"), slug=slug)
    return render(request, "badges/issuer.html", issuer_page(found))


@require_safe
def figures(request):
    return render(request, "badges/figures.html", figures_page())


@require_safe
def drawing(request, key) -> HttpResponse:
    try:
        return svg(drawing_from_key(key))
    except ValueError as error:
        raise Http404 from error


@require_safe
@always_fresh
def given(request, uuid):
    """Show a badge that somebody holds. A hidden one answers exactly like one that does not exist (rule 7)."""
    credential = given_badge(uuid)
    if credential is None or not can_see_given_badge(request.user, credential):
        raise Http404
    return render(request, "badges/given.html", given_page(credential, request.user))
