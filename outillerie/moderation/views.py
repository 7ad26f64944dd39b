"""The screens of those who read, the page where authors follow a reading, and reports on published kits."""

import mimetypes

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outillerie.discovery.listing import pagination
from outillerie.discovery.search_request import page_number
from outillerie.errors import Refused
from outillerie.kits.models import KitPage
from outillerie.kits.permissions import can_edit_kit, can_review_kits
from outillerie.kits.views import published_kit
from outillerie.moderation import actions, permissions, queries, reading
from outillerie.moderation.forms import DecisionForm, HandlingForm, MessageForm, ReportForm
from outillerie.moderation.models import Decision, KitReport
from outillerie.moderation.reports import AlreadyHandled, handle_report, report_kit
from outillerie.moderation.trust import trust, withdraw_trust
from outillerie.pages.throttling import throttled
from outillerie.writing.actions import NotReady, propose_kit

PER_PAGE = 20
MOST_REPORTS = 20
FORMS_AND_DEEDS = ["GET", "HEAD", "POST"]


def is_deed(request) -> bool:
    return request.method == "POST"


# --- Those who read ---


@login_required
@require_safe
def queue(request):
    if not can_review_kits(request.user):
        raise PermissionDenied
    page = Paginator(queries.waiting_proposals(), PER_PAGE).get_page(page_number(request.GET))
    reports = queries.open_reports()
    context = {
        "rows": reading.queue_rows(list(page)),
        "count": page.paginator.count,
        **pagination(page.number, page.paginator.num_pages, lambda number: f"?page={number}"),
        "reports": reading.report_rows(reports[:MOST_REPORTS]),
        "report_count": reports.count(),
    }
    return render(request, "moderation/queue.html", context)


def readable_proposal(request, pk):
    """Return a proposal to someone who reads; for anyone else, it is not there."""
    if not can_review_kits(request.user):
        raise Http404
    return get_object_or_404(queries.proposals(), pk=pk)


@login_required
@require_http_methods(FORMS_AND_DEEDS)
def review(request, pk):
    state = readable_proposal(request, pk)
    form = DecisionForm(request.POST or None)
    if is_deed(request):
        try:
            actions.check_waits(state)
            if form.is_valid():
                decide(state, by=request.user, **form.cleaned_data)
                messages.success(request, done_sentence(state, form.cleaned_data["decision"]))
                return redirect("review-queue")
        except (actions.AlreadyDecided, actions.NewerProposal) as refusal:
            return conflict(request, state, form, refusal)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = reading.proposal_reading(state, person=request.user)
    if not is_deed(request):
        form = DecisionForm(initial={"revision": context["review"]["revision"].pk})
    return render(request, "moderation/proposal.html", {**context, "form": form})


def decide(state, *, by, decision, revision, reason, feedback, note) -> None:
    words = {"by": by, "revision_id": revision, "feedback": feedback, "note": note}
    if decision == Decision.APPROVED:
        actions.approve(state, **words)
    elif decision == Decision.CHANGES:
        actions.ask_for_changes(state, **words)
    else:
        actions.refuse(state, reason=reason, **words)


def done_sentence(state, decision: str) -> str:
    sentences = {
        Decision.APPROVED: _("“%(title)s” is published. Its author is told."),
        Decision.CHANGES: _("“%(title)s” goes back to its author, with your answer."),
        Decision.REFUSED: _("“%(title)s” is refused. Its author is told why."),
    }
    return sentences[decision] % {"title": state.revision.object_str}


def conflict(request, state, form, refusal):
    """Show what happened meanwhile, what differs from what was read, and everything that was typed."""
    context = reading.conflict_reading(state, refusal.state, read_id=form.data.get("revision"), person=request.user)
    chosen = dict(form.fields["decision"].choices).get(form.data.get("decision"), "")
    if context["is_newer"]:
        # The same words may answer what is newer, once it is read.
        form.data = {**form.data.dict(), "revision": context["now"].pk}
    return render(
        request, "moderation/conflict.html", {**context, "form": form, "refusal": refusal, "chosen": chosen}, status=409
    )


