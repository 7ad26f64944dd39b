"""Calendars that programs read, and the page where people get theirs. A draft is in none: for them it does not exist."""

from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.agenda.asking import agenda_request
from catalogue.agenda.queries import having, narrowed
from catalogue.calendars import actions, queries, reminders
from catalogue.calendars.exports import calendar_chunks, hub_mailbox
from catalogue.calendars.formats.events import CalendarFacts
from catalogue.calendars.personal import personal_calendar
from catalogue.paths.queries import public_paths
from catalogue.sessions.models import SessionSeries
from catalogue.sessions.queries import public_sessions
from catalogue.venues.queries import territory_by_facet
from outillerie.pages.queries import absolute, hub_settings
from outillerie.pages.throttling import throttled

CALENDAR = "text/calendar; charset=utf-8"
# Programs come back by themselves; proxies and browsers keep a feed for a quarter of an hour.
SHARED = "public, max-age=900"
OWN = "private, no-cache"
MOST_READINGS = 60


@require_safe
def session_calendar(request, slug):
    """Give one session. It may be long past, or cancelled long ago: whoever asks has its page before them."""
    session = get_object_or_404(public_sessions(), slug=slug)
    found = public_sessions().filter(pk=session.pk)
    return calendar_answer(request, found, name="", page=session.get_absolute_url(), file_name=f"seance-{session.pk}")


@require_safe
def agenda_calendar(request):
    """Give the agenda of the hub, with the same choices in the address as on its page. Dates choose nothing here: a
    calendar shows all of them."""
    asked = agenda_request(request.GET, timezone.localdate())
    found = narrowed(queries.calendar_sessions(), asked)
    hub = hub_settings(request)
    with translation.override(settings.LANGUAGE_CODE):
        name = _("Agenda – %(hub)s") % {"hub": hub.hub_name}
        if asked.territory:
            name = _("Agenda of %(territory)s – %(hub)s") % {"territory": asked.territory.name, "hub": hub.hub_name}
    parameters = asked.parameters(with_time=False)
    page = reverse("agenda") + (f"?{parameters}" if parameters else "")
    return calendar_answer(request, found, name=name, page=page, file_name="agenda")


@require_safe
def territory_calendar(request, facet):
    territory = territory_by_facet(facet)
    if territory is None:
        raise Http404
    found = queries.calendar_sessions().filter(having("territory", [territory.facet]))
    with translation.override(settings.LANGUAGE_CODE):
        words = {"territory": territory.name, "hub": hub_settings(request).hub_name}
        name = _("Agenda of %(territory)s – %(hub)s") % words
    page = f"{reverse('agenda')}?territoire={territory.facet}"
    return calendar_answer(request, found, name=name, page=page, file_name=f"agenda-{territory.facet}")


@require_safe
def path_calendar(request, slug):
    path = get_object_or_404(public_paths(), slug=slug)
    found = queries.calendar_sessions().filter(having("path", [str(path.pk)]))
    return calendar_answer(
        request, found, name=path.title, page=path.get_url(request), file_name=f"parcours-{path.slug}"
    )


@require_safe
def series_calendar(request, uid):
    """Give every public session of a series, old ones too: they are one file of a calendar."""
    series = get_object_or_404(SessionSeries, uid=uid)
    found = public_sessions().filter(series=series).order_by("recurrence_at", "pk")
    if not found.exists():
        raise Http404
    return calendar_answer(request, found, name="", page=reverse("agenda"), file_name=f"serie-{series.pk}")


def calendar_answer(request, sessions, *, name: str, page: str, file_name: str):
    """Stream `sessions`, or say that nothing changed since the program came last."""
    hub = hub_settings(request)
    state = queries.feed_state(sessions, about=f"{name}|{page}|{file_name}")
    kept = get_conditional_response(request, etag=state.tag, last_modified=int(state.changed_at.timestamp()))
    if kept is not None:
        return stamped(kept, state)
    facts = CalendarFacts(
        time_zones=state.time_zones, name=name, description=hub.tagline if name else "", url=absolute(page)
    )
    events = queries.as_events(sessions).iterator(chunk_size=500)
    answer = StreamingHttpResponse(calendar_chunks(facts, events, hub_mailbox(hub)), content_type=CALENDAR)
    answer["Content-Disposition"] = f'inline; filename="{file_name}.ics"'
    return stamped(answer, state)


def stamped(answer, state):
    answer["ETag"] = state.tag
    answer["Last-Modified"] = http_date(state.changed_at.timestamp())
    answer["Cache-Control"] = SHARED
    return answer


@require_safe
@throttled(most=MOST_READINGS)
def personal_calendar_file(request, key):
    """Give the calendar of whom the address belongs to: programs have no account, the address is the secret."""
    person = queries.person_of_address(key)
    if person is None:
        raise Http404
    text = personal_calendar(person, hub_settings(request)).encode()
    tag = f'"{sha256(text).hexdigest()[:32]}"'
    answer = get_conditional_response(request, etag=tag) or HttpResponse(text, content_type=CALENDAR)
    answer["ETag"], answer["Cache-Control"], answer["X-Robots-Tag"] = tag, OWN, "noindex, nofollow"
    answer["Content-Disposition"] = 'inline; filename="mes-seances.ics"'
    return answer


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request):
    """Show the secret address of one's calendar. Each button is safe to press twice."""
    if request.method == "POST":
        return change_address(request)
    living = queries.living_address(request.user)
    path = reverse("my-calendar-ics", args=[living.key]) if living else ""
    context = {
        "living": living,
        "address": absolute(path) if living else "",
        "webcal_address": absolute(path).replace("https://", "webcal://").replace("http://", "webcal://")
        if living
        else "",
    }
    return render(request, "calendars/my_calendar.html", context)


def change_address(request):
    deed = request.POST.get("deed")
    if deed == "make":
        actions.make_address(request.user)
        messages.success(request, _("Your address is ready: copy it into your calendar."))
    elif deed == "replace":
        actions.replace_address(request.user, key=request.POST.get("key", ""))
        messages.success(request, _("The old address answers no more. Copy the new one into your calendar."))
    elif deed == "stop":
        actions.stop_address(request.user)
        messages.success(request, _("Nobody can read your calendar by its address any more."))
    return redirect("my-calendar")


# A mail program posts here for its reader, without any cookie: the signature of the address is the proof (RFC 8058).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_reminders(request, key):
    """Show a button; act when it is pressed. Scanners of mail follow every link (ATK-SES-04)."""
    registration = reminders.registration_of_key(key)
    if registration is None:
        raise Http404
    state = "asked"
    if request.method == "POST":
        state = "undone" if "undo" in request.POST else "done"
        act = reminders.want_reminders_again if state == "undone" else reminders.stop_reminders
        act(registration)
    return render(request, "calendars/stop_reminders.html", {"state": state, "session": registration.session})
