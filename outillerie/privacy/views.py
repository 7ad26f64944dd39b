"""«Mes données»: what the site knows of a person, to take away or to erase. None of these pages may be kept by anybody."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from outillerie.errors import Refused
from outillerie.kits.reading import size_label
from outillerie.pages.queries import hub_settings
from outillerie.pages.throttling import throttled
from outillerie.privacy.actions import accept_terms, erase, note_access, request_export
from outillerie.privacy.confirmation import NotConfirmed, send_code
from outillerie.privacy.forms import ErasureForm, TermsForm
from outillerie.privacy.models import DataExport
from outillerie.privacy.queries import has_accepted, newest_export, what_stays, what_we_know


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@throttled(most=5, costs=lambda request: request.method == "POST")
@login_required
def my_data(request):
    if request.method == "POST":
        request_export(request.user)
        return redirect("my-data")
    export = newest_export(request.user)
    context = {"export": export, "size": size_label(export.size) if export else "", "known": what_we_know(request.user)}
    response = render(request, "privacy/my_data.html", context)
    if export and export.state == DataExport.State.WAITING:
        response["Refresh"] = "10"
    return response


@never_cache
@require_safe
@throttled(most=20)
@login_required
def export_file(request, pk):
    """Give the export to its person, and to nobody else: for all others it does not exist."""
    export = get_object_or_404(DataExport, pk=pk, person=request.user, state=DataExport.State.READY)
    note_access(export, by=request.user)
    return FileResponse(
        export.file.open("rb"), as_attachment=True, filename=_("my-data.zip"), content_type="application/zip"
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@throttled(most=10, costs=lambda request: request.method == "POST")
@login_required
def erase_account(request):
    if "send_code" in request.POST:
        return with_code(request)
    form = ErasureForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        try:
            erase(request.user, credit=form.cleaned_data["credit"], name=form.cleaned_data["name"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return farewell(request)
    return show_erasure(request, form)


def with_code(request):
    """Send a code and show the form again: what was typed in it stays."""
    try:
        send_code(request)
    except NotConfirmed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("A code is on its way to %(address)s.") % {"address": request.user.email})
    typed = {name: request.POST[name] for name in ("credit", "name") if name in request.POST}
    return show_erasure(request, ErasureForm(initial=typed, request=request))


def show_erasure(request, form):
    stays = what_stays(request.user)
    return render(request, "privacy/erase.html", {"form": form, "stays": stays, "export": newest_export(request.user)})


def farewell(request):
    """Sign out, and have the browser of a shared computer forget the pages it kept."""
    logout(request)
    response = redirect("account-erased")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@never_cache
@require_safe
def account_erased(request):
    return render(request, "privacy/erased.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def accept(request):
    version, after = hub_settings(request).terms_version, where_next(request)
    form = TermsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        accept_terms(request.user, version)
        return redirect(after)
    if has_accepted(request.user, version):
        return redirect(after)
    context = {"form": form, "version": version, "action": reverse("accept-terms"), "waiting": [("next", after)]}
    return render(request, "privacy/terms.html", context)


def where_next(request) -> str:
    """Return the path of this site where the person was going."""
    after = request.POST.get("next") or request.GET.get("next", "")
    is_path = after.startswith("/") and after.isprintable()
    return after if is_path and url_has_allowed_host_and_scheme(after, allowed_hosts=None) else "/"
