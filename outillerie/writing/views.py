"""Writing a kit: what one has begun, the six stages, the preview, throwing away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from outillerie.errors import Refused
from outillerie.kits.exports import content_of
from outillerie.kits.formats.refusals import FormatRefused
from outillerie.kits.models import KitPage, KitVersion
from outillerie.kits.permissions import can_publish_kit
from outillerie.kits.prints import draft_pdf
from outillerie.kits.reading import reading
from outillerie.pages.throttling import throttled
from outillerie.printing.renderer import RenderingFailed
from outillerie.writing import keeping, showing
from outillerie.writing.actions import (
    EditedMeanwhile,
    Locked,
    begin_blank_kit,
    discard_changes,
    discard_draft,
    propose_kit,
    publish_kit,
    save_stage,
)
from outillerie.writing.answers import Answer
from outillerie.writing.forms import BeginForm
from outillerie.writing.permissions import can_discard_draft, can_write_draft
from outillerie.writing.queries import draft_of, kits_written_by
from outillerie.writing.rows import Deed
from outillerie.writing.stages import STAGE, Stage
from outillerie.writing.wording import rule_of

# Pages of a draft beside its stages, which a button of a stage leads to.
WAYS_OUT = {"preview": "writing-preview", "parts": "add-from-kit", "original": "adaptation"}


def own_draft(request, kit_id: int) -> tuple[KitPage, KitPage]:
    """Return a kit and its newest draft; for whoever may not write it, there is no such page."""
    kit = get_object_or_404(KitPage.objects.select_related("organisation", "latest_revision"), pk=kit_id)
    draft = draft_of(kit)
    if not can_write_draft(request.user, kit, draft):
        raise Http404
    return kit, draft


@require_http_methods(["GET", "HEAD", "POST"])
@throttled(most=20, costs=lambda request: request.method == "POST")
def index(request):
    """Say what contributing is; to who is signed in, show what they have begun, and begin another kit."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path) if request.method == "POST" else render(request, "writing/welcome.html")
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kit = begin_blank_kit(form.cleaned_data["title"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("writing-idea", kit.pk)
    kits = list(kits_written_by(request.user)[: showing.MOST_KITS])
    context = showing.index_page(kits, by=request.user) | {"form": form}
    return render(request, "writing/index.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def resume(request, kit_id):
    """Open a draft where something is missing first."""
    _kit, draft = own_draft(request, kit_id)
    return redirect(showing.first_unfinished(draft).url(kit_id))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stage(request, kit_id, code):
    stage = STAGE[code]
    if not request.user.is_authenticated:
        return signed_out(request, kit_id, stage)
    kit, draft = own_draft(request, kit_id)
    return save(request, kit, draft, stage) if request.method == "POST" else show(request, kit, draft, stage)


def signed_out(request, kit_id: int, stage: Stage):
    """Ask to sign in, then to come back here. What was typed waits in the session."""
    is_kept = request.method == "POST" and keeping.keep(request, kit_id, stage)
    words = _("You have been signed out. Sign in again: your text is kept.")
    if not is_kept:
        words = _("You have been signed out. Sign in again in another tab: your text stays here.")
    if wants_json(request):
        return JsonResponse({"state": "signed-out", "words": words}, status=401)
    if is_kept:
        messages.warning(request, words)
    return redirect_to_login(stage.url(kit_id))


def keep_expired(request, reason: str):
    """Keep what somebody typed on a page that waited too long: they signed out, or in again, since it was shown.

    Only what one of our own pages sent is kept, and nothing is written before its author has read it again.
    """
    match = request.resolver_match
    is_ours = "Origin" in request.headers and not reason.startswith("Origin")
    if match is None or match.func is not stage or not is_ours:
        return None
    kit_id, shown = match.kwargs["kit_id"], STAGE[match.kwargs["code"]]
    if not keeping.keep(request, kit_id, shown):
        return None
    if wants_json(request):
        words = _("This page has waited too long. Press the button: your text is kept.")
        return JsonResponse({"state": "expired", "words": words}, status=403)
    return redirect(shown.url(kit_id))


def wants_json(request) -> bool:
    return request.headers.get("Accept") == "application/json"


def show(request, kit: KitPage, draft: KitPage, stage: Stage):
    kept = keeping.kept_answer(request, kit.pk, stage)
    answer = Answer(kept, draft, stage, by=request.user) if kept is not None else None
    after = request.session.pop(showing.AFTER, {})
    after = after if after.get("kit") == kit.pk else {}
    context = showing.stage_page(kit, draft, stage, by=request.user, answer=answer, after=after)
    context |= {"is_kept": kept is not None, "message": keeping.message_of(request, kit.pk)}
    return render(request, "writing/stage.html", context)


def save(request, kit: KitPage, draft: KitPage, stage: Stage):
    """Keep what was typed, then do what the button asks."""
    deed = Deed.read(request.POST.get("do", ""))
    answer = Answer(request.POST, draft, stage, by=request.user)
    after = answer.rearrange(deed)
    try:
        draft, kept = save_stage(
            kit.pk,
            stage,
            base=answer.base_known(keeping.last_saved(request, answer.page)),
            mine=answer.content,
            by=request.user,
            choices=answer.choices,
        )
    except KitPage.DoesNotExist as gone:
        raise Http404 from gone
    except Locked as refusal:
        return refuse(request, kit, draft, stage, answer, refusal)
    except EditedMeanwhile as conflict:
        return ask_what_to_keep(request, kit, stage, answer, conflict)
    keeping.note_saved(request, kit.pk, stage, answer.page, answer.next_token)
    keeping.note_message(request, kit.pk)
    if wants_json(request):
        return JsonResponse(showing.saved_answer(draft, stage, answer, kept) | {"parts": parts(request, stage, kept)})
    if answer.mistakes:
        answer.show_again()
        context = showing.stage_page(kit, draft, stage, by=request.user, answer=answer, after=after)
        context["message"] = keeping.message_of(request, kit.pk)
        # What was asked of the rows is done, whatever is left to correct.
        return render(request, "writing/stage.html", context, status=200 if after else 422)
    if deed.verb in ("propose", "publish"):
        return send(request, kit, stage, deed)
    request.session[showing.AFTER] = {"kit": kit.pk, **after}
    return redirect(destination(request, kit.pk, stage, deed, after))


def parts(request, stage: Stage, kept) -> dict[str, str]:
    """Return the parts of the page that follow what is typed, by their id."""
    shown = {"quality": render_to_string("writing/quality_count.html", showing.quality_block(kept), request)}
    if stage.code == "steps":
        shown["rule"] = render_to_string("writing/rule.html", {"rule": rule_of(kept)}, request)
    return shown


def refuse(request, kit: KitPage, draft: KitPage, stage: Stage, answer: Answer, refusal: Refused):
    """Say why nothing was saved, over all that was typed."""
    if wants_json(request):
        return JsonResponse({"state": "refused", "words": str(refusal)}, status=409)
    after = {"refusal": str(refusal)}
    context = showing.stage_page(kit, draft, stage, by=request.user, answer=answer, after=after)
    context["message"] = keeping.message_of(request, kit.pk)
    return render(request, "writing/stage.html", context, status=409)


def ask_what_to_keep(request, kit: KitPage, stage: Stage, answer: Answer, conflict: EditedMeanwhile):
    context = showing.conflict_page(kit, stage, answer, conflict)
    if wants_json(request):
        words = _("Someone changed this kit at %(hour)s.") % {"hour": context["hour"]}
        return JsonResponse({"state": "conflict", "words": words}, status=409)
    return render(request, "writing/conflict.html", context, status=409)


def send(request, kit: KitPage, stage: Stage, deed: Deed):
    """Propose or publish what has just been saved."""
    try:
        if deed.verb == "publish":
            if not can_publish_kit(request.user, kit):
                raise Http404
            publish_kit(kit, by=request.user)
        else:
            propose_kit(kit, by=request.user, message=keeping.message_of(request, kit.pk))
            keeping.forget_message(request, kit.pk)
    except Refused as refusal:
        request.session[showing.AFTER] = {"kit": kit.pk, "refusal": str(refusal)}
        return redirect(f"{stage.url(kit.pk)}#refusal")
    if deed.verb == "publish":
        messages.success(request, _("Your kit is published. Thank you."))
        return redirect(KitPage.objects.get(pk=kit.pk).url)
    messages.success(request, _("Your kit is sent. Someone from the network reads it, then answers you."))
    return redirect("writing")


def destination(request, kit_id: int, stage: Stage, deed: Deed, after: dict) -> str:
    """Return where to go once everything is saved."""
    if deed.verb == "continue" and stage.after:
        return stage.after.url(kit_id)
    if deed.verb == "back" and stage.before:
        return stage.before.url(kit_id)
    if deed.verb == "go" and deed.target in STAGE:
        return STAGE[deed.target].url(kit_id) + (f"#{deed.anchor}" if deed.anchor else "")
    if deed.verb == "go" and deed.target in WAYS_OUT:
        return reverse(WAYS_OUT[deed.target], args=[kit_id])
    if deed.verb in ("later", "continue"):
        messages.success(request, _("Your draft waits for you here."))
        return reverse("writing")
    return stage.url(kit_id) + (f"#{after['focus']}" if "focus" in after else "")


@login_required
@require_safe
def preview(request, kit_id):
    """Show a draft as it will be read."""
    kit, draft = own_draft(request, kit_id)
    content = content_of(draft)
    version = KitVersion(kit=draft, number=0, title=content.title, licence=content.licence)
    version.content = content
    # A draft is read, not cited.
    context = reading(version, versions=[]) | {"citation": "", "back": showing.first_unfinished(draft).url(kit.pk)}
    return render(request, "writing/preview.html", context)


@login_required
@require_safe
@throttled(most=10)
def preview_sheet(request, kit_id):
    """Show the A4 sheet of a draft. It is made at once and kept nowhere."""
    kit, draft = own_draft(request, kit_id)
    try:
        data = draft_pdf(draft)
    except (RenderingFailed, FormatRefused):
        messages.error(request, _("This draft cannot be laid out on paper. Shorten its longest texts, then try again."))
        return redirect("writing-preview", kit.pk)
    return HttpResponse(data, "application/pdf", headers={"Content-Disposition": 'inline; filename="brouillon.pdf"'})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request, kit_id):
    """Throw away a kit that was never published, or the changes of one that was; ask first."""
    kit, draft = own_draft(request, kit_id)
    if not can_discard_draft(request.user, kit):
        raise Http404
    if request.method == "POST":
        try:
            throw_away(request, kit, draft)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("writing")
    return render(request, "writing/discard.html", {"kit": kit, "draft": draft})


def throw_away(request, kit: KitPage, draft: KitPage) -> None:
    if kit.first_published_at:
        discard_changes(kit, by=request.user)
        messages.success(request, _("The changes of “%(title)s” are abandoned.") % {"title": draft.title})
    else:
        discard_draft(kit)
        messages.success(request, _("“%(title)s” is removed.") % {"title": draft.title})
