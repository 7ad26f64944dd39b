"""What trainers see of those who follow their paths, and how they enrol them and record who came."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.learning import lists, permissions, queries, recording
from catalogue.learning.formats.learners import Learner, learner_table_from
from catalogue.learning.forms import AttendanceForm, LearnerForm, ListForm
from catalogue.learning.imports import learner_table
from catalogue.learning.models import Attendance, Enrolment
from catalogue.learning.reading import followed, followed_rows, learner_rows, learners_on, modules_of
from catalogue.learning.views import FORM_METHODS, MOST_DEEDS, is_a_deed, sent
from catalogue.paths.models import LearningPathPage, Module
from catalogue.paths.permissions import can_follow_learners
from outillerie.errors import Refused
from outillerie.pages.throttling import throttled

KEPT_LIST = "learner_list"


def followed_path(request, path_id: int) -> LearningPathPage:
    """Return a path whose learners this person follows; for others it does not exist here."""
    found = get_object_or_404(LearningPathPage, pk=path_id)
    if not can_follow_learners(request.user, found):
        raise Http404
    return found


def followed_by(request, pk: int) -> Enrolment:
    found = get_object_or_404(Enrolment.objects.select_related("path", "version", "person", "run"), pk=pk)
    if not permissions.can_follow_enrolment(request.user, found):
        raise Http404
    return found


@login_required
@never_cache
@require_safe
def followed_paths(request):
    rows = followed_rows(request.user)
    waiting = list(queries.evidence_waiting_for(request.user)[:50])
    if not rows and not waiting:
        raise Http404
    return render(request, "learning/followed_paths.html", {"rows": rows, "waiting": waiting})


@login_required
@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def learners(request, path_id):
    """List the learners of a path; the form under the list enrols one more."""
    path = followed_path(request, path_id)
    form = LearnerForm(sent(request))
    if form.is_valid():
        try:
            lists.enrol_by_address(path, Learner(**form.cleaned_data), by=request.user)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            said = _("%(email)s is enrolled, and is told by e-mail.") % {"email": form.cleaned_data["email"]}
            messages.success(request, said)
            return redirect("learners", path.pk)
    context = {"path": path, "rows": learner_rows(path), "form": form}
    return render(request, "learning/learners.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def enrol_a_list(request, path_id):
    """Read a list, show line by line what it would do, and do it once that is confirmed."""
    path = followed_path(request, path_id)
    if request.POST.get("deed") == "confirm":
        return confirmed_list(request, path)
    form = ListForm(sent(request), request.FILES or None)
    report = None
    if form.is_valid():
        try:
            table = learner_table(form.cleaned_data["file"].read())
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            report = lists.rehearse(path, table)
            request.session[KEPT_LIST] = {"path": path.pk, "table": table.to_dict()}
    context = {"path": path, "form": form, "report": report}
    return render(request, "learning/list.html", context, status=422 if form.errors else 200)


def confirmed_list(request, path):
    kept = request.session.get(KEPT_LIST, {})
    if kept.get("path") != path.pk:
        messages.error(request, _("This list is no longer here. Send your file again."))
        return redirect("enrol-list", path.pk)
    try:
        report = lists.enrol_list(path, learner_table_from(kept["table"]), by=request.user)
    except lists.ListRefused as refusal:
        context = {"path": path, "form": ListForm(), "report": refusal.report, "refusal": str(refusal)}
        return render(request, "learning/list.html", context, status=422)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("enrol-list", path.pk)
    del request.session[KEPT_LIST]
    made = report.counts["new"]
    said = ngettext("%(count)s person is enrolled and told.", "%(count)s people are enrolled and told.", made)
    messages.success(request, said % {"count": made})
    return redirect("learners", path.pk)


@login_required
@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def attendance(request, path_id):
    """Record who came to one half-day of one module: the module is chosen first, then one press for each learner."""
    path = followed_path(request, path_id)
    modules = modules_of(path)
    module = next((module for module in modules if str(module.key) == request.GET.get("module")), None)
    context = {"path": path, "modules": modules, "module": module}
    if module is None:
        return render(request, "learning/attendance.html", context)
    enrolments = learners_on(path, module)
    initial = {"held_on": timezone.localdate(), "half_day": "am", "minutes": module.minutes}
    form = AttendanceForm(sent(request), enrolments=enrolments, initial=initial)
    if form.is_valid() and recorded(request, module, form):
        return redirect(request.get_full_path())
    context |= {"form": form}
    return render(request, "learning/attendance.html", context, status=422 if form.errors else 200)


def recorded(request, module: Module, form: AttendanceForm) -> bool:
    """Keep what the form says of each learner, or have the form say why not."""
    facts = form.cleaned_data
    answers = form.answers()
    try:
        for enrolment, state in answers:
            recording.record_attendance(
                enrolment.person,
                module,
                held_on=facts["held_on"],
                half_day=facts["half_day"],
                state=state,
                minutes=facts["minutes"] if state == Attendance.State.PRESENT else 0,
                by=request.user,
            )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    said = ngettext(
        "Attendance of %(count)s person recorded.", "Attendance of %(count)s people recorded.", len(answers)
    )
    messages.success(request, said % {"count": len(answers)})
    return True


@login_required
@never_cache
@require_safe
def followed_enrolment(request, pk):
    found = followed_by(request, pk)
    context = {
        **followed(found, module_url=lambda key: reverse("followed-module", args=[found.pk, key])),
        "newer": queries.newer_version(found),
        "moves": list(found.moves.select_related("before", "after")),
    }
    return render(request, "learning/followed_enrolment.html", context)
