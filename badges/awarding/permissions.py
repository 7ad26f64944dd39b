"""Who awards, decides and reads. For everyone else, what is not theirs does not exist (rule 7)."""

from badges.achievements.models import Achievement
from badges.achievements.permissions import can_award
from badges.awarding.models import AwardDecision, BadgeApplication, Credential
from badges.awarding.queries import slugs_read_by


def can_see_award(user, credential: Credential) -> bool:
    """Those who award a badge see what justified each one that was given."""
    return can_award(user, credential.version.achievement)


def can_revoke_credential(user, credential: Credential) -> bool:
    """Nobody decides about a badge of their own."""
    return user.pk != credential.holder_id and can_see_award(user, credential)


def can_see_decision(user, decision: AwardDecision) -> bool:
    """Those who award a badge see what was decided of each person."""
    return can_award(user, decision.achievement)


def can_withdraw_decision(user, decision: AwardDecision) -> bool:
    """Whoever awards a badge may take a decision back, not its author alone. Nobody decides about themselves."""
    return user.pk != decision.person_id and user.email.lower() != decision.email and can_see_decision(user, decision)


def can_decide_application(user, application: BadgeApplication) -> bool:
    """A trainer's word decides; nobody reads their own."""
    return user.pk != application.person_id and can_award(user, application.achievement)


def can_apply(user, achievement: Achievement) -> bool:
    return (
        user.is_authenticated
        and user.is_active
        and achievement.state == Achievement.State.PUBLISHED
        and achievement.accepts_applications
        and achievement.issuer.is_active
    )


def can_read_as_peer(user, application: BadgeApplication) -> bool:
    """Peers hold the badge, or one that stacks on it; they read what waits, where its rule asks for their voice."""
    if not (user.is_authenticated and user.is_active) or user.pk == application.person_id:
        return False
    is_waiting = application.state == BadgeApplication.State.WAITING
    return is_waiting and application.achievement.slug in slugs_read_by(user)


def can_see_application(user, application: BadgeApplication) -> bool:
    if user.is_authenticated and user.is_active and user.pk == application.person_id:
        return True
    return can_award(user, application.achievement) or can_read_as_peer(user, application)
