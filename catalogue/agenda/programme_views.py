"""The season programme: the page where it is chosen, and the document."""

from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.agenda.actions import request_programme
from catalogue.agenda.formats.typed_day import typed_day
from catalogue.agenda.listing import place_choices
from catalogue.agenda.models import ProgrammePrint
from catalogue.agenda.prints import name_of
from catalogue.agenda.programme import (
    FORMS,
    ProgrammeRequest,
    ProgrammeTooLong,
    programme_of,
    programme_request,
    sessions_of,
    state_of,
)
from outillerie.pages.throttling import throttled

DAY = "%d/%m/%Y"


@require_safe
@throttled(most=60, costs=lambda request: bool(request.GET))
def season_programme(request):
    """Choose a territory and two dates; then take the document."""
    asked = programme_request(request.GET, timezone.localdate())
    count, refusal = 0, ""
    if asked.territory:
        try:
            count = len(sessions_of(asked))
        except ProgrammeTooLong as refused:
            refusal = str(refused)
    context = {
        "where": asked.asked.typed_where,
        "territory": asked.territory,
        "is_place_unknown": asked.asked.is_place_unknown,
        "choices": [{**row, "url": same_dates(row["url"], asked)} for row in place_choices(asked.asked)],
        "first": day_shown(asked.typed_first, asked.first, asked),
        "last": day_shown(asked.typed_last, asked.last, asked),
        "days_unread": days_unread(asked),
        "is_economical": asked.is_economical,
        "count": count,
        "refusal": refusal,
        "downloads": downloads(asked) if count else [],
    }
    return render(request, "agenda/programme.html", context)


def day_shown(typed: str, day, asked: ProgrammeRequest) -> str:
    return typed if typed and days_unread(asked) else day.strftime(DAY)


def days_unread(asked: ProgrammeRequest) -> bool:
    """Return whether a date was typed that is none, or both in the wrong order."""
    today = timezone.localdate()
    typed = [text for text in (asked.typed_first, asked.typed_last) if text]
    return any(typed_day(text, today) is None for text in typed) or asked.last < asked.first


def same_dates(list_url: str, asked: ProgrammeRequest) -> str:
    parameters = urlencode({"du": asked.first.isoformat(), "au": asked.last.isoformat()})
    return f"{reverse('season-programme')}?{list_url.partition('?')[2]}&{parameters}"


def downloads(asked: ProgrammeRequest) -> list[dict]:
    labels = {"a4": _("A4 programme (PDF)"), "a5": _("A5 booklet to fold")}
    notes = {"a4": "", "a5": _("Print on both sides, short edge.")}
    return [{"url": pdf_url(replace(asked, form=form)), "label": labels[form], "note": notes[form]} for form in FORMS]


def pdf_url(asked: ProgrammeRequest) -> str:
    parameters = {"territoire": asked.territory.facet, "du": asked.first.isoformat(), "au": asked.last.isoformat()}
    parameters |= {"forme": asked.form} | ({"econome": "1"} if asked.is_economical else {})
    return f"{reverse('season-programme-pdf')}?{urlencode(parameters)}"


@require_safe
@throttled(most=30)
def programme_pdf(request):
    """Give the programme as it is now; while it is being made, a page that waits; with no session, a sentence."""
    asked = programme_request(request.GET, timezone.localdate())
    back_url = f"{reverse('season-programme')}?{request.GET.urlencode()}"
    try:
        printed = programme_of(asked) if asked.territory else None
    except ProgrammeTooLong as refusal:
        messages.error(request, str(refusal))
        return redirect(back_url)
    if printed is None:
        messages.info(request, _("No session takes place there between these dates: there is nothing to print."))
        return redirect(back_url)
    made = request_programme(state_of(printed), asked.values())
    if made.state == ProgrammePrint.State.READY:
        name = f"{name_of(made.asked)}.pdf"
        response = FileResponse(made.file.open("rb"), filename=name, content_type="application/pdf")
        response["Cache-Control"] = "no-cache"
        return response
    failed = made.state == ProgrammePrint.State.FAILED
    context = {"back_url": back_url, "failed": failed}
    response = render(request, "agenda/preparing.html", context, status=503 if failed else 202)
    if not failed:
        response["Refresh"] = "4"
    response["Cache-Control"] = "no-store"
    return response
