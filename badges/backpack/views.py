"""The bag of a holder, and what strangers see of it at the address that they were given (rule 7: nothing else)."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from badges.backpack import actions, queries
from badges.backpack.bag import bag_page, shared_page
from outillerie.discovery.search_request import page_number
from outillerie.errors import Refused
from outillerie.pages.throttling import throttled

FORM = require_http_methods(["GET", "HEAD", "POST"])
MOST_READINGS = 60
MOST_DEEDS = 60


def is_a_deed(request) -> bool:
    return request.method == "POST"


@never_cache
@FORM
@throttled(most=MOST_DEEDS, costs=is_a_deed)
@login_required
def my_badges(request):
    """Show one's bag. Its buttons post here."""
    number = page_number(request.GET)
    if not is_a_deed(request):
        return render(request, "backpack/bag.html", bag_page(request.user, number))
    deed = request.POST.get("deed", "")
    if deed in SHARING:
        SHARING[deed](request)
        return redirect(reverse("my-badges") + "#share")
    if deed == "seen":
        actions.leave_hidden(request.user)
        return redirect("my-badges")
    uuid = change_visibility(request)
    return redirect(f"{reverse('my-badges')}?page={number}#badge-{uuid}" if uuid else reverse("my-badges"))


def change_visibility(request) -> UUID | None:
    """Show or hide the badge that a button names, and return its UUID. Pressed twice, it is done once."""
    for name, act, done in (
        ("show", actions.show_badge, _("“%(title)s” is shown: whoever has its address may see it.")),
        ("hide", actions.hide_badge, _("“%(title)s” is hidden: nobody else sees it any more.")),
    ):
        if name not in request.POST:
            continue
        badge = queries.badge_of(request.user, uuid_of(request.POST[name]))
        if badge is None:
            raise Http404
        try:
            act(badge)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done % {"title": badge_title(badge)})
        return badge.uuid
    return None


def badge_title(badge) -> str:
    return badge.version.content.name if hasattr(badge, "version") else badge.name


def uuid_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def share_bag(request):
    actions.share_bag(request.user)
    messages.success(request, _("Your bag has an address: send it to whom you want."))


def change_address(request):
    bag = queries.bag_of(request.user)
    if bag is not None:
        actions.change_address(bag, key=request.POST.get("key", ""))
        messages.success(request, _("The old address answers no more. Send the new one."))


def stop_sharing(request):
    bag = queries.bag_of(request.user)
    if bag is not None:
        actions.stop_sharing(bag, key=request.POST.get("key", ""))
        messages.success(request, _("Your bag is no longer shared. Badges that you show keep their own page."))


SHARING = {"share": share_bag, "replace": change_address, "stop": stop_sharing}


@never_cache
@require_safe
@throttled(most=MOST_READINGS)
def shared_badges(request, key):
    """Show a bag or a collection to whoever has its address. It is in no search engine and in no shared cache."""
    collection = queries.shared_collection(key)
    if collection is None:
        raise Http404
    answer = render(request, "backpack/shared.html", shared_page(collection, page_number(request.GET)))
    answer["X-Robots-Tag"] = "noindex, nofollow"
    # The address is the secret: it stays out of what other sites are told.
    answer["Referrer-Policy"] = "no-referrer"
    return answer
