"""What registering adds to the pages of others."""

from django import template
from django.utils import timezone

from catalogue.registering.owning import next_seats

register = template.Library()


@register.inclusion_tag("registering/interest_links.html")
def session_interest_link(path):
    """Write the link by which one is told of the next sessions of `path`, a published path."""
    return {"paths": [path]}


@register.inclusion_tag("registering/on_my_space.html", takes_context=True)
def sessions_on_my_space(context):
    """Write the panel of one's next sessions in «Mon espace»."""
    return {"lines": next_seats(context["request"].user, timezone.now())}
