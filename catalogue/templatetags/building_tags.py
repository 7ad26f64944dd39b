"""Ways to the builder, on the pages of other slices: nothing to those who build no paths."""

from django import template
from django.urls import reverse

from catalogue.paths.models import LearningPathPage
from catalogue.paths.permissions import can_build_paths, can_edit_path

register = template.Library()


@register.inclusion_tag("building/panel.html")
def building_panel(person) -> dict:
    """Show trainers the way to what they build."""
    return {"url": reverse("building") if can_build_paths(person) else ""}


@register.inclusion_tag("building/on_path.html", takes_context=True)
def path_building(context, path: LearningPathPage) -> dict:
    """Show, on the page of a path, what trainers may do of it: change it, or make a copy of their own."""
    user = context["user"]
    if not can_build_paths(user):
        return {}
    return {
        "change_url": reverse("builder", args=[path.pk]) if can_edit_path(user, path) else "",
        "copy_url": reverse("duplicate-path", args=[path.pk]),
        "csrf_token": context.get("csrf_token"),
    }
