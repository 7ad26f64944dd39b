"""What whoever organises a session does with those who come: read the list, add, remove, write. Others find no page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalogue.registering import news
from catalogue.registering.actions import cancel_registration
from catalogue.registering.forms import GuestsForm, LetterForm, RemovalForm
from catalogue.registering.guests import preview_guests, read_guests, register_guests
from catalogue.registering.listing import registration_list
from catalogue.registering.models import LIVING
from catalogue.registering.permissions import can_read_registrations, can_register_guests, managed_organisations
from catalogue.registering.views import MOST_DEEDS, PAGE, is_a_deed, seen_other
from catalogue.sessions.models import PeerSession
from catalogue.sessions.permissions import can_manage_session
from catalogue.sessions.queries import with_places
from outillerie.errors import Refused
from outillerie.pages.throttling import throttled


def organised_session(request, pk: int) -> PeerSession:
    """Return a session whose participants this person may read; for others, there is no such page (LEAK-09)."""
    session = get_object_or_404(with_places(PeerSession.objects.all()), pk=pk)
    if not can_read_registrations(request.user, session):
        raise Http404
    return session


def own_list(session: PeerSession) -> str:
    return reverse("session-registrations", args=[session.pk])


@require_safe
@never_cache
@login_required
def session_registrations(request, pk):
    session = organised_session(request, pk)
    return render(request, "registering/list.html", registration_list(session))


@PAGE
@never_cache
@login_required
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def remove_registration(request, pk, registration_pk):
    """Free the seat of somebody, with a reason that they read."""
    session = organised_session(request, pk)
    # Of this session, whatever number the address holds (ATK-IDOR-02).
    row = get_object_or_404(session.registrations.filter(state__in=LIVING), pk=registration_pk)
    form = RemovalForm(request.POST or None)
    if is_a_deed(request) and form.is_valid():
        try:
            cancel_registration(row, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The seat is free again, and the person is told."))
            return seen_other(own_list(session))
    return render(request, "registering/remove.html", {"session": session, "row": row, "form": form})


@PAGE
@never_cache
@login_required
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def write_to_participants(request, pk):
    """Send one message to everyone who has a seat: a mail each."""
    session = organised_session(request, pk)
    form = LetterForm(request.POST or None)
    if is_a_deed(request) and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("subject", "body")}
        news.tell_everyone(session, news.LETTER, again=form.cleaned_data["key"], by=request.user.shown_name(), **facts)
        messages.success(request, _("Your message leaves: each person receives a mail of their own."))
        return seen_other(own_list(session))
    count = session.registrations.filter(state="registered").exclude(email="").count()
    words = ngettext("%(count)s person receives it.", "%(count)s people receive it.", count) % {"count": count}
    return render(request, "registering/letter.html", {"session": session, "form": form, "words": words})


@PAGE
@never_cache
@login_required
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def invite(request, pk):
    """Register several people: a preview first, then the answer of each line."""
    session = get_object_or_404(with_places(PeerSession.objects.all()), pk=pk)
    if not can_register_guests(request.user, session):
        raise Http404
    is_organiser = can_manage_session(request.user, session)
    places = list(session.places.all())
    if not places:
        raise Http404
    options = {"organisations": managed_organisations(request.user), "is_organiser": is_organiser, "places": places}
    form = GuestsForm(request.POST or None, **options)
    context = {"session": session, "form": form, "is_organiser": is_organiser}
    if is_a_deed(request) and form.is_valid():
        context |= answered(request, form)
    return render(request, "registering/invite.html", context)


def answered(request, form) -> dict:
    """Return what each line would become, or what it became once the preview was accepted."""
    try:
        lines = read_guests(form.cleaned_data["guests"])
    except Refused as refusal:
        form.add_error("guests", str(refusal))
        return {}
    place, is_done = form.chosen_place(), request.POST.get("deed") == "register"
    if is_done:
        organisation = form.cleaned_data.get("organisation")
        key = form.cleaned_data["key"]
        answers = register_guests(place, lines, organisation=organisation, key=key, by=request.user)
    else:
        answers = preview_guests(place, lines)
    return {"answers": answers, "is_done": is_done}
