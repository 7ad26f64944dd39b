"""Who may decide, and on what. Who reads proposals at all is said in `kits/permissions.py`."""

from outillerie.accounts.groups import ADMINISTRATOR, STAFF, TRUSTED
from outillerie.kits.permissions import can_edit_kit, can_review_kits, groups_of
from outillerie.moderation.queries import reviewers


def can_decide_on(user, kit) -> bool:
    """Nobody decides on their own kit, unless nobody else could: they may still publish it without a reading."""
    return can_review_kits(user) and not (is_theirs(user, kit) and reviewers().exclude(pk=user.pk).exists())


def is_theirs(user, kit) -> bool:
    if getattr(kit, "owner_id", None) == user.pk:
        return True
    running = kit.current_workflow_state
    return running is not None and running.requested_by_id == user.pk


def can_handle_report(user, report) -> bool:
    """A report is for those who read proposals, unless it is about their own kit and someone else could handle it."""
    is_own = report.kit.owner_id == user.pk
    return can_review_kits(user) and not (is_own and reviewers().exclude(pk=user.pk).exists())


def can_follow_review(user, kit) -> bool:
    return can_edit_kit(user, kit)


def can_read_report_outcome(user, report) -> bool:
    return user.is_authenticated and report.reporter_id == user.pk


def can_trust_people(user) -> bool:
    """Hub staff say whose kits need no reading."""
    return user.is_authenticated and (user.is_superuser or bool(groups_of(user) & {STAFF, ADMINISTRATOR}))


def is_trusted(user) -> bool:
    return TRUSTED in groups_of(user)
