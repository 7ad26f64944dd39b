"""The search and the lists of kits. Everything shown comes from `public_kits()` (rule 7)."""

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from outillerie.accounts.models import Organisation
from outillerie.discovery import queries
from outillerie.discovery.actions import log_search_in_vain
from outillerie.discovery.choices import CARDS_PER_PAGE, count_label
from outillerie.discovery.listing import listing, pagination
from outillerie.discovery.queries import search_kits
from outillerie.discovery.search_request import page_number, search_request
from outillerie.discovery.share_images import share_image
from outillerie.kits.cards import cards_of_ids
from outillerie.kits.models import KitVersion, Theme
from outillerie.kits.queries import public_kits
from outillerie.pages.queries import absolute, hub_settings
from outillerie.pages.throttling import throttled

ONE_DAY = 86_400


@require_safe
@throttled(most=120, costs=lambda request: "q" in request.GET)
def kits(request):
    asked = search_request(request.GET)
    results = search_kits(asked)
    if asked.text and not results.count:
        log_search_in_vain(asked.text, results=results.by_words)
    template = "kits/index.html#results" if request.htmx else "kits/index.html"
    return render(request, template, listing(results, hub_settings(request)))


@require_safe
def themes(request):
    return render(request, "discovery/themes.html", {"domains": queries.domains_with_themes()})


@require_safe
def theme(request, code):
    shown = get_object_or_404(Theme, code=code)
    context = {"theme": shown, "search_url": f"{reverse('kits')}?theme={shown.code}"}
    return render(request, "discovery/theme.html", context | _paged(request, queries.kits_of_theme(shown)))


@require_safe
def organisations(request):
    return render(request, "discovery/organisations.html", {"organisations": queries.organisations_with_kits()})


@require_safe
def organisation(request, slug):
    shown = get_object_or_404(Organisation, slug=slug)
    kit_ids = queries.kits_of_organisation(shown)
    if not kit_ids:
        raise Http404
    return render(request, "discovery/organisation.html", {"organisation": shown, **_paged(request, kit_ids)})


def _paged(request, kit_ids: list[int]) -> dict:
    page = Paginator(kit_ids, CARDS_PER_PAGE).get_page(page_number(request.GET))
    return {
        "cards": cards_of_ids(list(page)),
        "count_label": count_label(len(kit_ids)),
        **pagination(page.number, page.paginator.num_pages, lambda number: f"?page={number}"),
    }


@require_safe
def share(request, slug, number):
    """Show the picture that stands for a version when its address is shared."""
    kit = get_object_or_404(public_kits(), slug=slug)
    version = get_object_or_404(KitVersion, kit=kit, number=number)
    version.kit = kit
    response = FileResponse(share_image(version), content_type="image/png")
    response["Cache-Control"] = f"public, max-age={ONE_DAY}"
    return response


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request):
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in ("/admin/", "/compte/", f"{reverse('kits')}?")),
    ]
    return HttpResponse("\n".join([*lines, "", f"Sitemap: {absolute(reverse('sitemap'))}", ""]), "text/plain")