@login_required
@require_safe
def file(request, pk, name):
    """Give a file of a proposal to those who read it: nobody else has an address for it yet."""
    state = readable_proposal(request, pk)
    draft = queries.revision_read_by(state, request.user).as_object()
    document = next((row.document for row in draft.files.all() if row.name == name), None)
    if document is None:
        raise Http404
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = FileResponse(document.file.open("rb"), as_attachment=True, filename=name, content_type=kind)
    # Whatever a file holds, it may do nothing in the name of the site.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def change_trust(request, pk):
    """Trust who sent this proposal, or stop: who is meant is never taken from the form."""
    state = readable_proposal(request, pk)
    person = state.workflow_state.requested_by
    if person is None or person == request.user or not permissions.can_trust_people(request.user):
        raise PermissionDenied
    if permissions.is_trusted(person):
        withdraw_trust(person, by=request.user)
        done = _("The kits of %(name)s are read again before they are published.")
    else:
        trust(person, by=request.user)
        done = _("%(name)s may now publish their own kits without a reading.")
    messages.success(request, done % {"name": person.shown_name()})
    return redirect("review", pk)


# --- Those who write ---


def followed_kit(request, pk) -> KitPage:
    kit = get_object_or_404(KitPage.objects.select_related("organisation"), pk=pk)
    if not can_edit_kit(request.user, kit):
        raise Http404
    return kit


@login_required
@require_http_methods(FORMS_AND_DEEDS)
@throttled(most=20, costs=is_deed)
def kit_review(request, pk):
    """Show authors where the reading of their kit stands, and have them send it, or send it again."""
    kit = followed_kit(request, pk)
    form = MessageForm(request.POST or None)
    if is_deed(request) and form.is_valid():
        try:
            propose_kit(kit, by=request.user, message=form.cleaned_data["message"])
        except NotReady:
            form.add_error(
                None, _("Some things are missing in this kit. Complete it, then send it from its last page.")
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your kit is sent. Someone reads it, and you are told."))
            return redirect("kit-review", kit.pk)
    return render(request, "moderation/kit_review.html", {"kit": kit, "form": form, "state": reading.state_of(kit)})


@login_required
@require_POST
def withdraw_kit(request, pk):
    kit = followed_kit(request, pk)
    try:
        actions.withdraw(kit, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your proposal is taken back. Your draft is kept."))
    return redirect("kit-review", kit.pk)


# --- Reports ---


@require_http_methods(FORMS_AND_DEEDS)
@throttled(most=10, costs=is_deed)
def report_problem(request, slug):
    kit = published_kit(request, slug)
    reporter = request.user if request.user.is_authenticated else None
    form = ReportForm(request.POST or None, is_signed_in=reporter is not None)
    if is_deed(request) and form.is_valid():
        try:
            report_kit(kit, reporter=reporter, **form.report())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("report-thanks", kit.slug)
    return render(request, "moderation/report.html", {"kit": kit, "form": form})


@require_safe
def thanks(request, slug):
    return render(request, "moderation/thanks.html", {"kit": published_kit(request, slug)})


@login_required
@require_http_methods(FORMS_AND_DEEDS)
def report_review(request, pk):
    if not can_review_kits(request.user):
        raise Http404
    shown = get_object_or_404(KitReport.objects.select_related("kit", "reporter", "handled_by"), pk=pk)
    form = HandlingForm(request.POST or None)
    conflict = None
    if is_deed(request) and form.is_valid():
        try:
            handle_report(shown, by=request.user, **form.handling())
        except AlreadyHandled as refusal:
            shown, conflict = refusal.report, refusal
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The report is handled. Who made it is told, if they can be."))
            return redirect("review-queue")
    context = reading.report_reading(shown, person=request.user)
    status = 409 if conflict else 200
    return render(
        request, "moderation/report_review.html", {**context, "form": form, "conflict": conflict}, status=status
    )


@login_required
@require_safe
def outcome(request, pk):
    """Tell who reported a kit what was done about it."""
    shown = get_object_or_404(KitReport.objects.select_related("kit"), pk=pk)
    if not permissions.can_read_report_outcome(request.user, shown):
        raise Http404
    return render(request, "moderation/outcome.html", {"report": shown, "title": queries.reported_title(shown)})
