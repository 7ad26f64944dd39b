"""Collections, on the pages of other slices."""

from django import template

from outillerie.collections.queries import offered_for
from outillerie.collections.reading import offers
from outillerie.kits.models import KitPage

register = template.Library()


@register.inclusion_tag("collections/on_kit.html", takes_context=True)
def add_to_collection(context, kit: KitPage) -> dict:
    """Show the menu that puts a published kit in a collection."""
    user = context["user"]
    found = offers(offered_for(kit, user)) if user.is_authenticated else []
    return {"page": kit, "offers": found, "user": user, "csrf_token": context.get("csrf_token")}
