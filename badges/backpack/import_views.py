"""Badges from elsewhere: verified, shown, then kept or not. And the page of one that is kept."""

from base64 import b64decode, b64encode
from binascii import Error

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from badges.backpack import importing
from badges.backpack.bag import known_issuers, own_address
from badges.backpack.forms import BringForm
from badges.backpack.models import ForeignBadge
from badges.backpack.showing import foreign_page
from badges.backpack.views import FORM, MOST_DEEDS, change_visibility, is_a_deed
from badges.verification.judging import Judgement, judge
from badges.verification.showing import card_of, panel_of
from badges.verification.wording import reading_sentence
from outillerie.errors import Refused
from outillerie.pages.throttling import count_of, throttled, too_many_requests

MOST_VERIFICATIONS = 20
EXTENSIONS = {importing.JSON: "json", importing.TOKEN: "jwt"}


@never_cache
@FORM
@throttled(most=MOST_VERIFICATIONS, costs=is_a_deed)
@login_required
def add_badge(request):
    """Verify what somebody brings and show the verdict; a second press keeps it, once it is verified again."""
    if "keep" in request.POST:
        return keep(request)
    form = BringForm(request.POST, request.FILES) if is_a_deed(request) else BringForm()
    if not form.is_valid():
        return shown(request, form, status=422 if form.is_bound else 200)
    field, content = form.given()
    judgement = judge(content)
    if judgement.verdict.code == "unreadable":
        form.add_error(field, reading_sentence(judgement.verdict.reason))
        return shown(request, form, status=422)
    return shown(request, BringForm(), judgement, content)


def keep(request):
    """Keep what was shown. What comes back may be anything: it is judged as if it came for the first time."""
    try:
        content = b64decode(request.POST["keep"], validate=True)
    except (Error, ValueError):
        return redirect("add-badge")
    judgement = judge(content)
    try:
        badge = importing.keep_badge(request.user, judgement)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("add-badge")
    messages.success(request, _("The badge is in your bag, hidden for now."))
    return redirect(own_address(badge))


def shown(request, form, judgement: Judgement | None = None, content: bytes = b"", *, status=200):
    context = {"form": form}
    if judgement is not None:
        context |= {"panel": panel_of(judgement.verdict), "card": card_of(judgement, request.user)}
        try:
            importing.check_may_be_kept(request.user, judgement)
        except Refused as refusal:
            context["refusal"] = str(refusal)
        else:
            # What was judged, out of its picture: a few kilobytes, where the picture may weigh eight megabytes.
            context["kept"] = b64encode(judgement.document or content).decode()
    return render(request, "backpack/add.html", context, status=status)


def own_foreign_badge(request, uuid) -> ForeignBadge:
    badge = ForeignBadge.objects.filter(person=request.user, uuid=uuid).first()
    if badge is None:
        raise Http404
    return badge


@never_cache
@FORM
@throttled(most=MOST_DEEDS, costs=is_a_deed)
@login_required
def foreign_badge(request, uuid):
    """Show a badge from elsewhere to who brought it."""
    badge = own_foreign_badge(request, uuid)
    panel = None
    if "remove" in request.POST:
        importing.remove_badge(badge)
        messages.success(request, _("The badge is out of your bag."))
        return redirect("my-badges")
    if "check" in request.POST:
        if count_of(request, "verify-again") > MOST_VERIFICATIONS:
            return too_many_requests(request)
        panel = panel_of(importing.check_again(badge).verdict)
        badge.refresh_from_db()
    elif is_a_deed(request):
        change_visibility(request)
        return redirect("my-foreign-badge", badge.uuid)
    context = foreign_page(badge, is_known=badge.issuer_id in known_issuers([badge.issuer_id]))
    return render(request, "backpack/foreign.html", {**context, "panel": panel})


@never_cache
@require_safe
@login_required
def foreign_file(request, uuid):
    """Give back the document of a badge from elsewhere, as it was brought."""
    badge = own_foreign_badge(request, uuid)
    answer = HttpResponse(bytes(badge.content), content_type=badge.media_type)
    answer["Content-Disposition"] = f'attachment; filename="badge.{EXTENSIONS[badge.media_type]}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
