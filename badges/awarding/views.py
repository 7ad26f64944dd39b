"""The workbench of those who award: what waits for them, who holds what, and what justified each badge given."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from badges.achievements.models import Achievement
from badges.achievements.permissions import can_award, can_manage_achievements
from badges.awarding import actions, permissions, queries
from badges.awarding.deciding import withdraw_decision
from badges.awarding.exports import awards_table
from badges.awarding.forms import RevokeForm, UpholdForm, WithdrawDecisionForm
from badges.awarding.models import AwardBatch, AwardDecision, Credential
from badges.awarding.replaying import replay
from badges.awarding.showing import award_rows, awards_page, decided_of, fact_rows, situation_of, whose
from badges.awarding.signing import standing_documents
from badges.awarding.wording import rule_sentence
from badges.endorsing.permissions import can_endorse
from catalogue.learning.views import FORM_METHODS, MOST_DEEDS, is_a_deed, sent
from catalogue.paths.permissions import can_manage_catalogue
from outillerie.errors import Refused
from outillerie.pages.throttling import throttled


def awarded_by(request, slug: str) -> Achievement:
    """Return a badge that whoever asks may award; for others it does not exist here."""
    found = get_object_or_404(Achievement.objects.select_related("issuer"), slug=slug)
    if found.state == Achievement.State.DRAFT or not can_award(request.user, found):
        raise Http404
    return found


@login_required
@never_cache
@require_safe
def workbench(request):
    if not can_manage_achievements(request.user):
        raise Http404
    awards = queries.awards_by(request.user)
    context = {
        "badges": queries.awardable_by(request.user),
        "applications": queries.applications_for(request.user)[:50],
        "doubts": award_rows(queries.searched(awards, state="doubted")[:50]),
        "last": award_rows(awards[: queries.MOST_LAST]),
        "batches": AwardBatch.objects.filter(asked_by=request.user, done_at=None).select_related("achievement"),
        "can_endorse": can_endorse(request.user),
        "is_staff": can_manage_catalogue(request.user),
    }
    return render(request, "awarding/workbench.html", context)


@login_required
@never_cache
@require_safe
def awards(request, slug):
    found = awarded_by(request, slug)
    return render(request, "awarding/awards.html", {"achievement": found, **awards_page(found, request.GET)})


@login_required
@never_cache
@require_safe
@throttled(most=20)
def awards_csv(request, slug):
    found = awarded_by(request, slug)
    response = StreamingHttpResponse(awards_table(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.csv"'
    return response


@login_required
@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def one_award(request, uuid):
    rows = Credential.objects.select_related(
        "version__achievement__issuer", "issuer", "holder", "awarded_by", "revoked_by", "upheld_by", "status_list"
    )
    found = get_object_or_404(rows.defer("status_list__bits", "status_list__document", "status_list__token"), uuid=uuid)
    if found.state == Credential.State.ERASED or not permissions.can_see_award(request.user, found):
        raise Http404
    forms = {"revoke": RevokeForm(prefix="revoke"), "uphold": UpholdForm(prefix="uphold")}
    if is_a_deed(request) and deed_done(request, found, forms):
        return redirect("one-award", found.uuid)
    is_refused = any(form.errors for form in forms.values())
    return render(
        request, "awarding/award.html", award_context(request, found, forms), status=422 if is_refused else 200
    )


def award_context(request, found: Credential, forms: dict) -> dict:
    judged = replay(found)
    return {
        "credential": found,
        "whose": whose(found),
        "situation": situation_of(found),
        "rule": rule_sentence(found.rule),
        "replay": judged,
        "can_be_judged": bool(found.holder_id or found.email),
        "facts": fact_rows(judged, request.user),
        "documents": standing_documents(found),
        "can_decide": permissions.can_revoke_credential(request.user, found),
        "stands": found.state in (Credential.State.WAITING, Credential.State.ISSUED),
        **forms,
    }


def deed_done(request, found: Credential, forms: dict) -> bool:
    """Do what was asked of one award, or have its form say why not."""
    if not permissions.can_revoke_credential(request.user, found):
        raise Http404
    deed = request.POST.get("deed", "")
    said, do = {
        "revoke": (_("The badge is revoked, and its holder is told."), actions.revoke),
        "uphold": (_("The badge is upheld."), actions.uphold),
        "reissue": (_("The badge is signed again in a moment."), actions.reissue),
    }.get(deed, (None, None))
    if do is None:
        raise Http404
    if deed in forms:
        forms[deed] = type(forms[deed])(request.POST, prefix=deed)
        if not forms[deed].is_valid():
            return False
    try:
        do(found, by=request.user, **(forms[deed].cleaned_data if deed in forms else {}))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return True


@login_required
@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def award_decision(request, pk):
    """Show what was decided of somebody, and let it be taken back."""
    rows = AwardDecision.objects.select_related("achievement__issuer", "person", "decided_by")
    found = get_object_or_404(rows, pk=pk)
    if not permissions.can_see_decision(request.user, found):
        raise Http404
    can_withdraw = found.withdrawn_at is None and permissions.can_withdraw_decision(request.user, found)
    if is_a_deed(request) and not permissions.can_withdraw_decision(request.user, found):
        raise Http404
    form = WithdrawDecisionForm(sent(request))
    if form.is_valid():
        try:
            withdraw_decision(found, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The decision is taken back."))
        return redirect("award-decision", found.pk)
    context = {"decision": found, "whose": decided_of(found), "form": form, "can_withdraw": can_withdraw}
    return render(request, "awarding/decision.html", context, status=422 if form.errors else 200)
