"""Who speaks in the name of an organisation that gives badges: those who manage it, and the hub's staff for the hub."""

from badges.awarding.models import Credential
from badges.backpack.permissions import is_shown
from badges.endorsing.models import Endorsement
from badges.issuing.models import Issuer
from catalogue.paths.permissions import can_manage_catalogue
from outillerie.accounts.models import Membership


def spoken_for(user):
    """Return the issuers in whose name `user` speaks, those that give no badges any more too."""
    if can_manage_catalogue(user):
        return Issuer.objects.all()
    if not (user.is_authenticated and user.is_active):
        return Issuer.objects.none()
    managed = Membership.objects.filter(
        person=user, role=Membership.Role.MANAGER, state=Membership.State.ACTIVE
    ).values("organisation")
    return Issuer.objects.filter(organisation__in=managed)


def endorsers_for(user):
    """Return the issuers in whose name `user` may endorse."""
    return spoken_for(user).filter(is_active=True)


def can_endorse(user) -> bool:
    return endorsers_for(user).exists()


def can_see_endorsements(user) -> bool:
    return spoken_for(user).exists()


def can_withdraw_endorsement(user, endorsement: Endorsement) -> bool:
    """Whoever speaks for the organisation takes back what it said, even once it gives no badges; the staff too."""
    return spoken_for(user).filter(pk=endorsement.endorser_id).exists()


def can_be_endorsed(credential: Credential) -> bool:
    """A badge given is endorsed only while its holder shows it: endorsing tells that one has seen it."""
    return credential.state == Credential.State.ISSUED and is_shown(credential)
