"""Who may see where people stand. A positioning has no rule here: it is asked for among those of its person, always."""

from outillerie.accounts.models import Membership, Organisation
from outillerie.people.permissions import membership_in


def can_see_team_gap(user, organisation: Organisation) -> bool:
    """What a team has, by counts, is for its managers: the hub's staff trains other people's teams, and counts nobody."""
    own = membership_in(user, organisation)
    return own is not None and own.role == Membership.Role.MANAGER
