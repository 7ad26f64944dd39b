"""The pages of a series: its rule, its dates before they are made, and deeds on all those to come."""

import uuid
from datetime import date, datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache

from catalogue.organising import series as deeds
from catalogue.organising.forms import CancelForm
from catalogue.organising.series_forms import COUNT, DatesForm, FollowingForm, HoursForm, SeriesForm
from catalogue.organising.showing import day_and_hours, session_rows
from catalogue.organising.views import FORM, MOST_DEEDS, is_a_deed, managed_session, seen_other, whole_number
from catalogue.paths.permissions import can_manage_catalogue
from catalogue.sessions.formats.local_time import wall_of
from catalogue.sessions.models import PeerSession, SessionSeries
from catalogue.sessions.permissions import can_publish_session, manages_organisation
from catalogue.sessions.queries import with_places
from catalogue.sessions.wording import day_words, hour_words, when_words
from outillerie.errors import Refused
from outillerie.pages.throttling import throttled

HOLIDAYS = {
    "new-year": gettext_lazy("New Year’s Day"), "easter-monday": gettext_lazy("Easter Monday"),
    "labour": gettext_lazy("Labour Day"), "victory": gettext_lazy("8 May"), "ascension": gettext_lazy("Ascension Day"),
    "whit-monday": gettext_lazy("Whit Monday"), "national": gettext_lazy("14 July"),
    "assumption": gettext_lazy("Assumption"), "all-saints": gettext_lazy("All Saints’ Day"),
    "armistice": gettext_lazy("11 November"), "christmas": gettext_lazy("Christmas Day"),
}  # fmt: skip
PROBLEMS = {
    "absent": gettext_lazy("left out: this hour does not exist that day, clocks go forward"),
    "double": gettext_lazy("this hour comes twice that day: the first one is taken (summer time)"),
    "past": gettext_lazy("left out: this date is past"),
}


@FORM
@never_cache
@login_required
@throttled(most=60, costs=is_a_deed)
def new_series(request):
    """Ask the rule, show each date it gives, then make the sessions."""
    session = managed_session(request, whole_number(request.GET.get("seance")))
    if session.series_id:
        return seen_other(reverse("series", args=[session.series_id]))
    if session.state not in (PeerSession.State.DRAFT, PeerSession.State.PUBLISHED):
        raise Http404
    first_day = wall_of(session.starts_at, session.time_zone).date()
    initial = {"interval": 1, "ends_by": COUNT, "count": 6, "repeat": "weekly", "key": uuid.uuid4()}
    form = SeriesForm(request.POST if is_a_deed(request) else None, first_day=first_day, initial=initial)
    days, refusal = [], ""
    if is_a_deed(request) and form.is_valid():
        days = deeds.days_offered(session, form.asked())
        if request.POST.get("do") in ("drafts", "publish"):
            try:
                return made_series(request, session, form)
            except Refused as refused:
                refusal = str(refused)
    excluded = set(request.POST.getlist("excluded"))
    context = {
        "session": session,
        "form": form,
        "when": when_words(session),
        "facts": day_and_hours(session),
        "days": [day_row(day, session, excluded) for day in days],
        "refusal": refusal,
        "can_publish": can_publish_session(request.user, session),
    }
    return render(request, "organising/new_series.html", context, status=422 if form.errors or refusal else 200)


def made_series(request, session: PeerSession, form: SeriesForm):
    is_published = request.POST["do"] == "publish" and can_publish_session(request.user, session)
    excluded = {day for text in request.POST.getlist("excluded") if (day := iso_day(text))}
    key = form.cleaned_data["key"]
    made = deeds.make_series(
        session, form.asked(), excluded=excluded, is_published=is_published, by=request.user, key=key
    )
    count = made.sessions.count()
    words = ngettext("The series has %(count)s date.", "The series has %(count)s dates.", count) % {"count": count}
    messages.success(request, words)
    return seen_other(reverse("series", args=[made.pk]))


