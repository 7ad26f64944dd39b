"""What organisations say of badges, on the pages of badges."""

from django import template
from django.urls import reverse

from badges.achievements.models import Achievement
from badges.awarding.models import Credential
from badges.endorsing.permissions import can_be_endorsed, can_endorse
from badges.endorsing.queries import endorsements_of_achievement, endorsements_of_credential

register = template.Library()


@register.inclusion_tag("endorsing/on_badge.html", takes_context=True)
def achievement_endorsements(context, achievement: Achievement) -> dict:
    """Show what other organisations say of a badge, and where to say something."""
    is_open = achievement.state == Achievement.State.PUBLISHED
    return panel(context, endorsements_of_achievement(achievement), achievement, is_open=is_open)


@register.inclusion_tag("endorsing/on_badge.html", takes_context=True)
def credential_endorsements(context, credential: Credential) -> dict:
    """Show what organisations say of a badge that somebody holds."""
    return panel(context, endorsements_of_credential(credential), credential, is_open=can_be_endorsed(credential))


def panel(context, rows, badge, *, is_open: bool) -> dict:
    user = context.get("user")
    may = is_open and user is not None and can_endorse(user)
    url = f"{reverse('new-endorsement')}?badge={badge.get_absolute_url()}" if may else ""
    return {"rows": rows, "endorse_url": url}
