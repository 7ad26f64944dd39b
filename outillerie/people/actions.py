"""What a person shows of themselves, and who is in which organisation.

Every deed about a team locks its organisation first: two managers may answer at once, and one must stay.
"""

import re
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from slugify import slugify

from outillerie.accounts.models import Invitation, Membership, Organisation, User
from outillerie.errors import Refused
from outillerie.kits.imports import free_slug
from outillerie.notifications.actions import notify
from outillerie.notifications.models import Kind
from outillerie.pages.actions import forget_pages
from outillerie.people.emails import invitation_mail
from outillerie.people.queries import active_members, hub_staff, managers_of

# An address gets one mail a day from an organisation, and an invitation is answered within a month.
BETWEEN_MAILS = timedelta(days=1)
INVITATION_DAYS = timedelta(days=30)
MOST_OPEN_INVITATIONS = 50

PROFILE = ["first_name", "last_name", "public_name", "slug", "role", "place", "biography", "is_public"]
ACTIVE, REQUESTED = Membership.State.ACTIVE, Membership.State.REQUESTED
MANAGER, MEMBER = Membership.Role.MANAGER, Membership.Role.MEMBER


class AlreadyMember(Refused):
    pass


class AlreadyAnswered(Refused):
    pass


class LastManager(Refused):
    pass


class NotInvited(Refused):
    pass


class TooManyInvitations(Refused):
    pass


def save_profile(person: User) -> None:
    """Keep the profile of `person`, as it is in memory. Its address follows the name it shows, not an older one."""
    slug = person.slug
    try:
        write_profile(person)
    except IntegrityError:
        # Somebody of the same name took that address meanwhile: the next one is free.
        person.slug = slug
        write_profile(person)


@transaction.atomic
def write_profile(person: User) -> None:
    base = address_base(person)
    if person.is_public and not is_address_of(person.slug, base):
        taken = User.objects.exclude(pk=person.pk).filter(slug__startswith=base)
        person.slug = free_slug(base, set(taken.values_list("slug", flat=True)))
    person.save(update_fields=PROFILE)
    transaction.on_commit(forget_pages)


def address_base(person: User) -> str:
    return slugify(person.shown_name(), max_length=70) or "membre"


def is_address_of(slug: str | None, base: str) -> bool:
    return bool(slug and re.fullmatch(rf"{re.escape(base)}(-\d+)?", slug))


def lock_team(organisation: Organisation) -> None:
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    transaction.on_commit(forget_pages)


def tell(people, organisation: Organisation, event: str, *, by: User, path: str = "") -> None:
    path = path or reverse("organisation-team", args=[organisation.slug])
    notify(people, Kind.MEMBERSHIP, path=path, actor=by, organisation=organisation.pk, event=event)


@transaction.atomic
def ask_to_join(organisation: Organisation, *, by: User, message: str = "") -> Membership:
    """Ask its managers; hub staff when it has none. Asked again, it is the same request with the newest message."""
    lock_team(organisation)
    membership, is_new = Membership.objects.get_or_create(person=by, organisation=organisation)
    if membership.state == ACTIVE:
        raise AlreadyMember(_("You are already a member of %(name)s.") % {"name": organisation.name})
    membership.message = message
    membership.save(update_fields=["message"])
    if is_new:
        tell(managers_of(organisation) or hub_staff(), organisation, "asked", by=by)
    return membership


@transaction.atomic
def withdraw_request(organisation: Organisation, *, by: User) -> None:
    lock_team(organisation)
    Membership.objects.filter(person=by, organisation=organisation, state=REQUESTED).delete()


@transaction.atomic
def accept_request(membership: Membership, *, by: User) -> None:
    membership = still_asked(membership)
    membership.state = ACTIVE
    membership.save(update_fields=["state"])
    tell([membership.person], membership.organisation, "accepted", by=by)


@transaction.atomic
def decline_request(membership: Membership, *, by: User) -> None:
    membership = still_asked(membership)
    membership.delete()
    tell([membership.person], membership.organisation, "declined", by=by, path=reverse("my-space"))


def still_asked(membership: Membership) -> Membership:
    """Return the request, its team locked. Raises AlreadyAnswered when somebody was quicker."""
    lock_team(membership.organisation)
    found = Membership.objects.select_related("person", "organisation").filter(pk=membership.pk, state=REQUESTED)
    if request := found.first():
        return request
    raise AlreadyAnswered(_("This request has been answered meanwhile, or taken back. The list is up to date now."))


