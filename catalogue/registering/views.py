"""Registering to a session, and what one does with a registration of one's own. Nothing is written by reading a page."""

from hashlib import sha256

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import caches
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.registering import actions
from catalogue.registering.actions import AlreadyRegistered, SessionFull
from catalogue.registering.forms import PlaceForm
from catalogue.registering.links import registration_by_key
from catalogue.registering.models import Registration
from catalogue.registering.owning import link_registrations, own_sessions, registration_page
from catalogue.registering.showing import new_form, registration_panel
from catalogue.sessions.models import PeerSession
from catalogue.sessions.permissions import was_published
from catalogue.sessions.queries import with_places
from outillerie.errors import Refused
from outillerie.pages.throttling import throttled, too_many_requests

PAGE = require_http_methods(["GET", "HEAD", "POST"])
# In a minute, from one address: a training room behind one box registers at once.
MOST_ASKED = 60
MOST_DEEDS = 120
# In an hour, links to one mailbox, whoever asks for them.
MOST_LINKS = 5
HOUR = 3600


def is_a_deed(request) -> bool:
    return request.method == "POST"


def is_asked_without_account(request) -> bool:
    return is_a_deed(request) and not request.user.is_authenticated


def seen_other(url: str) -> HttpResponseRedirect:
    """Send to `url`, to be asked for by GET whatever was sent here (303 See Other, RFC 9110 §15.4.4)."""
    response = HttpResponseRedirect(url)
    response.status_code = 303
    return response


def published_session(slug: str) -> PeerSession:
    session = get_object_or_404(PeerSession, slug=slug)
    if not was_published(session):
        raise Http404
    return session


@PAGE
@throttled(most=MOST_ASKED, costs=is_asked_without_account)
def register(request, slug):
    """Give a seat, or a place in the line, to whoever is signed in; send a link to whoever is not."""
    session = published_session(slug)
    if not is_a_deed(request):
        return show_register(request, session)
    form = new_form(request, session, request.POST)
    if not form.is_valid():
        return show_register(request, session, form)
    deed = register_account if request.user.is_authenticated else ask_by_mail
    try:
        return deed(request, session, form)
    except AlreadyRegistered:
        return seen_other(f"{session.get_absolute_url()}#inscription")
    except SessionFull as refusal:
        # They confirm that they wait: what they typed stays, and the next press joins the line.
        form.data = {**form.data.dict(), "joins_queue": "True" if refusal.rank else ""}
        return show_register(request, session, form, refusal)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return show_register(request, session, form, refusal)


def register_account(request, session: PeerSession, form):
    joins_queue = form.cleaned_data["joins_queue"]
    actions.register(form.chosen_place(), person=request.user, joins_queue=joins_queue, **form.facts())
    # The page says it from the registration itself: nothing more is written here.
    return seen_other(f"{session.get_absolute_url()}?inscription=notee#inscription")


def ask_by_mail(request, session: PeerSession, form):
    """The same page in the same time, whoever the address belongs to (ATK-ENUM-01)."""
    if links_asked(form.cleaned_data["email"]) > MOST_LINKS:
        return too_many_requests(request)
    actions.ask_registration(form.chosen_place(), **form.facts())
    return seen_other(reverse("register-sent", args=[session.slug]))


def links_asked(email: str) -> int:
    """Return how many links were asked for `email` in the current hour, this one included."""
    key = f"session-links|{sha256(email.lower().encode()).hexdigest()}"
    counts = caches["throttle"]
    if counts.add(key, 1, HOUR):
        return 1
    try:
        return counts.incr(key)
    except ValueError:
        return 1


def show_register(request, session: PeerSession, form=None, refusal=None):
    session = with_places(PeerSession.objects.all()).get(pk=session.pk)
    panel = registration_panel(request, session, form=form, refusal=refusal)
    return render(request, "registering/register.html", {"session": session, "panel": panel, "form": panel.get("form")})


@require_safe
def register_sent(request, slug):
    return render(request, "registering/sent.html", {"session": published_session(slug)})


# --- with the link of a mail ---


@PAGE
@never_cache
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def registration(request, key):
    """Show one registration to whoever has its link; a button acts, reading never does."""
    row = registration_by_key(key)
    if row is None:
        raise Http404
    if is_a_deed(request):
        return do(request, row, key)
    return render(request, "registering/registration.html", registration_page(row) | {"key": key})


def do(request, row: Registration, key: str):
    deed = DEEDS.get(request.POST.get("deed", ""))
    if deed is None:
        raise Http404
    try:
        messages.success(request, deed(request, row))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return seen_other(came_from(request, row, key))


def came_from(request, row: Registration, key: str) -> str:
    """Return where the button stood, among the three pages that have it: no other address is followed."""
    return {
        "session": f"{row.session.get_absolute_url()}#inscription",
        "mine": reverse("my-sessions"),
    }.get(request.POST.get("from", ""), reverse("registration", args=[key]))


def confirm(request, row: Registration) -> str:
    now = actions.confirm_address(row)
    if now.state == Registration.State.WAITING:
        return _("Every seat is taken meanwhile: you are on the waiting list. A mail tells you your place.")
    return _("It is noted: you are registered. A mail leaves at once.")


def cancel(request, row: Registration) -> str:
    held_seat = row.state == Registration.State.REGISTERED
    actions.cancel_registration(row)
    if held_seat:
        return _("Your seat is free again. Thank you for telling.")
    return _("It is noted: nothing is kept for you any more.")


def accept(request, row: Registration) -> str:
    actions.accept_offer(row)
    return _("The seat is yours. A mail leaves at once.")


def decline(request, row: Registration) -> str:
    actions.decline_offer(row)
    return _("It is noted: the seat goes to the next person. Thank you for telling.")


def still_coming(request, row: Registration) -> str:
    actions.confirm_again(row)
    return _("It is noted: you still come.")


def change_place(request, row: Registration) -> str:
    form = PlaceForm(request.POST, places=list(row.session.places.all()))
    if not form.is_valid():
        raise actions.RegistrationClosed(_("Choose where you come."))
    actions.change_place(row, form.cleaned_data["place"])
    return _("It is noted: your place is changed. A mail leaves at once.")


DEEDS = {
    "confirm": confirm,
    "cancel": cancel,
    "accept": accept,
    "decline": decline,
    "still-coming": still_coming,
    "change-place": change_place,
}


# --- with an account ---


@require_safe
@login_required
def my_sessions(request):
    """Show what one registered for. What was asked by mail, with an address confirmed since, becomes theirs here."""
    link_registrations(request.user)
    return render(request, "registering/my_sessions.html", own_sessions(request.user, timezone.now()))
