"""Date polls: made by who organises, answered by whoever holds the address. Another key is nowhere."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from catalogue.organising import polls
from catalogue.organising.forms import NewSessionForm
from catalogue.organising.making import Origin, from_kit, from_module
from catalogue.organising.models import DatePoll, PollReply
from catalogue.organising.poll_forms import LINES, DateLine, PollForm, ReplyForm
from catalogue.organising.results import dates_of, results_of
from catalogue.organising.views import FORM, MOST_DEEDS, is_a_deed, origin_of, seen_other, whole_number
from catalogue.organising.when import take_proposals
from catalogue.sessions.permissions import can_organise_sessions
from outillerie.errors import Refused
from outillerie.pages.queries import absolute
from outillerie.pages.throttling import throttled

OWN_REPLIES = "poll_replies"


# --- making ---


@FORM
@never_cache
@login_required
@throttled(most=60, costs=is_a_deed)
def new_poll(request):
    if not can_organise_sessions(request.user):
        raise Http404
    origin, words = origin_of(request)
    posted = take_proposals(request.POST, request.POST.get("do", "")) if is_a_deed(request) else None
    initial = {name: origin.facts.get(name) for name in ("title", "format", "intention")}
    form = PollForm(posted, initial=initial | {"key": uuid.uuid4().hex})
    lines = date_lines(posted, form)
    if is_a_deed(request) and request.POST.get("do") != "add" and valid_dates(form, lines):
        try:
            poll = keep_poll(request, form, lines, origin)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The poll is open. Share its address with those whom you invite."))
            return seen_other(reverse("manage-poll", args=[poll.pk]))
    context = {"form": form, "lines": lines, "origin_words": words, "can_add": len(lines) < polls.MOST_DATES}
    is_refused = form.errors or any(line.errors for line in lines if is_a_deed(request) and not line.is_blank)
    return render(request, "organising/new_poll.html", context, status=422 if is_refused else 200)


def date_lines(posted, form) -> list[DateLine]:
    """Return the lines of dates: those that were posted, and more when the button asks."""
    count = min(whole_number(posted.get("lines", "")), polls.MOST_DATES) if posted else LINES
    if posted and posted.get("do") == "add":
        count = min(count + 3, polls.MOST_DATES)
        posted = posted.copy()
        form.data = posted
        form._errors = {}
    zone = (posted or {}).get("time_zone", "")
    zone = zone if zone in dict(form.fields["time_zone"].choices) else ""
    lines = [DateLine(posted, prefix=f"dates-{place}", held_zone=zone) for place in range(max(count, LINES))]
    for line in lines:
        if posted and (posted.get("do") == "add" or line.is_blank):
            line._errors = {}
    return lines


def valid_dates(form, lines) -> bool:
    given = [line for line in lines if not line.is_blank]
    return {form.is_valid(), *(line.is_valid() for line in given)} == {True}


def keep_poll(request, form, lines, origin: Origin) -> DatePoll:
    given = form.cleaned_data
    facts = {name: given[name] for name in ("title", "format", "intention", "place", "answers_until")}
    if given["time_zone"]:
        facts["time_zone"] = given["time_zone"]
    dates = [line.pair for line in lines if not line.is_blank]
    return polls.make_poll(origin, dates, by=request.user, key=given["key"], **facts)


@FORM
@never_cache
@login_required
@throttled(most=MOST_DEEDS, costs=is_a_deed)
def manage_poll(request, pk):
    """Show a poll to who made it: its address, its results, and what to do with them."""
    poll = get_object_or_404(DatePoll.objects.select_related("session", "format"), pk=pk, created_by=request.user)
    if is_a_deed(request):
        return do(request, poll)
    context = {"poll": poll, "results": results_of(poll), "is_open": polls.is_open(poll), "key": uuid.uuid4()}
    context["address"] = absolute(poll.get_absolute_url())
    return render(request, "organising/manage_poll.html", context)


def do(request, poll: DatePoll):
    verb, _sign, about = request.POST.get("do", "").partition(":")
    here = reverse("manage-poll", args=[poll.pk])
    try:
        if verb == "close":
            polls.close_poll(poll, by=request.user)
            messages.success(request, _("The poll takes no more answers."))
        elif verb == "settle":
            session = settle(request, poll, about)
            messages.success(request, _("The draft is made. Those who answered are told once it is published."))
            return seen_other(reverse("edit-session", args=[session.pk]))
        elif verb == "delete":
            poll.delete()
            messages.success(request, _("The poll and its answers are deleted."))
            return seen_other(reverse("organised-sessions"))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return seen_other(here)


def settle(request, poll: DatePoll, about: str):
    date = get_object_or_404(poll.dates, pk=whole_number(about))
    key = NewSessionForm.base_fields["key"].clean(request.POST.get("key") or str(uuid.uuid4()))
    return polls.settle_poll(poll, date, by=request.user, origin=origin_of_poll(poll), key=key)


def origin_of_poll(poll: DatePoll) -> Origin:
    if poll.module_id:
        return from_module(poll.module)
    return from_kit(poll.kit_version) if poll.kit_version_id else Origin()


# --- answering ---


def is_first_answer(request) -> bool:
    return is_a_deed(request)


@FORM
@never_cache
@throttled(most=30, costs=is_first_answer)
def poll(request, key):
    """Show a poll and take an answer: at once from an account, by mail from somebody else."""
    found = get_object_or_404(DatePoll.objects.select_related("session", "format"), key=key)
    person = request.user if request.user.is_authenticated else None
    dates, held = dates_of(found), own_reply(request, found)
    posted = request.POST if is_a_deed(request) else None
    proven = held.email if held and person is None else ""
    form = ReplyForm(posted, dates=dates, person=person, proven_email=proven, initial=initial_of(held))
    if is_a_deed(request) and form.is_valid():
        try:
            return keep_answer(request, found, form, person=person, email=proven)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return show_poll(request, found, form, held=held)


def show_poll(request, found: DatePoll, form, **context):
    context |= {"poll": found, "form": form, "results": results_of(found), "is_open": polls.is_open(found)}
    return render(request, "organising/poll.html", context, status=422 if form.errors else 200)


def keep_answer(request, found: DatePoll, form, *, person, email: str):
    given = form.cleaned_data
    address = email or given.get("email", "")
    name = person.shown_name() if person else given["name"]
    reply = polls.Reply(name=name, answers=form.answers(), comment=given["comment"], email=address)
    if person is None and not email:
        polls.ask_answer(found, reply)
        messages.success(request, _("One step is left: follow the link that we send you, and your answer is kept."))
        return seen_other(found.get_absolute_url())
    row = polls.answer(found, reply, person=person, email=email)
    if person is None:
        remember(request, found, row)
    messages.success(request, _("Your answer is kept. You may change it until the poll closes."))
    return seen_other(f"{found.get_absolute_url()}#results")


def own_reply(request, found: DatePoll) -> PollReply | None:
    """Return what this person, or this browser, answered already."""
    if request.user.is_authenticated:
        return found.replies.filter(person=request.user).first()
    pk = request.session.get(OWN_REPLIES, {}).get(str(found.pk))
    return found.replies.filter(pk=pk, person=None).first() if pk else None


def remember(request, found: DatePoll, row: PollReply) -> None:
    request.session[OWN_REPLIES] = {**request.session.get(OWN_REPLIES, {}), str(found.pk): row.pk}


def initial_of(held: PollReply | None) -> dict:
    if held is None:
        return {}
    return {"name": held.name, "comment": held.comment, **{f"date-{pk}": value for pk, value in held.answers.items()}}


@FORM
@never_cache
@throttled(most=30, costs=is_a_deed)
def confirm_reply(request, key, token):
    """Show the answer that a mail holds, and keep it when its reader says so: opening the page changes nothing."""
    found = get_object_or_404(DatePoll.objects.select_related("session", "format"), key=key)
    read = polls.read_token(token, found)
    if read is None:
        raise Http404
    reply, made_at = read
    held = found.replies.filter(email__iexact=reply.email, person=None).first()
    is_newer = held is None or held.answered_at < made_at
    proposed = PollReply(name=reply.name, comment=reply.comment, answers=reply.answers) if is_newer else held
    posted = request.POST if is_a_deed(request) else None
    form = ReplyForm(posted, dates=dates_of(found), proven_email=reply.email, initial=initial_of(proposed))
    if is_a_deed(request) and form.is_valid():
        try:
            return keep_answer(request, found, form, person=None, email=reply.email)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return show_poll(request, found, form, held=held, is_confirming=True)
