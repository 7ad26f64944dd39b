"""`/verifier/`: a file, an address, a text or eight signs, and the verdict. Nothing of it is kept."""

from allauth.account.adapter import get_adapter
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from badges.awarding.formats.codes import typed_code
from badges.verification.forms import EmailForm, VerifyForm
from badges.verification.judging import Judgement, judge, judge_code, judge_uuid
from badges.verification.limits import MOST_VERIFICATIONS, is_asked_too_much, unasked
from badges.verification.showing import result, too_many_questions
from badges.verification.wording import reading_sentence
from outillerie.pages.throttling import throttled

METHODS = ["GET", "HEAD", "POST"]


def is_a_deed(request) -> bool:
    return request.method == "POST"


@never_cache
@require_http_methods(METHODS)
@throttled(most=MOST_VERIFICATIONS, costs=is_a_deed)
def verifier(request):
    form = VerifyForm(request.POST, request.FILES) if is_a_deed(request) else VerifyForm()
    if not form.is_valid():
        return shown(request, form, status=422 if form.is_bound else 200)
    field, content = form.given()
    email = form.cleaned_data["email"]
    if field == "code" and not email and (code := typed_code(content.decode())):
        return redirect("verify-code", code)
    judgement = judge(content, address=email)
    if judgement.verdict.code == "unreadable":
        form.add_error(field, reading_sentence(judgement.verdict.reason))
        return shown(request, form, status=422)
    # What was typed is answered: the fields are ready for another badge.
    return shown(request, VerifyForm(), judgement)


@never_cache
@require_http_methods(METHODS)
@throttled(most=MOST_VERIFICATIONS)
def verify_code(request, code):
    """Show the verdict at once: this is where the QR code of a certificate leads."""
    signs = typed_code(code)
    email_form = EmailForm(request.POST if is_a_deed(request) else None)
    email = email_form.cleaned_data["email"] if email_form.is_valid() else ""
    judgement = judge_code(signs, address=email)
    if judgement.credential is None:
        form = VerifyForm({"code": code})
        form.add_error("code", reading_sentence("unknown-code"))
        return shown(request, form, status=404)
    return shown(request, VerifyForm(), judgement, email_form=answered(email_form))


@never_cache
@require_http_methods(METHODS)
@throttled(most=MOST_VERIFICATIONS)
def verify_badge(request, uuid):
    """Show the verdict on a badge that has a public address."""
    email_form = EmailForm(request.POST if is_a_deed(request) else None)
    email = email_form.cleaned_data["email"] if email_form.is_valid() else ""
    judgement = judge_uuid(uuid, address=email)
    if judgement.credential is None:
        raise Http404
    return shown(request, VerifyForm(), judgement, email_form=answered(email_form))


def answered(form: EmailForm) -> EmailForm:
    """Return an empty form once the question is answered: the address of somebody else is not left on a screen."""
    return EmailForm() if form.is_valid() else form


def shown(request, form, judgement: Judgement | None = None, *, status=200, **context):
    context["form"] = form
    if judgement:
        refused = is_asked_too_much(get_adapter().get_client_ip(request), judgement)
        context |= result(unasked(judgement) if refused else judgement, request.user)
        context["too_many"] = too_many_questions() if refused else ""
    return render(request, "verification/verifier.html", context, status=status)
