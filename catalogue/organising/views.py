"""`/animer/`: one's sessions, and the sheet of each. For those who may not prepare a session, it does not exist."""

import uuid
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.building.permissions import usable_modules
from catalogue.organising import actions
from catalogue.organising.forms import CancelForm, MoveForm, NewSessionForm
from catalogue.organising.making import Origin, from_kit, from_module, from_session, make_session
from catalogue.organising.queries import listed_sessions, polls_of, series_of, told_of
from catalogue.organising.sheet import Sheet
from catalogue.organising.showing import conflict_rows, session_rows, sheet_page
from catalogue.organising.when import take_proposals, typed_dates
from catalogue.sessions.actions import (
    NotPublishable,
    cancel_session,
    move_session,
    propose_session,
    publish_session,
)
from catalogue.sessions.models import PeerSession
from catalogue.sessions.permissions import can_manage_session, can_organise_sessions, can_publish_session
from catalogue.sessions.wording import when_words
from outillerie.errors import Refused
from outillerie.kits.models import KitPage
from outillerie.kits.permissions import can_read_kit
from outillerie.kits.queries import newest_version
from outillerie.pages.throttling import throttled

FORM = require_http_methods(["GET", "HEAD", "POST"])
MOST_DEEDS = 240


def is_a_deed(request) -> bool:
    return request.method == "POST"


