"""Documents, made when they are asked for. What somebody else may not see does not exist (rule 7)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.exchange.forms import TraineeForm
from catalogue.exchange.paper import PRIVATE, pdf_answer
from catalogue.exchange.reading import paper_rows
from catalogue.learning.documents import FOR_LEARNERS, LABELS, NotPrintable, followed, paper_pdf
from catalogue.learning.models import Enrolment
from catalogue.learning.permissions import can_follow_enrolment, can_see_enrolment
from catalogue.paths.documents import programme_pdf
from catalogue.paths.queries import newest_version
from catalogue.paths.views import published_path
from catalogue.positioning.documents import positioning_pdf
from catalogue.positioning.models import Positioning
from outillerie.pages.throttling import throttled
from outillerie.printing.renderer import RenderingFailed

ONE_DAY, FIVE_MINUTES = "public, max-age=86400", "public, max-age=300"
# A document takes a process of its own for a second.
MOST_DOCUMENTS, KEPT_SECONDS = 20, 300


@require_safe
@throttled(most=MOST_DOCUMENTS)
def programme(request, slug):
    page = published_path(request, slug)
    return programme_answer(request, page, newest_version(page), FIVE_MINUTES)


@require_safe
@throttled(most=MOST_DOCUMENTS)
def version_programme(request, slug, number):
    page = published_path(request, slug)
    return programme_answer(request, page, get_object_or_404(page.versions, number=number), ONE_DAY)


def programme_answer(request, page, version, cache_control):
    if version is None:
        raise Http404
    version.path = page
    key = f"programme|{page.slug}|{version.number}|{version.sha256}"
    try:
        pdf = caches["pages"].get_or_set(key, lambda: programme_pdf(version), KEPT_SECONDS)
    except RenderingFailed as failure:
        messages.error(request, str(failure))
        return redirect("path", page.slug)
    kept = PRIVATE if page.get_view_restrictions() else cache_control
    return pdf_answer(pdf, f"programme-{page.slug}-v{version.number}", cache_control=kept)


def found_enrolment(request, pk) -> Enrolment:
    """Return the enrolment that this person may see: any other answers as one that does not exist."""
    rows = Enrolment.objects.select_related("person", "path__organisation", "version", "run")
    enrolment = get_object_or_404(rows, pk=pk)
    if not can_see_enrolment(request.user, enrolment):
        raise Http404
    return enrolment


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def enrolment_documents(request, pk):
    """List the documents of an enrolment, each ready or with what is missing; those who train write who is trained."""
    enrolment = found_enrolment(request, pk)
    is_trainer = can_follow_enrolment(request.user, enrolment)
    if request.method == "POST" and not is_trainer:
        raise PermissionDenied
    # The form writes on a row of its own: what is refused must not show as if it were kept.
    row = Enrolment.objects.get(pk=enrolment.pk)
    form = TraineeForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your changes are kept."))
        return redirect("enrolment-documents", enrolment.pk)
    seen = followed(enrolment)
    context = {
        "enrolment": enrolment,
        "title": enrolment.version.content.title,
        "papers": paper_rows(seen, request.user),
        "seen": seen,
        "form": form if is_trainer else None,
        "is_learner": enrolment.person_id == request.user.pk,
    }
    return render(request, "exchange/enrolment_documents.html", context)


@require_safe
@throttled(most=MOST_DOCUMENTS)
@login_required
def enrolment_document(request, pk, kind):
    enrolment = found_enrolment(request, pk)
    may_print = kind in LABELS and (kind in FOR_LEARNERS or can_follow_enrolment(request.user, enrolment))
    if not may_print:
        raise Http404
    try:
        pdf = paper_pdf(kind, enrolment)
    except (NotPrintable, RenderingFailed) as refusal:
        messages.error(request, str(refusal))
        return redirect("enrolment-documents", enrolment.pk)
    return pdf_answer(pdf, f"{kind}-{enrolment.path.slug}")


@require_safe
@throttled(most=MOST_DOCUMENTS)
@login_required
def positioning_document(request, pk):
    """Give a positioning to its person: for anybody else, staff included, it does not exist."""
    positioning = get_object_or_404(
        Positioning.objects.select_related("person", "framework"), pk=pk, person=request.user
    )
    try:
        pdf = positioning_pdf(positioning)
    except RenderingFailed as failure:
        messages.error(request, str(failure))
        return redirect("positioning", positioning.pk)
    return pdf_answer(pdf, f"positionnement-{positioning.framework.code}")
