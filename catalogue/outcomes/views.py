"""After a session: the page of who organised it, and the four questions to those who came."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalogue.outcomes import actions
from catalogue.outcomes.actions import AlreadyAnswered, NotAsked, WrittenMeanwhile
from catalogue.outcomes.forms import FeedbackForm, OutcomesForm
from catalogue.outcomes.links import registration_to_ask
from catalogue.outcomes.queries import blank_lines, fingerprint_of, may_give_feedback
from catalogue.outcomes.showing import initial_outcomes, outcomes_page
from catalogue.sessions.actions import hold_session
from catalogue.sessions.models import PeerSession
from catalogue.sessions.permissions import can_record_attendance
from catalogue.sessions.queries import with_places
from catalogue.sessions.wording import when_words
from outillerie.errors import Refused
from outillerie.field_reports.kept_answers import forget_answers, keep_answers, kept_answers
from outillerie.kits.permissions import can_edit_kit
from outillerie.pages.throttling import throttled

FORM_METHODS = ["GET", "HEAD", "POST"]
MOST_DEEDS = 60
LONGEST_TEXT = 10_000


def is_a_deed(request) -> bool:
    return request.method == "POST"


def sent(request):
    return request.POST if is_a_deed(request) else None


def recorded_session(request, pk) -> PeerSession:
    """Return the session whose names this person may read: for anybody else it does not exist (LEAK-09)."""
    rows = with_places(PeerSession.objects.select_related("kit_version__kit", "module"))
    session = get_object_or_404(rows, pk=pk)
    if not can_record_attendance(request.user, session):
        raise Http404
    return session


@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def outcomes(request, pk):
    """Show what came of a session. One form holds all that is typed: whichever button is pressed, it is kept first."""
    if not request.user.is_authenticated:
        keep_answers(request, OutcomesForm, longest=LONGEST_TEXT)
        return redirect_to_login(request.get_full_path())
    session = recorded_session(request, pk)
    form = OutcomesForm(sent(request), initial=initial_outcomes(session) | kept_answers(request))
    theirs = None
    if form.is_valid():
        try:
            actions.write_outcomes(
                session,
                told=form.told(),
                counts=form.counts(),
                seen=form.cleaned_data["seen"],
                by=request.user,
            )
        except WrittenMeanwhile as refusal:
            theirs = (refusal.report, refusal.counts)
            read_again(form, session)
            form.add_error(None, str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            forget_answers(request)
            return DEEDS.get(request.POST.get("deed", ""), saved)(request, session)
    context = outcomes_page(session, form, by=request.user, theirs=theirs)
    return render(request, "outcomes/outcomes.html", context, status=422 if form.errors else 200)


def read_again(form: OutcomesForm, session: PeerSession) -> None:
    """Let the next press know that what somebody else wrote has been shown."""
    form.data = form.data.copy()
    form.data["seen"] = fingerprint_of(session)


def saved(request, session):
    messages.success(request, _("It is kept."))
    return redirect("outcomes", session.pk)


def closed(request, session):
    """Close the session, and say whose lines were left blank: they are not called absent."""
    try:
        hold_session(session, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("outcomes", session.pk)
    messages.success(request, _("The session is closed: it took place."))
    if blank := len(blank_lines(session)):
        words = ngettext(
            "One person has a blank line of attendance: nothing is certified of them. You can still fill it in.",
            "%(count)s people have a blank line of attendance: nothing is certified of them. You can still fill them in.",
            blank,
        )
        messages.warning(request, words % {"count": blank})
    return redirect("outcomes", session.pk)


def thanked(request, session):
    try:
        count = actions.thank_participants(session, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        words = ngettext("The mail leaves to one person.", "The mail leaves to %(count)s people.", count)
        messages.success(request, words % {"count": count} if count else _("The mail has left already, once."))
    return redirect("outcomes", session.pk)


def adapted_kit(request, session):
    return drafted(request, session, is_adaptation=True)


def new_kit(request, session):
    return drafted(request, session, is_adaptation=False)


def drafted(request, session, *, is_adaptation: bool):
    try:
        kit = actions.draft_kit(session, is_adaptation=is_adaptation, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("outcomes", session.pk)
    if not can_edit_kit(request.user, kit):
        messages.info(request, _("Somebody has begun this kit already: it is in their drafts."))
        return redirect("outcomes", session.pk)
    messages.success(request, _("Your draft is begun, with what the session says. Go on with it when you like."))
    return redirect("writing-resume", kit.pk)


DEEDS = {"close": closed, "thank": thanked, "adapt-kit": adapted_kit, "new-kit": new_kit}


@never_cache
@require_http_methods(FORM_METHODS)
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def feedback(request, key):
    """Ask four questions to who holds the address. Reading it changes nothing."""
    registration = registration_to_ask(key)
    if registration is None:
        raise Http404
    form = FeedbackForm(sent(request))
    context = {"session": registration.session, "when": when_words(registration.session), "form": form, "refusal": ""}
    if registration.has_given_feedback:
        return render(request, "outcomes/thanks.html", context)
    if not may_give_feedback(registration):
        context["refusal"] = _("These questions are for those who came, once the session is over.")
        return render(request, "outcomes/feedback.html", context)
    if form.is_valid():
        try:
            actions.give_feedback(registration, **form.cleaned_data)
        except AlreadyAnswered:
            pass
        except NotAsked as refusal:
            return render(request, "outcomes/feedback.html", context | {"refusal": str(refusal)})
        return redirect("feedback", key)
    return render(request, "outcomes/feedback.html", context, status=422 if form.errors else 200)
