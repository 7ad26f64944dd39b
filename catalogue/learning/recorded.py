"""What trainers record of one learner on one module: results, evidence read, corrections that re-open."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from catalogue.learning import completing, evidence, permissions, recording
from catalogue.learning.following import followed_by
from catalogue.learning.forms import TRAINER_ANSWERS, AssessmentForm, ReadingForm, ReasonForm
from catalogue.learning.models import AssessmentResult, Attendance, Enrolment, Evidence, ModuleCompletion
from catalogue.learning.reading import module_page
from catalogue.learning.views import FORM_METHODS, MOST_DEEDS, is_a_deed, sent
from catalogue.paths.models import Module
from outillerie.errors import Refused
from outillerie.pages.throttling import throttled


def placed_module(enrolment: Enrolment, key):
    """Return the row of a module and what it says in the version that is followed; another module is a 404."""
    content = enrolment.version.content.module(str(key))
    if content is None:
        raise Http404
    return get_object_or_404(Module, key=key), content


@login_required
@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def followed_module(request, pk, key):
    """Show what was done on one module; the form records a result."""
    found = followed_by(request, pk)
    module, content = placed_module(found, key)
    form = AssessmentForm(sent(request), initial={"assessed_on": timezone.localdate()})
    if form.is_valid():
        try:
            recording.record_assessment(found.person, module, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The result is recorded, and the learner reads it."))
            return redirect("followed-module", found.pk, key)
    shown = module_page(found, module, content)
    completion = shown["work"].completion
    context = {
        **shown,
        "form": form,
        "completion": completion,
        "replay": completing.replay(completion) if completion else None,
        "reason_form": ReasonForm(),
    }
    return render(request, "learning/followed_module.html", context, status=422 if form.errors else 200)


def reason_of(request) -> str:
    """Return the reason that was sent; nothing when there is none, which the action refuses in words."""
    form = ReasonForm(request.POST)
    return form.cleaned_data["reason"] if form.is_valid() else ""


def done(request, deed, said: str) -> None:
    """Do `deed`, and say that it is done, or why it is refused."""
    try:
        deed()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)


@login_required
@require_POST
@throttled(most=MOST_DEEDS)
def reopen_module(request, pk, key):
    found = followed_by(request, pk)
    module, _content = placed_module(found, key)
    completion = get_object_or_404(ModuleCompletion, person=found.person, module=module, reopened_at=None)
    reason = reason_of(request)
    done(
        request, lambda: completing.reopen(completion, by=request.user, reason=reason), _("This module is open again.")
    )
    return redirect("followed-module", found.pk, key)


def enrolment_of(request, row) -> Enrolment:
    """Return the enrolment through which this person follows what `row` says of somebody on a module."""
    enrolments = Enrolment.objects.filter(person=row.person).select_related("path", "version", "person")
    holding = (one for one in enrolments if one.version.content.module(str(row.module.key)))
    found = next((one for one in holding if permissions.can_follow_enrolment(request.user, one)), None)
    if found is None:
        raise Http404
    return found


@login_required
@require_POST
@throttled(most=MOST_DEEDS)
def take_result_back(request, pk):
    result = get_object_or_404(AssessmentResult.objects.select_related("person", "module"), pk=pk)
    found = enrolment_of(request, result)
    reason = reason_of(request)
    done(
        request,
        lambda: recording.withdraw_assessment(result, reason=reason, by=request.user),
        _("This result is taken back. It stays readable, with your reason."),
    )
    return redirect("followed-module", found.pk, result.module.key)


@login_required
@require_POST
@throttled(most=MOST_DEEDS)
def erase_presence(request, pk):
    row = get_object_or_404(Attendance.objects.select_related("person", "module"), pk=pk)
    found = enrolment_of(request, row)
    done(request, lambda: recording.erase_attendance(row, by=request.user), _("This attendance is erased."))
    return redirect("followed-module", found.pk, row.module.key)


@login_required
@require_POST
@throttled(most=MOST_DEEDS)
def decide_presence(request, pk):
    """Decide between trainers who wrote different things of a half-day. Those of a session decide in its list."""
    row = get_object_or_404(Attendance.objects.select_related("person", "module"), pk=pk, session=None)
    found = enrolment_of(request, row)
    state = request.POST.get("state")
    if state not in Attendance.State.values:
        raise Http404
    done(
        request,
        lambda: recording.decide_attendance(row, state=state, by=request.user),
        _("Your decision is kept, with your name."),
    )
    return redirect("followed-module", found.pk, row.module.key)


@login_required
@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def evidence_reading(request, pk):
    found = get_object_or_404(
        Evidence.objects.select_related("module", "person", "enrolment__path", "enrolment__version"), pk=pk
    )
    if not permissions.can_follow_enrolment(request.user, found.enrolment):
        raise Http404
    form = ReadingForm(sent(request), answers=TRAINER_ANSWERS)
    if form.is_valid():
        facts = form.cleaned_data
        try:
            evidence.review_evidence(found, is_accepted=facts["is_convincing"], reason=facts["reason"], by=request.user)
        except Refused as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("Your reading is recorded, and the learner is told."))
            return redirect("followed-paths")
    context = {
        "evidence": found,
        "form": form,
        "is_peer": False,
        "reviews": list(found.reviews.select_related("reviewer")),
    }
    return render(request, "learning/evidence.html", context, status=422 if form.errors else 200)
