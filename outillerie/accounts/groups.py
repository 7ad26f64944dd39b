"""The six groups of people: the code that the database keeps, the words that people read."""

from django.utils.translation import gettext_lazy as _

CONTRIBUTOR = "contributor"
TRUSTED = "trusted contributor"
TRAINER = "trainer"
MODERATOR = "moderator"
STAFF = "hub staff"
ADMINISTRATOR = "administrator"

LABELS = {
    CONTRIBUTOR: _("Contributor"),
    TRUSTED: _("Trusted contributor"),
    TRAINER: _("Trainer"),
    MODERATOR: _("Moderator"),
    STAFF: _("Hub staff"),
    ADMINISTRATOR: _("Administrator"),
}


# Those who read what is proposed and decide.
REVIEWERS = (MODERATOR, STAFF, ADMINISTRATOR)


def label(code: str) -> str:
    """Return how to call a group; one that a hub made itself keeps its own name."""
    return str(LABELS.get(code, code))
