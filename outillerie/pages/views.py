"""What surrounds the kits: home, display preferences, site map, health, drawn images."""

import mimetypes
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from outillerie import drawing
from outillerie.accounts.models import Organisation
from outillerie.discovery.queries import domains_with_themes, organisations_with_kits
from outillerie.discovery.search_request import SearchRequest
from outillerie.field_reports.reading import quote
from outillerie.kits.cards import cards_of
from outillerie.kits.models import KitFacet
from outillerie.kits.queries import public_kits
from outillerie.pages import preferences
from outillerie.pages.colour import darker
from outillerie.pages.forms import DisplayForm
from outillerie.pages.health import database_works, queue_works, storage_works
from outillerie.pages.queries import Link, Surroundings, surroundings
from outillerie.pages.samples import component_samples

FOREVER = "public, max-age=31536000, immutable"
A_YEAR = 60 * 60 * 24 * 365
NEWEST = 3
# A page stays light: past that number, their list is one link away.
MOST_ORGANISATIONS = 40


@never_cache
@require_safe
def health(request):
    """Say, for a machine that watches, whether the database, the storage and the queue do their work."""
    checks = {"database": database_works(), "storage": storage_works()}
    checks["queue"] = checks["database"] and queue_works()
    states = {name: "ok" if is_well else "failing" for name, is_well in checks.items()}
    return JsonResponse(states, status=200 if all(checks.values()) else 503)


def svg(text: str) -> HttpResponse:
    response = HttpResponse(text, "image/svg+xml", headers={"Cache-Control": FOREVER})
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


@require_safe
def cover(request, key):
    try:
        return svg(drawing.cover_from_key(key))
    except ValueError as error:
        raise Http404 from error


@require_safe
def outline(request, key):
    """Show the outline of a badge that waits, or a sheet of several."""
    try:
        return svg(drawing.outlines_from_key(key))
    except ValueError as error:
        raise Http404 from error


@require_safe
def accent_stylesheet(request, accent):
    """Give the hub's own colour to the roles that carry it. It is in the address: the answer may be kept."""
    if len(accent) != 6 or any(digit not in "0123456789abcdef" for digit in accent):
        raise Http404
    plain, edge = f"#{accent}", darker(f"#{accent}")
    roles = dict.fromkeys(("action", "link", "second-edge"), plain) | dict.fromkeys(
        ("action-edge", "action-rim", "second-ink", "foot"), edge
    )
    css = ";".join(f"--color-{role}:{colour}" for role, colour in roles.items())
    return HttpResponse(f":root{{{css}}}", "text/css", headers={"Cache-Control": FOREVER})


@require_safe
def media(request, name):
    """Serve renditions, whose names nobody can guess. Originals and documents have other doors."""
    if not name.startswith("images/") or ".." in PurePosixPath(name).parts:
        raise Http404
    try:
        file = default_storage.open(name)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Http404 from error
    response = FileResponse(file, content_type=mimetypes.guess_type(name)[0])
    response["Cache-Control"] = FOREVER
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def display(request):
    """Let anyone choose text size, spacing, theme and language, with or without an account."""
    form = DisplayForm(request.POST or None, initial=vars(request.preferences))
    came_from = request.POST.get("next") or request.META.get("HTTP_REFERER", "")
    back = came_from if url_has_allowed_host_and_scheme(came_from, {request.get_host()}) else "/"
    if request.method == "POST" and form.is_valid():
        response = redirect(back)
        value = preferences.written(preferences.Preferences(**form.cleaned_data))
        name = settings.DISPLAY_COOKIE_NAME
        response.set_cookie(name, value, max_age=A_YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax")
        return response
    return render(request, "pages/display.html", {"form": form, "next": back})


def home_context(request) -> dict:
    """Return the context of `pages/home.html`. Sections with no content are not there."""
    kits = public_kits()
    count = kits.count()
    cards = cards_of(list(kits.order_by("-first_published_at", "-pk")[:NEWEST])) if count else []
    label = ngettext("See the kit", "See the %(count)s kits", count) % {"count": count}
    return {
        "hero": hero(),
        "doors": doors() if cards else [],
        "cards": cards,
        "kit_count_label": label,
        "quote": quote() if cards else None,
    }


def hero() -> dict:
    return {
        "title_lines": [_("Borrow a tool."), _("Bring back a better one.")],
        "lead": _("Workshop kits made by digital mediators, open and free of charge."),
        "search_label": _("What do you want to run?"),
        "search_help": _("For example: passwords, online procedures, teenagers."),
        "shortcuts": shortcuts(),
    }


def shortcuts() -> list[Link]:
    """Return the searches that people make most, those that give something."""
    offered = {
        ("duration", "30"): _("30 minutes"),
        ("level", "1"): _("Beginners"),
        ("place", "unplugged"): _("Without a computer"),
    }
    rows = KitFacet.objects.filter(facet__in=[facet for facet, _value in offered])
    found = set(rows.order_by().values_list("facet", "value").distinct())
    return [Link(label, search_url(*choice)) for choice, label in offered.items() if choice in found]


def search_url(facet: str, value: str) -> str:
    return f"{reverse('kits')}?{SearchRequest(chosen={facet: (value,)}).parameters()}"


def doors() -> list[dict]:
    return [
        door(_("I run workshops"), _("Take a kit, print it, run it."), "kits", "toolbox", 2),
        door(_("I look for a theme"), _("Five domains, from information to safety."), "themes", "target", 1),
        door(_("I look for a team"), _("Those who write and share kits."), "organisations", "people", 5),
    ]


def door(title: str, text: str, name: str, icon: str, colour: int) -> dict:
    return {"title": title, "text": text, "url": reverse(name), "icon": icon, "colour": colour}


@require_safe
def site_map(request):
    return render(request, "pages/site_map.html", {"sections": site_map_sections(surroundings(request))})


def site_map_sections(around: Surroundings) -> list[dict]:
    """Return every page of the site as titled lists of links; kits themselves are behind the first one."""
    rows = [row["theme"] for domain in domains_with_themes() for row in domain["themes"]]
    # The two national lists share some names: one link a name.
    themes = {theme.label.casefold(): theme for theme in rows}.values()
    organisations = organisations_with_kits()[:MOST_ORGANISATIONS]
    sections = [
        (
            _("Workshop kits"),
            [
                named(_("Search the kits"), "kits"),
                named(_("Themes"), "themes"),
                named(_("Collections"), "collections"),
                named(_("Tell a workshop"), "choose-kit-to-tell"),
                named(_("How kits are ranked"), "ranking"),
            ],
        ),
        (_("Themes"), [Link(theme.label, theme.get_absolute_url()) for theme in themes]),
        (
            _("Organisations"),
            [named(_("Organisations"), "organisations"), *map(organisation_link, organisations)],
        ),
        (_("The hub"), [Link(_("Home"), "/"), *around.legal_links.values(), *around.plain_links]),
        (
            _("Your account"),
            [named(_("Sign in"), "account_login"), named(_("Create an account"), "account_signup")],
        ),
        (_("Reading comfort"), [named(_("Display"), "display")]),
        (
            _("For programs"),
            [named(_("Newest kits (Atom feed)"), "kits-atom"), named(_("Sitemap (XML)"), "sitemap")],
        ),
    ]
    return [{"title": title, "links": links} for title, links in sections if links]


def named(label: str, name: str) -> Link:
    return Link(label, reverse(name))


def organisation_link(organisation: Organisation) -> Link:
    return Link(organisation.name, organisation.get_absolute_url())


@require_safe
def components(request):
    return render(request, "pages/components.html", component_samples())
