"""Skills, on the pages of other slices."""

from django import template

from catalogue.frameworks.queries import skills_of_kit
from catalogue.frameworks.reading import by_framework
from outillerie.kits.models import KitPage
from outillerie.kits.permissions import can_edit_kit

register = template.Library()


@register.inclusion_tag("frameworks/on_kit.html", takes_context=True)
def kit_skills(context, kit: KitPage) -> dict:
    """Show the skills that a published kit works on, and where to say them for those who may."""
    user = context["user"]
    return {"page": kit, "groups": by_framework(skills_of_kit(kit)), "can_edit": can_edit_kit(user, kit)}
