"""Revoking and erasing all of one's badges: a box to tick says that it is meant."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from badges.awarding.forms import EraseBadgesForm
from badges.awarding.leaving import badges_of, erase_badges
from catalogue.learning.views import FORM_METHODS, is_a_deed, sent
from outillerie.pages.throttling import throttled


@login_required
@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=10, costs=is_a_deed)
def erase_my_badges(request):
    """Show what would go, and erase it once that is confirmed."""
    form = EraseBadgesForm(sent(request))
    if form.is_valid():
        count = erase_badges(request.user)
        said = ngettext("%(count)s badge is revoked and erased.", "%(count)s badges are revoked and erased.", count)
        messages.success(request, said % {"count": count})
        return redirect("my-badges")
    rows = badges_of(request.user).select_related("version").order_by("pk")
    status = 422 if form.errors else 200
    return render(request, "awarding/erase.html", {"form": form, "rows": rows, "count": len(rows)}, status=status)
