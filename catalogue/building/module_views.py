"""The page of a module: what it says, when it is completed, its kits at a version, its skills."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from catalogue.building import module_actions
from catalogue.building.deeds import whole_number
from catalogue.building.forms import ModuleForm, RuleForm
from catalogue.building.listing import module_page
from catalogue.building.permissions import usable_modules
from catalogue.building.views import PAGE, is_a_deed, seen_other
from catalogue.frameworks.aligning import alignment_workbench, do_alignment
from catalogue.paths.models import Module
from catalogue.paths.permissions import can_build_paths, can_edit_module
from outillerie.errors import Refused
from outillerie.kits.models import KitPage
from outillerie.kits.permissions import can_read_kit
from outillerie.pages.throttling import throttled

SEARCH = "kit"


@never_cache
@PAGE
@login_required
@throttled(most=120, costs=is_a_deed)
def module(request, module_id):
    """Show and change a module. Paths already published keep what it said then."""
    found = get_object_or_404(Module, pk=module_id)
    if not can_edit_module(request.user, found):
        raise Http404
    if "deed" in request.POST:
        return align(request, found)
    if "do" in request.POST:
        return do(request, found)
    sent = request.POST if is_a_deed(request) else None
    form = ModuleForm(sent, instance=found, user=request.user)
    rule = RuleForm(sent, rule=found.rule, auto_id="rule-%s")
    if is_a_deed(request) and form.is_valid() and rule.is_valid():
        form.instance.rule = rule.asked()
        form.save()
        messages.success(request, _("Your changes are kept."))
        return seen_other(reverse("module", args=[found.pk]))
    return show(request, module_id, form=form, rule=rule)


def show(request, module_id: int, *, form=None, rule=None, refused=None):
    # What was typed and refused must not show around the form.
    found = Module.objects.get(pk=module_id)
    form = form or ModuleForm(instance=found, user=request.user)
    rule = rule or RuleForm(rule=found.rule, auto_id="rule-%s")
    picker = alignment_workbench(request, found.skill_rows, refused=refused, kept=(SEARCH,))
    search = request.GET.get(SEARCH, "").strip()[:200]
    context = module_page(found, search=search, user=request.user) | {"form": form, "rule": rule, "picker": picker}
    is_refused = form.errors or rule.errors or refused
    return render(request, "building/module.html", context, status=422 if is_refused else 200)


def align(request, found: Module):
    refused = do_alignment(request, found.skill_rows)
    if refused is not None:
        return show(request, found.pk, refused=refused)
    return seen_other(f"{request.get_full_path()}#skills")


def do(request, found: Module):
    """Do what a button beside a kit asks."""
    verb, _sign, about = request.POST["do"].partition(":")
    if verb not in DEEDS:
        raise Http404
    try:
        messages.success(request, DEEDS[verb](request, found, about))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return seen_other(f"{request.get_full_path()}#kits")


def pin(request, found: Module, about: str) -> str:
    kit = get_object_or_404(KitPage, pk=whole_number(about), live=True)
    if not can_read_kit(request, kit):
        raise Http404
    row = module_actions.pin_kit(found, kit)
    return _("The kit is in the module, at version %(number)s.") % {"number": row.version.number}


def unpin(request, found: Module, about: str) -> str:
    module_actions.unpin_kit(found, whole_number(about))
    return _("The kit is out of the module.")


def take(request, found: Module, about: str) -> str:
    row, version = offered(found, about)
    module_actions.take_kit_version(row, version)
    return _("The module now uses version %(number)s.") % {"number": version.number}


def leave(request, found: Module, about: str) -> str:
    row, version = offered(found, about)
    module_actions.decline_kit_version(row, version)
    return _("The module keeps version %(number)s.") % {"number": row.version.number}


def offered(found: Module, about: str):
    pin_id, _sign, number = about.partition(":")
    row = module_actions.held_pin(found, whole_number(pin_id))
    return row, get_object_or_404(row.version.kit.versions, number=whole_number(number))


DEEDS = {"pin": pin, "unpin": unpin, "take": take, "leave": leave}


@login_required
@require_POST
@throttled(most=20)
def copy(request, module_id):
    """Make a module of one's own that says the same."""
    if not can_build_paths(request.user):
        raise Http404
    found = get_object_or_404(usable_modules(request.user), pk=module_id)
    made = module_actions.copy_module(found, by=request.user)
    messages.success(request, _("This copy is yours: changing it changes nothing of the first one."))
    return seen_other(reverse("module", args=[made.pk]))
