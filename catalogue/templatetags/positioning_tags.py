"""Where one stands, on the pages of other slices."""

from django import template

from catalogue.paths.models import LearningPathPage
from catalogue.positioning.aims import path_aim
from catalogue.positioning.permissions import can_see_team_gap
from catalogue.positioning.showing import short_gap
from outillerie.accounts.models import Organisation

register = template.Library()


@register.inclusion_tag("positioning/path_gap.html", takes_context=True)
def path_gap(context, path: LearningPathPage) -> dict:
    """Show a signed-in person what they lack of what `path` asks for."""
    user = context.get("user")
    aim = path_aim(path) if user is not None and user.is_authenticated and path.live else None
    return {"gap": short_gap(user, aim) if aim else None}


@register.inclusion_tag("positioning/team_gap_link.html", takes_context=True)
def team_gap_link(context, organisation: Organisation) -> dict:
    user = context["user"]
    return {"organisation": organisation, "is_shown": can_see_team_gap(user, organisation)}
