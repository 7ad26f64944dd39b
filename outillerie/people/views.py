"""What a person finds and shows of themselves, and who is in an organisation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.core.signing import BadSignature
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from outillerie.accounts.models import Invitation, Membership, Organisation, User
from outillerie.discovery.choices import CARDS_PER_PAGE
from outillerie.discovery.listing import pagination
from outillerie.discovery.queries import kits_of_organisation
from outillerie.discovery.search_request import page_number
from outillerie.errors import Refused
from outillerie.field_reports.queries import for_cards
from outillerie.field_reports.reading import report_cards
from outillerie.kits.cards import cards_of_ids
from outillerie.pages.throttling import throttled
from outillerie.people import actions, space
from outillerie.people.emails import read_invitation_token
from outillerie.people.forms import InvitationForm, JoinForm, ProfileForm, SuccessorForm
from outillerie.people.permissions import can_manage_team, can_see_team, membership_in
from outillerie.people.queries import (
    active_members,
    invitations_of,
    public_organisations_of,
    public_people,
    requests_to,
    works_of,
)

FORM = require_http_methods(["GET", "HEAD", "POST"])


def is_posted(request) -> bool:
    return request.method == "POST"


def posted(request):
    """Return what was posted, even when it is nothing: a form of empty answers is answered too."""
    return request.POST if is_posted(request) else None


@require_safe
@login_required
def my_space(request):
    person = request.user
    rows = space.kit_rows(person)
    context = {
        "kits": [row for row in rows if not row.is_adaptation],
        "adaptations": [row for row in rows if row.is_adaptation],
        "memberships": space.memberships_of(person),
        "reports": space.told_workshops(person),
        "signalled": space.signalled(person),
        "collections": space.collections_of(person),
    }
    return render(request, "people/my_space.html", context)


@FORM
@login_required
def profile(request):
    # Another copy than `request.user`: a refused form must not change the name that the page around it shows.
    person = User.objects.get(pk=request.user.pk)
    form = ProfileForm(posted(request), instance=person)
    if is_posted(request) and form.is_valid():
        actions.save_profile(form.instance)
        messages.success(request, _("Your profile is kept."))
        return redirect("profile")
    return render(request, "people/profile.html", {"form": form})


@require_safe
@login_required
def profile_preview(request):
    return render(request, "people/member.html", {**shown_member(request, request.user), "is_preview": True})


@require_safe
def member(request, slug):
    """Show a public page. One that is not public is answered as one that does not exist (LEAK-10)."""
    person = get_object_or_404(public_people(), slug=slug)
    return render(request, "people/member.html", shown_member(request, person))


def shown_member(request, person: User) -> dict:
    """Return what the page of `person` shows: each list is cut in pages, which turn together."""
    works = works_of(person)
    number = page_number(request.GET)
    lists = (works.kit_ids, works.adaptation_ids, for_cards(works.reports, reader=request.user).select_related("kit"))
    cut = [Paginator(rows, CARDS_PER_PAGE) for rows in lists]
    pages = max(paginator.num_pages for paginator in cut)
    number = min(number, pages)
    kits, adaptations, reports = (list(p.page(number)) if number <= p.num_pages else [] for p in cut)
    return {
        "person": person,
        "name": person.shown_name(),
        "kit_count": len(works.kit_ids),
        "adaptation_count": len(works.adaptation_ids),
        "report_count": cut[2].count,
        "kits": cards_of_ids(kits),
        "adaptations": cards_of_ids(adaptations),
        "organisations": public_organisations_of(person),
        "reports": list(zip(reports, report_cards(reports, reader=request.user), strict=True)),
        **pagination(number, pages, lambda page: f"?page={page}"),
    }


# --- the team of an organisation ---


@FORM
@throttled(most=10, costs=is_posted)
@login_required
def join(request, slug):
    organisation = get_object_or_404(Organisation, slug=slug)
    # Only what everyone can see can be asked for.
    if not kits_of_organisation(organisation):
        raise Http404
    form = JoinForm(posted(request))
    if is_posted(request) and form.is_valid():
        try:
            actions.ask_to_join(organisation, by=request.user, message=form.cleaned_data["message"])
        except Refused as refusal:
            messages.info(request, str(refusal))
            return redirect("organisation-team", organisation.slug)
        messages.success(request, _("Your request is sent. The answer comes in your notifications."))
        return redirect("my-space")
    return render(request, "people/join.html", {"form": form, "organisation": organisation})


@require_POST
@login_required
def withdraw(request, slug):
    actions.withdraw_request(get_object_or_404(Organisation, slug=slug), by=request.user)
    messages.success(request, _("Your request is taken back."))
    return redirect("my-space")


def team_seen_by(user, slug) -> Organisation:
    organisation = get_object_or_404(Organisation, slug=slug)
    if not can_see_team(user, organisation):
        raise Http404
    return organisation


def team_managed_by(user, slug) -> Organisation:
    organisation = get_object_or_404(Organisation, slug=slug)
    if not can_manage_team(user, organisation):
        raise Http404
    return organisation


@FORM
@throttled(most=10, costs=is_posted)
@login_required
def team(request, slug):
    """Show who is in an organisation; its managers invite from here."""
    organisation = (team_managed_by if is_posted(request) else team_seen_by)(request.user, slug)
    form = InvitationForm(posted(request))
    if is_posted(request) and form.is_valid():
        try:
            actions.invite(organisation, form.cleaned_data["email"], role=form.cleaned_data["role"], by=request.user)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("The invitation is sent to this address."))
            return redirect("organisation-team", organisation.slug)
    return render(request, "people/team.html", team_context(request.user, organisation, form))


def team_context(user, organisation: Organisation, form: InvitationForm) -> dict:
    can_manage = can_manage_team(user, organisation)
    members, own = list(active_members(organisation)), membership_in(user, organisation)
    managers = [row for row in members if row.role == Membership.Role.MANAGER]
    is_needed = own in managers and len(managers) == 1 and len(members) > 1
    return {
        "organisation": organisation,
        "has_page": bool(kits_of_organisation(organisation)),
        "members": members,
        "own": own,
        "can_manage": can_manage,
        "requests": list(requests_to(organisation)) if can_manage else [],
        "invitations": invitations_of(organisation) if can_manage else [],
        "form": form,
        "successor_form": SuccessorForm(organisation, user) if is_needed else None,
    }


@require_POST
@login_required
def answer_request(request, slug, pk):
    organisation = team_managed_by(request.user, slug)
    asked = Membership.objects.filter(pk=pk, organisation=organisation).first()
    accept = request.POST.get("answer") == "accept"
    act = actions.accept_request if accept else actions.decline_request
    said = _("This person is now a member.") if accept else _("The request is declined.")
    return after(request, organisation, said, lambda: act(known(asked), by=request.user))


@require_POST
@login_required
def change_member(request, slug, pk):
    organisation = team_managed_by(request.user, slug)
    row = Membership.objects.filter(pk=pk, organisation=organisation).first()
    deed = request.POST.get("deed")
    if deed == "remove":
        said = _("This person is no longer a member. Their kits and credits stay.")
        return after(request, organisation, said, lambda: actions.remove_member(known(row), by=request.user))
    role = Membership.Role.MANAGER if deed == "promote" else Membership.Role.MEMBER
    said = _("The role is changed.")
    return after(request, organisation, said, lambda: actions.change_role(known(row), role, by=request.user))


@require_POST
@login_required
def leave(request, slug):
    organisation = team_seen_by(request.user, slug)
    own = get_object_or_404(Membership, person=request.user, organisation=organisation)
    form = SuccessorForm(organisation, request.user, request.POST)
    successor = form.cleaned_data["successor"] if form.is_valid() else None
    try:
        actions.leave(own, successor=successor)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("organisation-team", organisation.slug)
    messages.success(request, _("You are no longer a member of %(name)s.") % {"name": organisation.name})
    return redirect("my-space")


@require_POST
@login_required
def cancel_invitation(request, slug, pk):
    organisation = team_managed_by(request.user, slug)
    row = get_object_or_404(Invitation, pk=pk, organisation=organisation)
    return after(request, organisation, _("The invitation is cancelled."), lambda: actions.cancel_invitation(row))


def known(row: Membership | None) -> Membership:
    if row is None:
        raise actions.AlreadyAnswered(_("Someone was quicker than you. The list is up to date now."))
    return row


def after(request, organisation: Organisation, said: str, deed):
    """Do `deed`, say what happened, and show the team as it is now."""
    try:
        deed()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("organisation-team", organisation.slug)


@never_cache
@FORM
@throttled(most=20, costs=is_posted)
def invitation(request, token):
    """Show an invitation to whoever received it; only the owner of the address accepts it, by a button (ATK-SES-04)."""
    try:
        found = Invitation.objects.select_related("organisation", "invited_by").filter(pk=read_invitation_token(token))
    except BadSignature as error:
        raise Http404 from error
    shown = found.first()
    if shown is None or not actions.is_open(shown):
        return render(request, "people/invitation.html", {"is_over": True}, status=410)
    if is_posted(request) and request.user.is_authenticated:
        try:
            actions.accept_invitation(shown, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("invitation", token)
        messages.success(request, _("You are now a member of %(name)s.") % {"name": shown.organisation.name})
        return redirect("organisation-team", shown.organisation.slug)
    return render(request, "people/invitation.html", {"invitation": shown, "is_over": False, "path": request.path})
