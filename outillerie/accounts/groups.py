"""The five groups of people: the code that the database keeps, the words that people read."""

from django.utils.translation import gettext_lazy as _

CONTRIBUTOR = "contributor"
TRAINER = "trainer"
MODERATOR = "moderator"
STAFF = "hub staff"
ADMINISTRATOR = "administrator"

LABELS = {
    CONTRIBUTOR: _("Contributor"),
    TRAINER: _("Trainer"),
    MODERATOR: _("Moderator"),
    STAFF: _("Hub staff"),
    ADMINISTRATOR: _("Administrator"),
}


def label(code: str) -> str:
    """Return how to call a group; one that a hub made itself keeps its own name."""
    return str(LABELS.get(code, code))
