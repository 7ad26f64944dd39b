from outillerie.accounts.groups import ADMINISTRATOR, STAFF
from outillerie.accounts.models import Membership, Organisation
from outillerie.kits.permissions import groups_of


def is_hub_staff(user) -> bool:
    if not (user.is_authenticated and user.is_active):
        return False
    return user.is_superuser or bool(groups_of(user) & {STAFF, ADMINISTRATOR})


def can_see_team(user, organisation: Organisation) -> bool:
    """The team of an organisation is for its members and for hub staff."""
    return is_hub_staff(user) or membership_in(user, organisation) is not None


def can_manage_team(user, organisation: Organisation) -> bool:
    """Managers answer requests and invite; hub staff as well, who name the first manager."""
    if is_hub_staff(user):
        return True
    own = membership_in(user, organisation)
    return own is not None and own.role == Membership.Role.MANAGER


def membership_in(user, organisation: Organisation) -> Membership | None:
    """Return the active membership of `user`, or None."""
    if not (user.is_authenticated and user.is_active):
        return None
    return Membership.objects.filter(
        person_id=user.pk, organisation=organisation, state=Membership.State.ACTIVE
    ).first()
