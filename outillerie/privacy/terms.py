"""Nobody contributes under terms that they have not accepted.

Forms are asked about before they are filled in. Should one be sent all the same (the terms changed meanwhile, or no
page here thought of it), the terms are shown first and what was typed waits in that very page.
"""

import re

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from outillerie.pages.queries import hub_settings
from outillerie.privacy.actions import accept_terms
from outillerie.privacy.forms import TermsForm
from outillerie.privacy.queries import has_accepted

ACCEPTED = "accepted_terms"
# What anybody may do under any terms: their account, their choices, the back office, saying that a kit is not right.
FREE = re.compile(
    r"/(?:admin|affichage|compte|conditions|desabonnement|documents)/|/kits/[^/]+/signaler/|/signalements/"
)
FORMS = re.compile(
    r"/contribuer/(?:\d+|depuis-un-fichier)/|/kits/[^/]+/(?:adapter|retours/raconter)/|/collections/nouvelle/"
)
SAFE = {"GET", "HEAD", "OPTIONS"}


class TermsAsked:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not is_under_terms(request) or not request.user.is_authenticated:
            return None
        version = hub_settings(request).terms_version
        if has_accepted(request.user, version):
            return None
        if request.method in SAFE:
            return redirect(f"{reverse('accept-terms')}?{urlencode({'next': request.get_full_path()})}")
        if request.POST.get(ACCEPTED) == version and TermsForm(request.POST).is_valid():
            accept_terms(request.user, version)
            return None
        return ask_first(request, version)


def is_under_terms(request) -> bool:
    if FREE.match(request.path):
        return False
    return request.method not in SAFE or bool(FORMS.match(request.path))


def ask_first(request, version: str) -> HttpResponse:
    """Show the terms, with everything that was sent; accepting sends it where it was going. Files cannot wait."""
    if not request.accepts("text/html"):
        words = _("The terms of use have changed. Open this page again to read and accept them.")
        return JsonResponse({"state": "refused", "words": words}, status=403)
    form = TermsForm(request.POST if ACCEPTED in request.POST else None)
    own = {"csrfmiddlewaretoken", ACCEPTED, *form.fields}
    waiting = [(name, value) for name, values in request.POST.lists() for value in values if name not in own]
    if request.FILES:
        messages.warning(request, _("The files that you had chosen could not wait: choose them again afterwards."))
    context = {"form": form, "version": version, "action": request.get_full_path(), "waiting": waiting, "is_held": True}
    return render(request, "privacy/terms.html", context, status=403)
