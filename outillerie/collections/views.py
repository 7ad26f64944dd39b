"""Collections as people read, compose and print them. A private one answers only to its curators (rule 7)."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outillerie.collections import actions, permissions, queries
from outillerie.collections.forms import CollectionForm, InvitationForm, NoteForm
from outillerie.collections.models import CollectionPrint, KitCollection
from outillerie.collections.prints import FORMS, state_of
from outillerie.collections.reading import collected_cards, collection_cards, offers, reading
from outillerie.discovery.listing import pagination
from outillerie.discovery.search_request import page_number
from outillerie.errors import Refused
from outillerie.field_reports.reading import who
from outillerie.kits.views import published_kit
from outillerie.pages.throttling import throttled

COLLECTIONS_PER_PAGE = 12
MOST_DEEDS = 60
MOST_INVITATIONS = 10
FORM = require_http_methods(["GET", "HEAD", "POST"])


def is_a_deed(request) -> bool:
    return request.method == "POST"


def sent(request):
    """Return what a form was sent with, None when it is only asked for."""
    return request.POST if is_a_deed(request) else None


def found_collection(request, slug: str) -> KitCollection:
    """Return the collection that this person may read: any other answers as one that does not exist."""
    collection = get_object_or_404(KitCollection.objects.select_related("owner"), slug=slug)
    if not permissions.can_read_collection(request.user, collection):
        raise Http404
    return collection


def for_those_who(is_allowed, *, most=MOST_DEEDS):
    """Give the view the collection of its address, if `is_allowed(user, collection)`; others sign in first."""

    def decorate(view):
        @throttled(most=most, costs=is_a_deed)
        @login_required
        @wraps(view)
        def allowed(request, slug, **parts):
            collection = found_collection(request, slug)
            if not is_allowed(request.user, collection):
                raise PermissionDenied
            return view(request, collection, **parts)

        return allowed

    return decorate


@require_safe
def collections(request):
    page = Paginator(queries.public_collections(), COLLECTIONS_PER_PAGE).get_page(page_number(request.GET))
    own = queries.with_kit_count(queries.collections_of(request.user)) if request.user.is_authenticated else []
    context = {
        "cards": collection_cards(page),
        "own": collection_cards(own),
        **pagination(page.number, page.paginator.num_pages, lambda number: f"?page={number}"),
    }
    return render(request, "collections/index.html", context)


@require_safe
def collection(request, slug):
    found = found_collection(request, slug)
    can_edit = permissions.can_edit_collection(request.user, found)
    return render(request, "collections/collection.html", {**reading(found), "can_edit": can_edit})


@FORM
@throttled(most=MOST_DEEDS, costs=is_a_deed)
@login_required
def new_collection(request):
    """Begin a collection, with a first kit when the address names one."""
    kit = published_kit(request, request.GET["kit"]) if "kit" in request.GET else None
    form = CollectionForm(sent(request), instance=KitCollection(owner=request.user))
    if form.is_valid():
        try:
            made = actions.make_collection(form.instance)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if kit is not None:
                actions.add_kit(made, kit, by=request.user)
            messages.success(request, _("Your collection is made."))
            return redirect("change-collection", made.slug)
    return render(request, "collections/new.html", {"form": form, "page": kit})


@FORM
@for_those_who(permissions.can_edit_collection)
def change_collection(request, collection):
    form = CollectionForm(sent(request), instance=collection)
    if form.is_valid():
        actions.change_collection(form.instance)
        messages.success(request, _("Your changes are kept."))
        return redirect("change-collection", collection.slug)
    return show_workbench(request, collection, form=form)


def show_workbench(request, collection, *, form=None, invitation=None, note=None):
    """Show everything that can be changed of a collection; `form`, `invitation` or `note` may have been refused."""
    # What was typed and refused must not show around the form.
    shown = KitCollection.objects.select_related("owner").get(pk=collection.pk)
    context = {
        "collection": shown,
        "form": form or CollectionForm(instance=collection),
        "invitation": invitation or InvitationForm(),
        "note": note,
        "kits": collected_cards(queries.rows_of(shown)),
        "curators": [{"id": person.pk, **who(person)} for person in queries.curators_of(shown)],
        "is_owner": permissions.can_own_collection(request.user, shown),
        "is_curator": permissions.is_curator(request.user, shown),
    }
    return render(request, "collections/change.html", context)


@FORM
@for_those_who(permissions.can_own_collection)
def delete_collection(request, collection):
    if not is_a_deed(request):
        return render(request, "collections/delete.html", {"collection": collection})
    actions.delete_collection(collection)
    messages.success(request, _("The collection is deleted. Its kits are where they were."))
    return redirect("collections")


@FORM
@throttled(most=MOST_DEEDS, costs=is_a_deed)
@login_required
def collect_kit(request, kit_slug):
    """Choose which of one's collections a kit goes to."""
    kit = published_kit(request, kit_slug)
    offered = queries.offered_for(kit, request.user)
    if is_a_deed(request):
        chosen = get_object_or_404(offered, pk=whole_number(request.POST.get("collection")))
        try:
            actions.add_kit(chosen, kit, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("This kit is in “%(title)s”.") % {"title": chosen.title})
        return redirect("kit", kit.slug)
    return render(request, "collections/collect.html", {"page": kit, "offers": offers(offered)})


