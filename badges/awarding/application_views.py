"""Applications: sending one's own, and reading those of others. A file is given to those who may read it, and no others."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from badges.achievements.models import Achievement
from badges.achievements.queries import newest_version
from badges.awarding import applying, permissions, queries
from badges.awarding.facts import about, deeds_of
from badges.awarding.forms import ApplicationForm
from badges.awarding.models import BadgeApplication
from badges.awarding.wording import steps_of
from catalogue.learning.forms import PEER_ANSWERS, TRAINER_ANSWERS, ReadingForm
from catalogue.learning.views import FORM_METHODS, MOST_DEEDS, is_a_deed, sent
from outillerie.errors import Refused
from outillerie.pages.throttling import throttled

State = BadgeApplication.State


@login_required
@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def apply_for_badge(request, slug):
    achievement = get_object_or_404(Achievement.objects.select_related("issuer"), slug=slug)
    if not permissions.can_apply(request.user, achievement):
        raise Http404
    own = BadgeApplication.objects.filter(achievement=achievement, person=request.user)
    if standing := own.filter(state=State.WAITING).first():
        return redirect("badge-application", standing.pk)
    form = ApplicationForm(sent(request), request.FILES or None)
    if form.is_valid():
        facts = dict(form.cleaned_data)
        file = facts.pop("file")
        try:
            made = applying.apply(achievement, request.user, file=(file.name, file.read()) if file else None, **facts)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your application is sent. You are told when it is read."))
            return redirect("badge-application", made.pk)
    version = newest_version(achievement)
    deeds = about(deeds_of([request.user.pk])[request.user.pk], achievement)
    context = {
        "achievement": achievement,
        "version": version,
        "form": form,
        "steps": steps_of(version.content.rule, deeds),
        "is_any": "any" in version.content.rule,
        "returned": own.filter(state=State.RETURNED).order_by("-pk").first(),
    }
    return render(request, "awarding/apply.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_safe
def applications(request):
    """Show one's own applications, and those of peers that one may read."""
    own = BadgeApplication.objects.filter(person=request.user).select_related("achievement")
    context = {"own": own, "to_read": queries.applications_for_peers(request.user)}
    return render(request, "awarding/applications.html", context)


def seen_application(request, pk: int) -> BadgeApplication:
    """Return an application that whoever asks may read; for others it does not exist."""
    rows = BadgeApplication.objects.select_related("achievement__issuer", "person")
    found = get_object_or_404(rows, pk=pk)
    if not permissions.can_see_application(request.user, found):
        raise Http404
    return found


@login_required
@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def application(request, pk):
    found = seen_application(request, pk)
    is_own = found.person_id == request.user.pk
    may_decide = found.state == State.WAITING and permissions.can_decide_application(request.user, found)
    has_read = found.reviews.filter(reviewer=request.user).exists()
    as_peer = not (is_own or may_decide or has_read) and permissions.can_read_as_peer(request.user, found)
    form = None
    if may_decide or as_peer:
        form = ReadingForm(sent(request), answers=TRAINER_ANSWERS if may_decide else PEER_ANSWERS)
    if is_a_deed(request):
        if form is None:
            raise Http404
        if form.is_valid() and read(request, found, form, as_trainer=may_decide):
            return redirect("awarding" if may_decide else "badge-applications")
    reviews = found.reviews.select_related("reviewer").order_by("pk")
    context = {"application": found, "form": form, "is_own": is_own, "may_decide": may_decide, "reviews": reviews}
    return render(request, "awarding/application.html", context, status=422 if form and form.errors else 200)


def read(request, found: BadgeApplication, form: ReadingForm, *, as_trainer: bool) -> bool:
    """Keep a reading, or have its form say why not."""
    deed = applying.decide_application if as_trainer else applying.review_as_peer
    try:
        deed(found, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Thank you: your reading counts."))
    return True


@login_required
@never_cache
@require_safe
def application_file(request, pk):
    found = seen_application(request, pk)
    if not found.file:
        raise Http404
    response = FileResponse(found.file.open("rb"), as_attachment=True, filename=found.file_name)
    response["Content-Type"] = "application/octet-stream"
    return response


@login_required
@require_POST
@throttled(most=MOST_DEEDS)
def take_application_back(request, pk):
    found = get_object_or_404(BadgeApplication.objects.select_related("achievement"), pk=pk, person=request.user)
    try:
        applying.withdraw_application(found, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your application is taken back."))
    return redirect("badge-applications")
