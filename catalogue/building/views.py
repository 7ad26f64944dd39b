"""Building paths: what one has begun, the one screen of the builder, the preview, copies. For trainers only."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.building import actions, deeds, module_actions
from catalogue.building.forms import BlockForm, NewPathForm, TitleForm
from catalogue.building.listing import index_page
from catalogue.building.permissions import can_build_path
from catalogue.building.showing import Shown, workbench
from catalogue.paths.models import LearningPathPage
from catalogue.paths.permissions import can_build_paths, can_edit_path, can_read_path
from catalogue.paths.queries import draft_of
from catalogue.paths.views import show_draft
from outillerie.errors import Refused
from outillerie.pages.throttling import throttled

AFTER = "building_after"
MOST_GESTURES = 240
PAGE = require_http_methods(["GET", "HEAD", "POST"])


def is_a_deed(request) -> bool:
    return request.method == "POST"


def seen_other(url: str) -> HttpResponseRedirect:
    """Send to `url`, to be asked for by GET whatever was sent here (303 See Other, RFC 9110 §15.4.4)."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def path_being_built(request, path_id: int) -> tuple[LearningPathPage, LearningPathPage]:
    """Return a path and its newest draft; for whoever may not build it, there is no such page."""
    path = get_object_or_404(LearningPathPage.objects.select_related("organisation", "latest_revision"), pk=path_id)
    draft = draft_of(path)
    if not can_build_path(request.user, path, draft):
        raise Http404
    return path, draft


@never_cache
@PAGE
@login_required
@throttled(most=30, costs=is_a_deed)
def building(request):
    """Show what one has begun; begin a path or a module from its title."""
    if not can_build_paths(request.user):
        raise Http404
    is_module = request.POST.get("do") == "module"
    path_form = NewPathForm(request.POST if is_a_deed(request) and not is_module else None, user=request.user)
    module_form = TitleForm(request.POST if is_a_deed(request) and is_module else None, auto_id="module-%s")
    if path_form.is_valid():
        return seen_other(reverse("builder", args=[actions.begin_path(**path_form.cleaned_data, by=request.user).pk]))
    if module_form.is_valid():
        made = module_actions.begin_module(module_form.cleaned_data["title"], by=request.user)
        return seen_other(reverse("module", args=[made.pk]))
    context = index_page(request.user) | {"path_form": path_form, "module_form": module_form}
    refused = path_form.errors or module_form.errors
    return render(request, "building/index.html", context, status=422 if refused else 200)


@never_cache
@PAGE
@login_required
@throttled(most=MOST_GESTURES, costs=is_a_deed)
def builder(request, path_id):
    path, draft = path_being_built(request, path_id)
    shown = Shown.read(request.GET)
    if is_a_deed(request):
        return do(request, path, draft, shown)
    return show(request, path, draft, shown)


def show(request, path, draft, shown: Shown, *, status: int = 200, **others):
    after = request.session.pop(AFTER, {})
    context = workbench(path, draft, user=request.user, shown=shown, **others)
    context["after"] = after if after.get("path") == path.pk else {}
    return render(request, "building/workbench.html", context, status=status)


def do(request, path: LearningPathPage, draft: LearningPathPage, shown: Shown):
    """Do what a button asks, then go back to the screen, where the button is."""
    verb, _sign, about = request.POST.get("do", "").partition(":")
    if verb == "block":
        return change_block(request, path, draft, shown, key=about)
    press = deeds.Press(request=request, path=path, shown=shown, verb=verb, about=about)
    try:
        outcome = deeds.do(press)
    except LearningPathPage.DoesNotExist as gone:
        raise Http404 from gone
    except actions.NotComplete as refusal:
        return back(request, path, shown, refusal=str(refusal), focus="gaps")
    except Refused as refusal:
        return back(request, path, shown, refusal=str(refusal), typed=request.POST.get("title", ""))
    return back(request, path, outcome.shown or shown, said=outcome.said, focus=outcome.focus)


def back(request, path, shown: Shown, *, focus: str = "refusal", **said):
    request.session[AFTER] = {"path": path.pk, "focus": focus, **said}
    return seen_other(f"{shown.address(path.pk)}#{focus}")


def change_block(request, path, draft, shown: Shown, *, key: str):
    """Keep the words of a block. What is refused stays typed, on the same screen."""
    row = next((block for block in draft.blocks.all() if str(block.key) == key), None)
    if row is None:
        return back(request, path, shown, refusal=_("This block is no longer in the path."))
    form = BlockForm(request.POST, instance=row, draft=draft)
    if not form.is_valid():
        fresh = draft_of(LearningPathPage.objects.get(pk=path.pk))
        return show(request, path, fresh, deeds.with_values(shown, ouvert=key), status=422, block_form=form)
    press = deeds.Press(request=request, path=path, shown=shown, verb="block", about=key)
    try:
        _done, said = press.gesture("change_block", key=key, **form.facts())
    except Refused as refusal:
        return back(request, path, shown, refusal=str(refusal))
    return back(request, path, deeds.with_values(shown, ouvert=""), said=said, focus=f"open-{key}")


@login_required
@require_safe
def preview(request, path_id):
    """Show a draft as it will be read."""
    _path, draft = path_being_built(request, path_id)
    return show_draft(request, draft)


@login_required
@require_POST
@throttled(most=10)
def duplicate(request, path_id):
    """Copy a path that one reads, or builds, as a draft of one's own."""
    path = get_object_or_404(LearningPathPage.objects.select_related("latest_revision"), pk=path_id)
    if not can_build_paths(request.user):
        raise Http404
    if can_edit_path(request.user, path):
        path = draft_of(path)
    elif not can_read_path(request, path):
        raise Http404
    copy = actions.duplicate_path(path, by=request.user)
    messages.success(request, _("This copy is yours. Its modules are the same ones, and say the same thing."))
    return redirect("builder", copy.pk)
