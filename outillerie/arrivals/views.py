"""A document that becomes a kit; files and pictures sent to a draft, and read there before anything is public."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outillerie.arrivals.actions import add_file, add_picture, begin_from_document
from outillerie.arrivals.forms import DocumentForm, UploadForm
from outillerie.arrivals.wording import account_sections
from outillerie.errors import Refused
from outillerie.kits.exports import media_type
from outillerie.pages.throttling import throttled
from outillerie.writing.views import own_draft, wants_json

ACCOUNT = "arrivals_account"


def is_post(request) -> bool:
    return request.method == "POST"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@throttled(most=10, costs=is_post)
def from_document(request):
    """Begin a kit from a document that the person has already."""
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        document = form.cleaned_data["document"]
        try:
            kit, account = begin_from_document(document.name, document.read(), by=request.user)
        except Refused as refusal:
            form.add_error("document", str(refusal))
        else:
            request.session[ACCOUNT] = {"kit": kit.pk, "name": document.name, **vars(account)}
            return redirect("reading-of-document", kit.pk)
    return render(request, "arrivals/from_document.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@never_cache
@require_safe
def reading(request, kit_id):
    """Show what became what, and what was not understood, once after a document was read."""
    kit, _draft = own_draft(request, kit_id)
    account = request.session.get(ACCOUNT, {})
    if account.get("kit") != kit.pk:
        return redirect("writing-idea", kit.pk)
    return render(request, "arrivals/reading.html", {"kit": kit, "account": account, **account_sections(account)})


@login_required
@require_POST
@throttled(most=60)
def upload(request, kit_id, what):
    """Take one file or picture into a draft. Without script the page comes back; with it, the answer is JSON."""
    kit, _draft = own_draft(request, kit_id)
    form = UploadForm(request.POST, request.FILES)
    back = reverse("writing-files", args=[kit.pk])
    if not form.is_valid():
        return refused(request, " ".join(form.errors["file"]), back)
    sent = form.cleaned_data["file"]
    try:
        row = {"fichier": add_file, "image": add_picture}[what](kit, sent.name, sent.read(), by=request.user)
    except Refused as refusal:
        return refused(request, str(refusal), back)
    words = _("%(name)s is in your draft. Say who made it.") % {"name": row.name}
    if wants_json(request):
        return JsonResponse({"state": "arrived", "words": words, "url": back}, status=201)
    messages.success(request, words)
    return redirect(back)


def refused(request, words: str, back: str):
    if wants_json(request):
        return JsonResponse({"state": "refused", "words": words}, status=422)
    messages.error(request, words)
    return redirect(back)


@login_required
@never_cache
@require_safe
def draft_part(request, kit_id, kind, name):
    """Give a file or a picture of a draft to those who may write it, and to those who read proposals."""
    _kit, draft = own_draft(request, kit_id)
    rows = draft.files.all() if kind == "fichiers" else draft.pictures.all()
    row = next((row for row in rows if row.name == name), None)
    if row is None:
        raise Http404
    held = row.document if kind == "fichiers" else row.image
    response = FileResponse(
        held.file.open("rb"),
        as_attachment=kind == "fichiers",
        filename=row.name,
        content_type=media_type(row.name),
    )
    # Whatever a file holds, it may do nothing in the name of the site.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
