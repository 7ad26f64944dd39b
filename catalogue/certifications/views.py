"""Certifications as people read them, and their blocks as the staff writes them."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.certifications import actions, queries
from catalogue.certifications.forms import BlockForm
from catalogue.certifications.models import Certification, CertificationBlock
from catalogue.certifications.permissions import can_edit_certifications
from catalogue.certifications.showing import block_words, certification_page, certification_row
from catalogue.frameworks.aligning import alignment_workbench, do_alignment
from outillerie.errors import Refused

FORM = require_http_methods(["GET", "HEAD", "POST"])


def for_staff(view):
    """Give the view the certification of its address; it answers 404 to others who are signed in."""

    @login_required
    @wraps(view)
    def allowed(request, slug, **parts):
        if not can_edit_certifications(request.user):
            raise Http404
        return view(request, get_object_or_404(Certification, slug=slug), **parts)

    return allowed


@require_safe
def certifications(request):
    rows = [certification_row(row) for row in queries.listed_certifications()]
    context = {"rows": rows, "can_edit": can_edit_certifications(request.user)}
    return render(request, "certifications/index.html", context)


@require_safe
def certification(request, slug):
    found = get_object_or_404(Certification.objects.select_related("replaces"), slug=slug)
    context = {**certification_page(found), "can_edit": can_edit_certifications(request.user)}
    return render(request, "certifications/certification.html", context)


@FORM
@for_staff
def blocks(request, certification):
    """Show the blocks in order, and add one."""
    form = BlockForm(
        request.POST if request.method == "POST" else None, instance=CertificationBlock(certification=certification)
    )
    if form.is_valid():
        made = actions.keep_block(form.instance)
        messages.success(request, _("The block is added. Say which skills it asks for."))
        return redirect("certification-block", certification.slug, made.pk)
    context = {
        "certification": certification,
        "form": form,
        "blocks": [block_words(block) for block in queries.blocks_of(certification)],
    }
    return render(request, "certifications/blocks.html", context)


@FORM
@for_staff
def block(request, certification, pk):
    """Change the title and the codes of a block, and the skills that it asks for."""
    found = get_object_or_404(certification.blocks, pk=pk)
    form, refused = BlockForm(instance=found), None
    if "deed" in request.POST:
        refused = do_alignment(request, found.skill_rows)
        if refused is None:
            return redirect(f"{request.get_full_path()}#skills")
    elif request.method == "POST":
        form = BlockForm(request.POST, instance=found)
        if form.is_valid():
            actions.keep_block(form.instance)
            messages.success(request, _("Your changes are kept."))
            return redirect("certification-block", certification.slug, pk)
    context = {
        "certification": certification,
        # Not «block»: inside a block of a template, that name is the template’s own.
        "kept": CertificationBlock.objects.get(pk=pk),
        "form": form,
        "picker": alignment_workbench(request, found.skill_rows, refused=refused),
    }
    return render(request, "certifications/block.html", context)


@require_POST
@for_staff
def move_block(request, certification, pk):
    up = request.POST.get("vers") == "haut"
    place = actions.move_block(certification, pk, up=up)
    if place is None:
        messages.info(request, _("This block was removed meanwhile."))
    else:
        messages.success(request, _("The block is now in place %(place)s.") % {"place": place})
    return redirect(f"{reverse('certification-blocks', args=[certification.slug])}#{'up' if up else 'down'}-{pk}")


@require_POST
@for_staff
def remove_block(request, certification, pk):
    try:
        actions.remove_block(certification, pk)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The block is removed."))
    return redirect("certification-blocks", certification.slug)
