"""The pages of issuers and of their keys, for the hub's staff. For others they do not exist."""

from datetime import datetime, time
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from badges.achievements.actions import kept_image
from badges.issuing import actions, keys
from badges.issuing.forms import IssuerForm, KeyRequestForm
from badges.issuing.models import Issuer, KeyRequest
from badges.issuing.permissions import can_manage_issuers
from badges.issuing.showing import issuer_page, issuer_rows
from catalogue.building.views import is_a_deed, seen_other
from outillerie.errors import Refused
from outillerie.pages.throttling import throttled

PAGE = require_http_methods(["GET", "HEAD", "POST"])
DEEDS = {"confirm": actions.confirm, "decline": actions.decline}


def for_staff(view):
    """Open a page to those who answer for issuers; it answers 404 to others who are signed in."""

    @login_required
    @wraps(view)
    def allowed(request, *args, **kwargs):
        if not can_manage_issuers(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return allowed


def page_url(issuer: Issuer, anchor: str = "") -> str:
    address = reverse("manage-issuer", args=[issuer.slug])
    return f"{address}#{anchor}" if anchor else address


@require_safe
@for_staff
def issuers(request):
    return render(request, "issuing/index.html", issuer_rows())


@require_safe
@never_cache
@for_staff
def issuer(request, slug):
    found = get_object_or_404(Issuer.objects.select_related("organisation", "logo").defer("logo__content"), slug=slug)
    context = issuer_page(found, user=request.user) | {"form": KeyRequestForm(issuer=found)}
    return render(request, "issuing/issuer.html", context)


@never_cache
@PAGE
@for_staff
@throttled(most=30, costs=is_a_deed)
def write(request, slug=""):
    """Begin an issuer, or change what it says of itself."""
    found = get_object_or_404(Issuer, slug=slug) if slug else Issuer()
    name, may_move = found.name, not slug or actions.may_move(found)
    data, files = (request.POST, request.FILES) if is_a_deed(request) else (None, None)
    form = IssuerForm(data, files, instance=found, may_move=may_move)
    if form.is_valid():
        try:
            # Made before anything is locked: it takes a moment.
            kept = keep(request, form, pair=None if slug else keys.new_pair())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your changes are kept."))
            return seen_other(page_url(kept))
    title = _("Change “%(title)s”") % {"title": name} if slug else _("Add an issuer")
    context = {"form": form, "slug": slug, "name": name, "title": title}
    return render(request, "issuing/write.html", context, status=422 if form.errors else 200)


@transaction.atomic
def keep(request, form: IssuerForm, *, pair: dict | None) -> Issuer:
    """Keep an issuer as it was typed; a new one comes with its keys, `pair`."""
    made = form.instance
    if form.cleaned_data.get("without_picture"):
        made.logo = None
    if picture := form.cleaned_data.get("picture"):
        media_type, content = picture
        made.logo = kept_image(content, media_type)
    if pair:
        return actions.begin_issuer(made, by=request.user, pair=pair)
    actions.change_issuer(made, by=request.user)
    return made


@require_POST
@for_staff
@throttled(most=20)
def ask(request, slug):
    """Ask for something to be done with keys: nothing changes until somebody else confirms it."""
    found = get_object_or_404(Issuer, slug=slug)
    form = KeyRequestForm(request.POST, issuer=found)
    if form.is_valid():
        given = form.cleaned_data
        is_compromise = given["deed"] == KeyRequest.Deed.COMPROMISE
        since = timezone.make_aware(datetime.combine(given["since"], time.min)) if is_compromise else None
        key = given["key"] if is_compromise else None
        try:
            actions.ask(found, given["deed"], by=request.user, reason=given["reason"], key=key, since=since)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your request waits for a second person of the staff."))
            return seen_other(page_url(found, "requests"))
    context = issuer_page(found, user=request.user) | {"form": form}
    return render(request, "issuing/issuer.html", context, status=422)


@require_POST
@for_staff
@throttled(most=20)
def decide(request, slug, pk):
    """Confirm what somebody else asked, or leave the keys as they are."""
    asked = get_object_or_404(KeyRequest.objects.select_related("issuer", "key"), pk=pk, issuer__slug=slug)
    deed = request.POST.get("do", "")
    if deed not in DEEDS:
        raise Http404
    try:
        DEEDS[deed](asked, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        done = _("It is done, and recorded.") if deed == "confirm" else _("The keys stay as they are.")
        messages.success(request, done)
    return seen_other(page_url(asked.issuer, "keys"))


@require_POST
@for_staff
@throttled(most=20)
def create(request, slug):
    """Make the keys that an issuer misses. It takes nobody's place: one person is enough."""
    found = get_object_or_404(Issuer, slug=slug)
    if keys.create_keys(found, by=request.user):
        messages.success(request, _("The keys are made. Save them on the machine: manage.py badge_keys export."))
    else:
        messages.info(request, _("This issuer has its keys already. Nothing is changed."))
    return seen_other(page_url(found, "keys"))
