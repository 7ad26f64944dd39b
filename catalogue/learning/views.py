"""Paths as those who follow them see them: enrolling, what is done and what remains, evidence. Theirs alone (rule 7)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.learning import actions, evidence, permissions, queries
from catalogue.learning.actions import AlreadyEnrolled
from catalogue.learning.forms import PEER_ANSWERS, EnrolForm, EvidenceForm, ReadingForm
from catalogue.learning.models import Enrolment, Evidence
from catalogue.learning.reading import followed, module_page, my_path_rows
from catalogue.paths.formats.difference import differences
from catalogue.paths.formats.state import state_of, upcoming
from catalogue.paths.models import Module
from catalogue.paths.queries import newest_version
from catalogue.paths.views import published_path
from catalogue.paths.wording import change_rows, state_words
from outillerie.errors import Refused
from outillerie.pages.throttling import throttled

FORM_METHODS = ["GET", "HEAD", "POST"]
# In a minute, from one address: a classroom that enrols together stays below.
MOST_DEEDS = 60


def is_a_deed(request) -> bool:
    return request.method == "POST"


def sent(request):
    """Return what a form was sent with, None when it is only asked for."""
    return request.POST if is_a_deed(request) else None


def own_enrolment(request, pk: int) -> Enrolment:
    """Return an enrolment of whoever asks; that of somebody else does not exist for them."""
    found = get_object_or_404(Enrolment.objects.select_related("path", "version", "run"), pk=pk)
    if found.person_id != request.user.pk:
        raise Http404
    return found


@login_required
@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def enrol_oneself(request, slug):
    path = published_path(request, slug)
    if existing := queries.enrolment_in(request.user, path):
        return redirect(existing)
    today = timezone.localdate()
    runs = list(path.runs.filter(is_cancelled=False))
    standing = state_of(runs, today, path.is_always_open)
    open_runs = [run for run in upcoming(runs, today) if state_of([run], today).is_open]
    form = EnrolForm(sent(request), runs=open_runs, is_always_open=path.is_always_open)
    if form.is_valid():
        facts = dict(form.cleaned_data)
        run = next((run for run in open_runs if run.pk == facts.pop("run", None)), None)
        try:
            made = actions.enrol(request.user, path, by=request.user, run=run, **facts)
        except AlreadyEnrolled as refusal:
            return redirect(refusal.enrolment)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is noted. You follow “%(title)s”.") % {"title": path.title})
            return redirect(made)
    context = {"path": path, "version": newest_version(path), "form": form, "standing": state_words(standing)}
    return render(request, "learning/enrol.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_safe
def my_paths(request):
    context = {"rows": my_path_rows(request.user), "to_read": queries.evidence_for_peers(request.user)}
    return render(request, "learning/my_paths.html", context)


@login_required
@never_cache
@require_safe
def enrolment(request, pk):
    found = own_enrolment(request, pk)
    shown = followed(found, module_url=lambda key: reverse("enrolled-module", args=[found.pk, key]))
    return render(request, "learning/enrolment.html", {**shown, "newer": queries.newer_version(found)})


@login_required
@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def change_version(request, pk):
    """Show what the newest version changes; moving to it is a press of a button, never a surprise."""
    found = own_enrolment(request, pk)
    newer = queries.newer_version(found)
    if newer is None:
        return redirect(found)
    if is_a_deed(request):
        try:
            actions.move_to(found, newer, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("You now follow version %(number)s.") % {"number": newer.number})
        return redirect(found)
    old, new = found.version.content, newer.content
    context = {
        "enrolment": found,
        "newer": newer,
        "changes": change_rows(differences(old, new), old, new),
    }
    return render(request, "learning/change_version.html", context)


@login_required
@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def leave_path(request, pk):
    found = own_enrolment(request, pk)
    if is_a_deed(request):
        try:
            actions.leave(found, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("You no longer follow this path. What you completed stays yours."))
        return redirect("my-paths")
    return render(request, "learning/leave.html", {"enrolment": found})


@login_required
@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def enrolled_module(request, pk, key):
    found = own_enrolment(request, pk)
    content = found.version.content.module(str(key))
    if content is None:
        raise Http404
    module = get_object_or_404(Module, key=key)
    form = EvidenceForm(sent(request), request.FILES or None)
    if form.is_valid() and submitted(request, found, module, form):
        return redirect("enrolled-module", found.pk, key)
    context = {**module_page(found, module, content), "form": form}
    return render(request, "learning/module.html", context, status=422 if form.errors else 200)


def submitted(request, found: Enrolment, module: Module, form: EvidenceForm) -> bool:
    """Keep what the form shows as evidence, or have the form say why not."""
    facts = dict(form.cleaned_data)
    file = facts.pop("file")
    shown = (file.name, file.read()) if file else None
    try:
        evidence.submit_evidence(found, module, file=shown, replaces=queries.returned_evidence(found, module), **facts)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Your evidence is sent. A trainer reads it, and you are told."))
    return True


@login_required
@never_cache
@require_safe
def evidence_file(request, pk):
    """Give the file of a piece of evidence, as a download, to those who may read it."""
    found = get_object_or_404(Evidence.objects.select_related("enrolment__path"), pk=pk)
    allowed = permissions.can_see_evidence(request.user, found) or permissions.can_read_as_peer(request.user, found)
    if not found.file or not allowed:
        raise Http404
    response = FileResponse(found.file.open("rb"), as_attachment=True, filename=found.file_name)
    response["Content-Type"] = "application/octet-stream"
    return response


@login_required
@require_POST
@throttled(most=MOST_DEEDS)
def take_evidence_back(request, pk):
    found = get_object_or_404(Evidence.objects.select_related("module"), pk=pk)
    if found.person_id != request.user.pk:
        raise Http404
    try:
        evidence.withdraw_evidence(found, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("This evidence is taken back."))
    return redirect("enrolled-module", found.enrolment_id, found.module.key)


@login_required
@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def peer_reading(request, pk):
    found = get_object_or_404(Evidence.objects.select_related("module", "person", "enrolment__version"), pk=pk)
    if not permissions.can_read_as_peer(request.user, found):
        raise Http404
    form = ReadingForm(sent(request), answers=PEER_ANSWERS)
    if form.is_valid():
        try:
            evidence.review_as_peer(found, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you: your reading counts."))
            return redirect("my-paths")
    context = {"evidence": found, "form": form, "is_peer": True}
    return render(request, "learning/evidence.html", context, status=422 if form.errors else 200)
