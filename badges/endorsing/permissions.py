"""Who speaks in the name of an organisation that gives badges: those who manage it, and the hub's staff for the hub."""

from badges.awarding.models import Credential
from badges.backpack.permissions import is_shown
from badges.endorsing.models import Endorsement
from badges.issuing.models import Issuer
from catalogue.paths.permissions import can_manage_catalogue
from outillerie.accounts.models import Membership


def endorsers_for(user):
    """Return the issuers in whose name `user` may endorse."""
    active = Issuer.objects.filter(is_active=True)
    if can_manage_catalogue(user):
        return active
    if not (user.is_authenticated and user.is_active):
        return active.none()
    managed = Membership.objects.filter(
        person=user, role=Membership.Role.MANAGER, state=Membership.State.ACTIVE
    ).values("organisation")
    return active.filter(organisation__in=managed)


def can_endorse(user) -> bool:
    return endorsers_for(user).exists()


def can_endorse_for(user, endorser: Issuer) -> bool:
    return endorsers_for(user).filter(pk=endorser.pk).exists()


def can_withdraw_endorsement(user, endorsement: Endorsement) -> bool:
    """Whoever speaks for the organisation takes back what it said; the hub's staff too."""
    return can_endorse_for(user, endorsement.endorser)


def can_be_endorsed(credential: Credential) -> bool:
    """A badge given is endorsed only while its holder shows it: endorsing tells that one has seen it."""
    return credential.state == Credential.State.ISSUED and is_shown(credential)
