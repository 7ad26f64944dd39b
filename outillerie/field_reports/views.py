"""Field reports as people read, tell, correct and answer them. Reading one is reading its kit first (rule 7)."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outillerie.discovery.listing import pagination
from outillerie.discovery.queries import search_kits
from outillerie.discovery.search_request import SearchRequest, page_number, query_text
from outillerie.errors import Refused
from outillerie.field_reports import actions, permissions, queries
from outillerie.field_reports.actions import AlreadyTold
from outillerie.field_reports.forms import AnswerForm, FieldReportForm, HideForm
from outillerie.field_reports.kept_answers import forget_answers, keep_answers, kept_answers
from outillerie.field_reports.models import FieldReport
from outillerie.field_reports.reading import report_card, report_cards, rows_to_tell
from outillerie.kits.cards import reports_label
from outillerie.kits.views import published_kit
from outillerie.pages.throttling import throttled

REPORTS_PER_PAGE = 10
# In a minute, from one address: a room of mediators who all tell their workshop stays below.
MOST_DEEDS = 30
FORM_METHODS = ["GET", "HEAD", "POST"]


def is_a_deed(request) -> bool:
    return request.method == "POST"


def sent(request):
    """Return what a form was sent with, None when it is only asked for."""
    return request.POST if is_a_deed(request) else None


def found_report(request, slug: str, number: int) -> FieldReport:
    """Return the report that this person may read, of a kit that they may read, with what its card shows."""
    kit = published_kit(request, slug)
    report = get_object_or_404(queries.for_cards(kit.field_reports.all(), reader=request.user), pk=number)
    report.kit = kit
    if not permissions.can_read_report(request.user, report):
        raise Http404
    return report


def for_those_who(is_allowed, *, form_class=Form):
    """Give the view the report of its address. Others sign in first, and find again what they had typed."""

    def decorate(view):
        @throttled(most=MOST_DEEDS, costs=is_a_deed)
        @wraps(view)
        def allowed(request, slug, number):
            report = found_report(request, slug, number)
            if not request.user.is_authenticated:
                keep_answers(request, form_class)
                return redirect_to_login(request.path if form_class.base_fields else report.get_absolute_url())
            if not is_allowed(request.user, report):
                raise PermissionDenied
            return view(request, report)

        return allowed

    return decorate


@require_safe
def reports(request, slug):
    kit = published_kit(request, slug)
    found = queries.reports_of(kit, reader=request.user)
    page = Paginator(found, REPORTS_PER_PAGE).get_page(page_number(request.GET))
    context = {
        "page": kit,
        "cards": report_cards(page, reader=request.user),
        "count_label": reports_label(page.paginator.count),
        **pagination(page.number, page.paginator.num_pages, lambda number: f"?page={number}"),
    }
    return render(request, "field_reports/reports.html", context)


@require_safe
def report(request, slug, number):
    found = found_report(request, slug, number)
    context = {"page": found.kit, "card": report_card(found, reader=request.user)}
    return render(request, "field_reports/report.html", context)


@require_http_methods(FORM_METHODS)
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def tell_workshop(request, slug):
    kit = published_kit(request, slug)
    if not permissions.can_tell_workshop(request.user):
        keep_answers(request, FieldReportForm)
        return redirect_to_login(request.path)
    new = FieldReport(kit=kit, person=request.user)
    form = FieldReportForm(sent(request), instance=new, initial=kept_answers(request))
    done = _("It is noted. Thank you: whoever takes this kit will read you.")
    return settled(request, form, actions.tell_workshop, done) or show_form(request, form)


@require_http_methods(FORM_METHODS)
@for_those_who(permissions.can_correct_report, form_class=FieldReportForm)
def correct_report(request, report):
    form = FieldReportForm(sent(request), instance=report, initial=kept_answers(request))
    return settled(request, form, actions.correct_report, _("Your report is corrected.")) or show_form(request, form)


def settled(request, form, deed, done):
    """Do `deed` with the report of `form`, sent and valid, and lead to it. Refused, return None: `form` says why."""
    if not form.is_valid():
        return None
    try:
        report = deed(form.instance)
    except AlreadyTold as refusal:
        form.add_error("held_on", str(refusal))
        form.already_told = refusal.report
    except Refused as refusal:
        form.add_error(None, str(refusal))
    else:
        forget_answers(request)
        messages.success(request, done)
        return redirect(report)
    return None


def show_form(request, form):
    return render(request, "field_reports/tell.html", {"page": form.instance.kit, "form": form})


@require_http_methods(FORM_METHODS)
@for_those_who(permissions.can_correct_report)
def erase_report(request, report):
    if request.method != "POST":
        context = {"page": report.kit, "card": report_card(report, reader=request.user)}
        return render(request, "field_reports/erase.html", context)
    actions.erase_report(report)
    messages.success(request, _("Your report is removed."))
    return redirect("field-reports", report.kit.slug)


@require_POST
@for_those_who(permissions.can_thank_for_report)
def thank_reporter(request, report):
    actions.thank(report, by=request.user, is_given=request.POST.get("is_given") == "yes")
    return redirect(f"{came_from(request, report)}#report-{report.pk}")


def came_from(request, report) -> str:
    """Return the page of this kit that the button was on; that of the report when it says anything else."""
    back = request.POST.get("back", "")
    is_of_kit = back.startswith(reverse("kit", args=[report.kit.slug]))
    return (
        back if is_of_kit and url_has_allowed_host_and_scheme(back, {request.get_host()}) else report.get_absolute_url()
    )


@require_http_methods(FORM_METHODS)
@for_those_who(permissions.can_answer_report, form_class=AnswerForm)
def answer_report(request, report):
    initial = {"answer": report.answer} | kept_answers(request)
    form = AnswerForm(sent(request), initial=initial)
    if form.is_valid():
        actions.answer_report(report, text=form.cleaned_data["answer"], by=request.user)
        forget_answers(request)
        messages.success(request, _("Your answer is published under the report."))
        return redirect(report)
    context = {"page": report.kit, "form": form, "card": report_card(report, reader=request.user)}
    return render(request, "field_reports/answer.html", context)


@require_http_methods(FORM_METHODS)
@for_those_who(permissions.can_hide_report)
def hide_report(request, report):
    form = HideForm(sent(request))
    if form.is_valid():
        actions.hide_report(report, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("This report is hidden. Whoever wrote it is told why."))
        return redirect(report)
    context = {"page": report.kit, "form": form, "card": report_card(report, reader=request.user)}
    return render(request, "field_reports/hide.html", context)


@require_POST
@for_those_who(permissions.can_hide_report)
def show_report(request, report):
    actions.show_report(report, by=request.user)
    messages.success(request, _("Everyone can read this report again."))
    return redirect(report)


@require_safe
@throttled(most=120, costs=lambda request: "q" in request.GET)
def choose_kit(request):
    """Help someone who ran a workshop find its kit."""
    query = query_text(request.GET.get("q", ""))
    rows = rows_to_tell(search_kits(SearchRequest(text=query)).ids) if query else []
    return render(request, "field_reports/choose_kit.html", {"query": query, "rows": rows})


@require_safe
def ranking(request):
    return render(request, "field_reports/ranking.html")
