"""What «Mon espace» and the public page of somebody say of their badges."""

from django import template

from badges.achievements.permissions import can_manage_achievements
from badges.backpack import queries
from badges.backpack.bag import pockets, public_address

register = template.Library()
MOST_SHOWN = 8


@register.inclusion_tag("backpack/on_my_space.html")
def badges_panel(person) -> dict:
    """Say in «Mon espace» how many badges one has, and how many are new."""
    return {
        "count": queries.badges_of(person).count(),
        "new": queries.new_badges(person).count(),
        "may_award": can_manage_achievements(person),
    }


@register.inclusion_tag("backpack/on_a_page.html")
def shown_badges(person) -> dict:
    """Show on the public page of somebody the badges that they show, the last ones first."""
    shown = queries.with_pictures(queries.shown_badges(person))[:MOST_SHOWN]
    return {"pockets": pockets(shown, public_address)}