def iso_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def day_row(day: deeds.Day, session: PeerSession, excluded: set[str]) -> dict:
    notes = [HOLIDAYS[day.holiday]] if day.holiday else []
    if day.problem:
        notes.append(PROBLEMS[day.problem])
    words = day_words(day.day, with_year=True)
    if day.starts_at:
        words = _("%(day)s at %(hour)s") % {"day": words, "hour": hour_words(wall_of(day.starts_at, session.time_zone))}
    return {
        "iso": day.day.isoformat(),
        "words": words,
        "notes": ", ".join(map(str, notes)),
        "is_offered": day.problem in ("", "double"),
        "is_excluded": day.day.isoformat() in excluded,
    }


# --- a series that exists ---


def managed_series(request, pk) -> SessionSeries:
    """Return a series to who made it, to the managers of its organisation, and to the staff."""
    found = get_object_or_404(SessionSeries.objects.select_related("organisation"), pk=pk)
    user = request.user
    is_theirs = found.created_by_id == user.pk or manages_organisation(user, found.organisation_id)
    if not (is_theirs or can_manage_catalogue(user)):
        raise Http404
    return found


@FORM
@never_cache
@login_required
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def series(request, pk):
    found = managed_series(request, pk)
    do = request.POST.get("do", "") if is_a_deed(request) else ""
    posted = {name: request.POST if do == name else None for name in FORMS}
    initial = {"hours": {"starts": found.local_start, "ends": found.local_end}}
    forms = {name: make(posted[name], prefix=name, initial=initial.get(name)) for name, make in FORMS.items()}
    if do in forms and forms[do].is_valid():
        try:
            messages.success(request, DEEDS[do](request, found, forms[do].cleaned_data, forms[do]))
            return seen_other(reverse("series", args=[found.pk]))
        except Refused as refusal:
            forms[do].add_error(None, str(refusal))
    return show_series(request, found, forms)


def show_series(request, found: SessionSeries, forms: dict):
    rows = list(with_places(found.sessions.all()).order_by("starts_at", "pk"))
    by_pk = {row.pk: row for row in rows}
    lines = [row | {"is_exception": by_pk[row["session"].pk].is_exception} for row in session_rows(rows, request.user)]
    context = {
        "series": found,
        "rows": lines,
        "excluded": [day_words(date.fromisoformat(day), with_year=True) for day in found.excluded],
        "following": deeds.following(found).count(),
        "hours": _("%(start)s to %(end)s")
        % {"start": hour_words(on_wall(found.local_start)), "end": hour_words(on_wall(found.local_end))},
        **{name: form for name, form in forms.items() if name != "hours"},
        "hours_form": forms["hours"],
    }
    is_refused = any(form.errors for form in forms.values())
    return render(request, "organising/series.html", context, status=422 if is_refused else 200)


def on_wall(hour) -> datetime:
    return datetime.combine(date.min, hour)


def add(request, found, given, form) -> str:
    session = found.sessions.first()
    is_published = request.POST.get("publishes") == "on" and can_publish_session(request.user, session)
    made = deeds.add_dates(found, given["days"], is_published=is_published, by=request.user)
    return ngettext("%(count)s date is added.", "%(count)s dates are added.", len(made)) % {"count": len(made)}


def change(request, found, given, form) -> str:
    seats = {0: given["capacity"]} if given["capacity"] else {}
    return told(deeds.change_following(found, by=request.user, capacities=seats, **form.facts()))


def hours(request, found, given, form) -> str:
    walls = {name: datetime.combine(date.min, given[name]) for name in ("starts", "ends")}
    return told(deeds.move_following(found, **walls, reason=given["reason"], by=request.user))


def cancel(request, found, given, form) -> str:
    count = deeds.cancel_following(found, reason=given["reason"], by=request.user)
    return ngettext("%(count)s session is cancelled.", "%(count)s sessions are cancelled.", count) % {"count": count}


def told(count: int) -> str:
    return ngettext("%(count)s session is changed.", "%(count)s sessions are changed.", count) % {"count": count}


FORMS = {"add": DatesForm, "change": FollowingForm, "hours": HoursForm, "cancel": CancelForm}
DEEDS = {"add": add, "change": change, "hours": hours, "cancel": cancel}
