"""«Tell me when a session of this path opens near me»: to ask, to see what one asked, to stop."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.paths.models import LearningPathPage
from catalogue.paths.permissions import can_read_path
from catalogue.registering.forms import InterestForm
from catalogue.registering.interests import ask_to_be_told, stop_telling
from catalogue.registering.models import SessionInterest
from catalogue.registering.views import MOST_DEEDS, PAGE, is_a_deed, seen_other
from catalogue.venues.models import Territory
from catalogue.venues.queries import find_territories, territory_by_facet
from outillerie.pages.throttling import throttled

NEAR_KINDS = (Territory.Kind.COMMUNE, Territory.Kind.DEPARTMENT)


def readable_path(request, slug: str) -> LearningPathPage:
    path = get_object_or_404(LearningPathPage.objects.live(), slug=slug)
    if not can_read_path(request.user, path):
        raise Http404
    return path


@PAGE
@login_required
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def session_interest(request, slug):
    """Ask, for one path. A name that several territories bear is asked again, as choices."""
    path = readable_path(request, slug)
    own = SessionInterest.objects.filter(person=request.user, path=path).select_related("territory").first()
    form = InterestForm(request.POST or None, initial={"near": own.territory.name if own and own.territory else ""})
    context = {"path": path, "own": own, "form": form}
    if not is_a_deed(request):
        return render(request, "registering/interest.html", context)
    if request.POST.get("deed") == "stop":
        stop_telling(request.user, path)
        messages.success(request, _("It is noted: you are no longer told of the sessions of this path."))
        return seen_other(reverse("session-interests"))
    if form.is_valid():
        choices, territory = chosen(request, form)
        if choices is None:
            ask_to_be_told(request.user, path, territory)
            messages.success(request, _("It is noted: you are told when a session of this path opens."))
            return seen_other(reverse("session-interests"))
        context["choices"] = choices
    return render(request, "registering/interest.html", context)


def chosen(request, form) -> tuple[list[Territory] | None, Territory | None]:
    """Return (None, what was chosen), or the territories to choose from; an empty list when no territory has this name."""
    picked = territory_by_facet(request.POST.get("territory", ""))
    near = form.cleaned_data["near"].strip()
    if picked is not None or not near:
        return None, picked
    found = find_territories(near, kinds=NEAR_KINDS, most=8)
    if len(found) == 1:
        return None, found[0]
    if not found:
        form.add_error("near", _("No commune and no department has this name. Check it, or try a postcode."))
    return found, None


@require_safe
@login_required
def session_interests(request):
    rows = SessionInterest.objects.filter(person=request.user).select_related("path", "territory")
    return render(request, "registering/interests.html", {"interests": rows})
