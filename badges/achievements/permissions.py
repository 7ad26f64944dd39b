"""Who may do what with badges. One place for every exit and every way in (rule 7)."""

from badges.achievements.models import Achievement
from badges.issuing.models import Issuer
from catalogue.paths.permissions import can_build_paths, can_manage_catalogue
from outillerie.kits.permissions import organisations_of


def can_manage_achievements(user) -> bool:
    """Badges are in the hands of the trainers of organisations that issue some, and of the hub's staff."""
    return can_manage_catalogue(user) or (can_build_paths(user) and issuers_for(user).exists())


def issuers_for(user):
    """Return the issuers in whose name `user` may write badges: every one for the staff, else those of their
    organisations."""
    if can_manage_catalogue(user):
        return Issuer.objects.all()
    if not can_build_paths(user):
        return Issuer.objects.none()
    return Issuer.objects.filter(organisation__in=organisations_of(user))


def can_edit_achievement(user, achievement: Achievement) -> bool:
    """A badge is for the trainers of the organisation that issues it, and for the hub's staff."""
    return can_manage_catalogue(user) or (can_build_paths(user) and is_of_their_organisation(user, achievement.issuer))


def can_publish_achievement(user, achievement: Achievement) -> bool:
    return can_edit_achievement(user, achievement)


def can_award(user, achievement: Achievement) -> bool:
    """Whoever answers for a badge gives it: those who may write it."""
    return can_edit_achievement(user, achievement)


def is_of_their_organisation(user, issuer: Issuer) -> bool:
    return issuer.organisation_id is not None and issuer.organisation_id in organisations_of(user)
