"""Frameworks and skills as people read them, and the skills of a kit. Every exit goes through `found_framework`."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.frameworks import queries
from catalogue.frameworks.aligning import alignment_workbench, do_alignment
from catalogue.frameworks.exports import FORMS, written
from catalogue.frameworks.models import SkillFramework
from catalogue.frameworks.permissions import can_edit_framework, can_read_framework
from catalogue.frameworks.reading import skill_words
from catalogue.frameworks.searching import search_skills
from catalogue.frameworks.showing import framework_page, framework_rows, skill_page
from catalogue.paths.permissions import can_manage_catalogue
from outillerie.discovery.search_request import query_text
from outillerie.kits.models import KitPage
from outillerie.kits.permissions import can_edit_kit
from outillerie.pages.throttling import throttled

FORM = require_http_methods(["GET", "HEAD", "POST"])
MOST_DEEDS = 120
MOST_FOUND = 30


def is_a_deed(request) -> bool:
    return request.method == "POST"


def found_framework(request, code: str, version: str) -> SkillFramework:
    """Return the framework that this person may read: a draft answers to others as one that does not exist."""
    framework = get_object_or_404(SkillFramework, code=code, version=version)
    if not can_read_framework(request.user, framework):
        raise Http404
    return framework


@require_safe
@throttled(most=60, costs=lambda request: "q" in request.GET)
def frameworks(request):
    """List the frameworks, and search their skills."""
    is_staff = can_manage_catalogue(request.user)
    text = query_text(request.GET.get("q", ""))
    context = {
        "query": text,
        "found": [skill_words(skill) for skill in search_skills(text, most=MOST_FOUND)] if text else [],
        "rows": framework_rows(queries.listed_frameworks(with_drafts=is_staff)),
        "is_staff": is_staff,
    }
    return render(request, "frameworks/index.html", context)


@require_safe
def framework_newest(request, code):
    """Lead to the version in force, so that an address without a version lasts."""
    newest = queries.current_frameworks().filter(code=code).order_by("-changed_at").first()
    if newest is None:
        raise Http404
    return redirect(newest)


@require_safe
def framework(request, code, version):
    found = found_framework(request, code, version)
    is_staff = can_manage_catalogue(request.user)
    can_edit = can_edit_framework(request.user, found)
    return render(
        request, "frameworks/framework.html", {**framework_page(found), "is_staff": is_staff, "can_edit": can_edit}
    )


@require_safe
def skill(request, code, version, reference):
    found = queries.skill_named(found_framework(request, code, version), reference)
    if found is None:
        raise Http404
    is_staff = can_manage_catalogue(request.user)
    return render(request, "frameworks/skill.html", {**skill_page(found, with_drafts=is_staff), "is_staff": is_staff})


@require_safe
@throttled(most=30)
def export(request, code, version, form):
    """Give a framework as a file that other programs read."""
    found = found_framework(request, code, version)
    if form not in FORMS:
        raise Http404
    media_type, data = written(found, form)
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{code}.{form}"'
    response["Cache-Control"] = "no-cache" if found.status != SkillFramework.Status.DRAFT else "private, no-store"
    return response


@FORM
@throttled(most=MOST_DEEDS, costs=is_a_deed)
@login_required
def kit_skills(request, slug):
    """Say which skills a kit works on. Its draft, its version and its licence are untouched."""
    kit = get_object_or_404(KitPage, slug=slug)
    if not can_edit_kit(request.user, kit):
        raise Http404
    refused = None
    if is_a_deed(request):
        refused = do_alignment(request, kit.skill_rows)
        if refused is None:
            return redirect(f"{request.get_full_path()}#skills")
    picker = alignment_workbench(request, kit.skill_rows, refused=refused)
    return render(request, "frameworks/kit_skills.html", {"page": kit, "picker": picker})
