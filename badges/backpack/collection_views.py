"""Collections: badges that somebody chose, in an order, shown together at one address."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from badges.backpack import actions, queries
from badges.backpack.bag import own_address, pockets, sharing
from badges.backpack.forms import CollectionForm
from badges.backpack.models import BadgeCollection
from badges.backpack.views import FORM, MOST_DEEDS, is_a_deed, uuid_of
from outillerie.errors import Refused
from outillerie.pages.actions import forget_pages
from outillerie.pages.throttling import throttled


def of_the_person(view):
    """Give the view a collection of whoever is signed in: that of another does not exist."""

    @never_cache
    @FORM
    @throttled(most=MOST_DEEDS, costs=is_a_deed)
    @login_required
    @wraps(view)
    def found(request, pk):
        collection = get_object_or_404(queries.collections_of(request.user).select_related("person"), pk=pk)
        return view(request, collection)

    return found


@never_cache
@FORM
@throttled(most=MOST_DEEDS, costs=is_a_deed)
@login_required
def new_collection(request):
    form = CollectionForm(request.POST if is_a_deed(request) else None)
    if form.is_valid():
        try:
            made = actions.make_collection(request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your collection is made. Choose its badges."))
            return redirect("badge-collection", made.pk)
    return render(request, "backpack/new_collection.html", {"form": form})


@of_the_person
def collection(request, collection):
    """Show everything of a collection. Each button posts here, with the name of its deed."""
    if not is_a_deed(request):
        return show(request, collection, CollectionForm(instance=collection))
    if "words" in request.POST:
        return change_words(request, collection)
    if "delete" in request.POST:
        return delete(request, collection)
    act = next((act for name, act in DEEDS.items() if name in request.POST), None)
    part = act(request, collection) if act else ""
    return redirect(f"{reverse('badge-collection', args=[collection.pk])}{part}")


def change_words(request, collection):
    form = CollectionForm(request.POST, instance=collection)
    if not form.is_valid():
        # What was typed and refused must not show around the form.
        return show(request, queries.collections_of(request.user).get(pk=collection.pk), form)
    form.save()
    forget_pages()
    messages.success(request, _("Your changes are kept."))
    return redirect("badge-collection", collection.pk)


def delete(request, collection):
    collection.delete()
    forget_pages()
    messages.success(request, _("The collection is deleted. Its badges stay in your bag."))
    return redirect("my-badges")


def show(request, collection: BadgeCollection, form):
    rows = queries.rows_of(collection)
    shown_pockets = pockets([row.badge for row in rows], own_address)
    inside = {str(row.badge.uuid) for row in rows}
    others = [
        badge
        for badge in [
            *queries.with_pictures(queries.badges_of(collection.person)),
            *queries.foreign_badges_of(collection.person),
        ]
        if str(badge.uuid) not in inside
    ]
    shown = sum(queries.is_to_be_shown(row.badge) for row in rows)
    context = {
        "collection": collection,
        "form": form,
        "rows": list(zip(rows, shown_pockets, strict=True)),
        "hidden": len(rows) - shown,
        "shown": shown,
        "others": pockets(others, own_address),
        **sharing(collection),
    }
    return render(request, "backpack/collection.html", context)


def add(request, collection) -> str:
    badge = queries.badge_of(request.user, uuid_of(request.POST["add"]))
    if badge is None:
        raise Http404
    actions.add_badge(collection, badge)
    return "#badges"


def remove(request, collection) -> str:
    actions.remove_badge(collection, whole_number(request.POST["remove"]))
    return "#badges"


def move(request, collection, *, up: bool) -> str:
    row = whole_number(request.POST["up" if up else "down"])
    place = actions.move_badge(collection, row, up=up)
    if place is None:
        messages.info(request, _("This badge is no longer in the collection."))
        return "#badges"
    messages.success(request, _("The badge is now in place %(place)s.") % {"place": place})
    is_at_end = place == (1 if up else collection.rows.count())
    # The button that was pressed has the focus again, without any script; at the end of the list, the other one.
    return f"#{'up' if up != is_at_end else 'down'}-{row}"


def up(request, collection) -> str:
    return move(request, collection, up=True)


def down(request, collection) -> str:
    return move(request, collection, up=False)


def share(request, collection) -> str:
    actions.share(collection)
    messages.success(request, _("Your collection has an address: send it to whom you want."))
    return "#share"


def replace(request, collection) -> str:
    actions.change_address(collection, key=request.POST.get("key", ""))
    messages.success(request, _("The old address answers no more. Send the new one."))
    return "#share"


def stop(request, collection) -> str:
    actions.stop_sharing(collection, key=request.POST.get("key", ""))
    messages.success(request, _("Your collection is no longer shared."))
    return "#share"


DEEDS = {"add": add, "remove": remove, "up": up, "down": down, "share": share, "replace": replace, "stop": stop}


def whole_number(text) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
