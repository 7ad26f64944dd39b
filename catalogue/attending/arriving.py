"""Those who come say so themselves, with the code of the room: by their name, their account, or their own link.

Nobody sees the list of the others (LEAK-09): two letters at least, five short names at most, and only with a good code.
"""

from functools import wraps
from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from catalogue.attending import queries
from catalogue.attending.actions import NotNow, Said, check_in, mark_presence
from catalogue.attending.formats import names
from catalogue.attending.formats.codes import typed_code
from catalogue.attending.forms import CodeForm, PresenceForm, WalkInForm
from catalogue.attending.guessing import count_wrong, guesses_too_much, searches_too_much
from catalogue.attending.links import choice_key, chosen, presence_key_of, registration_by_presence_key
from catalogue.attending.models import CheckInCode
from catalogue.attending.showing import chosen_half_day, titled
from catalogue.attending.views import seated
from catalogue.attending.wording import half_day_words, noted_words
from catalogue.learning.models import Attendance, AttendanceMark
from catalogue.learning.views import FORM_METHODS, is_a_deed, sent
from catalogue.registering.models import Registration
from catalogue.registering.queries import registration_of
from catalogue.sessions.formats.local_time import wall_of
from catalogue.sessions.models import PeerSession
from catalogue.sessions.permissions import can_record_attendance
from catalogue.sessions.queries import with_places
from catalogue.sessions.wording import day_words, hour_words, hours_words, when_words
from outillerie.errors import Refused
from outillerie.pages.throttling import throttled, too_many_requests

State = Attendance.State
# A room behind one address, all at once.
MOST_SENT = 300


@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=MOST_SENT, costs=is_a_deed)
def presence(request):
    """Ask for the code of the room."""
    form = CodeForm(sent(request))
    if form.is_valid():
        return redirect("presence-code", form.cleaned_data["code"])
    return render(request, "attending/presence.html", {"form": form}, status=422 if form.errors else 200)


def known_code(request, text: str) -> CheckInCode | None:
    """Return the row of a code. A wrong one is counted: past some of them, nobody is answered for a minute."""
    found = queries.code_named(typed_code(text))
    if found is None:
        count_wrong(request)
    return found


def unknown(request):
    return render(request, "attending/presence.html", {"form": CodeForm(), "is_unknown": True}, status=404)


def ended(request):
    """Say that the wall shows another code by now, and ask for it."""
    return render(request, "attending/presence.html", {"form": CodeForm(), "has_changed": True}, status=410)


def with_good_code(view):
    """Give the view the row of a code that is good now; answer by itself for any other."""

    @wraps(view)
    def checked(request, code, *args, **kwargs):
        if guesses_too_much(request):
            return too_many_requests(request)
        found = known_code(request, code)
        if found is None:
            return unknown(request)
        if not queries.is_good(found):
            return ended(request)
        found.session = with_places(PeerSession.objects.all()).get(pk=found.session_id)
        return view(request, found, *args, **kwargs)

    return checked


@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=MOST_SENT, costs=is_a_deed)
@with_good_code
def presence_code(request, code):
    """Have somebody say that they are there; those who are signed in have nothing to type."""
    own = registration_of(code.session, request.user)
    own = own if own is not None and own.state == Registration.State.REGISTERED else None
    form = PresenceForm(sent(request), initial={"key": uuid4().hex})
    if not is_a_deed(request):
        return show(request, code, form, own=own)
    found = own or picked(request, code, form)
    if found is None:
        return searched(request, code, form)
    if not form.is_valid():
        return show(request, code, form, own=own, choices=[choice_of(code, found)], status=422)
    return checked_in(request, code, form, found, own)


def checked_in(request, code, form, registration, own):
    try:
        by = request.user if own is not None else None
        said = check_in(registration, code, key=f"{form.cleaned_data['key']}.{registration.pk}", by=by)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return show(request, code, form, own=own, status=422)
    return noted(request, said, code.session)


def picked(request, code, form) -> Registration | None:
    """Return whom the form names: by a choice that this page made, else by a whole name that one person has."""
    if pk := chosen(code.code, request.POST.get("who", "")):
        return queries.seat_of(code.session, pk)
    typed = request.POST.get("name", "")
    rows = queries.people_of_name(code.session, typed) if names.has_enough_letters(typed) else []
    return rows[0] if len(rows) == 1 else None


def searched(request, code, form):
    """Show the few names that begin like what was typed, or how to add oneself."""
    typed = request.POST.get("name", "")
    if not names.has_enough_letters(typed):
        return show(request, code, form, is_too_short=True, status=422)
    if searches_too_much(code, seats_of(code.session)):
        return too_many_requests(request)
    return show(request, code, form, choices=choices(code, typed), has_searched=True, status=422)


