"""Where one stands: questionnaires, gaps, plans. A positioning answers to its person alone, whoever asks (rule 7)."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.certifications.models import Certification
from catalogue.frameworks.queries import current_frameworks
from catalogue.paths.models import LearningPathPage
from catalogue.paths.permissions import can_read_path
from catalogue.positioning import actions, aims, questionnaire, teams
from catalogue.positioning.comparing import comparison
from catalogue.positioning.forms import AnswersForm
from catalogue.positioning.models import Positioning
from catalogue.positioning.permissions import can_see_team_gap
from catalogue.positioning.plans import plan_of_result
from catalogue.positioning.queries import answered_ranks, positionings_of
from catalogue.positioning.reading import day, positioning_result
from catalogue.positioning.showing import gap_of
from outillerie.accounts.models import Organisation
from outillerie.errors import Refused
from outillerie.pages.throttling import throttled

FORM = require_http_methods(["GET", "HEAD", "POST"])
MOST_DEEDS = 120
MOST_PLANS = 60


def is_a_deed(request) -> bool:
    return request.method == "POST"


def whole_number(text) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def slug_of(request, key) -> str:
    """Return a slug of the address. What cannot be one is nowhere: no database is asked."""
    if not re.fullmatch(r"[-\w]{1,255}", request.GET[key]):
        raise Http404
    return request.GET[key]


def own_positioning(request, pk) -> Positioning:
    return get_object_or_404(Positioning.objects.select_related("framework"), pk=pk, person=request.user)


@require_safe
def positionings(request):
    """Explain, to everybody; show one's own positionings and what may be begun, to who is signed in."""
    if not request.user.is_authenticated:
        return render(request, "positioning/index.html", {"offered": ()})
    rows = questionnaire.listed(positionings_of(request.user))
    context = {
        "unfinished": [row for row in rows if not row.finished_at],
        "finished": [row for row in rows if row.finished_at],
        "pairs": questionnaire.comparable(rows),
        "offered": questionnaire.offered(),
    }
    return render(request, "positioning/index.html", context)


@require_POST
@throttled(most=MOST_DEEDS)
@login_required
def begin(request):
    framework = get_object_or_404(aims.levelled_frameworks(), pk=whole_number(request.POST.get("framework")))
    try:
        begun = actions.begin(request.user, framework, whole_number(request.POST.get("depth")))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("positionings")
    return redirect("positioning-questions", begun.pk, questionnaire.next_page(begun))


@FORM
@never_cache
@throttled(most=MOST_DEEDS, costs=is_a_deed)
@login_required
def questions(request, pk, number):
    """Ask one page of questions; each press keeps them, whichever way one goes on."""
    positioning = own_positioning(request, pk)
    page = questionnaire.page_of(positioning, number)
    if page is None:
        raise Http404
    if positioning.finished_at and not is_a_deed(request):
        return redirect(positioning)
    ranks = answered_ranks([positioning])[positioning.pk]
    form = AnswersForm(
        request.POST if is_a_deed(request) else None, skills=page.skills, levels=page.levels, ranks=ranks
    )
    if is_a_deed(request) and form.is_valid():
        try:
            actions.save_answers(positioning, form.answers())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return after_answers(request, positioning, page)
    context = {"positioning": positioning, "page": page, "form": form}
    return render(request, "positioning/questions.html", context)


def after_answers(request, positioning, page):
    if request.POST.get("next") == "later":
        messages.success(request, _("Your answers are kept. You may go on whenever you want."))
        return redirect("positionings")
    if page.number < page.count:
        return redirect("positioning-questions", positioning.pk, page.number + 1)
    return redirect(positioning)


@require_safe
@never_cache
@throttled(most=MOST_PLANS)
@login_required
def positioning(request, pk):
    """Show what one answered: what is left to answer before it is finished, the result and a plan afterwards."""
    found = own_positioning(request, pk)
    result = positioning_result(found)
    context = {"positioning": found, "result": result}
    if not found.finished_at:
        return render(request, "positioning/review.html", {**context, "pages": questionnaire.pages_left(found)})
    plan = plan_of_result(request.user, found, result, whole_number(request.GET.get("niveau")))
    return render(request, "positioning/result.html", {**context, **plan})


@require_POST
@throttled(most=MOST_DEEDS)
@login_required
def finish(request, pk):
    found = own_positioning(request, pk)
    try:
        actions.finish(found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your positioning is finished and dated. Only you can read it."))
    return redirect(found)


@FORM
@throttled(most=MOST_DEEDS, costs=is_a_deed)
@login_required
def delete(request, pk):
    found = own_positioning(request, pk)
    if not is_a_deed(request):
        return render(request, "positioning/delete.html", {"positioning": found})
    found.delete()
    messages.success(request, _("The positioning is deleted."))
    return redirect("positionings")


@require_safe
@never_cache
@login_required
def compare(request):
    """Show what moved between two positionings of one's own, the older one first."""
    chosen = [whole_number(request.GET.get(key)) for key in ("avant", "apres")]
    rows = {
        row.pk: row
        for row in Positioning.objects.filter(person=request.user, pk__in=chosen).select_related("framework")
    }
    if len(rows) < 2:
        raise Http404
    before, after = sorted(rows.values(), key=lambda row: (row.started_at, row.pk))
    if (before.framework_id, before.depth) != (after.framework_id, after.depth):
        raise Http404
    context = {
        "before": before,
        "after": after,
        "before_on": day(before.finished_at or before.saved_at),
        "after_on": day(after.finished_at or after.saved_at),
        "areas": comparison(before, after),
    }
    return render(request, "positioning/compare.html", context)


# --- against what is asked ---


def aim_of(request) -> aims.Aim | None:
    """Return what the address asks to be measured against; None when it names nothing. Unknown or private: 404."""
    if "referentiel" in request.GET:
        found = current_frameworks().filter(code=slug_of(request, "referentiel")).order_by("-changed_at", "pk").first()
        aim = aims.framework_aim(found, whole_number(request.GET.get("niveau"))) if found else None
    elif "certification" in request.GET:
        found = get_object_or_404(Certification, slug=slug_of(request, "certification"))
        aim = aims.certification_aim(found)
    elif "parcours" in request.GET:
        found = get_object_or_404(LearningPathPage, slug=slug_of(request, "parcours"), live=True)
        aim = aims.path_aim(found) if can_read_path(request, found) else None
    else:
        return None
    if aim is None or not aim.skills:
        raise Http404
    return aim


@require_safe
@never_cache
@throttled(most=MOST_PLANS)
@login_required
def gap(request):
    aim = aim_of(request)
    choices = questionnaire.aim_choices(request.user)
    if aim is None:
        return render(request, "positioning/choose.html", {"choices": choices, "team": None})
    context = {"gap": gap_of(request.user, aim), "aim": aim, "levels": questionnaire.level_choices(aim)}
    return render(request, "positioning/gap.html", context)


@require_safe
@never_cache
@throttled(most=MOST_PLANS)
@login_required
def team_gap(request, slug):
    organisation = get_object_or_404(Organisation, slug=slug)
    if not can_see_team_gap(request.user, organisation):
        raise Http404
    aim = aim_of(request)
    if aim is None:
        context = {"choices": questionnaire.aim_choices(request.user), "team": organisation}
        return render(request, "positioning/choose.html", context)
    members = teams.members_of(organisation)
    found = teams.team_gap_of(members, aim) if teams.is_enough(members) else None
    context = {"organisation": organisation, "aim": aim, "gap": found, "levels": questionnaire.level_choices(aim)}
    return render(request, "positioning/team.html", context)
