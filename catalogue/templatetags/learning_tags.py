"""Progress in words, and what «Mon espace» says of paths."""

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.learning.queries import living_enrolments
from catalogue.learning.reading import can_follow_anyone
from catalogue.paths.models import TrainingMode
from catalogue.paths.permissions import can_manage_catalogue
from outillerie.kits.formats.timing import duration_label

register = template.Library()


@register.filter
def hours(minutes: int) -> str:
    """Return a duration as people say it: «1 h 30»."""
    return duration_label(minutes, get_language() or "fr") if minutes else _("0 h")


@register.filter
def mode_words(mode: str) -> str:
    return TrainingMode(mode).label


@register.inclusion_tag("learning/on_my_space.html")
def learning_panel(user) -> dict:
    """Say in «Mon espace» which paths one follows, and lead trainers to their learners."""
    enrolments = list(living_enrolments(user).select_related("path")[:5])
    return {"enrolments": enrolments, "is_trainer": can_follow_anyone(user), "is_staff": can_manage_catalogue(user)}