@transaction.atomic
def change_role(membership: Membership, role: str, *, by: User) -> None:
    membership = still_member(membership)
    if membership.role == role:
        return
    if role == MEMBER:
        check_another_manages(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    tell([membership.person], membership.organisation, role, by=by)


@transaction.atomic
def remove_member(membership: Membership, *, by: User) -> None:
    """End a membership. What the person made for the organisation stays as it is, credits included."""
    membership = still_member(membership)
    check_another_manages(membership)
    membership.delete()
    tell([membership.person], membership.organisation, "removed", by=by, path=reverse("my-space"))


@transaction.atomic
def leave(membership: Membership, *, successor: Membership | None = None) -> None:
    """End one's own membership, handing the team to `successor` first when one is given."""
    membership = still_member(membership)
    if successor is not None and successor.pk != membership.pk:
        change_role(successor, MANAGER, by=membership.person)
    if active_members(membership.organisation).count() > 1:
        check_another_manages(membership)
    membership.delete()
    tell(managers_of(membership.organisation), membership.organisation, "left", by=membership.person)


def still_member(membership: Membership) -> Membership:
    """Return the membership, its team locked. Raises AlreadyAnswered when it has ended meanwhile."""
    lock_team(membership.organisation)
    found = active_members(membership.organisation).filter(pk=membership.pk).select_related("organisation")
    if member := found.first():
        return member
    raise AlreadyAnswered(_("This person is no longer in the team. The list is up to date now."))


def check_another_manages(membership: Membership) -> None:
    others = active_members(membership.organisation).filter(role=MANAGER).exclude(pk=membership.pk)
    if membership.role == MANAGER and not others.exists():
        raise LastManager(_("Nobody else manages this organisation. Name another manager first."))


@transaction.atomic
def invite(organisation: Organisation, email: str, *, role: str, by: User) -> Invitation:
    """Send an invitation to an address, whoever has it: nothing here asks whether an account does (ATK-ENUM-01)."""
    lock_team(organisation)
    waiting = Invitation.objects.filter(organisation=organisation, accepted_at=None)
    invitation = waiting.filter(email__iexact=email).first()
    if invitation is None:
        if waiting.count() >= MOST_OPEN_INVITATIONS:
            raise TooManyInvitations(_("Many invitations wait for an answer. Cancel those that are no use any more."))
        invitation = Invitation(organisation=organisation, email=email.lower())
    elif invitation.created_at > timezone.now() - BETWEEN_MAILS:
        raise TooManyInvitations(_("This address was invited less than a day ago. Let its message arrive."))
    invitation.role, invitation.invited_by, invitation.created_at = role, by, timezone.now()
    invitation.save()
    invitation_mail(invitation).send()
    return invitation


def is_open(invitation: Invitation) -> bool:
    return invitation.accepted_at is None and invitation.created_at > timezone.now() - INVITATION_DAYS


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: User) -> Membership:
    """Make `by` a member, once, if the address that was invited is theirs and confirmed."""
    found = invitation_open_to(by, invitation)
    Invitation.objects.filter(pk=found.pk).update(accepted_at=timezone.now())
    membership, _is_new = Membership.objects.get_or_create(person=by, organisation=found.organisation)
    membership.state, membership.message = ACTIVE, ""
    membership.role = MANAGER if found.role == MANAGER else membership.role
    membership.save()
    tell(managers_of(found.organisation), found.organisation, "joined", by=by)
    return membership


def invitation_open_to(person: User, invitation: Invitation) -> Invitation:
    """Return the invitation, its team locked. Raises AlreadyAnswered when it is over, NotInvited when it is another's."""
    lock_team(invitation.organisation)
    found = Invitation.objects.select_related("organisation").filter(pk=invitation.pk).first()
    if found is None or not is_open(found):
        raise AlreadyAnswered(_("This invitation is no longer valid. Ask for a new one."))
    if not has_address(person, found.email):
        raise NotInvited(
            _("This invitation is for another address. Add to your account the one that received it, then come back.")
        )
    return found


def has_address(person: User, email: str) -> bool:
    """Say whether `email` is a confirmed address of `person`."""
    return EmailAddress.objects.filter(user=person, email__iexact=email, verified=True).exists()


@transaction.atomic
def cancel_invitation(invitation: Invitation) -> None:
    lock_team(invitation.organisation)
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None).delete()
