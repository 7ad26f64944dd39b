"""Adapting a kit, taking parts of one, following a source, giving back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from outillerie.discovery.search_request import query_text
from outillerie.errors import Refused
from outillerie.kits.exports import content_of
from outillerie.kits.formats.mixing import verdict
from outillerie.kits.models import KitPage, KitVersion
from outillerie.kits.permissions import can_edit_kit
from outillerie.kits.queries import newest_version
from outillerie.kits.views import published_kit
from outillerie.pages.throttling import throttled
from outillerie.remix import proposals, showing, updates
from outillerie.remix.actions import adapt, check_adaptable, take_parts
from outillerie.remix.forms import AnswerForm, IntentForm, MessageForm, PartsForm, answers, decisions
from outillerie.remix.models import Adaptation, Proposal
from outillerie.remix.permissions import (
    can_decide_proposal,
    can_follow_source,
    can_propose_to,
    can_withdraw_proposal,
)
from outillerie.remix.queries import is_public


def own_kit(request, kit_id: int) -> KitPage:
    kit = get_object_or_404(KitPage.objects.select_related("organisation"), pk=kit_id)
    if not can_edit_kit(request.user, kit):
        raise Http404
    return kit


def own_adaptation(request, kit_id: int) -> Adaptation:
    adaptations = Adaptation.objects.select_related("kit__organisation", "source", "base")
    adaptation = get_object_or_404(adaptations, kit=kit_id)
    if not can_follow_source(request.user, adaptation):
        raise Http404
    return adaptation


def shown_version(kit: KitPage) -> KitVersion:
    """Return what readers of `kit` see of it now."""
    version = newest_version(kit)
    if version is None:
        raise Http404
    version.kit = kit
    return version


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@throttled(most=20, costs=lambda request: request.method == "POST")
def adapt_kit(request, slug):
    """Say what adapting means and what the licence asks, then copy the newest version into the person's drafts."""
    source = published_kit(request, slug)
    version = shown_version(source)
    refusal = ""
    try:
        check_adaptable(version)
        if request.method == "POST":
            kit = adapt(version, by=request.user)
            messages.success(request, _("Here is your copy. It is a draft that only you can see."))
            return redirect("writing-idea", kit.pk)
    except Refused as reason:
        refusal = str(reason)
    context = {"page": source, "version": version, "refusal": refusal, **showing.adapting(version, by=request.user)}
    return render(request, "remix/adapt.html", context, status=409 if refusal and request.method == "POST" else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def adaptation(request, kit_id):
    """Show how an adaptation stands to its source: what changed there, and what to take of it."""
    adapted = own_adaptation(request, kit_id)
    draft = content_of(adapted.kit.get_latest_revision_as_object())
    update = updates.pending_update(adapted, draft)
    if request.method == "POST":
        return answer_source(request, adapted, draft, update)
    return show_adaptation(request, adapted, draft, update)


def show_adaptation(request, adapted: Adaptation, draft, update, *, given=None, refusal="", status=200):
    context = showing.following_page(adapted, draft, update, given=given or {})
    context |= {"refusal": refusal, "intent_form": IntentForm(initial={"intent": adapted.intent})}
    return render(request, "remix/adaptation.html", context, status=status)


def answer_source(request, adapted: Adaptation, draft, update):
    """Do what was answered to the changes of the source. What cannot be done is shown again, answers kept."""
    if update is None:
        refusal = _("These changes have been answered meanwhile, or the original is no longer public.")
        return show_adaptation(request, adapted, draft, update, refusal=refusal, status=409)
    given = answers(request.POST, [change.key for change in update.waiting])
    if request.POST.get("version") != str(update.version.number):
        refusal = _("The original changed again while you were choosing. Here is what it says now.")
        return show_adaptation(request, adapted, draft, update, given=given, refusal=refusal, status=409)
    if update.waiting and not given:
        refusal = _("You have chosen nothing yet: choose an answer to one change at least, the others wait.")
        return show_adaptation(request, adapted, draft, update, refusal=refusal, status=422)
    try:
        updates.answer_update(adapted, update.version, decisions(given), by=request.user)
    except Refused as reason:
        return show_adaptation(request, adapted, draft, update, given=given, refusal=str(reason), status=409)
    messages.success(request, _("Your answers are kept. What you took is in your draft."))
    return redirect("adaptation", adapted.kit_id)


@login_required
@require_POST
def set_intent(request, kit_id):
    adapted = own_adaptation(request, kit_id)
    form = IntentForm(request.POST)
    if form.is_valid():
        updates.set_intent(adapted, form.cleaned_data["intent"])
        messages.success(request, _("This is noted."))
    else:
        messages.error(request, _("Choose one of the three ways to be tied to the original."))
    return redirect("adaptation", kit_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@throttled(most=60)
def add_from_kit(request, kit_id):
    """Look for a published kit, then choose steps, pictures and files of it."""
    kit = own_kit(request, kit_id)
    content = content_of(kit.get_latest_revision_as_object())
    slug = query_text(request.GET.get("depuis", ""))
    if slug:
        return choose_parts(request, kit, content, slug)
    text = query_text(request.GET.get("q", ""))
    context = {"kit": kit, "query": text, "rows": showing.found_kits(kit, content, text)}
    return render(request, "remix/choose_kit.html", context)


def choose_parts(request, kit: KitPage, content, slug: str):
    version = shown_version(published_kit(request, slug))
    if version.kit_id == kit.pk:
        raise Http404
    form = PartsForm(version.content, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return take(request, kit, version, form.choice())
            except Refused as reason:
                form.add_error(None, str(reason))
                status = 409
    context = showing.parts_page(kit, content, version, form)
    return render(request, "remix/choose_parts.html", context, status=status)


def take(request, kit: KitPage, version: KitVersion, choice):
    draft = take_parts(kit, version, choice, by=request.user)
    taken = showing.taken_words(choice)
    messages.success(request, _("In your draft, with credit and licence: %(taken)s.") % {"taken": taken})
    if not verdict(content_of(draft)).is_allowed:
        messages.warning(request, _("The licence of your kit no longer fits all its parts: the last stage says why."))
    return redirect("writing-steps" if choice.steps else "writing-files", kit.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request, kit_id):
    """Choose what to offer to the authors of the source."""
    adapted = own_adaptation(request, kit_id)
    can_offer = adapted.kit.live and adapted.base and is_public(adapted.source)
    if not can_offer or not can_propose_to(request.user, adapted.source, adapted):
        raise Http404
    found = proposals.offerable_changes(adapted)
    given = answers(request.POST, [change.key for change in found])
    form = MessageForm(request.POST if request.method == "POST" else None)
    refusal, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return send_offer(request, adapted, given, form.cleaned_data["message"])
            except Refused as reason:
                refusal, status = str(reason), 409 if given else 422
    context = showing.offer_page(adapted, found, given=given) | {"form": form, "refusal": refusal}
    return render(request, "remix/offer.html", context, status=status)


def send_offer(request, adapted: Adaptation, given: dict[str, str], message: str):
    proposals.offer_changes(adapted, decisions(given).accepted, message=message, by=request.user)
    messages.success(request, _("Your changes are offered. You will be told of the answer."))
    return redirect("adaptation", adapted.kit_id)


@login_required
@require_POST
def withdraw_offer(request, kit_id, proposal_id):
    found = Proposal.objects.select_related("offered__kit")
    offered = get_object_or_404(found, pk=proposal_id, offered__kit=kit_id)
    if not can_withdraw_proposal(request.user, offered):
        raise Http404
    try:
        proposals.withdraw(offered)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your offer is taken back."))
    return redirect("adaptation", kit_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request, kit_id, proposal_id):
    """Read what is offered, take up what one wants, or decline."""
    found = Proposal.objects.select_related("kit__organisation", "offered__kit", "base")
    offered = get_object_or_404(found, pk=proposal_id, kit=kit_id)
    if not can_decide_proposal(request.user, offered):
        raise Http404
    changes = proposals.offered_changes(offered, content_of(offered.kit.get_latest_revision_as_object()))
    waiting = tuple(change for change in changes if not change.is_done)
    given = answers(request.POST, [change.key for change in waiting])
    form = AnswerForm(request.POST if request.method == "POST" else None)
    refusal, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return decide(request, offered, given, form.cleaned_data["answer"])
            except Refused as reason:
                refusal, status = str(reason), 409 if given else 422
                offered.refresh_from_db()
    shown = waiting if offered.state == Proposal.State.WAITING else changes
    context = showing.proposal_page(offered, shown, given=given) | {"form": form, "refusal": refusal}
    return render(request, "remix/proposal.html", context, status=status)


def decide(request, offered: Proposal, given: dict[str, str], answer: str):
    if "decline" in request.POST:
        proposals.decline(offered, answer=answer, by=request.user)
        messages.success(request, _("The offer is declined. Those who made it can read your answer."))
        return redirect("proposal", offered.kit_id, offered.pk)
    chosen = decisions(given)
    proposals.take_up(offered, chosen.accepted, both=chosen.both, answer=answer, by=request.user)
    messages.success(request, _("These changes are in your draft, and who gave them is credited. Publish when ready."))
    return redirect("writing-licence", offered.kit_id)