def whole_number(text) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


@require_POST
@for_those_who(permissions.can_edit_collection)
def move_kit(request, collection, row):
    up = request.POST.get("vers") == "haut"
    place = actions.move_kit(collection, row, up=up)
    if place is None:
        messages.info(request, _("This kit is no longer in the collection."))
        return redirect("change-collection", collection.slug)
    messages.success(request, _("The kit is now in place %(place)s.") % {"place": place})
    is_at_end = place == (1 if up else collection.collected_kits.count())
    # The button that was pressed has the focus again, without any script; at the end of the list, the other one.
    button = "up" if up != is_at_end else "down"
    return redirect(f"{reverse('change-collection', args=[collection.slug])}#{button}-{row}")


@require_POST
@for_those_who(permissions.can_edit_collection)
def remove_kit(request, collection, row):
    actions.remove_kit(collection, row)
    messages.success(request, _("The kit is out of the collection."))
    return redirect(f"{reverse('change-collection', args=[collection.slug])}#kits")


@require_POST
@for_those_who(permissions.can_edit_collection)
def say_why(request, collection, row):
    form = NoteForm(request.POST, auto_id=f"%s-{row}")
    if not form.is_valid():
        form.row_id = row
        return show_workbench(request, collection, note=form)
    actions.say_why(collection, row, form.cleaned_data["note"])
    messages.success(request, _("Your words are kept."))
    return redirect(f"{reverse('change-collection', args=[collection.slug])}#kit-{row}")


@require_POST
@for_those_who(permissions.can_own_collection, most=MOST_INVITATIONS)
def invite_curator(request, collection):
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return show_workbench(request, collection, invitation=form)
    actions.invite_curator(collection, form.cleaned_data["email"], by=request.user)
    # The same words whoever has this address, or nobody: nothing tells who has an account.
    messages.success(request, _("If this address has an account here, the person receives your invitation."))
    return redirect(f"{reverse('change-collection', args=[collection.slug])}#curators")


@require_POST
@for_those_who(permissions.can_own_collection)
def remove_curator(request, collection, person):
    actions.remove_curator(collection, person, by=request.user)
    messages.success(request, _("This person no longer takes care of the collection."))
    return redirect(f"{reverse('change-collection', args=[collection.slug])}#curators")


@FORM
@throttled(most=MOST_DEEDS, costs=is_a_deed)
@login_required
def join_collection(request, slug):
    """Accept or decline to take care of a collection: for whoever was invited, and nobody else."""
    found = get_object_or_404(KitCollection.objects.select_related("owner"), slug=slug)
    if permissions.is_curator(request.user, found):
        return redirect(found)
    if not queries.invitations(found, request.user).exists():
        raise Http404
    if not is_a_deed(request):
        owner = who(found.owner)
        return render(request, "collections/join.html", {"collection": found, "owner": owner})
    if request.POST.get("answer") == "no":
        actions.decline_invitation(found, by=request.user)
        messages.success(request, _("You declined this invitation."))
        return redirect("collections")
    actions.accept_invitation(found, by=request.user)
    messages.success(request, _("You now take care of this collection."))
    return redirect("change-collection", found.slug)


@require_POST
@for_those_who(permissions.is_curator)
def leave_collection(request, collection):
    actions.remove_curator(collection, request.user.pk, by=request.user)
    messages.success(request, _("You no longer take care of this collection."))
    return redirect("collections")


@require_safe
@throttled(most=60)
def booklet(request, slug, form):
    """Give the booklet of a collection as it is now: its kits that anyone may read, each under its own licence."""
    found = found_collection(request, slug)
    state = state_of(found) if form in FORMS else ""
    if not state:
        raise Http404
    made = actions.request_booklet(found, form, state)
    if made.state == CollectionPrint.State.READY:
        response = FileResponse(made.file.open("rb"), filename=f"{slug}-{form}.pdf", content_type="application/pdf")
        response["Cache-Control"] = "no-cache" if found.is_public else "private, no-store"
        return response
    failed = made.state == CollectionPrint.State.FAILED
    context = {"collection": found, "failed": failed}
    response = render(request, "collections/preparing.html", context, status=503 if failed else 202)
    if not failed:
        response["Refresh"] = "2"
    response["Cache-Control"] = "no-store"
    return response
