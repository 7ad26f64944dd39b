"""The pages where the hub's staff brings venues in and decides what an import proposes. For others they do not exist."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalogue.venues.actions import settle_proposals
from catalogue.venues.formats.file import MOST_BYTES
from catalogue.venues.forms import VenueFileForm
from catalogue.venues.importing import forget_file, keep_file, kept_file, report_page
from catalogue.venues.imports import Defaults, import_venues
from catalogue.venues.merging import plain
from catalogue.venues.models import Venue
from catalogue.venues.permissions import can_manage_venues
from catalogue.venues.telling import label_of
from outillerie.discovery.listing import pagination
from outillerie.discovery.search_request import page_number
from outillerie.errors import Refused

FORM = require_http_methods(["GET", "HEAD", "POST"])
VENUES_PER_PAGE = 20
TAKE = "prendre"


def for_staff(view):
    """Open a page to those who manage the venues; it answers 404 to others who are signed in."""

    @login_required
    @wraps(view)
    def allowed(request, *args, **kwargs):
        if not can_manage_venues(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return allowed


@FORM
@for_staff
def import_file(request):
    """Read a file, and lead to what it would change."""
    form = VenueFileForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > MOST_BYTES:
            form.add_error("file", _("This file is too heavy: 20 MB at most."))
        else:
            day = form.cleaned_data["updated_on"]
            defaults = Defaults(
                source=form.cleaned_data["source"],
                updated_on=day.isoformat() if day else "",
                prefix=form.cleaned_data["prefix"],
            )
            data = file.read()
            try:
                import_venues(data, defaults=defaults, dry_run=True)
            except Refused as refusal:
                form.add_error("file", str(refusal))
            else:
                return redirect("venue-import-preview", keep_file(data, defaults, by=request.user))
    return render(request, "venues/import.html", {"form": form})


@FORM
@for_staff
def import_preview(request, token):
    """Show what the file would change; once it is confirmed, change it. Sent twice, it changes nothing more."""
    try:
        data, defaults = kept_file(token, by=request.user)
        report = import_venues(data, defaults=defaults, dry_run=request.method != "POST")
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("venue-import")
    if request.method != "POST":
        return render(request, "venues/import_preview.html", {**report_page(report), "token": token})
    forget_file(token, by=request.user)
    messages.success(request, _("The venues are imported."))
    return redirect("venue-proposals" if report.waiting else "venues")


@FORM
@for_staff
def proposals(request):
    """List the venues that the staff edited and of which a file says something else; decide for one."""
    if request.method == "POST":
        return decide(request)
    pages = Paginator(Venue.objects.exclude(proposed={}).order_by("name", "pk"), VENUES_PER_PAGE)
    page = pages.get_page(page_number(request.GET))
    links = pagination(page.number, pages.num_pages, lambda number: f"?page={number}")
    context = {"rows": [proposal_row(venue) for venue in page], "count": pages.count, **links}
    return render(request, "venues/proposals.html", context)


def decide(request):
    venue = get_object_or_404(Venue, pk=int_of(request.POST.get("lieu", "")))
    seen = set(request.POST.getlist("champ"))
    taken = {name for name in seen if request.POST.get(f"choix-{name}") == TAKE}
    try:
        changed = settle_proposals(venue, taken=taken, seen=seen)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("“%(name)s” is brought up to date.") if changed else _("“%(name)s” stays as it was edited here.")
        messages.success(request, words % {"name": venue.name})
    return redirect("venue-proposals")


def int_of(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def proposal_row(venue: Venue) -> dict:
    return {
        "venue": venue,
        "fields": [
            {
                "name": name,
                "label": label_of(name),
                "mine": in_words(plain(getattr(venue, name))),
                "theirs": in_words(value),
            }
            for name, value in venue.proposed.items()
        ],
    }


def in_words(value) -> str:
    if isinstance(value, list):
        return ", ".join(value) or _("nothing")
    return _("nothing") if value in (None, "") else str(value)