def seen_other(address: str) -> HttpResponseRedirect:
    """Answer a deed with the page to read: going back or reloading does nothing again."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def whole_number(text) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def managed_session(request, pk) -> PeerSession:
    found = get_object_or_404(PeerSession.objects.select_related("organisation", "series"), pk=pk)
    if not can_manage_session(request.user, found):
        raise Http404
    return found


def of_managed_session(view):
    """Give the view the session of its address, if who asks may manage it."""

    @never_cache
    @login_required
    @wraps(view)
    @throttled(most=MOST_DEEDS, costs=is_a_deed)
    def found(request, pk):
        return view(request, managed_session(request, pk))

    return found


@require_safe
@never_cache
@login_required
def organised_sessions(request):
    lists = {name: session_rows(rows, request.user) for name, rows in listed_sessions(request.user).items()}
    context = {**lists, "polls": polls_of(request.user), "series": series_of(request.user)}
    return render(request, "organising/index.html", context)


# --- beginning ---


def origin_of(request) -> tuple[Origin, str]:
    """Return what the address asks to begin with, and how it is called. Unknown or not theirs: 404."""
    if slug := request.GET.get("kit"):
        kit = get_object_or_404(KitPage, slug=slug[:255], live=True)
        version = newest_version(kit)
        if version is None or not can_read_kit(request, kit):
            raise Http404
        return from_kit(version), _("From the kit “%(title)s”, version %(number)s") % {
            "title": version.title,
            "number": version.number,
        }
    if "module" in request.GET:
        module = get_object_or_404(usable_modules(request.user), pk=whole_number(request.GET["module"]))
        return from_module(module), _("From the module “%(title)s”") % {"title": module.title}
    if "seance" in request.GET:
        session = managed_session(request, whole_number(request.GET["seance"]))
        return from_session(session), _("From the session “%(title)s”") % {"title": session.title}
    return Origin(), ""


@FORM
@never_cache
@login_required
@throttled(most=60, costs=is_a_deed)
def new_session(request):
    """Begin a draft: its title, its format and a first date. Everything else is written on its own page."""
    if not can_organise_sessions(request.user):
        raise Http404
    origin, words = origin_of(request)
    posted = take_proposals(request.POST, request.POST.get("do", "")) if is_a_deed(request) else None
    initial = {"title": origin.facts.get("title", ""), "format": origin.facts.get("format"), "key": uuid.uuid4()}
    form = NewSessionForm(posted, initial=initial)
    if is_a_deed(request) and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("title", "format")} | form.dates()
        made = make_session(origin, by=request.user, key=form.cleaned_data["key"], **facts)
        messages.success(request, _("The draft is kept. Only those who prepare it see it."))
        return seen_other(reverse("edit-session", args=[made.pk]))
    context = {"form": form, "origin": origin, "origin_words": words}
    return render(request, "organising/new.html", context, status=422 if form.errors else 200)


# --- the sheet ---


@FORM
@of_managed_session
def edit_session(request, session):
    """Show and change a session. Each button sends the whole sheet: nothing typed is lost."""
    do = request.POST.get("do", "save")
    sheet = Sheet(session, user=request.user, posted=request.POST if is_a_deed(request) else None)
    if not is_a_deed(request):
        return show_sheet(request, sheet.build(is_judged=False))
    if sheet.rearrange(do):
        return show_sheet(request, sheet.build(is_judged=False))
    sheet.build(is_judged=True)
    if not sheet.is_valid():
        return show_sheet(request, sheet, status=422)
    try:
        kept = actions.save_sheet(session, sheet.answers(), base=sheet.base, by=request.user)
    except actions.EditedMeanwhile as edited:
        rows = conflict_rows(edited.conflicts, edited.theirs)
        return show_sheet(request, sheet, status=409, conflicts=rows, refusal=str(edited))
    except Refused as refusal:
        return show_sheet(request, sheet, status=422, refusal=str(refusal))
    return after_saving(request, kept, do)


def show_sheet(request, sheet: Sheet, *, status: int = 200, **context):
    return render(request, "organising/sheet.html", {**sheet_page(sheet), **context}, status=status)


def after_saving(request, session, do: str):
    """Do what the button asks beyond saving. What is missing to publish never undoes the save."""
    address = reverse("edit-session", args=[session.pk])
    try:
        if do == "publish" and can_publish_session(request.user, session):
            publish_session(session, by=request.user)
            messages.success(request, _("The session is published. People can register from now on."))
            return seen_other(session.get_absolute_url())
        if do == "propose":
            propose_session(session, by=request.user)
            messages.success(request, _("The staff of the hub is told: the session waits for publication."))
            return seen_other(reverse("organised-sessions"))
    except NotPublishable:
        messages.error(request, _("Your text is kept. The session is not published: see what is missing."))
        return seen_other(f"{address}#publish")
    except Refused as refusal:
        messages.error(request, str(refusal))
        return seen_other(address)
    messages.success(request, _("Your changes are kept."))
    return seen_other(session.get_absolute_url() if do == "preview" else address)


@require_POST
@of_managed_session
def take_version(request, session):
    try:
        actions.take_kit_version(session, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("The session now refers to the newest version of its kit. Your text did not change.")
        )
    return seen_other(reverse("edit-session", args=[session.pk]))


# --- deeds that tell people ---


@FORM
@of_managed_session
def move(request, session):
    """Move a published session: before, after, why, and how many people are told."""
    if session.state != PeerSession.State.PUBLISHED:
        return seen_other(reverse("edit-session", args=[session.pk]))
    posted = take_proposals(request.POST, request.POST.get("do", "")) if is_a_deed(request) else None
    form = MoveForm(posted, initial=typed_dates(session), held_zone=session.time_zone)
    if is_a_deed(request) and form.is_valid():
        dates = {name: value for name, value in form.dates().items() if name != "time_zone"}
        try:
            seen = whole_number(request.POST["seen"]) if "seen" in request.POST else None
            move_session(session, by=request.user, reason=form.cleaned_data["reason"], seen=seen, **dates)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The session is moved. Those who registered are told, and asked to confirm."))
            return seen_other(reverse("edit-session", args=[session.pk]))
    context = {"session": session, "form": form, "before": when_words(session), "told": told_of(session)}
    return render(request, "organising/move.html", context, status=422 if form.errors else 200)


@FORM
@of_managed_session
def cancel(request, session):
    form = CancelForm(request.POST if is_a_deed(request) else None)
    if is_a_deed(request) and form.is_valid():
        try:
            cancel_session(session, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The session is cancelled. Those who registered are told."))
            return seen_other(reverse("edit-session", args=[session.pk]))
    context = {"session": session, "form": form, "when": when_words(session), "told": told_of(session)}
    return render(request, "organising/cancel.html", context, status=422 if form.errors else 200)


@FORM
@of_managed_session
def delete(request, session):
    if not is_a_deed(request):
        return render(request, "organising/delete.html", {"session": session, "when": when_words(session)})
    try:
        actions.delete_draft(session, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return seen_other(reverse("edit-session", args=[session.pk]))
    messages.success(request, _("The draft is deleted."))
    return seen_other(reverse("organised-sessions"))
