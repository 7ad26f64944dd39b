"""What somebody who awards a badge decides of one person: noted for the day when the rest is done, taken back when it
was a mistake. It is one of the facts that rules count."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from badges.achievements.models import AchievementVersion
from badges.awarding.actions import MOST_REASON, ReasonNeeded, asks_decision, check_awarded, checked_recipient, decide
from badges.awarding.models import AwardDecision
from badges.awarding.recipients import owner_of
from badges.awarding.replaying import flag_doubts_of, settle, standing
from catalogue.learning.completing import lock_person, mark
from outillerie.accounts.models import User
from outillerie.errors import Refused


class AlreadyWithdrawn(Refused):
    pass


def may_be_noted(version: AchievementVersion) -> bool:
    """Say whether a decision is worth noting before the rest is done: a badge that never comes by itself would not."""
    return asks_decision(version) and version.content.is_automatic


@transaction.atomic
def note_decision(
    version: AchievementVersion,
    *,
    by: User,
    person: User | None = None,
    email: str = "",
    name: str = "",
    reason: str = "",
) -> None:
    """Record that `by` finds the badge earned, as far as it is theirs to say: it is awarded once the rest is done."""
    recipient = checked_recipient(person=person, email=email, name=name, by=by)
    check_awarded(version)
    decide(version.achievement, recipient, by=by, reason=reason)


@transaction.atomic
def withdraw_decision(decision: AwardDecision, *, by: User, reason: str) -> None:
    """Take a decision back, with the reason that those who check the badge later will read.

    A badge that rested on it stays valid, and is in doubt as after any correction: a person upholds or revokes it.
    """
    if not reason.strip():
        raise ReasonNeeded(_("Say why this decision is taken back: those who check the badge later will read it."))
    person = decision.person or owner_of(decision.email)
    if person:
        lock_person(person)
    current = AwardDecision.objects.select_for_update(no_key=True).filter(pk=decision.pk, withdrawn_at=None).first()
    if current is None:
        raise AlreadyWithdrawn(_("This decision no longer stands. The page is up to date now."))
    mark(current, withdrawn_at=timezone.now(), withdrawn_reason=reason.strip()[:MOST_REASON])
    log(current, "badges.decision_withdrawn", user=by)
    if person:
        flag_doubts_of(person)
    # Those that wait at an address that nobody confirmed have no person to lock.
    for credential in standing().filter(holder=None, email=current.email, version__achievement=current.achievement_id):
        settle(credential)