def seats_of(session: PeerSession) -> int:
    return sum(place.capacity for place in session.places.all())


def choices(code: CheckInCode, typed: str) -> list[tuple[str, str]]:
    return [(choice_key(code.code, pk), short) for pk, short in queries.people_named(code.session, typed)]


def choice_of(code: CheckInCode, registration: Registration) -> tuple[str, str]:
    return choice_key(code.code, registration.pk), names.short_name(registration.name)


def show(request, code, form, *, status=200, **more):
    session = code.session
    walk_in = more.pop("walk_in", None) or WalkInForm(session=session, initial={"key": uuid4().hex})
    wall = wall_of(timezone.now(), session.time_zone)
    part = chosen_half_day(session, code.half_day)
    context = {
        "code": code,
        "session": session,
        "title": titled(session),
        "hours": hours_words(session),
        "day": "" if part.day == wall.date() else day_words(part.day),
        "form": form,
        "walk_in": walk_in,
        "has_seats": any(place.seats_left for place in session.places.all()),
        "now": hour_words(wall),
        **more,
    }
    return render(request, "attending/presence_code.html", context, status=status)


@never_cache
@require_POST
@throttled(most=MOST_SENT)
@with_good_code
def presence_names(request, code):
    """Give the few names that begin like what is being typed: only the choices, for a page that is open."""
    typed = request.POST.get("name", "")
    if names.has_enough_letters(typed) and searches_too_much(code, seats_of(code.session)):
        return too_many_requests(request)
    context = {"choices": choices(code, typed), "is_too_short": not names.has_enough_letters(typed)}
    return render(request, "attending/choices.html", context)


@never_cache
@require_POST
@throttled(most=MOST_SENT)
@with_good_code
def presence_walk_in(request, code):
    """Give a seat to somebody who has the code and none, and note that they are there."""
    form = WalkInForm(request.POST, session=code.session)
    if form.is_valid():
        try:
            registration = seated(form)
            said = check_in(registration, code, key=f"{form.cleaned_data['key']}.here")
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return noted(request, said, code.session)
    return show(request, code, PresenceForm(initial={"key": uuid4().hex}), walk_in=form, has_searched=True, status=422)


@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=MOST_SENT, costs=is_a_deed)
def presence_person(request, key):
    """The code of a person: whoever welcomes notes them in one press; the person types the code of the room."""
    registration = registration_by_presence_key(key)
    if registration is None:
        raise Http404
    session = with_places(PeerSession.objects.all()).get(pk=registration.session_id)
    if can_record_attendance(request.user, session):
        return scanned(request, registration, session)
    if guesses_too_much(request):
        return too_many_requests(request)
    form = CodeForm(sent(request))
    code = known_code(request, form.cleaned_data["code"]) if form.is_valid() else None
    if form.is_valid():
        try:
            check_code(code, session)
            said = check_in(registration, code, key=f"{key_sent(request)}.own", by=registration.person)
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            return noted(request, said, session)
    context = {
        "form": form,
        "session": session,
        "title": titled(session),
        "when": when_words(session),
        "name": names.short_name(registration.name),
        "key": uuid4().hex,
    }
    return render(request, "attending/own_code.html", context, status=422 if form.errors else 200)


def check_code(code: CheckInCode | None, session: PeerSession) -> None:
    if code is None or code.session_id != session.pk:
        raise NotNow(_("We do not know this code. Check its six signs."))
    if not queries.is_good(code):
        raise NotNow(_("This code has changed. Read the one on the screen."))


def key_sent(request) -> str:
    found = request.POST.get("key", "")
    return found if len(found) == 32 and found.isalnum() else uuid4().hex


def noted(request, said: Said, session: PeerSession):
    context = {"noted": noted_words(said.attendance, session), "title": titled(session), "is_new": said.is_new}
    return render(request, "attending/noted.html", context)


def scanned(request, registration: Registration, session: PeerSession):
    """Note in one press that the person of a code is there. Reading the code changes nothing."""
    part = chosen_half_day(session, "")
    facts = {"half_day": part.code, "state": State.PRESENT, "way": AttendanceMark.Way.SCAN, "by": request.user}
    if is_a_deed(request):
        try:
            mark_presence(registration, key=f"{key_sent(request)}.scan", **facts)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(name)s is present.") % {"name": registration.name})
        return redirect("presence-person", presence_key_of(registration))
    found = Attendance.objects.filter(registration=registration, half_day=part.code).first()
    context = {
        "registration": registration,
        "session": session,
        "title": titled(session),
        "label": half_day_words(part),
        "found": found,
        "key": uuid4().hex,
    }
    return render(request, "attending/scanned.html", context)
