"""Who may see a badge given to somebody. A hidden one does not exist for others: it answers like one that is missing."""

from badges.awarding.models import Credential

# What is being signed is not there yet; what was erased is not there any more.
THERE = {Credential.State.ISSUED, Credential.State.REVOKED}


def is_holder(user, credential: Credential) -> bool:
    # A badge may have no holder, and nobody is signed in as nobody.
    return user.is_authenticated and credential.holder_id == user.pk


def is_shown(badge) -> bool:
    """Return whether `badge`, given here or brought from elsewhere, is one that its holder shows."""
    return badge.visibility == Credential.Visibility.PUBLIC


def can_see_given_badge(user, credential: Credential) -> bool:
    """Everybody sees a badge that its holder shows, a revoked one too: its page says so. Only they see a hidden one."""
    return credential.state in THERE and (is_shown(credential) or is_holder(user, credential))


def can_take_badge(user, credential: Credential) -> bool:
    """Files, certificate and sharing are the holder's."""
    return credential.state in THERE and is_holder(user, credential)


def may_show_holder(credential: Credential, by_code: bool = False) -> bool:
    """Return whether the name of the holder may be read: the badge is shown, or who asks has the eight signs that stand
    on the holder's own certificate, and nowhere else."""
    return credential.state in THERE and (is_shown(credential) or by_code)
