"""What happens below may earn a badge, or take its reason away. Each event may come twice."""

from django.dispatch import receiver

from badges.achievements.events import achievement_published
from badges.awarding.actions import consider_awards
from badges.awarding.considering import consider_everyone_for, consider_those_of_kit, consider_those_of_session
from badges.awarding.events import credential_issued, credential_revoked
from badges.awarding.replaying import flag_doubts_of
from catalogue.learning.events import (
    block_completed,
    completion_doubted,
    module_completed,
    module_reopened,
    path_completed,
)
from catalogue.sessions.events import session_held
from outillerie.kits.events import version_published


@receiver(module_completed)
def award_for_module(sender, *, completion, **_kwargs):
    consider_awards(completion.person)


@receiver(block_completed)
def award_for_block(sender, *, completion, **_kwargs):
    consider_awards(completion.enrolment.person)


@receiver(path_completed)
def award_for_path(sender, *, enrolment, **_kwargs):
    consider_awards(enrolment.person)


@receiver([completion_doubted, module_reopened])
def doubt_badges(sender, *, completion, **_kwargs):
    flag_doubts_of(completion.person)


@receiver(session_held)
def award_for_session(sender, *, session, **_kwargs):
    consider_those_of_session(session)


@receiver(version_published)
def award_for_kit(sender, *, version, **_kwargs):
    consider_those_of_kit(version)


@receiver(achievement_published)
def award_what_was_earned_already(sender, *, version, **_kwargs):
    consider_everyone_for(version)


# Badges stack: one may be asked by the rule of another.
@receiver(credential_issued)
def award_for_badge(sender, *, credential, **_kwargs):
    if credential.holder:
        consider_awards(credential.holder)


@receiver(credential_revoked)
def doubt_badges_above(sender, *, credential, **_kwargs):
    if credential.holder:
        flag_doubts_of(credential.holder)
