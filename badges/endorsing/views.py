"""What an organisation says of the badges of others. For everyone who speaks for none, these pages do not exist."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from badges.endorsing.actions import endorse, withdraw_endorsement
from badges.endorsing.forms import EndorsementForm
from badges.endorsing.models import Endorsement
from badges.endorsing.permissions import can_endorse, can_see_endorsements, can_withdraw_endorsement, spoken_for
from badges.endorsing.queries import endorsements_by
from outillerie.discovery.listing import pagination
from outillerie.discovery.search_request import page_number
from outillerie.errors import Refused
from outillerie.pages.throttling import throttled

MOST_DEEDS, ROWS_PER_PAGE = 30, 30


def for_endorsers(view):
    @throttled(most=MOST_DEEDS, costs=lambda request: request.method == "POST")
    @login_required
    @wraps(view)
    def allowed(request, *args, **kwargs):
        if not can_see_endorsements(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return allowed


@require_safe
@for_endorsers
def endorsements(request):
    rows = endorsements_by(spoken_for(request.user))
    page = Paginator(rows, ROWS_PER_PAGE).get_page(page_number(request.GET))
    links = pagination(page.number, page.paginator.num_pages, lambda number: f"?page={number}")
    context = {"rows": page, "may_endorse": can_endorse(request.user), **links}
    return render(request, "endorsing/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_endorsers
def new_endorsement(request):
    """Endorse a badge; the address may be given by the page that leads here."""
    if not can_endorse(request.user):
        raise Http404
    form = EndorsementForm(
        request.POST or None, by=request.user, initial={"subject": request.GET.get("badge", "")[:300]}
    )
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            endorse(endorser=facts["endorser"], comment=facts["comment"], by=request.user, **facts["subject"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your endorsement is signed and shown."))
            return redirect("endorsements")
    return render(request, "endorsing/new.html", {"form": form})


@require_POST
@for_endorsers
def withdraw(request, uuid):
    found = get_object_or_404(Endorsement, uuid=uuid)
    if not can_withdraw_endorsement(request.user, found):
        raise Http404
    try:
        withdraw_endorsement(found)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _("The endorsement is taken back: its address says so."))
    return redirect("endorsements")
