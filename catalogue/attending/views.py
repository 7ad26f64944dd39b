"""The list of those who are expected, for whoever welcomes them. For anybody else it does not exist (LEAK-09)."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.attending import queries
from catalogue.attending.actions import decide, mark_presence
from catalogue.attending.documents import ALL, sign_in_sheet_pdf
from catalogue.attending.forms import DetailsForm, WalkInForm
from catalogue.attending.showing import PAPER, chosen_half_day, welcome_page
from catalogue.exchange.paper import pdf_answer
from catalogue.learning.models import Attendance, AttendanceMark
from catalogue.learning.views import FORM_METHODS, is_a_deed
from catalogue.registering.actions import walk_in
from catalogue.sessions.formats.half_days import HalfDay
from catalogue.sessions.models import PeerSession
from catalogue.sessions.permissions import can_record_attendance
from catalogue.sessions.queries import half_days_of, with_places
from outillerie.errors import Refused
from outillerie.pages.throttling import throttled
from outillerie.printing.renderer import RenderingFailed

Way, State = AttendanceMark.Way, Attendance.State
# A press for each person of a large room, several times, within a minute.
MOST_PRESSES, MOST_SHEETS = 300, 20


def welcomed_session(request, pk: int) -> PeerSession:
    """Return the session whose people this person welcomes: for others, it does not exist here."""
    session = get_object_or_404(with_places(PeerSession.objects.all()), pk=pk)
    if not can_record_attendance(request.user, session):
        raise Http404
    return session


def is_on_paper(request) -> bool:
    return PAPER in request.GET


def list_address(request, session: PeerSession, part: HalfDay) -> str:
    """Return where the list of that half-day is, copied from paper or not."""
    query = f"?demi-journee={part.code}" + (f"&{PAPER}=1" if is_on_paper(request) else "")
    return reverse("welcome", args=[session.pk]) + query


@login_required
@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=MOST_PRESSES, costs=is_a_deed)
def welcome(request, pk):
    """Show who is expected; each press of a button says something of one person, or of all those left."""
    session = welcomed_session(request, pk)
    part = chosen_half_day(session, request.GET.get("demi-journee", ""))
    refused = None
    if request.method == "POST":
        person, _colon, what = request.POST.get("said", "").partition(":")
        refused = say_of_the_others(request, session, part, what) if person == "rest" else None
        if person != "rest":
            refused = say_of_one(request, session, part, person, what)
        if refused is None:
            anchor = f"#person-{person}" if person.isdigit() else "#list"
            return redirect(list_address(request, session, part) + anchor)
    context = welcome_page(session, part, is_paper=is_on_paper(request), refused=refused)
    return render(request, "attending/welcome.html", context, status=422 if refused else 200)


def sent_key(request) -> str:
    """Return the key of the form, or a new one when it is missing or too long."""
    found = request.POST.get("key", "")
    return found if len(found) == 32 and found.isalnum() else uuid4().hex


def say_of_one(request, session, part, person: str, what: str):
    """Keep what was pressed beside one name. Return the details that could not be kept, with who they are of."""
    if not person.isdigit():
        raise Http404
    registration = get_object_or_404(session.registrations.select_related("session"), pk=int(person))
    deed, _dash, decided = what.partition("-")
    facts = {"half_day": part.code, "key": f"{sent_key(request)}.{person}.{what}", "by": request.user}
    state, details = decided or deed, {}
    if deed == "details":
        form = DetailsForm(request.POST, part=part, prefix=person)
        if not form.is_valid():
            return registration.pk, form
        state, details = State.PRESENT, form.facts()
    if state not in State.values:
        raise Http404
    try:
        if decided:
            found = get_object_or_404(Attendance, registration=registration, half_day=part.code)
            decide(found, state=state, key=facts["key"], by=request.user)
        else:
            way = Way.PAPER if is_on_paper(request) else Way.LIST
            mark_presence(registration, state=state, way=way, **facts, **details)
    except Refused as refusal:
        if deed == "details":
            form.add_error(None, str(refusal))
            return registration.pk, form
        messages.error(request, str(refusal))
    return None


def say_of_the_others(request, session, part, state: str) -> None:
    """Say the same of everyone of whom nothing was said yet."""
    if state not in State.values:
        raise Http404
    unsaid = [row.registration for row in queries.presence_rows(session, part.code) if not row.state]
    way = Way.PAPER if is_on_paper(request) else Way.LIST
    key, refusals = sent_key(request), []
    for registration in unsaid:
        facts = {"half_day": part.code, "key": f"{key}.{registration.pk}.{state}", "by": request.user}
        try:
            mark_presence(registration, state=state, way=way, **facts)
        except Refused as refusal:
            refusals.append(f"{registration.name}\u00a0: {refusal}")
    for refusal in refusals[:5]:
        messages.error(request, refusal)
    done = len(unsaid) - len(refusals)
    if done:
        said = ngettext("It is noted for %(count)s person.", "It is noted for %(count)s people.", done)
        messages.success(request, said % {"count": done})


@login_required
@never_cache
@require_safe
def welcome_list(request, pk):
    """Give the list alone, to a page that is open: 304 while nothing moved."""
    session = welcomed_session(request, pk)
    part = chosen_half_day(session, request.GET.get("demi-journee", ""))
    etag = f'"{queries.version_of(session)}-{part.code}-{request.LANGUAGE_CODE}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    context = welcome_page(session, part, is_paper=is_on_paper(request))
    response = render(request, "attending/list.html", context)
    response["ETag"] = etag
    return response


@login_required
@require_POST
@throttled(most=MOST_PRESSES)
def add_walk_in(request, pk):
    """Give a seat to somebody who came without one, and note that they are there."""
    session = welcomed_session(request, pk)
    part = chosen_half_day(session, request.GET.get("demi-journee", ""))
    form = WalkInForm(request.POST, session=session)
    if form.is_valid():
        try:
            registration = seated(form, by=request.user)
            facts = {"half_day": part.code, "key": f"{form.cleaned_data['key']}.here", "by": request.user}
            mark_presence(registration, state=State.PRESENT, way=Way.LIST, **facts)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s is in the list, and present.") % {"name": registration.name})
            return redirect(list_address(request, session, part) + f"#person-{registration.pk}")
    context = welcome_page(session, part, is_paper=is_on_paper(request)) | {"walk_in": form}
    return render(request, "attending/welcome.html", context, status=422)


def seated(form: WalkInForm, *, by=None):
    facts = form.cleaned_data
    return walk_in(
        form.place_chosen(),
        name=facts["name"],
        email=facts["email"],
        employer=facts["employer"],
        key=facts["key"],
        by=by,
    )


@login_required
@require_safe
@throttled(most=MOST_SHEETS)
def sign_in_sheet(request, pk):
    """Give the sheet to sign: of one half-day or of all of them, with the names or empty."""
    session = welcomed_session(request, pk)
    wanted = request.GET.get("demi-journee", ALL)
    parts = [part for part in half_days_of(session) if wanted in (ALL, part.code)]
    if not parts:
        raise Http404
    try:
        pdf = sign_in_sheet_pdf(session, parts, is_empty="vide" in request.GET)
    except RenderingFailed as failure:
        messages.error(request, str(failure))
        return redirect("welcome", session.pk)
    return pdf_answer(pdf, f"feuille-{session.slug}")
