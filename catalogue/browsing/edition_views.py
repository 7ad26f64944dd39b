"""The catalogue on paper: the whole of it, and what organisations choose of it."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.browsing import actions, permissions, queries
from catalogue.browsing.forms import EditionForm
from catalogue.browsing.models import CatalogueEdition, CataloguePrint
from catalogue.browsing.prints import listed_paths, name_of, state_of
from catalogue.browsing.reading import edition_rows, edition_words
from catalogue.paths.queries import public_paths
from outillerie.discovery.search_request import query_text
from outillerie.errors import Refused
from outillerie.pages.throttling import throttled

MOST_DEEDS = 60
FORM = require_http_methods(["GET", "HEAD", "POST"])


def is_a_deed(request) -> bool:
    return request.method == "POST"


def sent(request):
    """Return what a form was sent with, None when it is only asked for."""
    return request.POST if is_a_deed(request) else None


def found_edition(request, slug: str) -> CatalogueEdition:
    """Return the edition that this person may read: any other answers as one that does not exist."""
    edition = get_object_or_404(CatalogueEdition.objects.select_related("organisation"), slug=slug)
    if not permissions.can_read_edition(request.user, edition):
        raise Http404
    return edition


def for_its_managers(view):
    """Give the view the edition of its address, if this person may change it; others sign in first."""

    @throttled(most=MOST_DEEDS, costs=is_a_deed)
    @login_required
    @wraps(view)
    def allowed(request, slug, **parts):
        edition = found_edition(request, slug)
        if not permissions.can_edit_edition(request.user, edition):
            raise PermissionDenied
        return view(request, edition, **parts)

    return allowed


@require_safe
def printed_catalogue(request):
    """Say what can be printed: the whole catalogue, public editions, and one's own."""
    own = CatalogueEdition.objects.none()
    organisations = permissions.organisations_edited_by(request.user)
    if request.user.is_authenticated:
        own = CatalogueEdition.objects.filter(organisation__in=organisations).select_related("organisation")
    context = {
        "count": len(listed_paths(None, timezone.localdate())),
        "editions": queries.public_editions(),
        "own": own,
        "can_make": organisations.exists(),
    }
    return render(request, "browsing/printed_catalogue.html", context)


@require_safe
@throttled(most=60)
def catalogue_pdf(request):
    return give_print(request, None, reverse("printed-catalogue"))


@require_safe
def edition(request, slug):
    found = found_edition(request, slug)
    can_edit = permissions.can_edit_edition(request.user, found)
    context = {**edition_words(found, timezone.localdate()), "edition": found, "can_edit": can_edit}
    return render(request, "browsing/edition.html", context)


@require_safe
@throttled(most=60)
def edition_pdf(request, slug):
    found = found_edition(request, slug)
    return give_print(request, found, found.get_absolute_url())


def give_print(request, edition: CatalogueEdition | None, back_url: str):
    """Give the catalogue as it is now; while it is being made, a page that waits; with no path, a sentence."""
    state = state_of(edition, timezone.localdate())
    if not state:
        messages.info(request, _("This catalogue has no published path yet: there is nothing to print."))
        return redirect(back_url)
    made = actions.request_print(edition, state)
    is_public = edition is None or edition.is_public
    if made.state == CataloguePrint.State.READY:
        name = f"{name_of(edition)}.pdf"
        response = FileResponse(made.file.open("rb"), filename=name, content_type="application/pdf")
        response["Cache-Control"] = "no-cache" if is_public else "private, no-store"
        return response
    failed = made.state == CataloguePrint.State.FAILED
    context = {"back_url": back_url, "failed": failed}
    response = render(request, "browsing/preparing.html", context, status=503 if failed else 202)
    if not failed:
        response["Refresh"] = "4"
    response["Cache-Control"] = "no-store"
    return response


@FORM
@throttled(most=MOST_DEEDS, costs=is_a_deed)
@login_required
def new_edition(request):
    if not permissions.can_make_editions(request.user):
        raise PermissionDenied
    form = EditionForm(sent(request), by=request.user)
    if form.is_valid():
        try:
            made = actions.make_edition(form.instance)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your catalogue is made. Choose its paths."))
            return redirect("change-catalogue-edition", made.slug)
    return render(request, "browsing/new_edition.html", {"form": form})


@FORM
@for_its_managers
def change_edition(request, edition):
    form = EditionForm(sent(request), instance=edition, by=request.user)
    if form.is_valid():
        actions.change_edition(form.instance)
        messages.success(request, _("Your changes are kept."))
        return redirect("change-catalogue-edition", edition.slug)
    # What was typed and refused must not show around the form.
    shown = CatalogueEdition.objects.get(pk=edition.pk)
    query = query_text(request.GET.get("q", ""))
    context = {
        "edition": shown,
        "form": form,
        "rows": edition_rows(shown),
        "query": query,
        "offered": queries.paths_to_add(shown, query),
    }
    return render(request, "browsing/change_edition.html", context)


@FORM
@for_its_managers
def delete_edition(request, edition):
    if not is_a_deed(request):
        return render(request, "browsing/delete_edition.html", {"edition": edition})
    actions.delete_edition(edition)
    messages.success(request, _("The catalogue is deleted."))
    return redirect("printed-catalogue")


@require_POST
@for_its_managers
def add_path(request, edition):
    number = request.POST.get("path", "")
    path = get_object_or_404(
        public_paths(), pk=int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    )
    try:
        row = actions.add_path(edition, path)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("change-catalogue-edition", edition.slug)
    messages.success(request, _("“%(title)s” is in the catalogue.") % {"title": path.title})
    return redirect(f"{reverse('change-catalogue-edition', args=[edition.slug])}#path-{row.pk}")


@require_POST
@for_its_managers
def move_path(request, edition, row):
    up = request.POST.get("vers") == "haut"
    place = actions.move_path(edition, row, up=up)
    if place is None:
        messages.info(request, _("This path is no longer in the catalogue."))
        return redirect("change-catalogue-edition", edition.slug)
    messages.success(request, _("The path is now in place %(place)s.") % {"place": place})
    is_at_end = place == (1 if up else edition.path_rows.count())
    # The button that was pressed has the focus again, without any script; at the end of the list, the other one.
    button = "up" if up != is_at_end else "down"
    return redirect(f"{reverse('change-catalogue-edition', args=[edition.slug])}#{button}-{row}")


@require_POST
@for_its_managers
def remove_path(request, edition, row):
    actions.remove_path(edition, row)
    messages.success(request, _("The path is out of the catalogue."))
    return redirect(f"{reverse('change-catalogue-edition', args=[edition.slug])}#paths")
